import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../controls/button.tsx';
import { ConfirmDialog } from '../controls/confirm-dialog.tsx';
import { Notice } from '../controls/notice.tsx';
import { showNumber } from '../shell/dates.ts';
import { useOfficer } from '../shell/officer.ts';
import { useProblems } from '../shell/problems.ts';
import { useWording } from '../shell/wording.ts';
import { type ImportReading, type ImportRun, isRevoking, revokeMissing, useTaken } from './import-source.ts';
import { wording } from './wording.ts';

/** Cancels the cards of those whom the import found missing, after asking. */
export function Revocation({ found, run }: { found: ImportReading; run: ImportRun }) {
  const { api } = useOfficer();
  const words = useWording(wording);
  const troubleOf = useProblems();
  const taken = useTaken();
  const [isAsking, ask] = useState(false);
  const revoke = useMutation({
    mutationFn: () => revokeMissing(api, found.importId),
    onSuccess: taken,
    onSettled: () => ask(false),
  });
  const missing = run.counts?.missing ?? 0;
  if (isRevoking(found)) return <Notice tone="info">{words.revoking}</Notice>;
  if (found.revocation?.revoked !== undefined)
    return <Notice tone="good">{words.revoked(showNumber(found.revocation.revoked))}</Notice>;
  if (missing === 0) return null;
  return (
    <div className="imports-missing">
      <h3>{words.missingTitle(showNumber(missing))}</h3>
      <p>{words.missingHow}</p>
      {revoke.isError ? <Notice tone="bad">{troubleOf(revoke.error).summary}</Notice> : null}
      <Button variant="danger" onPress={() => ask(true)}>
        {words.revoke}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        isDangerous
        title={words.revokeTitle(showNumber(missing))}
        confirmLabel={words.revokeNow}
        cancelLabel={words.doNotRevoke}
        isPending={revoke.isPending}
        onConfirm={() => revoke.mutate()}
        onCancel={() => ask(false)}
      >
        <p>{words.revokeHow}</p>
      </ConfirmDialog>
    </div>
  );
}
