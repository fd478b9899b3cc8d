import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Form } from 'react-aria-components';
import { Link, useSearchParams } from 'react-router';
import { bodyOf, type Schemas } from '../../api/client.ts';
import { faultOf, grouped, plainDigits } from '../../citizen/citizen-id.ts';
import { Button } from '../controls/button.tsx';
import { CheckboxField } from '../controls/checkbox-field.tsx';
import { ErrorSummary } from '../controls/error-summary.tsx';
import { Notice } from '../controls/notice.tsx';
import { PageHead } from '../controls/page-head.tsx';
import { TextField } from '../controls/text-field.tsx';
import { keepAskedId } from '../people/asked-id.ts';
import { showDay } from '../shell/dates.ts';
import { useOfficer } from '../shell/officer.ts';
import { useProblems } from '../shell/problems.ts';
import { takesIntentsOn, useMeasure, usePlaces } from '../shell/reference-data.ts';
import { useLanguage, useLocalText, useWording } from '../shell/wording.ts';
import { addToDayList } from './day-list.ts';
import { DayTally } from './day-tally.tsx';
import { type Draft, nextPerson, useDesk } from './desk.ts';
import { type Faults, More, PhoneField, problemsOf, WhereAndWhen } from './intent-fields.tsx';
import { PersonCard } from './person-card.tsx';
import { Slip } from './slip.tsx';
import { registrationWording } from './wording.ts';
import './registration.css';

type MayRegister = Schemas['PersonMayRegister'];

/** Registration of intent, menu 2.1: one person after another, by keyboard from the ID to the slip. */
export function Component() {
  const words = useWording(registrationWording);
  const { me } = useOfficer();
  const [desk, change] = useDesk();
  const [search, setSearch] = useSearchParams();
  const isPaper = search.has('paper');
  const idInput = useRef<HTMLInputElement>(null);

  const begin = () => {
    change(nextPerson());
    requestAnimationFrame(() => idInput.current?.focus());
  };

  return (
    <>
      <div className="screen-only">
        <PageHead title={words.title} lead={words.lead} />
      </div>
      <div className="desk">
        <div className="desk-main">
          <div className="screen-only">
            <WindowNotice />
            {isPaper ? (
              <Notice tone="info" title={words.paperMode}>
                <p>{words.paperModeLead}</p>
                <Button
                  variant="quiet"
                  onPress={() => {
                    change({ draft: { ...desk.draft, intentOn: undefined }, lastPaperDay: undefined });
                    setSearch({});
                  }}
                >
                  {words.paperModeEnd}
                </Button>
              </Notice>
            ) : null}
            {desk.isAfterWrongPerson === true && desk.person === undefined ? (
              <Notice tone="info">{words.kept}</Notice>
            ) : null}
            <IdQuestion inputRef={idInput} />
          </div>
          {desk.person === undefined && desk.saved !== undefined ? <Saved registration={desk.saved} /> : null}
          {desk.person === undefined ? null : (
            <div className="screen-only">
              <Answer
                person={desk.person}
                isPaper={isPaper}
                onBegin={begin}
                onSaved={() => idInput.current?.focus()}
              />
            </div>
          )}
        </div>
        <DayTally district={me.district?.code} placeId={desk.lastPlaceId} />
      </div>
    </>
  );
}

function WindowNotice() {
  const words = useWording(registrationWording);
  const { language } = useLanguage();
  const { data: measure } = useMeasure();
  if (measure?.phase === 'before')
    return <Notice tone="warn">{words.windowBefore(showDay(measure.windowFrom, language))}</Notice>;
  if (measure?.phase === 'after')
    return (
      <Notice tone="warn">
        {words.windowAfter(showDay(measure.windowTo, language), showDay(measure.recordUntil, language))}
      </Notice>
    );
  return null;
}

function IdQuestion({ inputRef }: { inputRef: React.RefObject<HTMLInputElement | null> }) {
  const words = useWording(registrationWording);
  const problems = useProblems();
  const { api } = useOfficer();
  const [desk, change] = useDesk();
  const [fault, setFault] = useState<string>();
  const caret = useRef<number>(undefined);

  const lookUp = useMutation({
    mutationFn: (citizenId: string) => bodyOf(api.POST('/v1/desk/person', { body: { citizenId } })),
    onSuccess: (person) => change({ person }),
    onError: (error) => {
      const { fields, summary, code } = problems(error);
      if (fields.citizenId !== undefined || code.startsWith('citizen-id.'))
        setFault(fields.citizenId ?? summary);
    },
  });

  // Grouping moves the caret: it stays behind the digit that was typed.
  useLayoutEffect(() => {
    if (caret.current === undefined) return;
    inputRef.current?.setSelectionRange(caret.current, caret.current);
    caret.current = undefined;
  });

  const type = (text: string) => {
    const typed = grouped({ text, caret: inputRef.current?.selectionStart ?? text.length });
    caret.current = typed.caret;
    setFault(undefined);
    lookUp.reset();
    change({ typedId: typed.text, person: undefined });
  };

  const ask = (event: FormEvent) => {
    event.preventDefault();
    if (lookUp.isPending) return;
    const wrong = faultOf(desk.typedId);
    if (wrong !== undefined) {
      setFault(words.idFaults[wrong]);
      inputRef.current?.focus();
      return;
    }
    lookUp.mutate(plainDigits(desk.typedId));
  };

  const trouble = lookUp.error === null || fault !== undefined ? undefined : problems(lookUp.error);
  return (
    <Form className="desk-question" onSubmit={ask} validationBehavior="aria">
      <TextField
        label={words.citizenId}
        name="citizenId"
        inputRef={inputRef}
        inputMode="numeric"
        autoComplete="off"
        inputClassName="desk-id"
        value={desk.typedId}
        onChange={type}
        description={words.citizenIdHint}
        errorMessage={fault}
        autoFocus
        isRequired
      />
      <Button
        type="submit"
        variant={desk.person === undefined ? 'primary' : 'quiet'}
        isPending={lookUp.isPending}
      >
        {words.lookUp}
      </Button>
      {trouble === undefined ? null : <Notice tone="bad">{trouble.summary}</Notice>}
    </Form>
  );
}

