import { setTimeout as wait } from 'node:timers/promises';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { LedgerTable } from '../../functions/data/ledger.ts';
import type { Area, DistrictCode, ProvinceCode } from '../../functions/domain/area.ts';
import { type Day, daysBetween } from '../../functions/domain/calendar.ts';
import { type Cell, registrationState, type Source } from '../../functions/domain/contribution.ts';
import type { CountingLimits } from '../../functions/domain/count-observations.ts';
import { type CountingTransaction, fold, type Observation, pack } from '../../functions/domain/counting.ts';
import { coverageReport } from '../../functions/domain/coverage-report.ts';
import { dailyReport } from '../../functions/domain/daily-report.ts';
import type { Counters } from '../../functions/domain/ports.ts';
import { projectReport } from '../../functions/domain/project-report.ts';
import type { Registration } from '../../functions/domain/registration.ts';
import { instant } from '../support/builders.ts';

/** More tries than in production and shorter waits between them. */
export const patient: CountingLimits = {
  attempts: 60,
  concurrency: 4,
  pause: (attempt) => wait(Math.random() * Math.min(100, 2 ** attempt)),
};

/** The ledger of one source as its aggregator has it, over a client of the test's choice. */
export const ledgerOn = (
  client: DynamoDBDocumentClient,
  tables: { ledger: string; counters: string },
  { source = 'registration', at = '2018-02-12 09:00' }: { source?: Source; at?: string } = {},
): LedgerTable =>
  new LedgerTable(client, tables, { source, personKey: async () => 'a key', now: () => instant(at) });

/** What the stream says when `after` replaces `before`. */
export const observed = (after: Registration, before?: Registration): Observation => ({
  ...registrationState(after),
  before: before && registrationState(before),
});

/** All of it as one transaction. */
export function oneTransaction(observations: readonly Observation[]): CountingTransaction {
  const [only, ...others] = pack(fold(observations));
  if (only === undefined || others.length > 0) throw new Error('this does not fit one transaction');
  return only;
}

type Counts = Record<string, number>;

const BY_CODE = { sort: 'code', order: 'asc' } as const;

/** What the reports say of a province, with the totals that no report shows. */
export async function reportOf(counters: Counters, province: ProvinceCode, from: Day, to: Day) {
  const totals = await counters.read(
    (['total', 'cancelled'] as const).map((bucket) => ({ province, bucket })),
  );
  const days = await counters.read(daysBetween(from, to).map((bucket) => ({ province, bucket })));
  const cells = totals.flatMap((item) => item.cells);
  const coverageIn = (area: Area) => coverageReport(area, [], totals, BY_CODE).rows;
  const area: Area = { level: 'province', province };
  const districts = coverageIn(area);
  const { total } = coverageReport(area, [], totals, BY_CODE);
  const chosen = projectReport(cells, { agencies: [], dimensions: [], projects: [] });
  const daily = dailyReport(area, { from, to }, days, []);
  const tally = (pick: (cell: Cell) => string | undefined): Counts =>
    Object.fromEntries(
      cells.flatMap(({ cell, count }) => {
        const name = pick(cell);
        return name === undefined || count === 0 ? [] : [[name, count]];
      }),
    );
  return {
    registered: total.registered,
    cancelled: total.cancelled,
    withProject: chosen.peopleWithProject,
    participations: chosen.participations,
    byDistrict: districts.map(({ code, registered, cancelled }) => ({
      district: code,
      registered,
      cancelled,
    })),
    bySubdistrict: districts
      .flatMap(({ code }) => coverageIn({ level: 'district', district: code as DistrictCode }))
      .map(({ code, registered, cancelled }) => ({ subdistrict: code, registered, cancelled })),
    byAgency: tally((cell) => (cell.of === 'agency' ? cell.agency : undefined)),
    byChannel: tally((cell) => (cell.of === 'channel' ? cell.channel : undefined)),
    byProject: tally((cell) => (cell.of === 'project' ? cell.project : undefined)),
    days: daily.days.map(({ byAgency, byChannel, ...row }) => ({
      ...row,
      byAgency: withoutZeros(byAgency),
      byChannel: withoutZeros(byChannel),
    })),
  };
}
export type Reported = Awaited<ReturnType<typeof reportOf>>;

const withoutZeros = (counts: Counts): Counts =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));

/** Counts the current registrations of a province by hand: shares nothing with what it is compared with. */
export function recount(registrations: readonly Registration[], province: string) {
  const standing: Registration[] = [];
  const bySubdistrict: Record<string, [registered: number, cancelled: number]> = {};
  for (const registration of registrations) {
    if (registration.residence.slice(0, 2) !== province) continue;
    bySubdistrict[registration.residence] ??= [0, 0];
    const pair = bySubdistrict[registration.residence] as [number, number];
    pair[registration.status === 'INTENT' ? 0 : 1] += 1;
    if (registration.status === 'INTENT') standing.push(registration);
  }
  const count = (names: readonly string[]): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
    return counts;
  };
  return {
    registered: standing.length,
    cancelled: registrations.filter(
      ({ status, residence }) => status === 'CANCELLED' && residence.startsWith(province),
    ).length,
    withProject: standing.filter(({ projects }) => projects.length > 0).length,
    bySubdistrict,
    byAgency: count(standing.map(({ agency }) => agency)),
    byChannel: count(standing.map(({ channel }) => channel)),
    byProject: count(standing.flatMap(({ projects }) => projects)),
    byDay: count(standing.map(({ intentOn }) => intentOn)),
    byDayAndAgency: count(standing.map(({ intentOn, agency }) => `${intentOn} ${agency}`)),
    byDayAndChannel: count(standing.map(({ intentOn, channel }) => `${intentOn} ${channel}`)),
  };
}

/** A report in the words of `recount`. */
export function reported(report: Reported): ReturnType<typeof recount> {
  const each = (pick: (day: Reported['days'][number]) => Record<string, number>) =>
    Object.fromEntries(
      report.days.flatMap((day) =>
        Object.entries(pick(day)).map(([name, count]): [string, number] => [`${day.day} ${name}`, count]),
      ),
    );
  return {
    registered: report.registered,
    cancelled: report.cancelled,
    withProject: report.withProject,
    bySubdistrict: Object.fromEntries(
      report.bySubdistrict.map(({ subdistrict, registered, cancelled }) => [
        subdistrict,
        [registered, cancelled],
      ]),
    ),
    byAgency: report.byAgency,
    byChannel: report.byChannel,
    byProject: report.byProject,
    byDay: Object.fromEntries(
      report.days.flatMap(({ day, registered }) => (registered === 0 ? [] : [[day, registered]])),
    ),
    byDayAndAgency: each(({ byAgency }) => byAgency),
    byDayAndChannel: each(({ byChannel }) => byChannel),
  };
}
