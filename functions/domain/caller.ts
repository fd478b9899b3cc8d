import type { Area, DistrictCode } from './area.ts';
import { coversDistrict } from './area.ts';
import { bangkokDay, type Day } from './calendar.ts';
import type { AgencyCode } from './programme.ts';
import { Refusal } from './refusal.ts';
import type { Bank } from './registration.ts';

/** What a verified token says. Rights are never read from it: they stand in the account. */
export type TokenClaims = {
  tokenUse: 'id' | 'access';
  /** `sub` of an officer, or the client id of a bank. */
  subject: string;
  clientId: string;
  issuedAtEpochSeconds: number;
};

export type Role = 'central' | 'province' | 'district';

/** What an officer may do beyond the role; given to a person, one by one. */
export const RIGHTS = ['see-full-id', 'read-access-history'] as const;
export type Right = (typeof RIGHTS)[number];

/** A row of the accounts table: read on every call, so that taking a right away works at once. */
export type Account = {
  subject: string;
  kind: 'officer' | 'bank';
  username: string;
  name: string;
  disabled: boolean;
  /** Tokens issued before this second are refused: signing out everywhere. */
  notBeforeEpochSeconds?: number | undefined;
  /** Last day on which the account works. */
  expiresOn?: Day | undefined;
} & (
  | { kind: 'officer'; role: Role; area: Area; agency: AgencyCode; rights: readonly Right[] }
  | { kind: 'bank'; bank: Bank }
);

export type Officer = {
  kind: 'officer';
  subject: string;
  username: string;
  name: string;
  role: Role;
  area: Area;
  agency: AgencyCode;
  rights: readonly Right[];
};

/** One of a bank's systems; a bank has two clients while it changes its secret. */
export type BankClient = { kind: 'bank'; subject: string; bank: Bank };

/** The kind of caller a route is for. */
export type CallerKind = 'public' | 'officer' | 'bank';

export type Accounts = { bySubject(subject: string): Promise<Account | undefined> };

/**
 * An officer calls with the ID token of the officers' client. A bank's token and an officer's own access token
 * pass the same authorizer, so they are told apart here.
 * @throws Refusal caller.wrong-kind, token.signed-out, account.unknown, account.disabled, account.expired
 */
export async function officerOf(
  claims: TokenClaims | undefined,
  officerClientId: string,
  accounts: Accounts,
  at: Date,
): Promise<Officer> {
  if (claims === undefined) throw new Refusal('token.missing');
  if (claims.tokenUse !== 'id' || claims.clientId !== officerClientId) throw new Refusal('caller.wrong-kind');
  const account = await accounts.bySubject(claims.subject);
  if (account === undefined) throw new Refusal('account.unknown');
  if (account.kind !== 'officer') throw new Refusal('caller.wrong-kind');
  assertWorks(account, claims, at);
  const { subject, username, name, role, area, agency, rights } = account;
  return { kind: 'officer', subject, username, name, role, area, agency, rights };
}

/**
 * A bank calls with the access token that its client fetched for itself; in an officer's access token another than
 * the client is the subject.
 * @throws Refusal caller.wrong-kind, token.signed-out, account.unknown, account.disabled, account.expired
 */
export async function bankOf(
  claims: TokenClaims | undefined,
  accounts: Accounts,
  at: Date,
): Promise<BankClient> {
  if (claims === undefined) throw new Refusal('token.missing');
  if (claims.tokenUse !== 'access' || claims.subject !== claims.clientId)
    throw new Refusal('caller.wrong-kind');
  const account = await accounts.bySubject(claims.clientId);
  if (account === undefined) throw new Refusal('account.unknown');
  if (account.kind !== 'bank') throw new Refusal('caller.wrong-kind');
  assertWorks(account, claims, at);
  return { kind: 'bank', subject: account.subject, bank: account.bank };
}

function assertWorks(account: Account, { issuedAtEpochSeconds }: TokenClaims, at: Date): void {
  if (account.disabled) throw new Refusal('account.disabled');
  if (account.expiresOn !== undefined && account.expiresOn < bangkokDay(at))
    throw new Refusal('account.expired');
  // Written so that a token without a readable time is refused.
  if (!(issuedAtEpochSeconds >= (account.notBeforeEpochSeconds ?? 0))) throw new Refusal('token.signed-out');
}

/** @throws Refusal area.outside (403): the caller may not write there */
export function assertWritesIn(officer: Officer, district: DistrictCode): void {
  if (!coversDistrict(officer.area, district)) throw new Refusal('area.outside', { path: 'district' });
}

/** @throws Refusal district.not-found (404): what lies outside the caller's area does not exist for the caller */
export function assertReadsIn(officer: Officer, district: DistrictCode): void {
  if (!coversDistrict(officer.area, district)) throw new Refusal('district.not-found', { path: 'district' });
}
