import fc from 'fast-check';
import { type DistrictCode, districtOf, type SubdistrictCode } from '../../functions/domain/area.ts';
import type { AuditLine } from '../../functions/domain/audit.ts';
import { type Instant, instantOf } from '../../functions/domain/calendar.ts';
import type { CitizenId } from '../../functions/domain/citizen-id.ts';
import type {
  CutOff,
  CutOffId,
  CutOffInBrief,
  CutOffRanges,
  CutOffRow,
  CutOffRows,
  CutOffs,
  DistrictPeople,
  RegistrationsAsOf,
} from '../../functions/domain/cut-off.ts';
import type { RegistrationNow } from '../../functions/domain/cut-off-differences.ts';
import type { CountedPeople, Participant } from '../../functions/domain/people.ts';
import type { Page, PageRequest, Written } from '../../functions/domain/ports.ts';
import type { Registration } from '../../functions/domain/registration.ts';
import {
  agencyCode,
  bangkok,
  contribution,
  day,
  instant,
  measure,
  officeZeroId,
  registration,
  registrationId,
  subdistrictCode,
  withdrawn,
} from './builders.ts';
import type { Trail } from './fakes.ts';

export const CUT_OFF_ID = '2018-02-21T021500-k7x2' as CutOffId;
export const FROZEN_AT = instant('2018-02-21 09:15');

/** The first of February's two: intents of the 1st to the 20th. */
export const cutOff = (overrides: Partial<Extract<CutOff, { phase: 'freezing' }>> = {}): CutOff => ({
  cutOffId: CUT_OFF_ID,
  measure: measure().code,
  name: 'จ่าย 1 มีนาคม',
  from: day('2018-02-01'),
  to: day('2018-02-20'),
  frozenAt: FROZEN_AT,
  frozenBy: 'officer-3',
  bands: measure().bands,
  phase: 'freezing',
  ...overrides,
});

export const frozenCutOff = (totals: DistrictPeople[] = []): Extract<CutOff, { phase: 'frozen' }> => ({
  ...cutOff(),
  phase: 'frozen',
  sealedAt: instant('2018-02-21 09:28'),
  totals,
});

export class InMemoryCutOffs implements CutOffs {
  readonly kept = new Map<CutOffId, CutOff>();
  #revision = 0;
  readonly #trail: Trail;

  constructor(trail: Trail, ...kept: CutOff[]) {
    this.#trail = trail;
    for (const one of kept) this.kept.set(one.cutOffId, one);
  }

