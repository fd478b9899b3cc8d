import type { Schemas } from '../../api/client.ts';
import type { LocalText } from '../shell/wording.ts';

/** One colour of a chart and what it stands for. */
export interface Series {
  readonly key: string;
  readonly name: string;
  /** The n of `--series-n`. */
  readonly tone: number;
}

export const colourOf = (tone: number): string => `var(--series-${tone})`;

/** Shared by all that have no colour of their own. */
export const LAST_TONE = 8;

type Agency = Schemas['Agency'];

/** How an agency is called where there is little room: by what its Thai name has in brackets, or by its code. */
export const shortName = ({ code, name }: Agency): LocalText => ({
  th: /\(([^()]+)\)$/.exec(name.th)?.[1] ?? name.th,
  en: code,
});

/**
 * The colour of an agency is its place in the programme, so that it stays the same from area to area and from range
 * to range. Those beyond the colours share the last one.
 */
export function toneOf(agency: string, programme: readonly Agency[]): number {
  const place = programme.findIndex(({ code }) => code === agency);
  return place < 0 || place >= LAST_TONE - 1 ? LAST_TONE : place + 1;
}
