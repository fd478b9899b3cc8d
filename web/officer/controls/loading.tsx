import { shellWording } from '../shell/shell-wording.ts';
import { useWording } from '../shell/wording.ts';
import './loading.css';

export function Loading({ label }: { label?: string }) {
  const words = useWording(shellWording);
  return (
    <p className="loading" role="status">
      <span className="button-wait" aria-hidden />
      {label ?? words.loading}
    </p>
  );
}
