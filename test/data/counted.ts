import { setTimeout as wait } from 'node:timers/promises';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { LedgerTable } from '../../functions/data/ledger.ts';
import type { ProvinceCode } from '../../functions/domain/area.ts';
import type { Day } from '../../functions/domain/calendar.ts';
import { registrationState, type Source } from '../../functions/domain/contribution.ts';
import type { CountingLimits } from '../../functions/domain/count-observations.ts';
import { type CountingTransaction, fold, type Observation, pack } from '../../functions/domain/counting.ts';
import type { Counters } from '../../functions/domain/ports.ts';
import { type ProvinceReport, provinceReport } from '../../functions/domain/province-report.ts';
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

export const reportOf = async (
  counters: Counters,
  province: ProvinceCode,
  from: Day,
  to: Day,
): Promise<ProvinceReport> =>
  provinceReport(province, from, to, await counters.ofProvince(province, from, to));

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
export function reported(report: ProvinceReport): ReturnType<typeof recount> {
  const each = (pick: (day: ProvinceReport['days'][number]) => Record<string, number>) =>
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
