import { Button } from '../controls/button.tsx';
import { PageHead } from '../controls/page-head.tsx';
import { shellWording } from './shell-wording.ts';
import { useWording } from './wording.ts';

export function NotFound() {
  const words = useWording(shellWording);
  return <PageHead title={words.notFound} lead={words.notFoundLead} />;
}

/** A screen threw, or its part of the program did not load. */
export function ScreenFailed() {
  const words = useWording(shellWording);
  return (
    <>
      <PageHead title={words.broken} lead={words.brokenLead} />
      <Button onPress={() => location.reload()}>{words.reload}</Button>
    </>
  );
}
