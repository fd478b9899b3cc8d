import type { DistrictCode } from '../../functions/domain/area.ts';
import { districtOf } from '../../functions/domain/area.ts';
import { bangkokDay, type Day, instantOf } from '../../functions/domain/calendar.ts';
import type { Cardholder } from '../../functions/domain/cardholder.ts';
import type { IntakeLocation } from '../../functions/domain/intake-location.ts';
import type { Ids } from '../../functions/domain/ports.ts';
import type { AgencyCode, Measure, ProjectCode } from '../../functions/domain/programme.ts';
import {
  bankBranch,
  type Channel,
  type IntakePlace,
  type Registration,
  register,
} from '../../functions/domain/registration.ts';
import type { Choose } from './random.ts';

const CHANNELS = [
  ['BAAC', 58],
  ['GSB', 17],
  ['officer', 25],
] as const satisfies [Channel, number][];

const OFFICERS_AGENCIES = [
  ['DOPA', 60],
  ['MOI', 15],
  ['MOAC', 15],
  ['MOL', 10],
] as const;

const DAY_MS = 86_400_000;

export type Surroundings = {
  measure: Measure;
  projects: readonly ProjectCode[];
  places: ReadonlyMap<DistrictCode, readonly IntakeLocation[]>;
  ids: Ids;
  now: Date;
};

/** One intent of the past days, as the system would have recorded it then. */
export function intentOf(
  cardholder: Cardholder,
  choose: Choose,
  { measure, projects, places, ids, now }: Surroundings,
): Registration {
  const district = districtOf(cardholder.subdistrict);
  const open = places.get(district) ?? [];
  const channel = open.length === 0 ? choose.of(['BAAC', 'GSB'] as const) : choose.weighted(CHANNELS);
  const at = new Date(now.getTime() - choose.whole(19) * DAY_MS - choose.whole(3_600_000));
  const place: IntakePlace = channel === 'officer' ? placeOf(choose.of(open)) : bankBranch(channel, district);
  const agency = channel === 'officer' ? choose.weighted(OFFICERS_AGENCIES) : channel;
  const wished = Array.from(
    {
      length: choose.weighted([
        [0, 25],
        [1, 45],
        [2, 20],
        [3, 10],
      ]),
    },
    () => choose.of(projects),
  );
  return register(
    {
      intentOn: dayWithin(measure, bangkokDay(at)),
      agency: agency as AgencyCode,
      projects: [...new Set(wished)],
      consent: true,
      phone: choose.chance(0.5) ? '080 000 0000' : undefined,
    },
    undefined,
    {
      measure,
      cardholder,
      place,
      channel,
      by: `seed-${channel}`,
      at,
      registrationId: ids.registrationId(),
      receipt: ids.receipt(),
    },
  );
}

const placeOf = ({ district, placeId, name }: IntakeLocation): IntakePlace => ({ district, placeId, name });

const dayWithin = ({ windowFrom }: Measure, day: Day): Day => (day < windowFrom ? windowFrom : day);

export const seededLine = (registration: Registration) => ({
  action: 'REGISTERED' as const,
  actor: registration.recordedBy,
  at: instantOf(new Date(registration.recordedAt)),
  person: registration.citizenId,
  from: 'seed',
  requestId: 'seed',
  about: { registrationId: registration.registrationId, version: registration.version },
});
