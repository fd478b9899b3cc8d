import { type AgeGroup, birthYearsOf } from './age-group.ts';
import type { DistrictCode } from './area.ts';
import type { Audit, AuditAction, Occasion } from './audit.ts';
import { bangkokDay, type Instant, instantOf } from './calendar.ts';
import { assertReadsIn, type Officer } from './caller.ts';
import type { CitizenId } from './citizen-id.ts';
import type {
  CountedPeople,
  Participant,
  ParticipantFilter,
  PeopleOnRecord,
  PersonShown,
  RosterEntry,
  RosterFilter,
} from './people.ts';
import type { DistrictName, Geography, Page, PageRequest } from './ports.ts';
import { Refusal } from './refusal.ts';

export type PeopleDesk = {
  counted: CountedPeople;
  onRecord: PeopleOnRecord;
  geography: Pick<Geography, 'district'>;
  audit: Audit;
};

/** What a list of cardholders is asked for beside what the rows themselves hold. */
export type RosterWish = {
  age?: AgeGroup | undefined;
  /** Whole names, for a team that has to find the people; the trail says so. */
  names?: 'whole' | undefined;
};

export type Shown<Row> = Row & { person: PersonShown };
export type PeopleListed<Row> = Page<Shown<Row>> & { district: DistrictName; asOf: Instant };

/**
 * Who stands behind the counts of participants of a district, by residence at the intent.
 * @throws Refusal district.not-found (also outside the officer's area), days.reversed
 */
export async function listParticipants(
  desk: PeopleDesk,
  officer: Officer,
  district: DistrictCode,
  filter: ParticipantFilter,
  page: PageRequest,
  occasion: Occasion,
): Promise<PeopleListed<Participant>> {
  const { from, to } = filter;
  const named = await districtRead(desk, officer, district);
  if (from !== undefined && to !== undefined && to < from) throw new Refusal('days.reversed', { path: 'to' });
  await write(desk, 'LISTED_PARTICIPANTS', officer, { district, ...filter }, occasion);
  return shown(desk, named, await desk.counted.participants(district, filter, page), occasion);
}

/**
 * Who stands behind the counts of cardholders of a district, by current address.
 * @throws Refusal district.not-found (also outside the officer's area)
 */
export async function listCardholders(
  desk: PeopleDesk,
  officer: Officer,
  district: DistrictCode,
  { age, names, ...filter }: RosterFilter & RosterWish,
  page: PageRequest,
  occasion: Occasion,
): Promise<PeopleListed<RosterEntry>> {
  const named = await districtRead(desk, officer, district);
  await write(desk, 'LISTED_CARDHOLDERS', officer, { district, age, names, ...filter }, occasion);
  const asked = age === undefined ? filter : within(filter, birthYearsOf(age, bangkokDay(occasion.at)));
  return shown(desk, named, await desk.counted.roster(district, asked, page), occasion);
}

/** Years that both allow. */
const within = (
  filter: RosterFilter,
  { bornFrom, bornTo }: ReturnType<typeof birthYearsOf>,
): RosterFilter => ({
  ...filter,
  bornFrom: Math.max(bornFrom, filter.bornFrom ?? bornFrom),
  bornTo: Math.min(bornTo, filter.bornTo ?? bornTo),
});

async function districtRead(
  { geography }: PeopleDesk,
  officer: Officer,
  district: DistrictCode,
): Promise<DistrictName> {
  assertReadsIn(officer, district);
  const named = await geography.district(district);
  if (named === undefined) throw new Refusal('district.not-found', { path: 'district' });
  return named;
}

async function write(
  { audit }: PeopleDesk,
  action: AuditAction,
  officer: Officer,
  asked: Readonly<Record<string, string | number | boolean | undefined>>,
  { at, from, requestId }: Occasion,
): Promise<void> {
  const about = Object.fromEntries(
    Object.entries(asked).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === 'boolean' ? String(value) : value]],
    ),
  );
  await audit.append({ action, actor: officer.subject, at: instantOf(at), from, requestId, about });
}

async function shown<Row extends { citizenId: CitizenId }>(
  { onRecord }: PeopleDesk,
  district: DistrictName,
  { rows, cursor }: Page<Row>,
  { at }: Occasion,
): Promise<PeopleListed<Row>> {
  const people = await onRecord.of(rows.map(({ citizenId }) => citizenId));
  return {
    district,
    asOf: instantOf(at),
    rows: rows.map((row) => ({ ...row, person: people.get(row.citizenId) ?? {} })),
    cursor,
  };
}
