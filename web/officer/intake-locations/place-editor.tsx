import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import type { Schemas } from '../../api/client.ts';
import { Button } from '../controls/button.tsx';
import { DayField } from '../controls/day-field.tsx';
import { ErrorSummary } from '../controls/error-summary.tsx';
import { fieldId } from '../controls/field.tsx';
import { Notice } from '../controls/notice.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useOfficer } from '../shell/officer.ts';
import { type Trouble, useProblems } from '../shell/problems.ts';
import { useWording } from '../shell/wording.ts';
import { useKept } from './kept-drafts.ts';
import { readPosition } from './map-position.ts';
import { PlaceConflict } from './place-conflict.tsx';
import {
  areSame,
  draftOf,
  EMPTY_DRAFT,
  PLACE_FIELDS,
  type Place,
  type PlaceDraft,
  type PlaceField,
} from './place-draft.ts';
import { PlacePreview } from './place-preview.tsx';
import { addPlace, changePlace } from './place-saving.ts';
import { mapLink } from './place-words.ts';
import { wording } from './wording.ts';

export interface PlaceEditorProps {
  readonly district: Schemas['District'];
  readonly places: readonly Place[];
  /** The place to change; without it the form adds one. */
  readonly place?: Place | undefined;
  readonly startWith?: PlaceDraft | undefined;
  readonly onSaved: (place: Place) => void;
  /** The form is left without a change. */
  readonly onLeave: () => void;
  readonly onAddAsNew: (draft: PlaceDraft) => void;
}

interface Work {
  /** The place as it was read when the work began: its version goes into If-Match. */
  readonly read: Place | undefined;
  readonly draft: PlaceDraft;
}

type FieldFaults = Partial<Record<PlaceField, string>>;

