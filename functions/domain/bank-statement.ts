import type { Audit, Occasion } from './audit.ts';
import type { BankReference } from './bank-reference.ts';
import { bangkokDay, type Day, type Instant, instantOf } from './calendar.ts';
import type { BankClient } from './caller.ts';
import { newestOf, sumOf } from './counts.ts';
import type { Counters, Gazetteer, Page, PageRequest } from './ports.ts';
import type { Bank, Receipt, RegistrationId } from './registration.ts';

/** An intent of a bank that stands: what the bank needs to find it in its own books. */
export type StatementRow = {
  bankReference?: BankReference | undefined;
  receipt: Receipt;
  registrationId: RegistrationId;
  version: number;
  intentOn: Day;
  recordedAt: Instant;
};

export type BankList = {
  /** What stands of a bank for a day of the intent. */
  standing(bank: Bank, day: Day, page: PageRequest): Promise<Page<StatementRow>>;
};

/** What the counters say of a channel: the numbers that officers read in the reports. */
export type ChannelCounts = {
  /** Of the day, and of all days. */
  ofDay: number;
  ofAllDays: number;
  lastCountedAt: Instant | undefined;
};

export type BankStatement = Page<StatementRow> & {
  bank: Bank;
  day: Day;
  asOf: Instant;
  /** With the first page. */
  counted?: ChannelCounts | undefined;
};

/** A day of a bank's intents that stand, with the counts of the same. */
export async function readStatement(
  {
    list,
    counters,
    gazetteer,
    audit,
  }: { list: BankList; counters: Counters; gazetteer: Pick<Gazetteer, 'provinces'>; audit: Audit },
  { bank, subject }: BankClient,
  asked: Day | undefined,
  page: PageRequest,
  { at, from, requestId }: Occasion,
): Promise<BankStatement> {
  const day = asked ?? bangkokDay(at);
  const [rows, counted] = await Promise.all([
    list.standing(bank, day, page),
    page.cursor === undefined ? countsOf({ counters, gazetteer }, bank, day) : undefined,
    audit.append({
      action: 'LISTED_BANK_STATEMENT',
      actor: subject,
      at: instantOf(at),
      from,
      requestId,
      about: { bank, day },
      isSpread: true,
    }),
  ]);
  return { bank, day, asOf: instantOf(at), counted, ...rows };
}

async function countsOf(
  { counters, gazetteer }: { counters: Counters; gazetteer: Pick<Gazetteer, 'provinces'> },
  bank: Bank,
  day: Day,
): Promise<ChannelCounts> {
  const provinces = await gazetteer.provinces();
  const items = await counters.read(
    provinces.flatMap(({ code: province }) => [
      { province, bucket: day },
      { province, bucket: 'total' as const },
    ]),
  );
  return {
    ofDay: countedOf(bank, 'district-agency', items),
    ofAllDays: countedOf(bank, 'channel', items),
    lastCountedAt: newestOf(items),
  };
}

const countedOf = (
  bank: Bank,
  of: 'channel' | 'district-agency',
  items: Awaited<ReturnType<Counters['read']>>,
): number =>
  sumOf(
    items.flatMap(({ cells }) =>
      cells.map(({ cell, count }) => (cell.of === of && cell.channel === bank ? count : 0)),
    ),
  );

/** What the counters say of a bank's intents of one day, in the whole country. */
export async function countedOn(
  { counters, gazetteer }: { counters: Counters; gazetteer: Pick<Gazetteer, 'provinces'> },
  bank: Bank,
  day: Day,
): Promise<Pick<ChannelCounts, 'ofDay' | 'lastCountedAt'>> {
  const provinces = await gazetteer.provinces();
  const items = await counters.read(provinces.map(({ code: province }) => ({ province, bucket: day })));
  return { ofDay: countedOf(bank, 'district-agency', items), lastCountedAt: newestOf(items) };
}
