import type { Schemas } from '../../api/client.ts';
import { readPosition, showPosition } from './map-position.ts';

export type Place = Schemas['IntakeLocation'];

export const PLACE_FIELDS = ['name', 'address', 'opensOn', 'closesOn', 'hours', 'phone', 'position'] as const;
export type PlaceField = (typeof PLACE_FIELDS)[number];

/** What stands in the form: texts as typed, days as `YYYY-MM-DD`, empty where nothing is said. */
export type PlaceDraft = Readonly<Record<PlaceField, string>>;

export const EMPTY_DRAFT: PlaceDraft = {
  name: '',
  address: '',
  opensOn: '',
  closesOn: '',
  hours: '',
  phone: '',
  position: '',
};

export const draftOf = (place: Place): PlaceDraft => ({
  name: place.name,
  address: place.address ?? '',
  opensOn: place.opensOn ?? '',
  closesOn: place.closesOn ?? '',
  hours: place.hours ?? '',
  phone: place.phone ?? '',
  position: place.position === undefined ? '' : showPosition(place.position),
});

/** A field as the API would keep it, so that a blank more is no change. */
function settled(draft: PlaceDraft, field: PlaceField): string {
  const text = draft[field].normalize('NFC').trim();
  if (field !== 'position') return text;
  const reading = readPosition(text);
  return reading.kind === 'read' ? showPosition(reading.position) : text;
}

const isSame = (a: PlaceDraft, b: PlaceDraft, field: PlaceField): boolean =>
  settled(a, field) === settled(b, field);

export const areSame = (a: PlaceDraft, b: PlaceDraft): boolean =>
  PLACE_FIELDS.every((field) => isSame(a, b, field));

export function newPlaceOf(draft: PlaceDraft): Schemas['NewIntakeLocation'] {
  const { name, position, ...rest } = sendable(draft);
  return { name: name ?? '', ...rest, ...(position === undefined ? {} : { position }) };
}

/** Only what differs from the place as it was read; `null` clears. */
export function changesOf(place: Place, draft: PlaceDraft): Schemas['IntakeLocationChanges'] {
  const was = draftOf(place);
  const is = sendable(draft);
  return Object.fromEntries(
    PLACE_FIELDS.filter((field) => !isSame(was, draft, field)).map((field) => [field, is[field] ?? null]),
  );
}

function sendable(draft: PlaceDraft): Partial<Schemas['NewIntakeLocation']> {
  const reading = readPosition(draft.position);
  const texts = PLACE_FIELDS.filter((field) => field !== 'position')
    .map((field) => [field, settled(draft, field)] as const)
    .filter(([, text]) => text !== '');
  return {
    ...Object.fromEntries(texts),
    ...(reading.kind === 'read' ? { position: reading.position } : {}),
  };
}

export type Side = 'mine' | 'theirs';

export interface Difference {
  readonly field: PlaceField;
  readonly mine: string;
  readonly theirs: string;
  /** Who of the two left the field as it was read is not meant; where both changed it, only the officer can tell. */
  readonly proposed: Side | undefined;
}

/** Where the officer's draft and what somebody else has saved meanwhile say different things. */
export function differencesOf(read: PlaceDraft, mine: PlaceDraft, theirs: PlaceDraft): Difference[] {
  return PLACE_FIELDS.filter((field) => !isSame(mine, theirs, field)).map((field) => ({
    field,
    mine: mine[field],
    theirs: theirs[field],
    proposed: isSame(read, mine, field) ? 'theirs' : isSame(read, theirs, field) ? 'mine' : undefined,
  }));
}

export const mergedDraft = (
  mine: PlaceDraft,
  theirs: PlaceDraft,
  choices: Readonly<Partial<Record<PlaceField, Side>>>,
): PlaceDraft => ({
  ...theirs,
  ...Object.fromEntries(
    PLACE_FIELDS.filter((field) => choices[field] === 'mine').map((field) => [field, mine[field]]),
  ),
});