  async ranges(): Promise<CutOffRanges> {
    const ranges = [...this.kept.values()].map(({ cutOffId, name, from, to }) => ({
      cutOffId,
      name,
      from,
      to,
    }));
    return { ranges, revision: this.#revision };
  }

  async list(): Promise<CutOffInBrief[]> {
    return [...this.kept.values()];
  }

  async one(of: string, cutOffId: CutOffId): Promise<CutOff | undefined> {
    const found = this.kept.get(cutOffId);
    return found?.measure === of ? found : undefined;
  }

  async add(added: CutOff, after: CutOffRanges, audit: AuditLine): Promise<Written> {
    if (after.revision !== this.#revision) return { outcome: 'overtaken' };
    this.#trail.put(audit);
    this.#revision += 1;
    this.kept.set(added.cutOffId, added);
    return { outcome: 'written' };
  }

  async seal(
    { cutOffId }: Pick<CutOff, 'cutOffId'>,
    totals: DistrictPeople[],
    at: Instant,
  ): Promise<'sealed' | 'not-freezing'> {
    const found = this.kept.get(cutOffId);
    if (found?.phase !== 'freezing') return 'not-freezing';
    this.kept.set(cutOffId, { ...found, phase: 'frozen', sealedAt: at, totals });
    return 'sealed';
  }
}

/** The rows of one cut-off. */
export class InMemoryCutOffRows implements CutOffRows {
  readonly rows = new Map<CitizenId, CutOffRow>();
  readonly #closed = new Map<string, DistrictCode[]>();

  async put(_: CutOffId, part: string, rows: readonly CutOffRow[]): Promise<'written' | 'closed'> {
    if (this.#closed.has(part)) return 'closed';
    for (const row of rows) this.rows.set(row.citizenId, row);
    return 'written';
  }

  async close(_: CutOffId, part: string, districts: readonly DistrictCode[]): Promise<DistrictCode[]> {
    const closed = this.#closed.get(part) ?? [...districts];
    this.#closed.set(part, closed);
    return closed;
  }

  async closed(_: CutOffId, part: string): Promise<DistrictCode[] | undefined> {
    return this.#closed.get(part);
  }

  async row(
    _: CutOffId,
    district: DistrictCode,
    { registrationId }: Pick<CutOffRow, 'registrationId'>,
  ): Promise<CutOffRow | undefined> {
    return this.of(district).find((row) => row.registrationId === registrationId);
  }

  async page(
    _: CutOffId,
    district: DistrictCode,
    { limit, cursor = '0' }: PageRequest,
  ): Promise<Page<CutOffRow>> {
    const [from, all] = [Number(cursor), this.of(district)];
    const more = all.length > from + limit;
    return { rows: all.slice(from, from + limit), cursor: more ? String(from + limit) : undefined };
  }

  async *ofDistrict(_: CutOffId, district: DistrictCode): AsyncGenerator<CutOffRow[]> {
    yield this.of(district);
  }

  of(district: DistrictCode): CutOffRow[] {
    return [...this.rows.values()].filter(({ residence }) => districtOf(residence) === district);
  }
}

/** Every version of everybody, and what the ports make of it. What is erased has no version any more. */
export class Histories implements RegistrationsAsOf {
  readonly versions: Registration[];

  constructor(versions: readonly Registration[]) {
    this.versions = [...versions];
  }

  current(): Registration[] {
    return [...new Map(this.versions.map((version) => [version.citizenId, version])).values()];
  }

  async of(citizenId: CitizenId, at: Instant): Promise<Registration | undefined> {
    return this.versions.findLast((version) => version.citizenId === citizenId && version.change.at <= at);
  }

  async *segment(at: Instant, segment: number, segments: number): AsyncGenerator<Registration[]> {
    for (const { citizenId } of this.current())
      if (Number(citizenId) % segments === segment) {
        const stood = await this.of(citizenId, at);
        yield stood === undefined ? [] : [stood];
      }
  }

  async now(citizenIds: readonly CitizenId[]): Promise<Map<CitizenId, RegistrationNow>> {
    const asked = new Set(citizenIds);
    const found = this.current().filter(({ citizenId }) => asked.has(citizenId));
    return new Map(found.map((one) => [one.citizenId, one]));
  }

  /** The lists behind the counts as they are once everything is counted. */
  get counted(): Pick<CountedPeople, 'participants'> {
    return {
      participants: async (district, { status, from = '', to = '~' }, { limit, cursor = '0' }) => {
        const rows = this.current()
          .filter(
            (one) =>
              one.status === status &&
              districtOf(one.residence) === district &&
              one.intentOn >= from &&
              one.intentOn <= to,
          )
          .map((one): Participant => {
            const { residence: subdistrict, intentOn, channel, agency } = one;
            return {
              citizenId: one.citizenId,
              counted: contribution({ subdistrict, day: intentOn, channel, agency, status: one.status }),
            };
          });
        const next = Number(cursor) + limit;
        return {
          rows: rows.slice(Number(cursor), next),
          cursor: rows.length > next ? String(next) : undefined,
        };
      },
    };
  }
}

const HOMES = ['340101', '340102', '340201', '100101'].map(subdistrictCode);
export const DISTRICTS = [...new Set(HOMES.map(districtOf))];
const OPENING = bangkok('2018-02-01 08:00').getTime();
const MINUTE_MS = 60_000;

type Step = {
  what: 'register' | 'move' | 'other' | 'withdraw';
  minutes: number;
  day: number;
  home: number;
  poor: boolean;
};

const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom('register', 'register', 'move', 'other', 'withdraw'),
  minutes: fc.integer({ min: 1, max: 20_000 }),
  day: fc.integer({ min: 1, max: 28 }),
  home: fc.nat(HOMES.length - 1),
  poor: fc.boolean(),
});

/** The versions that come of it when each step is taken that the one before allows. */
export function historyOf(citizenId: CitizenId, steps: readonly Step[]): Registration[] {
  const versions: Registration[] = [];
  let atMs = OPENING;
  for (const { what, minutes, day: date, home, poor } of steps) {
    atMs += minutes * MINUTE_MS;
    const at = instantOf(new Date(atMs));
    const last = versions.at(-1);
    const stands = last?.status === 'INTENT';
    const next = { version: (last?.version ?? 0) + 1 };
    const intentOn = day(`2018-02-${String(date).padStart(2, '0')}`);
    const change = (kind: Registration['change']['kind']) => ({ kind, by: 'officer-1', at });
    if (what === 'register' && !stands)
      versions.push(
        registration({
          ...next,
          citizenId,
          registrationId: registrationId(`r${citizenId.slice(5)}`),
          intentOn,
          residence: HOMES[home] as SubdistrictCode,
          band: poor ? 'UP_TO_30000' : 'UP_TO_100000',
          recordedAt: at,
          change: change(last === undefined ? 'created' : 'registered-again'),
        }),
      );
    if (!stands || last === undefined) continue;
    if (what === 'move') versions.push({ ...last, ...next, intentOn, change: change('corrected') });
    if (what === 'other')
      versions.push({ ...last, ...next, agency: agencyCode('MOL'), change: change('corrected') });
    if (what === 'withdraw')
      versions.push(withdrawn({ ...last, ...next, status: 'CANCELLED', change: change('withdrawn') }));
  }
  return versions;
}

/** Histories of some people, each with its own sequence of steps. */
export const histories: fc.Arbitrary<Registration[][]> = fc
  .array(fc.array(step, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 12 })
  .map((people) => people.map((steps, n) => historyOf(officeZeroId(n + 1), steps)));

/** An instant at or between the changes of any of them. */
export const freezeInstant: fc.Arbitrary<Instant> = fc
  .integer({ min: 0, max: 60_000 })
  .map((minutes) => instantOf(new Date(OPENING + minutes * MINUTE_MS)));
