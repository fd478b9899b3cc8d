import {
  type AccountChanges,
  type AccountFields,
  type Administrator,
  administers,
  areaCodeOf,
  areaFor,
  assertHolds,
  type OfficerAccount,
  type OfficerAccounts,
  scopeFor,
  type UserPool,
} from './account.ts';
import type { Area, DistrictCode, ProvinceCode } from './area.ts';
import type { AuditAction, AuditLine, Occasion } from './audit.ts';
import { instantOf } from './calendar.ts';
import type { Geography, Page, PageRequest, Programme } from './ports.ts';
import { Refusal } from './refusal.ts';

export type AccountReading = { accounts: OfficerAccounts };
export type AccountDesk = AccountReading & {
  pool: UserPool;
  geography: Geography;
  programme: Pick<Programme, 'agencies'>;
  newPassword(): string;
};

/** An account and the password for its next sign-in, which is kept nowhere. */
export type Handover = { account: OfficerAccount; temporaryPassword: string };

/** Who writes an account while others do reads it again, so many times. */
const ATTEMPTS = 5;

/**
 * By area: of central no area means the central accounts, of a province its districts'.
 * @throws Refusal area.outside
 */
export async function listAccounts(
  { accounts }: AccountReading,
  by: Administrator,
  area: ProvinceCode | DistrictCode | undefined,
  page: PageRequest,
): Promise<Page<OfficerAccount>> {
  return accounts.list(scopeFor(by, area), page);
}

/** @throws Refusal account.not-found, also for an account that the caller does not administer */
export async function readAccount(
  { accounts }: AccountReading,
  by: Administrator,
  subject: string,
): Promise<OfficerAccount> {
  const account = await accounts.bySubject(subject);
  if (account === undefined || !administers(by, account))
    throw new Refusal('account.not-found', { path: 'subject' });
  return account;
}

/**
 * The user of the pool comes first and can do nothing; the account, which gives the rights, is the last step. A user
 * without an account is what a failure has left, and is taken over.
 * @throws Refusal area.outside, account.right-not-held, account.area-unfit, agency.unknown, account.username-taken
 */
export async function createAccount(
  desk: AccountDesk,
  by: Administrator,
  asked: AccountFields,
  occasion: Occasion,
): Promise<Handover> {
  const fields = await fieldsGiven(desk, by, asked);
  const { username, email } = fields;
  const temporaryPassword = desk.newPassword();
  const added = await desk.pool.add(username, email, temporaryPassword);
  const subject = added?.subject ?? (await takeOver(desk, by, fields, temporaryPassword));
  const account = { ...fields, kind: 'officer' as const, subject, disabled: false, version: 1 };
  const audit = lineOf('CREATED_ACCOUNT', by, account, occasion, {
    role: account.role,
    area: areaText(account.area),
    agency: account.agency,
    rights: account.rights.join(' '),
  });
  const { outcome } = await desk.accounts.save(account, undefined, audit);
  if (outcome === 'overtaken') throw await taken(desk, by, subject);
  return { account, temporaryPassword };
}

async function takeOver(
  desk: AccountDesk,
  by: Administrator,
  { username, email }: Pick<AccountFields, 'username' | 'email'>,
  temporaryPassword: string,
): Promise<string> {
  const { accounts, pool } = desk;
  const found = await pool.find(username);
  if (found === undefined) throw new Refusal('store.busy');
  if ((await accounts.bySubject(found.subject)) !== undefined) throw await taken(desk, by, found.subject);
  await pool.setEmail(username, email);
  await pool.setTemporaryPassword(username, temporaryPassword);
  await pool.setEnabled(username, true);
  return found.subject;
}

/** Says which account has the name to those who administer it. */
async function taken({ accounts }: AccountReading, by: Administrator, subject: string): Promise<Refusal> {
  const account = await accounts.bySubject(subject);
  const known = account !== undefined && administers(by, account);
  return new Refusal('account.username-taken', {
    path: 'username',
    ...(known ? { facts: { subject } } : {}),
  });
}