interface AnswerProps {
  readonly person: Schemas['PersonAtDesk'];
  readonly isPaper: boolean;
  readonly onBegin: () => void;
  readonly onSaved: () => void;
}

function Answer({ person, isPaper, onBegin, onSaved }: AnswerProps) {
  const words = useWording(registrationWording);
  const { language } = useLanguage();
  const local = useLocalText();
  const [desk] = useDesk();
  switch (person.decision) {
    case 'may-register':
      return <IntentForm person={person} isPaper={isPaper} onBegin={onBegin} onSaved={onSaved} />;
    case 'registered': {
      const { registration } = person;
      return (
        <PersonCard person={person} tone="warn" decision={words.registered}>
          <p>
            <strong>{words.registeredOn(showDay(registration.intentOn, language, 'long'))}</strong> ·{' '}
            {registration.place.name} · {words.channels[registration.channel]}
            {registration.receipt === undefined ? null : (
              <>
                {' · '}
                {words.receipt} <strong className="numbers">{registration.receipt}</strong>
              </>
            )}
          </p>
          <p>{words.registeredLead}</p>
          {registration.registrationId === undefined ? (
            <p>{words.ofOtherArea}</p>
          ) : (
            <div className="desk-actions">
              <Link
                className="button button-quiet"
                to={`/registration/records/${registration.registrationId}`}
              >
                {words.openToChange}
              </Link>
              <Button variant="quiet" onPress={onBegin}>
                {words.clear}
              </Button>
            </div>
          )}
        </PersonCard>
      );
    }
    case 'elsewhere': {
      const [district, province] = [local(person.district.name), local(person.district.province.name)];
      if (person.registeredOn !== undefined)
        return (
          <Notice tone="warn" title={words.registered}>
            <p>{words.elsewhereDone(showDay(person.registeredOn, language, 'long'))}</p>
          </Notice>
        );
      return (
        <Notice tone="warn" title={words.elsewhere}>
          <p>
            {person.places.length === 0
              ? words.elsewhereNoPlaces(district, province)
              : words.elsewhereLead(district, province)}
          </p>
          <ul className="desk-places">
            {person.places.map((place) => (
              <li key={place.placeId}>
                <strong>{place.name}</strong>
                {[place.address, place.hours, place.phone]
                  .filter((text) => text !== undefined)
                  .map((text) => (
                    <span key={text}>{text}</span>
                  ))}
              </li>
            ))}
          </ul>
          <p>
            <Link to="/people/overrides" onClick={() => keepAskedId(desk.typedId)}>
              {words.elsewhereOverride}
            </Link>
          </p>
        </Notice>
      );
    }
    case 'not-found':
      return (
        <Notice tone="bad" title={words.notFound}>
          <p>{words.notFoundLead}</p>
        </Notice>
      );
    default:
      return <Notice tone="bad">{words.unknownDecision}</Notice>;
  }
}

