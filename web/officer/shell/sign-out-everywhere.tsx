import { useState } from 'react';
import { ConfirmDialog } from '../controls/confirm-dialog.tsx';
import { Notice } from '../controls/notice.tsx';
import { useOfficer } from './officer.ts';
import { useProblems } from './problems.ts';
import { shellWording } from './shell-wording.ts';
import { useWording } from './wording.ts';

/** For an officer who left a session open elsewhere: every one ends, this one too. */
export function SignOutEverywhere() {
  const { me, api, leave } = useOfficer();
  const words = useWording(shellWording);
  const troubleOf = useProblems();
  const [isAsked, ask] = useState(false);
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const signOut = async (): Promise<void> => {
    setPending(true);
    setFailure(undefined);
    try {
      await api.POST('/v1/accounts/{subject}/sign-out', { params: { path: { subject: me.subject } } });
      leave();
    } catch (error) {
      setFailure(error);
      setPending(false);
    }
  };
  return (
    <>
      <button type="button" className="frame-everywhere" onClick={() => ask(true)}>
        {words.leaveEverywhere}
      </button>
      <ConfirmDialog
        isOpen={isAsked}
        title={words.leaveEverywhere}
        confirmLabel={words.leave}
        isPending={isPending}
        onConfirm={() => void signOut()}
        onCancel={() => ask(false)}
      >
        <p>{words.leaveEverywhereHow}</p>
        {failure === undefined ? null : <Notice tone="bad">{troubleOf(failure).summary}</Notice>}
      </ConfirmDialog>
    </>
  );
}
