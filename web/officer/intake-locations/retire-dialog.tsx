import { useState } from 'react';
import { ConfirmDialog } from '../controls/confirm-dialog.tsx';
import { Notice } from '../controls/notice.tsx';
import { showInstant } from '../shell/dates.ts';
import { useOfficer } from '../shell/officer.ts';
import { type Trouble, useProblems } from '../shell/problems.ts';
import { useLanguage, useWording } from '../shell/wording.ts';
import { draftOf, PLACE_FIELDS, type Place } from './place-draft.ts';
import { retirePlace } from './place-saving.ts';
import { showField } from './place-words.ts';
import { wording } from './wording.ts';

export interface RetireDialogProps {
  readonly place: Place;
  readonly onRetired: (place: Place) => void;
  readonly onKept: () => void;
}

/** Shows the place before it goes; when it has changed meanwhile, as it is now, and asks again. */
export function RetireDialog({ place, onRetired, onKept }: RetireDialogProps) {
  const { api } = useOfficer();
  const words = useWording(wording);
  const { language } = useLanguage();
  const troubleOf = useProblems();
  const [shown, show] = useState(place);
  const [isPending, setPending] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>();

  async function retire(): Promise<void> {
    setPending(true);
    setTrouble(undefined);
    try {
      const outcome = await retirePlace(api, shown);
      if (outcome.kind === 'saved') onRetired(outcome.place);
      else show(outcome.theirs);
    } catch (error) {
      setTrouble(troubleOf(error));
    } finally {
      setPending(false);
    }
  }

  const draft = draftOf(shown);
  return (
    <ConfirmDialog
      isOpen
      isDangerous
      title={words.retireTitle}
      confirmLabel={words.retireSure}
      cancelLabel={words.retireNot}
      onConfirm={() => void retire()}
      onCancel={onKept}
      isPending={isPending}
    >
      {shown.version === place.version ? null : (
        <Notice tone="warn">{words.retireChanged(showInstant(shown.changedAt, language))}</Notice>
      )}
      {trouble === undefined ? null : <Notice tone="bad">{trouble.summary}</Notice>}
      <dl className="places-facts">
        {PLACE_FIELDS.filter((field) => draft[field] !== '').map((field) => (
          <div key={field}>
            <dt>{words.fields[field]}</dt>
            <dd>{showField(field, draft[field], language)}</dd>
          </div>
        ))}
      </dl>
      <p>{words.retireHow}</p>
    </ConfirmDialog>
  );
}