function IntentForm({
  person,
  isPaper,
  onBegin,
  onSaved,
}: Omit<AnswerProps, 'person'> & { person: MayRegister }) {
  const words = useWording(registrationWording);
  const problems = useProblems();
  const { api, me } = useOfficer();
  const queries = useQueryClient();
  const [desk, change] = useDesk();
  const { data: measure } = useMeasure();
  const district = person.residence.district.code;
  const { data: register } = usePlaces(district);
  const [ownFaults, setOwnFaults] = useState<Faults>({});
  const isSending = useRef(false);
  const form = useRef<HTMLDivElement>(null);

  // Today, my place, my agency: what an officer would have typed.
  const draft: Draft = useMemo(() => {
    const intentOn = desk.draft.intentOn ?? (isPaper ? desk.lastPaperDay : measure?.today);
    const open = (register?.places ?? []).filter((place) => takesIntentsOn(place, intentOn ?? ''));
    const mine =
      open.find(({ placeId }) => placeId === desk.lastPlaceId) ?? (open.length === 1 ? open[0] : undefined);
    return {
      ...desk.draft,
      agency: desk.draft.agency ?? me.agency,
      ...(intentOn === undefined ? {} : { intentOn }),
      ...((desk.draft.placeId ?? mine) === undefined ? {} : { placeId: desk.draft.placeId ?? mine?.placeId }),
    };
  }, [desk.draft, desk.lastPaperDay, desk.lastPlaceId, isPaper, me.agency, measure, register]);

  const save = useMutation({
    mutationFn: () =>
      bodyOf(
        api.POST('/v1/registrations', {
          params: { header: { 'Idempotency-Key': desk.idempotencyKey } },
          body: {
            citizenId: plainDigits(desk.typedId),
            placeId: draft.placeId ?? '',
            agency: draft.agency ?? '',
            consent: draft.consent,
            intentOn: draft.intentOn,
            ...(draft.developmentDistrict === undefined
              ? {}
              : { developmentDistrict: draft.developmentDistrict }),
            ...(draft.projects.length === 0 ? {} : { projects: [...draft.projects] }),
            ...(draft.phone.trim() === '' ? {} : { phone: draft.phone.trim() }),
            ...(draft.remark.trim() === '' ? {} : { remark: draft.remark.trim() }),
          },
        }),
      ),
    onSuccess: (saved) => {
      addToDayList(queries, saved);
      change({
        ...nextPerson(),
        saved,
        lastPlaceId: saved.place.placeId,
        ...(isPaper ? { lastPaperDay: saved.intentOn } : {}),
      });
      onSaved();
    },
    onError: async (error) => {
      // Somebody, or this form's own first try, was there before: the answer of the look-up shows it.
      const { code } = problems(error);
      if (code !== 'registration.already-registered' && code !== 'idempotency-key.reused') return;
      const body = { citizenId: plainDigits(desk.typedId) };
      const now = await bodyOf(api.POST('/v1/desk/person', { body })).catch(() => undefined);
      if (now !== undefined) change({ person: now });
    },
    onSettled: () => {
      isSending.current = false;
    },
  });

  useEffect(() => form.current?.querySelector<HTMLElement>('input[type="checkbox"]')?.focus(), []);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const missing = {
      ...(draft.consent ? {} : { consent: words.consentMissing }),
      ...(draft.placeId === undefined ? { placeId: words.placeMissing } : {}),
      ...(draft.intentOn === undefined ? { intentOn: words.intentOnMissing } : {}),
      ...(draft.agency === undefined ? { agency: words.agencyMissing } : {}),
    };
    setOwnFaults(missing);
    // Two clicks may arrive before the first one has been drawn.
    if (Object.keys(missing).length > 0 || isSending.current) return;
    isSending.current = true;
    save.mutate();
  };

  const trouble = save.error === null || save.isPending ? undefined : problems(save.error);
  const faults: Faults = { ...trouble?.fields, ...ownFaults };
  const fields = {
    draft,
    onChange: (part: Partial<Draft>) => {
      setOwnFaults({});
      change({ draft: { ...desk.draft, ...part } });
    },
    district,
    residence: { province: person.residence.province.code, district },
    faults,
  };
  return (
    <PersonCard person={person} tone="good" decision={words.mayRegister}>
      <Form className="desk-form" onSubmit={submit} validationBehavior="aria">
        <ErrorSummary problems={problemsOf(faults)} />
        {trouble === undefined || Object.keys(trouble.fields).length > 0 ? null : trouble.mayRetry ? (
          <Notice tone="warn" title={words.unanswered}>
            <p>{words.unansweredLead}</p>
          </Notice>
        ) : (
          <Notice tone="bad">{trouble.summary}</Notice>
        )}
        <div ref={form}>
          <CheckboxField
            label={words.consent}
            name="consent"
            value={draft.consent}
            onChange={(consent) => fields.onChange({ consent })}
            errorMessage={faults.consent}
            isRequired
          />
        </div>
        <div className="desk-row">
          <PhoneField {...fields} />
          <WhereAndWhen {...fields} />
        </div>
        <More {...fields} />
        <div className="desk-actions desk-save">
          <Button type="submit" isPending={save.isPending}>
            {trouble?.mayRetry === true ? words.saveAgain : words.save}
          </Button>
          <Button variant="quiet" isDisabled={save.isPending} onPress={onBegin}>
            {words.clear}
          </Button>
        </div>
      </Form>
    </PersonCard>
  );
}

function Saved({ registration }: { registration: Schemas['Registration'] }) {
  const words = useWording(registrationWording);
  return (
    <section className="desk-saved" aria-label={words.saved}>
      <div className="screen-only">
        <p className="desk-decision" role="status">
          {words.saved} · {words.receipt} <span className="numbers">{registration.receipt}</span>
        </p>
        <p>{words.savedNext}</p>
      </div>
      <Slip registration={registration} />
      <div className="desk-actions screen-only">
        <Button onPress={() => print()}>{words.print}</Button>
        <Link className="button button-quiet" to={`/registration/records/${registration.registrationId}`}>
          {words.open}
        </Link>
      </div>
    </section>
  );
}
