import { coversDistrict, provinceOf } from './area.ts';
import type { Audit, AuditAction, AuditLine, Occasion } from './audit.ts';
import { bangkokDay, instantOf } from './calendar.ts';
import type { Account, Accounts, Officer } from './caller.ts';
import { residenceDistrict } from './cardholder.ts';
import type { CitizenId } from './citizen-id.ts';
import type { Cardholders, Page, PageRequest } from './ports.ts';
import { Refusal } from './refusal.ts';

/** A line as the trail gives it back; whom it is about is not in it. */
export type TrailLine = Pick<
  AuditLine,
  'action' | 'actor' | 'at' | 'from' | 'about' | 'reason' | 'refused' | 'requestId'
>;

/** What was written down, the newest first. */
export type TrailReader = {
  ofPerson(citizenId: CitizenId, page: PageRequest): Promise<Page<TrailLine>>;
  /** `month` is one in Bangkok, `2018-02`; lines of a bank are spread. */
  ofActor(
    actor: { subject: string; isSpread: boolean },
    month: string,
    page: PageRequest,
  ): Promise<Page<TrailLine>>;
};

export type AccountBook = Accounts & { bySubjects(subjects: readonly string[]): Promise<Account[]> };

export type HistoryDesk = {
  trail: TrailReader;
  audit: Audit;
  accounts: AccountBook;
  cardholders: Cardholders;
};

/** Lines with the accounts of those who acted, as they stand today; one that is gone is missing. */
export type LinesNamed = Page<TrailLine & { account: Account | undefined }>;

/**
 * Who looked at a person or wrote to the person's data, which the law gives the person a right to know.
 * @throws Refusal right.missing; person.not-found outside the officer's area, which for central is nobody
 */
export async function readAccessHistory(
  desk: HistoryDesk,
  officer: Officer,
  citizenId: CitizenId,
  page: PageRequest,
  occasion: Occasion,
): Promise<LinesNamed> {
  if (!officer.rights.includes('read-access-history')) throw new Refusal('right.missing');
  if (officer.area.level !== 'country') {
    const cardholder = await desk.cardholders.byCitizenId(citizenId);
    if (cardholder === undefined || !coversDistrict(officer.area, residenceDistrict(cardholder)))
      throw new Refusal('person.not-found', { path: 'citizenId' });
  }
  await desk.audit.append({ ...lineOf('READ_ACCESS_HISTORY', officer, occasion), person: citizenId });
  return named(desk, await desk.trail.ofPerson(citizenId, page));
}

/**
 * What an officer did in a month: central reads anybody's, a province the officers' of its districts, everybody the
 * own.
 * @throws Refusal officer.not-found for everybody else
 */
export async function readOfficerActivity(
  desk: Omit<HistoryDesk, 'cardholders'>,
  officer: Officer,
  asked: { subject: string; month?: string | undefined },
  page: PageRequest,
  occasion: Occasion,
): Promise<LinesNamed & { month: string }> {
  const subject = asked.subject === 'me' ? officer.subject : asked.subject;
  const month = asked.month ?? bangkokDay(occasion.at).slice(0, 7);
  const account = await desk.accounts.bySubject(subject);
  if (subject !== officer.subject && !supervises(officer, account))
    throw new Refusal('officer.not-found', { path: 'subject' });
  await desk.audit.append({
    ...lineOf('READ_OFFICER_ACTIVITY', officer, occasion),
    about: { subject, month },
  });
  const actor = { subject, isSpread: account?.kind === 'bank' };
  return { month, ...(await named(desk, await desk.trail.ofActor(actor, month, page))) };
}

function supervises({ role, area }: Officer, account: Account | undefined): boolean {
  if (role === 'central') return true;
  return (
    area.level === 'province' &&
    account?.kind === 'officer' &&
    account.area.level === 'district' &&
    provinceOf(account.area.district) === area.province
  );
}

const lineOf = (action: AuditAction, { subject }: Officer, { at, from, requestId }: Occasion): AuditLine => ({
  action,
  actor: subject,
  at: instantOf(at),
  from,
  requestId,
  about: {},
});

async function named(
  { accounts }: Pick<HistoryDesk, 'accounts'>,
  { rows, cursor }: Page<TrailLine>,
): Promise<LinesNamed> {
  const found = await accounts.bySubjects([...new Set(rows.map(({ actor }) => actor))]);
  const bySubject = new Map(found.map((account) => [account.subject, account]));
  return { rows: rows.map((row) => ({ ...row, account: bySubject.get(row.actor) })), cursor };
}
