import { MapPin } from 'lucide-react';
import { useId } from 'react';
import { showDay, todayInBangkok } from '../shell/dates.ts';
import { useLanguage, useWording } from '../shell/wording.ts';
import { readPosition } from './map-position.ts';
import type { PlaceDraft } from './place-draft.ts';
import { mapLink } from './place-words.ts';
import { wording } from './wording.ts';

/** The place as the citizen's answer shows it, in the same words, while it is typed. */
export function PlacePreview({ draft }: { draft: PlaceDraft }) {
  const words = useWording(wording);
  const title = useId();
  const { citizen } = words;
  const { name, address, hours, phone, closesOn } = draft;
  const reading = readPosition(draft.position);
  const isOver = closesOn !== '' && closesOn < todayInBangkok().toString();
  return (
    <aside className="places-preview" aria-labelledby={title}>
      <h2 id={title}>{words.preview}</h2>
      <p className="places-preview-how">{words.previewHow}</p>
      <article className="places-card">
        <MapPin aria-hidden />
        <div>
          <h3 lang="th" className={name.trim() === '' ? 'places-card-empty' : undefined}>
            {name.trim() || words.previewName}
          </h3>
          {address.trim() === '' ? null : (
            <p lang="th" className="places-card-soft">
              {address}
            </p>
          )}
          <DaysOpen draft={draft} />
          {hours.trim() === '' ? null : (
            <p>
              {citizen.hours} <span lang="th">{hours}</span>
            </p>
          )}
          {phone.trim() === '' ? null : (
            <p>
              {citizen.phone} <span className="places-card-link">{phone}</span>
            </p>
          )}
          {reading.kind === 'read' ? (
            <p>
              <a
                className="places-card-link"
                href={mapLink(reading.position)}
                target="_blank"
                rel="noopener noreferrer"
              >
                {citizen.map}
                <span className="visually-hidden">
                  {' '}
                  {name.trim()} ({citizen.newTab})
                </span>
              </a>
            </p>
          ) : null}
        </div>
      </article>
      {isOver ? <p className="places-preview-over">{words.previewClosed}</p> : null}
    </aside>
  );
}

function DaysOpen({ draft: { opensOn, closesOn } }: { draft: PlaceDraft }) {
  const { days, from, through } = useWording(wording).citizen;
  const { language } = useLanguage();
  if (opensOn === '' && closesOn === '') return null;
  const day = (of: string): string => showDay(of, language, 'long');
  if (opensOn === closesOn)
    return (
      <p>
        {days} {day(opensOn)}
      </p>
    );
  return (
    <p>
      {days} {opensOn === '' ? '' : `${from} ${day(opensOn)} `}
      {closesOn === '' ? '' : `${through} ${day(closesOn)}`}
    </p>
  );
}
