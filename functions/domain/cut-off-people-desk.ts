import type { DistrictCode } from './area.ts';
import type { Audit, AuditAction, Occasion } from './audit.ts';
import { type Instant, instantOf } from './calendar.ts';
import { assertReadsIn, type Officer } from './caller.ts';
import type { CitizenId } from './citizen-id.ts';
import type { CutOff, CutOffId, CutOffRow, CutOffRows, FrozenCutOff, RegistrationsAsOf } from './cut-off.ts';
import { type CutOffBooks, cutOffNamed } from './cut-off-desk.ts';
import {
  type Difference,
  type DifferenceSums,
  differenceOfOther,
  differenceOfRow,
  inOrder,
  needsThen,
  type RegistrationNow,
  sumsOf,
} from './cut-off-differences.ts';
import type { CountedPeople, PeopleOnRecord, PersonShown } from './people.ts';
import type { DistrictName, Geography, Page, PageRequest } from './ports.ts';
import { Refusal } from './refusal.ts';
import type { Registration } from './registration.ts';

type Lists = CutOffBooks & { geography: Pick<Geography, 'district'>; audit: Audit };

/** A list that is asked for: of which cut-off, of which district. */
type Asked = { cutOffId: CutOffId; district: DistrictCode };

export type CutOffOfDistrict = { cutOff: FrozenCutOff; district: DistrictName; asOf: Instant };

/** The line of the trail is written before anything of the list is read. */
async function opened(
  lists: Lists,
  officer: Officer,
  { cutOffId, district }: Asked,
  action: AuditAction,
  { at, from, requestId }: Occasion,
): Promise<CutOffOfDistrict> {
  assertReadsIn(officer, district);
  const named = await lists.geography.district(district);
  if (named === undefined) throw new Refusal('district.not-found', { path: 'district' });
  const cutOff = await cutOffNamed(lists, cutOffId);
  if (cutOff.phase !== 'frozen') throw new Refusal('cut-off.still-freezing');
  const asOf = instantOf(at);
  const about = { cutOffId, district };
  await lists.audit.append({ action, actor: officer.subject, at: asOf, from, requestId, about });
  return { cutOff, district: named, asOf };
}

/**
 * Who is paid in a district.
 * @throws Refusal district.not-found (also outside the officer's area), cut-off.not-found, cut-off.still-freezing
 */
export async function listCutOffRows(
  lists: Lists & { rows: Pick<CutOffRows, 'page'>; onRecord: PeopleOnRecord },
  officer: Officer,
  asked: Asked,
  page: PageRequest,
  occasion: Occasion,
): Promise<CutOffOfDistrict & Page<CutOffRow & { person: PersonShown }>> {
  const of = await opened(lists, officer, asked, 'LISTED_CUT_OFF', occasion);
  const { rows, cursor } = await lists.rows.page(asked.cutOffId, asked.district, page);
  const people = await lists.onRecord.of(rows.map(({ citizenId }) => citizenId));
  const shown = rows.map((row) => ({ ...row, person: people.get(row.citizenId) ?? {} }));
  return { ...of, rows: shown, cursor };
}

/** Differences that are answered; the sums are of all. */
export const MOST_DIFFERENCES = 5_000;

/** Participants read in one go. */
const PARTICIPANTS_A_PAGE = 1_000;

/** Histories read at the same time. */
const HISTORIES = 25;

export type CutOffDifferences = CutOffOfDistrict & {
  sums: DifferenceSums;
  differences: Difference[];
  more: boolean;
};

type Compared = {
  rows: Pick<CutOffRows, 'ofDistrict'>;
  counted: Pick<CountedPeople, 'participants'>;
  registrations: Pick<RegistrationsAsOf, 'of'> & {
    now(citizenIds: readonly CitizenId[]): Promise<Map<CitizenId, RegistrationNow>>;
  };
};

/**
 * What would be different on the list of a district if it were frozen now.
 * @throws Refusal district.not-found (also outside the officer's area), cut-off.not-found, cut-off.still-freezing
 */
export async function listCutOffDifferences(
  lists: Lists & Compared,
  officer: Officer,
  asked: Asked,
  occasion: Occasion,
): Promise<CutOffDifferences> {
  const of = await opened(lists, officer, asked, 'LISTED_CUT_OFF_DIFFERENCES', occasion);
  const { cutOff } = of;
  const frozen = await rowsOf(lists, asked);
  const others = await othersCounted(lists, asked.district, cutOff, frozen);
  // Each row's own registration is read: a band or a subdistrict is not in the ledger's index.
  const now = await lists.registrations.now([...frozen.keys(), ...others]);
  const then = await thenOf(lists, others, now, cutOff.frozenAt);
  const about = { cutOff, district: asked.district };
  const differences = inOrder([
    ...[...frozen].flatMap(([person, row]) => differenceOfRow(about, row, now.get(person)) ?? []),
    ...others.flatMap((person) => differenceOfOther(about, now.get(person), then.get(person)) ?? []),
  ]);
  return {
    ...of,
    sums: sumsOf(differences),
    differences: differences.slice(0, MOST_DIFFERENCES),
    more: differences.length > MOST_DIFFERENCES,
  };
}

async function rowsOf({ rows }: Compared, { cutOffId, district }: Asked): Promise<Map<CitizenId, CutOffRow>> {
  const found = new Map<CitizenId, CutOffRow>();
  for await (const page of rows.ofDistrict(cutOffId, district))
    for (const row of page) found.set(row.citizenId, row);
  return found;
}

/** Who is counted in the district for the days of the cut-off, and is not on its list. */
async function othersCounted(
  { counted }: Compared,
  district: DistrictCode,
  { from, to }: CutOff,
  frozen: ReadonlyMap<CitizenId, CutOffRow>,
): Promise<CitizenId[]> {
  const others: CitizenId[] = [];
  let cursor: string | undefined;
  do {
    const filter = { status: 'INTENT' as const, from, to };
    const page = await counted.participants(district, filter, { limit: PARTICIPANTS_A_PAGE, cursor });
    for (const { citizenId } of page.rows) if (!frozen.has(citizenId)) others.push(citizenId);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return [...new Set(others)];
}

/** As they stood at the freeze, of those of whom it is worth knowing. */
async function thenOf(
  { registrations }: Compared,
  others: readonly CitizenId[],
  now: ReadonlyMap<CitizenId, RegistrationNow>,
  frozenAt: Instant,
): Promise<Map<CitizenId, Registration | undefined>> {
  const asked = others.filter((person) => {
    const current = now.get(person);
    return current !== undefined && needsThen(current, frozenAt);
  });
  const then = new Map<CitizenId, Registration | undefined>();
  for (let at = 0; at < asked.length; at += HISTORIES)
    await Promise.all(
      asked
        .slice(at, at + HISTORIES)
        .map(async (person) => then.set(person, await registrations.of(person, frozenAt))),
    );
  return then;
}