/** The fields of a new account, once they are found to be ones that `by` may give. */
export async function fieldsGiven(
  { geography, programme }: Pick<AccountDesk, 'geography' | 'programme'>,
  by: Administrator,
  { area: code, ...fields }: AccountFields,
): Promise<Omit<AccountFields, 'area'> & { area: Area }> {
  const area = areaFor(fields.role, code);
  if (!administers(by, { role: fields.role, area })) throw new Refusal('area.outside', { path: 'area' });
  assertHolds(by, fields.rights);
  await assertKnown(geography, area);
  await assertAgency(programme, fields.agency);
  return { ...fields, area };
}

async function assertKnown(geography: Geography, area: Area): Promise<void> {
  const code = areaCodeOf(area);
  if (code === undefined) return;
  const found = await (code.length === 2 ? geography.province(code) : geography.district(code));
  if (found === undefined) throw new Refusal('account.area-unfit', { path: 'area' });
}

async function assertAgency(programme: AccountDesk['programme'], agency: string): Promise<void> {
  const agencies = await programme.agencies();
  if (!agencies.some(({ code }) => code === agency)) throw new Refusal('agency.unknown', { path: 'agency' });
}

/**
 * The pool is brought to what the account will say, then the account is written: rights go and come with it alone.
 * After a failure in between, the same request does the rest.
 * @throws Refusal account.not-found, account.own, version.stale, area.outside, account.right-not-held,
 * account.area-unfit, agency.unknown, account.nothing-to-change
 */
export async function changeAccount(
  desk: AccountDesk,
  by: Administrator,
  { subject, version }: { subject: string; version: number },
  changes: AccountChanges,
  occasion: Occasion,
): Promise<OfficerAccount> {
  const account = await anothers(desk, by, subject);
  if (account.version !== version)
    throw new Refusal('version.stale', { facts: { version: account.version } });
  const next = await changed(desk, by, account, changes, occasion.at);
  const touched = differences(account, next);
  if (touched.length === 0) throw new Refusal('account.nothing-to-change');
  await bringPool(desk.pool, account, next);
  const audit = lineOf('CHANGED_ACCOUNT', by, next, occasion, {
    changed: touched.join(' '),
    ...fromTo('role', account.role, next.role),
    ...fromTo('area', areaText(account.area), areaText(next.area)),
    ...fromTo('rights', account.rights.join(' '), next.rights.join(' ')),
    ...fromTo('disabled', String(account.disabled), String(next.disabled)),
    ...fromTo('expiresOn', account.expiresOn ?? '', next.expiresOn ?? ''),
  });
  if ((await desk.accounts.save(next, account, audit)).outcome === 'written') return next;
  const winner = await desk.accounts.bySubject(subject);
  if (winner !== undefined) await bringPool(desk.pool, next, winner);
  throw new Refusal('version.stale', winner && { facts: { version: winner.version } });
}

async function changed(
  { geography, programme }: AccountDesk,
  by: Administrator,
  account: OfficerAccount,
  { area: code, email, phone, expiresOn, ...plain }: AccountChanges,
  at: Date,
): Promise<OfficerAccount> {
  const role = plain.role ?? account.role;
  const area = areaFor(
    role,
    code === undefined && role === account.role ? areaCodeOf(account.area) : (code ?? undefined),
  );
  if (!administers(by, { role, area })) throw new Refusal('area.outside', { path: 'area' });
  if (areaCodeOf(area) !== areaCodeOf(account.area)) await assertKnown(geography, area);
  if (plain.agency !== undefined) await assertAgency(programme, plain.agency);
  const rights = plain.rights ?? account.rights;
  assertHolds(
    by,
    rights.filter((right) => !account.rights.includes(right)),
  );
  const given = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined));
  const next: OfficerAccount = {
    ...account,
    ...given,
    role,
    area,
    rights,
    email: email === undefined ? account.email : (email ?? undefined),
    phone: phone === undefined ? account.phone : (phone ?? undefined),
    expiresOn: expiresOn === undefined ? account.expiresOn : (expiresOn ?? undefined),
    version: account.version + 1,
  };
  // A new password can be asked for by the address: whoever sets it could become the person.
  if (next.email !== account.email) assertHolds(by, next.rights);
  const isOut = next.disabled && !account.disabled;
  return isOut ? { ...next, notBeforeEpochSeconds: afterEveryToken(at) } : next;
}

const COMPARED = [
  'name',
  'role',
  'area',
  'agency',
  'rights',
  'email',
  'phone',
  'expiresOn',
  'disabled',
] as const;

