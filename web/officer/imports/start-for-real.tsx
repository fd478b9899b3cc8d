import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../controls/button.tsx';
import { ConfirmDialog } from '../controls/confirm-dialog.tsx';
import { Notice } from '../controls/notice.tsx';
import { showNumber } from '../shell/dates.ts';
import { useOfficer } from '../shell/officer.ts';
import { useProblems } from '../shell/problems.ts';
import { useWording } from '../shell/wording.ts';
import { CHANGES } from './changes.ts';
import { type ImportReading, type ImportRun, startRun, useTaken } from './import-source.ts';
import { wording } from './wording.ts';

/** Does what the dry run said, after asking. */
export function StartForReal({ found, run }: { found: ImportReading; run: ImportRun }) {
  const { api } = useOfficer();
  const words = useWording(wording);
  const troubleOf = useProblems();
  const taken = useTaken();
  const [isAsking, ask] = useState(false);
  const start = useMutation({
    mutationFn: () => startRun(api, found, { scope: run.scope, match: run.match, dryRun: false }),
    onSuccess: taken,
    onSettled: () => ask(false),
  });
  const { counts = {} } = run;
  const changes = CHANGES.filter((outcome) => (counts[outcome] ?? 0) > 0);
  return (
    <div className="imports-next">
      {start.isError ? (
        <Notice tone="bad" title={words.cannotStart}>
          <p>{troubleOf(start.error).summary}</p>
        </Notice>
      ) : null}
      <Button onPress={() => ask(true)}>{words.startForReal}</Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={words.startForRealTitle}
        confirmLabel={words.startNow}
        isPending={start.isPending}
        onConfirm={() => start.mutate()}
        onCancel={() => ask(false)}
      >
        <p>{changes.length === 0 ? words.startForRealNothing : words.startForRealHow}</p>
        {changes.length === 0 ? null : (
          <ul className="imports-changes">
            {changes.map((outcome) => (
              <li key={outcome}>
                {words.counts[outcome]} <strong>{showNumber(counts[outcome] ?? 0)}</strong>
              </li>
            ))}
          </ul>
        )}
        {changes.includes('missing') ? <p>{words.missingStay}</p> : null}
      </ConfirmDialog>
    </div>
  );
}
