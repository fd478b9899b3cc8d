import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { bodyOf } from '../../api/client.ts';
import { Button } from '../controls/button.tsx';
import { Notice } from '../controls/notice.tsx';
import { PageHead } from '../controls/page-head.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useOfficer } from '../shell/officer.ts';
import { useProblems } from '../shell/problems.ts';
import { useLocalText, useWording } from '../shell/wording.ts';
import { askedId, forgetAskedId } from './asked-id.ts';
import { overrideWording } from './override-wording.ts';
import { ProfileSheet } from './profile-sheet.tsx';
import './people.css';

interface Asked {
  readonly citizenId: string;
  readonly reason: string;
  /** Another one for every other question: sent twice, the province is told once. */
  readonly key: string;
}

/** A person of another area, for a stated reason that the person's province is told at once. */
export function Component() {
  const { api } = useOfficer();
  const words = useWording(overrideWording);
  const local = useLocalText();
  const troubleOf = useProblems();
  const [asked, setAsked] = useState<Asked>(() => ({
    citizenId: askedId(),
    reason: '',
    key: crypto.randomUUID(),
  }));
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});
  useEffect(forgetAskedId, []);
  const override = useMutation({
    mutationFn: ({ citizenId, reason, key }: Asked) =>
      bodyOf(
        api.POST('/v1/people/overrides', {
          params: { header: { 'Idempotency-Key': key } },
          body: { citizenId, reason: inOneLine(reason) },
        }),
      ),
  });
  const trouble = override.isError ? troubleOf(override.error) : undefined;
  const type = (typed: Partial<Asked>): void => {
    override.reset();
    setFaults({});
    setAsked({ ...asked, ...typed, key: crypto.randomUUID() });
  };
  const send = (event: FormEvent): void => {
    event.preventDefault();
    const found = {
      ...(asked.citizenId.trim() === '' ? { citizenId: words.citizenIdMissing } : {}),
      ...(inOneLine(asked.reason).length < 10 ? { reason: words.reasonTooShort } : {}),
    };
    setFaults(found);
    if (Object.keys(found).length === 0) override.mutate(asked);
  };
  const fields: Readonly<Record<string, string>> = { ...trouble?.fields, ...faults };
  const isOfField = fields.citizenId !== undefined || fields.reason !== undefined;
  const { data: shown } = override;
  return (
    <div className="people">
      <PageHead title={words.title} lead={words.lead} />
      {shown === undefined ? (
        <form className="people-question people-override" onSubmit={send} noValidate>
          <TextField
            label={words.citizenId}
            name="citizenId"
            description={words.citizenIdHint}
            errorMessage={fields.citizenId}
            value={asked.citizenId}
            onChange={(citizenId) => type({ citizenId })}
            inputMode="numeric"
            autoComplete="off"
            maxLength={64}
            isRequired
          />
          <TextField
            label={words.reason}
            name="reason"
            description={words.reasonHint}
            errorMessage={fields.reason}
            value={asked.reason}
            onChange={(reason) => type({ reason })}
            multiline
            rows={3}
            maxLength={500}
            autoComplete="off"
            isRequired
          />
          {trouble === undefined || isOfField ? null : (
            <Notice tone="bad">
              <p>{trouble.summary}</p>
            </Notice>
          )}
          <Button type="submit" isPending={override.isPending}>
            {words.send}
          </Button>
        </form>
      ) : (
        <>
          <Notice tone="warn" title={words.announced(local(shown.announcedTo.name))}>
            <p>{words.announcedLead}</p>
            <p className="people-reason">{inOneLine(asked.reason)}</p>
          </Notice>
          <ProfileSheet profile={shown.profile} />
          <p className="screen-only">
            <Button variant="quiet" onPress={() => type({ citizenId: '', reason: '' })}>
              {words.another}
            </Button>
          </p>
        </>
      )}
    </div>
  );
}

const inOneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