/** The form of the letter's screen, and beside it what the citizen will see. */
export function PlaceEditor({ district, places, place, startWith, ...tell }: PlaceEditorProps) {
  const { me, api } = useOfficer();
  const words = useWording(wording);
  const troubleOf = useProblems();
  const [work, setWork, forget] = useKept<Work>(
    `${me.username} ${district.code} ${place?.placeId ?? 'new'}`,
    () => ({ read: place, draft: startWith ?? (place === undefined ? EMPTY_DRAFT : draftOf(place)) }),
  );
  const [faults, setFaults] = useState<FieldFaults>({});
  const [trouble, setTrouble] = useState<Trouble>();
  const [isSaving, setSaving] = useState(false);
  const [conflict, setConflict] = useState<{ theirs: Place; wouldBe: PlaceDraft }>();
  const known = useRef<ReadonlySet<string>>(undefined);
  const name = useRef<HTMLInputElement>(null);
  const title = useId();
  const { draft, read } = work;

  useEffect(() => {
    if (place !== undefined || startWith !== undefined) name.current?.focus();
  }, [place, startWith]);

  const type = (field: PlaceField) => (text: string | undefined) => {
    setWork({ read, draft: { ...draft, [field]: text ?? '' } });
    setFaults(({ [field]: _, ...others }) => others);
  };

  async function save(from: Place | undefined, wanted: PlaceDraft): Promise<void> {
    if (isSaving) return;
    setTrouble(undefined);
    if (from !== undefined && from.status === 'open' && areSame(draftOf(from), wanted)) {
      forget();
      tell.onLeave();
      return;
    }
    setSaving(true);
    known.current ??= new Set(places.map(({ placeId }) => placeId));
    try {
      if (from === undefined) {
        const isRetry = trouble?.mayRetry === true;
        finish(await addPlace(api, district.code, wanted, { isRetry, known: known.current }));
      } else {
        const outcome = await changePlace(api, from, wanted);
        if (outcome.kind === 'saved') finish(outcome.place);
        else setConflict({ theirs: outcome.theirs, wouldBe: wanted });
      }
    } catch (error) {
      const met = troubleOf(error);
      setTrouble(met);
      setFaults(faultsOf(met));
      if (met.fields !== undefined && Object.keys(faultsOf(met)).length > 0) setConflict(undefined);
    } finally {
      setSaving(false);
    }
  }

  function finish(saved: Place): void {
    known.current = undefined;
    setConflict(undefined);
    setFaults({});
    forget();
    if (read === undefined) {
      setWork({ read: undefined, draft: EMPTY_DRAFT });
      forget();
      name.current?.focus();
    }
    tell.onSaved(saved);
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    const found = faultsIn(draft, words);
    setFaults(found);
    if (Object.keys(found).length === 0) void save(read, draft);
    else setTrouble(undefined);
  }

  const hasNamesake = places.some(
    ({ placeId, status, name: other }) =>
      status === 'open' && placeId !== read?.placeId && other.trim() === draft.name.trim(),
  );
  const reading = readPosition(draft.position);

  return (
    <div className="places-editor">
      {conflict !== undefined && read !== undefined ? (
        <PlaceConflict
          read={draftOf(read)}
          mine={draft}
          theirs={conflict.theirs}
          isSaving={isSaving}
          trouble={trouble}
          onMerged={(wouldBe) => setConflict({ theirs: conflict.theirs, wouldBe })}
          onSave={(merged) => void save(conflict.theirs, merged)}
          onTakeTheirs={() => {
            forget();
            tell.onLeave();
          }}
          onBack={() => setConflict(undefined)}
          onAddAsNew={() => {
            forget();
            tell.onAddAsNew(draft);
          }}
        />
      ) : (
        <form className="places-form" aria-labelledby={title} noValidate onSubmit={submit}>
          <h2 id={title}>{read === undefined ? words.add : words.change}</h2>
          <ErrorSummary
            problems={PLACE_FIELDS.filter((field) => faults[field] !== undefined).map((field) => ({
              path: field,
              message: faults[field] ?? '',
              inputId: fieldId(field),
            }))}
          />
          {trouble === undefined || Object.keys(faults).length > 0 ? null : trouble.mayRetry ? (
            <Notice tone="warn" title={words.notSaved}>
              <p>{words.notSavedHow}</p>
            </Notice>
          ) : (
            <Notice tone="bad">{trouble.summary}</Notice>
          )}
          <TextField
            label={words.fields.name}
            name="name"
            isRequired
            value={draft.name}
            onChange={type('name')}
            maxLength={200}
            inputRef={name}
            description={
              hasNamesake ? <strong className="places-namesake">{words.sameName}</strong> : words.hints.name
            }
            errorMessage={faults.name}
          />
          <fieldset className="places-details">
            <legend>{words.more}</legend>
            <TextField
              label={words.fields.address}
              name="address"
              value={draft.address}
              onChange={type('address')}
              maxLength={400}
              description={words.hints.address}
              errorMessage={faults.address}
            />
            <div className="places-pair">
              <DayField
                label={words.fields.opensOn}
                name="opensOn"
                value={draft.opensOn || undefined}
                onChange={type('opensOn')}
                errorMessage={faults.opensOn}
              />
              <DayField
                label={words.fields.closesOn}
                name="closesOn"
                value={draft.closesOn || undefined}
                onChange={type('closesOn')}
                errorMessage={faults.closesOn}
              />
              <p className="field-description places-pair-hint">{words.hints.days}</p>
            </div>
            <div className="places-pair">
              <TextField
                label={words.fields.hours}
                name="hours"
                value={draft.hours}
                onChange={type('hours')}
                maxLength={120}
                description={words.hints.hours}
                errorMessage={faults.hours}
              />
              <TextField
                label={words.fields.phone}
                name="phone"
                type="tel"
                inputMode="text"
                value={draft.phone}
                onChange={type('phone')}
                maxLength={41}
                description={words.hints.phone}
                errorMessage={faults.phone}
              />
            </div>
            <TextField
              label={words.fields.position}
              name="position"
              value={draft.position}
              onChange={type('position')}
              description={
                reading.kind === 'read' ? (
                  <span className="places-position">
                    <span className="numbers">
                      {words.positionRead(reading.position.latitude, reading.position.longitude)}
                    </span>{' '}
                    <a href={mapLink(reading.position)} target="_blank" rel="noopener noreferrer">
                      {words.seeOnMap}
                      <span className="visually-hidden"> {words.opensNewTab}</span>
                    </a>
                  </span>
                ) : (
                  words.hints.position
                )
              }
              errorMessage={faults.position}
            />
          </fieldset>
          <div className="places-actions">
            <Button type="submit" isPending={isSaving}>
              {isSaving ? words.saving : words.save}
            </Button>
            {read === undefined ? null : (
              <Button
                variant="quiet"
                isDisabled={isSaving}
                onPress={() => {
                  forget();
                  tell.onLeave();
                }}
              >
                {words.cancel}
              </Button>
            )}
          </div>
        </form>
      )}
      <PlacePreview draft={conflict?.wouldBe ?? draft} />
    </div>
  );
}

function faultsIn(draft: PlaceDraft, words: (typeof wording)['th']): FieldFaults {
  const reading = readPosition(draft.position);
  return {
    ...(draft.name.trim() === '' ? { name: words.nameMissing } : {}),
    ...(draft.opensOn !== '' && draft.closesOn !== '' && draft.closesOn < draft.opensOn
      ? { closesOn: words.daysReversed }
      : {}),
    ...(reading.kind === 'fault' ? { position: words.positionFaults[reading.fault] } : {}),
  };
}

/** `position.latitude` is at fault in the field of the position. */
function faultsOf({ fields }: Trouble): FieldFaults {
  const known = new Set<string>(PLACE_FIELDS);
  return Object.fromEntries(
    Object.entries(fields)
      .map(([path, message]) => [path.split('.')[0] ?? '', message] as const)
      .filter(([field]) => known.has(field)),
  );
}
