import type { DistrictCode } from './area.ts';
import type { Day, Instant } from './calendar.ts';
import { Refusal } from './refusal.ts';

export type PlaceId = string & { readonly kind: 'PlaceId' };

/** What an officer writes of a place. Hours are free text: "จ.-ศ. 08.30-16.30 น.". */
export type IntakeLocationFields = {
  name: string;
  address?: string | undefined;
  opensOn?: Day | undefined;
  closesOn?: Day | undefined;
  hours?: string | undefined;
  phone?: string | undefined;
  /** Degrees, WGS 84. */
  position?: { latitude: number; longitude: number } | undefined;
};

/** สถานที่รับแจ้งความประสงค์ that the district chief (in Bangkok the district director) has set. */
export type IntakeLocation = IntakeLocationFields & {
  district: DistrictCode;
  placeId: PlaceId;
  version: number;
  status: 'open' | 'retired';
  recordedBy: string;
  recordedAt: Instant;
  changedBy: string;
  changedAt: Instant;
};

/** A place as the public sees it. */
export type PublishedPlace = IntakeLocationFields & { placeId: PlaceId };

/** More places than this in one district would not fit the item that the look-up reads. */
export const MAX_PLACES_OF_A_DISTRICT = 100;

type Stamp = { by: string; at: Instant };

function assertDaysInOrder({ opensOn, closesOn }: IntakeLocationFields): void {
  if (opensOn !== undefined && closesOn !== undefined && closesOn < opensOn)
    throw new Refusal('intake-location.days-reversed', { path: 'closesOn' });
}

export function openPlace(
  district: DistrictCode,
  placeId: PlaceId,
  fields: IntakeLocationFields,
  stamp: Stamp,
): IntakeLocation {
  assertDaysInOrder(fields);
  return {
    ...fields,
    district,
    placeId,
    version: 1,
    status: 'open',
    recordedBy: stamp.by,
    recordedAt: stamp.at,
    changedBy: stamp.by,
    changedAt: stamp.at,
  };
}

/** Applies the fields that were sent; `null` clears an optional one. */
export function changePlace(
  place: IntakeLocation,
  changes: { [Field in keyof IntakeLocationFields]?: IntakeLocationFields[Field] | null | undefined },
  stamp: Stamp,
): IntakeLocation {
  if (place.status === 'retired') throw new Refusal('intake-location.retired');
  const sent = Object.entries(changes).filter(([, value]) => value !== undefined);
  if (sent.length === 0) throw new Refusal('intake-location.nothing-to-change');
  const changed = {
    ...place,
    ...Object.fromEntries(sent.map(([field, value]) => [field, value ?? undefined])),
    version: place.version + 1,
    changedBy: stamp.by,
    changedAt: stamp.at,
  };
  assertDaysInOrder(changed);
  return changed;
}

/** A retired place leaves the public list; registrations made there keep it. */
export function retirePlace(place: IntakeLocation, stamp: Stamp): IntakeLocation {
  if (place.status === 'retired') throw new Refusal('intake-location.retired');
  return {
    ...place,
    status: 'retired',
    version: place.version + 1,
    changedBy: stamp.by,
    changedAt: stamp.at,
  };
}

/** What of a district's places the public list holds, by name in Thai order. */
export function publishedPlaces(places: readonly IntakeLocation[]): PublishedPlace[] {
  return places
    .filter((place) => place.status === 'open')
    .map(({ placeId, name, address, opensOn, closesOn, hours, phone, position }) => ({
      placeId,
      name,
      address,
      opensOn,
      closesOn,
      hours,
      phone,
      position,
    }))
    .sort((a, b) => a.name.localeCompare(b.name, 'th') || (a.placeId < b.placeId ? -1 : 1));
}

/** Places whose last day has passed are not shown: nobody is sent to a closed door. */
export const placesStillOpen = (places: readonly PublishedPlace[], today: Day): PublishedPlace[] =>
  places.filter(({ closesOn }) => closesOn === undefined || closesOn >= today);
