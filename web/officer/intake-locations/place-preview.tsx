import { Clock, MapPin, Phone } from 'lucide-react';
import { useId } from 'react';
import { showDay, todayInBangkok } from '../shell/dates.ts';
import { useLanguage, useWording } from '../shell/wording.ts';
import { readPosition } from './map-position.ts';
import type { PlaceDraft } from './place-draft.ts';
import { mapLink } from './place-words.ts';
import { wording } from './wording.ts';

/** The place as the citizen's answer shows it, while it is typed. */
export function PlacePreview({ draft, districtName }: { draft: PlaceDraft; districtName: string }) {
  const words = useWording(wording);
  const { language } = useLanguage();
  const title = useId();
  const reading = readPosition(draft.position);
  const day = (of: string): string => showDay(of, language, 'long');
  const { opensOn, closesOn } = draft;
  const isOver = closesOn !== '' && closesOn < todayInBangkok().toString();
  return (
    <aside className="places-preview" aria-labelledby={title}>
      <h2 id={title}>{words.preview}</h2>
      <p className="places-preview-how">{words.previewHow}</p>
      <article className="places-card">
        <p className="places-card-district">{districtName}</p>
        <h3 className={draft.name.trim() === '' ? 'places-card-empty' : undefined}>
          {draft.name.trim() || words.previewName}
        </h3>
        {draft.address.trim() === '' ? null : <p>{draft.address}</p>}
        {opensOn !== '' && closesOn !== '' ? (
          <p className="places-card-days">
            {opensOn === closesOn
              ? words.previewOneDay(day(opensOn))
              : words.previewDays(day(opensOn), day(closesOn))}
          </p>
        ) : opensOn !== '' ? (
          <p className="places-card-days">{words.previewOpens(day(opensOn))}</p>
        ) : closesOn !== '' ? (
          <p className="places-card-days">{words.previewCloses(day(closesOn))}</p>
        ) : null}
        {draft.hours.trim() === '' ? null : (
          <p className="places-card-line">
            <Clock aria-hidden />
            {draft.hours}
          </p>
        )}
        {draft.phone.trim() === '' ? null : (
          <p className="places-card-line">
            <Phone aria-hidden />
            <span className="numbers">{draft.phone}</span>
          </p>
        )}
        {reading.kind === 'read' ? (
          <p className="places-card-line">
            <MapPin aria-hidden />
            <a href={mapLink(reading.position)} target="_blank" rel="noopener noreferrer">
              {words.map}
              <span className="visually-hidden"> {words.opensNewTab}</span>
            </a>
          </p>
        ) : null}
      </article>
      {isOver ? <p className="places-preview-over">{words.previewClosed}</p> : null}
    </aside>
  );
}
