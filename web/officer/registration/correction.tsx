import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { Form } from 'react-aria-components';
import { bodyOf, type Schemas } from '../../api/client.ts';
import { Button } from '../controls/button.tsx';
import { ErrorSummary } from '../controls/error-summary.tsx';
import { Notice } from '../controls/notice.tsx';
import { TextField } from '../controls/text-field.tsx';
import { showDay, showTime } from '../shell/dates.ts';
import { useOfficer } from '../shell/officer.ts';
import { useProblems } from '../shell/problems.ts';
import { shellWording } from '../shell/shell-wording.ts';
import { useLanguage, useWording } from '../shell/wording.ts';
import type { Draft } from './desk.ts';
import { type Faults, More, PhoneField, problemsOf, WhereAndWhen } from './intent-fields.tsx';
import { shortId } from './short-id.ts';
import { registrationWording } from './wording.ts';

type Registration = Schemas['Registration'];
type Changes = Schemas['RegistrationCorrection'];

const asDraft = (registration: Registration): Draft => ({
  placeId: registration.place.placeId,
  intentOn: registration.intentOn,
  agency: registration.agency,
  ...(registration.developmentDistrict === registration.residence.district
    ? {}
    : { developmentDistrict: registration.developmentDistrict }),
  projects: registration.projects,
  phone: registration.phone ?? '',
  remark: registration.remark ?? '',
  consent: true,
});

/** Only what the officer changed; what somebody else changed meanwhile stays theirs. */
function changesOf(draft: Draft, started: Draft, residence: string): Changes {
  const cleared = (text: string): string | null => (text.trim() === '' ? null : text.trim());
  return {
    ...(draft.placeId === started.placeId ? {} : { placeId: draft.placeId }),
    ...(draft.intentOn === started.intentOn ? {} : { intentOn: draft.intentOn }),
    ...(draft.agency === started.agency ? {} : { agency: draft.agency }),
    ...(draft.developmentDistrict === started.developmentDistrict
      ? {}
      : { developmentDistrict: draft.developmentDistrict ?? residence }),
    ...([...draft.projects].sort().join() === [...started.projects].sort().join()
      ? {}
      : { projects: [...draft.projects] }),
    ...(draft.phone.trim() === started.phone ? {} : { phone: cleared(draft.phone) }),
    ...(draft.remark.trim() === started.remark ? {} : { remark: cleared(draft.remark) }),
  };
}

export interface CorrectionProps {
  readonly registration: Registration;
  readonly onReload: () => Promise<Registration | undefined>;
  readonly onCancel: () => void;
  readonly onCorrected: (now: Registration) => void;
}

export function Correction({ registration, onReload, onCancel, onCorrected }: CorrectionProps) {
  const words = useWording(registrationWording);
  const { language } = useLanguage();
  const problems = useProblems();
  const { api } = useOfficer();
  const [started] = useState(asDraft(registration));
  const [draft, setDraft] = useState(started);
  const [reason, setReason] = useState('');
  const [ownFaults, setOwnFaults] = useState<Faults>({});
  const [isStale, setStale] = useState(false);
  const isSending = useRef(false);
  const { residence, registrationId, version, change } = registration;
  const changes = changesOf(draft, started, residence.district);

  const save = useMutation({
    mutationFn: () =>
      bodyOf(
        api.PATCH('/v1/registrations/{registrationId}', {
          params: { path: { registrationId }, header: { 'If-Match': `"${version}"` } },
          body: { ...changes, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) },
        }),
      ),
    onSuccess: onCorrected,
    onError: async (error) => {
      if (problems(error).code !== 'version.stale') return;
      await onReload();
      setStale(true);
    },
    onSettled: () => {
      isSending.current = false;
    },
  });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const missing: Faults =
      changes.intentOn !== undefined && reason.trim() === '' ? { reason: words.reasonForDay } : {};
    setOwnFaults(missing);
    if (Object.keys(missing).length > 0 || Object.keys(changes).length === 0 || isSending.current) return;
    isSending.current = true;
    save.mutate();
  };

  const trouble = save.error === null || save.isPending ? undefined : problems(save.error);
  const faults: Faults = { ...trouble?.fields, ...ownFaults };
  const fields = {
    draft,
    onChange: (part: Partial<Draft>) => {
      setOwnFaults({});
      setDraft((now) => ({ ...now, ...part }));
    },
    district: registration.place.district,
    residence,
    faults,
    notes: isStale
      ? movedOn(asDraft(registration), started, words.differs, (day) => showDay(day, language))
      : {},
  };
  return (
    <section className="desk-section">
      <h2>{words.correctTitle}</h2>
      <Form className="desk-form" onSubmit={submit} validationBehavior="aria">
        <ErrorSummary problems={problemsOf(faults)} />
        {isStale ? (
          <Notice tone="warn" title={words.stale}>
            <p>
              {words.staleLead(shortId(change.by), `${showDay(change.at, language)} ${showTime(change.at)}`)}
            </p>
          </Notice>
        ) : trouble === undefined || Object.keys(trouble.fields).length > 0 ? null : (
          <Notice tone={trouble.mayRetry ? 'warn' : 'bad'}>{trouble.summary}</Notice>
        )}
        <div className="desk-row">
          <WhereAndWhen {...fields} />
          <PhoneField {...fields} />
        </div>
        <More {...fields} />
        <TextField
          label={words.reason}
          name="reason"
          value={reason}
          onChange={setReason}
          maxLength={300}
          description={words.reasonHint}
          errorMessage={faults.reason}
          isRequired={changes.intentOn !== undefined}
          isOptional={changes.intentOn === undefined}
        />
        {Object.keys(changes).length === 0 ? <p>{words.nothingChanged}</p> : null}
        <div className="desk-actions desk-save">
          <Button type="submit" isPending={save.isPending} isDisabled={Object.keys(changes).length === 0}>
            {words.saveCorrection}
          </Button>
          <Cancel onPress={onCancel} />
        </div>
      </Form>
    </section>
  );
}

function Cancel({ onPress }: { onPress: () => void }) {
  const { cancel } = useWording(shellWording);
  return (
    <Button variant="quiet" onPress={onPress}>
      {cancel}
    </Button>
  );
}

/** What somebody else has changed since the officer began, by field. */
function movedOn(
  now: Draft,
  started: Draft,
  differs: (now: string) => string,
  showDayOf: (day: string) => string,
): Faults {
  const texts = (draft: Draft): Record<string, string> => ({
    placeId: draft.placeId ?? '',
    intentOn: showDayOf(draft.intentOn ?? ''),
    agency: draft.agency ?? '',
    developmentDistrict: draft.developmentDistrict ?? '',
    projects: draft.projects.join(', '),
    phone: draft.phone,
    remark: draft.remark,
  });
  const [latest, before] = [texts(now), texts(started)];
  return Object.fromEntries(
    Object.entries(latest)
      .filter(([name, text]) => text !== before[name])
      .map(([name, text]) => [name, differs(text === '' ? '–' : text)]),
  );
}
