import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { registrationToItem } from '../functions/data/registrations.ts';
import { districtOf } from '../functions/domain/area.ts';
import type { Day, Instant } from '../functions/domain/calendar.ts';
import type { RegistrationContribution } from '../functions/domain/contribution.ts';
import { bankBranch, type Receipt, type Registration } from '../functions/domain/registration.ts';
import { ids } from '../functions/runtime/ids.ts';
import { madeUpId } from '../local/seed/people.ts';
import type { Choose } from '../local/seed/random.ts';
import { anybodysIntent } from './country.ts';

let people = 0;

const noonOf = (day: Day): Instant => `${day}T05:00:00.000Z` as Instant;

/** Version 1 of somebody whom no other registration is of. */
export function intentOf({ source: _, ...counted }: RegistrationContribution): Registration {
  people += 1;
  const { subdistrict, day, channel, agency, projects, status } = counted;
  const at = noonOf(day);
  const bank = channel === 'officer' ? 'BAAC' : channel;
  return {
    citizenId: madeUpId(people),
    registrationId: ids.registrationId(),
    version: 1,
    status,
    receipt: `BENCH-${people}` as Receipt,
    intentOn: day,
    place: bankBranch(bank, districtOf(subdistrict)),
    residence: subdistrict,
    band: 'UP_TO_30000',
    developmentDistrict: districtOf(subdistrict),
    agency,
    projects,
    channel,
    consentedAt: at,
    recordedBy: 'bench',
    recordedAt: at,
    change: { kind: 'created', by: 'bench', at },
  };
}

const image = (registration: Registration) =>
  marshall(registrationToItem(registration), { removeUndefinedValues: true }) as NonNullable<
    NonNullable<DynamoDBRecord['dynamodb']>['NewImage']
  >;

let records = 0;

/** What the stream says when `after` replaces `before`. */
function recordOf(after: Registration, before?: Registration): DynamoDBRecord {
  records += 1;
  return {
    eventID: String(records).padStart(32, '0'),
    eventName: before === undefined ? 'INSERT' : 'MODIFY',
    dynamodb: {
      SequenceNumber: String(records),
      NewImage: image(after),
      ...(before === undefined ? {} : { OldImage: image(before) }),
    },
  };
}

/** The records of so many new registrations. */
export const creates = (choose: Choose, number: number, days: readonly Day[]): DynamoDBRecord[] =>
  Array.from({ length: number }, () => recordOf(intentOf(anybodysIntent(choose, days))));

/** The next version: a correction, a withdrawal, or after one a new intent that may be from elsewhere. */
function nextVersion(earlier: Registration, choose: Choose, days: readonly Day[]): Registration {
  const version = earlier.version + 1;
  const { subdistrict, day, channel, agency, projects } = anybodysIntent(choose, days);
  if (earlier.status === 'CANCELLED')
    return {
      ...earlier,
      ...{ version, status: 'INTENT', residence: subdistrict, intentOn: day, channel, agency, projects },
      change: { ...earlier.change, kind: 'registered-again' },
    };
  return choose.chance(0.3)
    ? { ...earlier, version, status: 'CANCELLED', change: { ...earlier.change, kind: 'withdrawn' } }
    : {
        ...earlier,
        ...{ version, intentOn: day, agency, projects },
        change: { ...earlier.change, kind: 'corrected' },
      };
}

export type History = {
  /** In the order of the stream, which keeps the order of one person's records. */
  records: DynamoDBRecord[];
  /** What stands at the end. */
  current: Registration[];
};

/** Registrations of which one in four is corrected, withdrawn or made again, up to three times. */
export function mixedHistory(choose: Choose, number: number, days: readonly Day[]): History {
  const waiting = Array.from({ length: number }, () => {
    const versions = [intentOf(anybodysIntent(choose, days))];
    for (let left = choose.chance(0.25) ? 1 + choose.whole(3) : 0; left > 0; left--)
      versions.push(nextVersion(versions.at(-1) as Registration, choose, days));
    return versions;
  });
  const current = waiting.map((versions) => versions.at(-1) as Registration);
  const queue = waiting.map((versions) => ({ versions, next: 0 }));
  const merged: DynamoDBRecord[] = [];
  while (queue.length > 0) {
    const at = choose.whole(queue.length);
    const one = queue[at] as (typeof queue)[number];
    merged.push(recordOf(one.versions[one.next] as Registration, one.versions[one.next - 1]));
    one.next += 1;
    if (one.next === one.versions.length) queue.splice(at, 1);
  }
  return { records: merged, current };
}

export const batchesOf = <Value>(values: readonly Value[], size: number): Value[][] =>
  Array.from({ length: Math.ceil(values.length / size) }, (_, i) => values.slice(i * size, (i + 1) * size));
