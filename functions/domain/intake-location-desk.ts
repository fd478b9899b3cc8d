import type { DistrictCode } from './area.ts';
import type { AuditAction, AuditLine, Occasion } from './audit.ts';
import { bangkokDay, instantOf } from './calendar.ts';
import { assertReadsIn, assertWritesIn, type Officer } from './caller.ts';
import {
  changePlace,
  type IntakeLocation,
  openPlace,
  type PlaceId,
  type PublishedPlace,
  placesStillOpen,
  retirePlace,
} from './intake-location.ts';
import type { DistrictName, Geography, Ids, IntakeLocations } from './ports.ts';
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

async function districtNamed(geography: Geography, code: DistrictCode): Promise<DistrictName> {
  const district = await geography.district(code);
  if (district === undefined) throw new Refusal('district.not-found', { path: 'district' });
  return district;
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
  await districtNamed(geography, district);
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

/**
 * Every place of a district as of now, retired ones included.
 * @throws Refusal request.invalid when the officer has many districts and names none; district.not-found
 */
export async function listIntakeLocations(
  { locations, geography }: Omit<IntakeLocationDesk, 'ids'>,
  officer: Officer,
  named: DistrictCode | undefined,
): Promise<{ district: DistrictName; places: IntakeLocation[] }> {
  const code = named ?? (officer.area.level === 'district' ? officer.area.district : undefined);
  if (code === undefined)
    throw new Refusal('request.invalid', { faults: [{ path: 'district', code: 'field.missing' }] });
  assertReadsIn(officer, code);
  const [district, places] = await Promise.all([districtNamed(geography, code), locations.ofDistrict(code)]);
  return { district, places };
}

/** @throws Refusal district.not-found */
export async function listPublishedPlaces(
  { locations, geography }: { locations: Pick<IntakeLocations, 'published'>; geography: Geography },
  code: DistrictCode,
  at: Date,
): Promise<{ district: DistrictName; places: PublishedPlace[] }> {
  const district = await districtNamed(geography, code);
  return { district, places: placesStillOpen(await locations.published(code), bangkokDay(at)) };
}