const differences = (before: OfficerAccount, after: OfficerAccount): string[] =>
  COMPARED.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));

async function bringPool(pool: UserPool, from: OfficerAccount, to: OfficerAccount): Promise<void> {
  if (from.email !== to.email) await pool.setEmail(to.username, to.email);
  if (from.disabled === to.disabled) return;
  await pool.setEnabled(to.username, !to.disabled);
  if (to.disabled) await pool.signOut(to.username);
}

/**
 * A password for the next sign-in; every session ends. With `newDevice` the authenticator is set up anew, too.
 * @throws Refusal account.not-found, account.own, account.right-not-held, store.busy
 */
export async function resetPassword(
  desk: AccountDesk,
  by: Administrator,
  subject: string,
  { newDevice }: { newDevice: boolean },
  occasion: Occasion,
): Promise<Handover> {
  return issuePassword(desk, by, await anothers(desk, by, subject), { newDevice }, occasion);
}

/** @throws Refusal account.right-not-held, store.busy */
export async function issuePassword(
  desk: AccountDesk,
  by: Administrator,
  account: OfficerAccount,
  { newDevice }: { newDevice: boolean },
  occasion: Occasion,
): Promise<Handover> {
  // Whoever knows the password for the next sign-in could become the person.
  assertHolds(by, account.rights);
  const temporaryPassword = desk.newPassword();
  await desk.pool.setTemporaryPassword(account.username, temporaryPassword);
  if (newDevice) await desk.pool.forgetSecondFactor(account.username);
  await desk.pool.signOut(account.username);
  const signedOut = await endSessions(desk, by, account, 'RESET_PASSWORD', occasion, {
    newDevice: String(newDevice),
  });
  return { account: signedOut, temporaryPassword };
}

/**
 * Tokens from before this moment are refused at their next request. Officers may sign themselves out.
 * @throws Refusal account.not-found, store.busy
 */
export async function signOutEverywhere(
  desk: Pick<AccountDesk, 'accounts' | 'pool'>,
  by: Administrator,
  subject: string,
  occasion: Occasion,
): Promise<OfficerAccount> {
  const own = subject === by.subject ? await desk.accounts.bySubject(subject) : undefined;
  const account = own ?? (await readAccount(desk, by, subject));
  await desk.pool.signOut(account.username);
  return endSessions(desk, by, account, 'SIGNED_OUT_EVERYWHERE', occasion);
}

async function endSessions(
  { accounts }: AccountReading,
  by: Administrator,
  found: OfficerAccount,
  action: AuditAction,
  occasion: Occasion,
  more: Readonly<Record<string, string>> = {},
): Promise<OfficerAccount> {
  let account: OfficerAccount | undefined = found;
  for (let attempt = 1; account !== undefined && attempt <= ATTEMPTS; attempt++) {
    const next: OfficerAccount = {
      ...account,
      notBeforeEpochSeconds: afterEveryToken(occasion.at),
      version: account.version + 1,
    };
    const audit = lineOf(action, by, next, occasion, more);
    if ((await accounts.save(next, account, audit)).outcome === 'written') return next;
    account = await accounts.bySubject(found.subject);
  }
  throw new Refusal('store.busy');
}

/** Tokens tell whole seconds: one of this very second is from before. */
const afterEveryToken = (at: Date): number => Math.floor(at.getTime() / 1_000) + 1;

/** @throws Refusal account.own: nobody administers himself, so the last central officer cannot lock himself out */
async function anothers(desk: AccountReading, by: Administrator, subject: string): Promise<OfficerAccount> {
  if (subject === by.subject) throw new Refusal('account.own');
  return readAccount(desk, by, subject);
}

const areaText = (area: Area): string => areaCodeOf(area) ?? 'country';

const fromTo = (field: string, from: string, to: string): Record<string, string> =>
  from === to ? {} : { [`${field}From`]: from, [field]: to };

const lineOf = (
  action: AuditAction,
  by: Administrator,
  { subject, version }: OfficerAccount,
  { at, from, requestId }: Occasion,
  more: Readonly<Record<string, string>> = {},
): AuditLine => ({
  action,
  actor: by.subject,
  at: instantOf(at),
  from,
  requestId,
  about: { account: subject, version, ...more },
});
