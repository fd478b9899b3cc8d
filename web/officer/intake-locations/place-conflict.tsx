import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { Button } from '../controls/button.tsx';
import { Notice } from '../controls/notice.tsx';
import { showInstant } from '../shell/dates.ts';
import type { Trouble } from '../shell/problems.ts';
import { useLanguage, useWording } from '../shell/wording.ts';
import {
  type Difference,
  differencesOf,
  draftOf,
  mergedDraft,
  type Place,
  type PlaceDraft,
  type PlaceField,
  type Side,
} from './place-draft.ts';
import { showField } from './place-words.ts';
import { wording } from './wording.ts';

export interface PlaceConflictProps {
  readonly read: PlaceDraft;
  readonly mine: PlaceDraft;
  readonly theirs: Place;
  readonly isSaving: boolean;
  readonly trouble: Trouble | undefined;
  /** What would be saved by the choices of the moment. */
  readonly onMerged: (draft: PlaceDraft) => void;
  readonly onSave: (draft: PlaceDraft) => void;
  readonly onTakeTheirs: () => void;
  readonly onBack: () => void;
  readonly onAddAsNew: () => void;
}

type Choices = Partial<Record<PlaceField, Side>>;

/** Somebody else was faster: what stands, beside what was typed, field by field. */
export function PlaceConflict(props: PlaceConflictProps) {
  const words = useWording(wording);
  const { language } = useLanguage();
  const box = useRef<HTMLElement>(null);
  const title = useId();
  const { version, status, changedAt } = props.theirs;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is read out again when somebody was faster once more
  useEffect(() => {
    box.current?.focus();
  }, [version]);
  const when = showInstant(changedAt, language);
  const isRetired = status === 'retired';
  return (
    <section ref={box} className="places-conflict" aria-labelledby={title} tabIndex={-1}>
      <h2 id={title}>{isRetired ? words.retiredMeanwhile : words.conflict}</h2>
      <p>{isRetired ? words.retiredMeanwhileHow(when) : words.conflictHow(when)}</p>
      {props.trouble === undefined ? null : (
        <Notice tone={props.trouble.mayRetry ? 'warn' : 'bad'}>{props.trouble.summary}</Notice>
      )}
      {isRetired ? (
        <div className="places-actions">
          <Button onPress={props.onAddAsNew}>{words.addAsNew}</Button>
          <Button variant="quiet" onPress={props.onTakeTheirs}>
            {words.leaveIt}
          </Button>
        </div>
      ) : (
        <FieldByField key={version} {...props} />
      )}
    </section>
  );
}

function FieldByField({ read, mine, theirs, ...props }: PlaceConflictProps) {
  const words = useWording(wording);
  const now = draftOf(theirs);
  const differences = differencesOf(read, mine, now);
  const [choices, setChoices] = useState<Choices>(() =>
    Object.fromEntries(differences.map(({ field, proposed }) => [field, proposed])),
  );
  const [wasAsked, ask] = useState(false);
  const undecided = differences.filter(({ field }) => choices[field] === undefined);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the preview follows the first proposal, then each choice
  useEffect(() => props.onMerged(mergedDraft(mine, now, choices)), []);

  const choose = (field: PlaceField) => (side: string) => {
    const next = { ...choices, [field]: side as Side };
    setChoices(next);
    props.onMerged(mergedDraft(mine, now, next));
  };

  function submit(event: FormEvent): void {
    event.preventDefault();
    ask(true);
    if (undecided.length === 0) props.onSave(mergedDraft(mine, now, choices));
  }

  return (
    <form noValidate onSubmit={submit}>
      {differences.map((difference) => (
        <TwoSides
          key={difference.field}
          difference={difference}
          chosen={choices[difference.field]}
          onChoose={choose(difference.field)}
          isMissing={wasAsked && undecided.includes(difference)}
        />
      ))}
      <div className="places-actions">
        <Button type="submit" isPending={props.isSaving}>
          {props.isSaving ? words.saving : words.saveChosen}
        </Button>
        <Button variant="quiet" isDisabled={props.isSaving} onPress={props.onTakeTheirs}>
          {words.takeTheirs}
        </Button>
        <Button variant="quiet" isDisabled={props.isSaving} onPress={props.onBack}>
          {words.backToForm}
        </Button>
      </div>
    </form>
  );
}

interface TwoSidesProps {
  readonly difference: Difference;
  readonly chosen: Side | undefined;
  readonly onChoose: (side: string) => void;
  readonly isMissing: boolean;
}

function TwoSides({ difference: { field, mine, theirs }, chosen, onChoose, isMissing }: TwoSidesProps) {
  const words = useWording(wording);
  const { language } = useLanguage();
  const error = useId();
  return (
    <RadioGroup
      className="places-sides"
      value={chosen ?? null}
      onChange={onChoose}
      isInvalid={isMissing}
      {...(isMissing ? { 'aria-describedby': error } : {})}
    >
      <Label className="places-sides-label">{words.fields[field]}</Label>
      {isMissing ? (
        <span id={error} className="field-error">
          {words.chooseEach}
        </span>
      ) : null}
      <div className="places-sides-pair">
        {(['theirs', 'mine'] as const).map((side) => {
          const text = showField(field, side === 'mine' ? mine : theirs, language);
          return (
            <Radio key={side} value={side} className="places-side">
              <span className="places-side-dot" aria-hidden />
              <span>
                <span className="places-side-whose">{side === 'mine' ? words.mine : words.theirs}</span>
                <span className={text === '' ? 'places-side-empty' : 'places-side-text'}>
                  {text || words.nothing}
                </span>
              </span>
            </Radio>
          );
        })}
      </div>
    </RadioGroup>
  );
}
