import { showDay } from '../shell/dates.ts';
import type { Language } from '../shell/wording.ts';
import type { MapPosition } from './map-position.ts';
import type { PlaceField } from './place-draft.ts';

interface DaysWords {
  readonly wholeWindow: string;
  from(day: string): string;
  until(day: string): string;
}

/** The days on which a place is open, short enough for a cell. */
export function showDays(
  { opensOn, closesOn }: { opensOn?: string | undefined; closesOn?: string | undefined },
  words: DaysWords,
  language: Language,
): string {
  const day = (of: string): string => showDay(of, language);
  if (opensOn !== undefined && closesOn !== undefined)
    return opensOn === closesOn ? day(opensOn) : `${day(opensOn)} – ${day(closesOn)}`;
  if (opensOn !== undefined) return words.from(day(opensOn));
  return closesOn === undefined ? words.wholeWindow : words.until(day(closesOn));
}

/** A field of a draft as people read it. */
export function showField(field: PlaceField, text: string, language: Language): string {
  return (field === 'opensOn' || field === 'closesOn') && text !== ''
    ? showDay(text, language, 'long')
    : text.trim();
}

export const mapLink = ({ latitude, longitude }: MapPosition): string =>
  `https://www.google.com/maps/search/?api=1&query=${latitude},${longitude}`;
