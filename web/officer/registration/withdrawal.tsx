import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { bodyOf, type Schemas } from '../../api/client.ts';
import { ConfirmDialog } from '../controls/confirm-dialog.tsx';
import { Notice } from '../controls/notice.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useOfficer } from '../shell/officer.ts';
import { useProblems } from '../shell/problems.ts';
import { useWording } from '../shell/wording.ts';
import { registrationWording } from './wording.ts';

type Registration = Schemas['Registration'];

export interface WithdrawalProps {
  readonly registration: Registration;
  /** Open while there is one. */
  readonly task: 'withdraw' | 'wrong-person' | undefined;
  readonly onReload: () => void;
  readonly onCancel: () => void;
  readonly onWithdrawn: (now: Registration) => void;
}

export function Withdrawal({ registration, task, onReload, onCancel, onWithdrawn }: WithdrawalProps) {
  const words = useWording(registrationWording);
  const problems = useProblems();
  const { api } = useOfficer();
  const [typed, setReason] = useState<string>();
  const [wasTried, setTried] = useState(false);
  const isSending = useRef(false);
  const isWrongPerson = task === 'wrong-person';
  const reason = typed ?? (isWrongPerson ? words.wrongPersonReason : '');

  const withdraw = useMutation({
    mutationFn: () =>
      bodyOf(
        api.POST('/v1/registrations/{registrationId}/withdrawal', {
          params: {
            path: { registrationId: registration.registrationId },
            header: { 'If-Match': `"${registration.version}"` },
          },
          body: { reason: reason.trim() },
        }),
      ),
    onSuccess: onWithdrawn,
    onError: (error) => {
      const { code } = problems(error);
      if (code === 'version.stale' || code === 'registration.not-standing') onReload();
    },
    onSettled: () => {
      isSending.current = false;
    },
  });
  const trouble = withdraw.error === null || withdraw.isPending ? undefined : problems(withdraw.error);

  return (
    <ConfirmDialog
      isOpen={task !== undefined}
      title={isWrongPerson ? words.wrongPersonTitle : words.withdrawTitle}
      confirmLabel={isWrongPerson ? words.wrongPersonDo : words.withdraw}
      cancelLabel={words.withdrawNot}
      isPending={withdraw.isPending}
      isDangerous
      onCancel={() => {
        withdraw.reset();
        setReason(undefined);
        setTried(false);
        onCancel();
      }}
      onConfirm={() => {
        setTried(true);
        if (reason.trim() === '' || isSending.current) return;
        isSending.current = true;
        withdraw.mutate();
      }}
    >
      <p>{isWrongPerson ? words.wrongPersonLead : words.withdrawLead}</p>
      {trouble === undefined || trouble.fields.reason !== undefined ? null : (
        <Notice tone={trouble.mayRetry ? 'warn' : 'bad'}>{trouble.summary}</Notice>
      )}
      <TextField
        label={words.reason}
        name="reason"
        value={reason}
        onChange={setReason}
        maxLength={300}
        description={words.reasonHint}
        errorMessage={
          trouble?.fields.reason ?? (wasTried && reason.trim() === '' ? words.reasonMissing : undefined)
        }
        autoFocus
        isRequired
      />
    </ConfirmDialog>
  );
}
