import type { DistrictCode } from './area.ts';
import type { AuditAction, AuditLine, Occasion } from './audit.ts';
import { instantOf } from './calendar.ts';
import { assertReadsIn, assertWritesIn, type Officer } from './caller.ts';
import { changePlace, type IntakeLocation, openPlace, type PlaceId, retirePlace } from './intake-location.ts';
import type { Geography, Ids, IntakeLocations } from './ports.ts';
import { Refusal } from './refusal.ts';

export type IntakeLocationDesk = { locations: IntakeLocations; geography: Geography; ids: Ids };

const lineFor = (
  action: AuditAction,
  officer: Officer,
  place: IntakeLocation,
  occasion: Occasion,
): AuditLine => ({
  action,
  actor: officer.subject,
  at: instantOf(occasion.at),
  from: occasion.from,
  requestId: occasion.requestId,
  about: { district: place.district, placeId: place.placeId, version: place.version },
});

async function assertDistrictExists(geography: Geography, district: DistrictCode): Promise<void> {
  if ((await geography.district(district)) === undefined)
    throw new Refusal('district.not-found', { path: 'district' });
}

/** @throws Refusal area.outside, district.not-found, intake-location.days-reversed, intake-location.full */
export async function addIntakeLocation(
  { locations, geography, ids }: IntakeLocationDesk,
  officer: Officer,
  district: DistrictCode,
  fields: Parameters<typeof openPlace>[2],
  occasion: Occasion,
): Promise<IntakeLocation> {
  assertWritesIn(officer, district);
  await assertDistrictExists(geography, district);
  const stamp = { by: officer.subject, at: instantOf(occasion.at) };
  const place = openPlace(district, ids.placeId(), fields, stamp);
  const written = await locations.save(
    place,
    undefined,
    lineFor('ADDED_INTAKE_LOCATION', officer, place, occasion),
  );
  if (written.outcome === 'overtaken') throw new Refusal('store.busy');
  return place;
}

/** @throws Refusal area.outside, intake-location.not-found, version.stale, intake-location.retired */
export async function changeIntakeLocation(
  desk: IntakeLocationDesk,
  officer: Officer,
  where: { district: DistrictCode; placeId: PlaceId; version: number },
  changes: Parameters<typeof changePlace>[1],
  occasion: Occasion,
): Promise<IntakeLocation> {
  return replace(desk, officer, where, 'CHANGED_INTAKE_LOCATION', occasion, (place, stamp) =>
    changePlace(place, changes, stamp),
  );
}

/** @throws Refusal area.outside, intake-location.not-found, version.stale, intake-location.retired */
export async function retireIntakeLocation(
  desk: IntakeLocationDesk,
  officer: Officer,
  where: { district: DistrictCode; placeId: PlaceId; version: number },
  occasion: Occasion,
): Promise<IntakeLocation> {
  return replace(desk, officer, where, 'RETIRED_INTAKE_LOCATION', occasion, retirePlace);
}

async function replace(
  { locations }: IntakeLocationDesk,
  officer: Officer,
  { district, placeId, version }: { district: DistrictCode; placeId: PlaceId; version: number },
  action: AuditAction,
  occasion: Occasion,
  next: (place: IntakeLocation, stamp: Parameters<typeof retirePlace>[1]) => IntakeLocation,
): Promise<IntakeLocation> {
  assertWritesIn(officer, district);
  const place = await locations.one(district, placeId);
  if (place === undefined) throw new Refusal('intake-location.not-found', { path: 'placeId' });
  if (place.version !== version) throw new Refusal('version.stale', { facts: { version: place.version } });
  const changed = next(place, { by: officer.subject, at: instantOf(occasion.at) });
  const written = await locations.save(changed, place, lineFor(action, officer, changed, occasion));
  if (written.outcome === 'overtaken') throw new Refusal('version.stale');
  return changed;
}

/** @throws Refusal district.not-found outside the officer's area */
export async function listIntakeLocations(
  { locations, geography }: Omit<IntakeLocationDesk, 'ids'>,
  officer: Officer,
  district: DistrictCode,
): Promise<IntakeLocation[]> {
  assertReadsIn(officer, district);
  await assertDistrictExists(geography, district);
  return locations.ofDistrict(district);
}
