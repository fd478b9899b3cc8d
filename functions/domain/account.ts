import { type Area, type DistrictCode, type ProvinceCode, provinceOf } from './area.ts';
import type { AuditLine } from './audit.ts';
import type { Day } from './calendar.ts';
import type { Account, Officer, Right, Role } from './caller.ts';
import type { Page, PageRequest, Written } from './ports.ts';
import type { AgencyCode } from './programme.ts';
import { Refusal } from './refusal.ts';

/** How a person is reached; a forgotten password is asked for by the address, so the user pool has it, too. */
export type Contact = { email?: string | undefined; phone?: string | undefined };

/** An officer's account as those see it who administer it; the version rises with every change. */
export type OfficerAccount = Extract<Account, { kind: 'officer' }> & Contact & { version: number };

/** What an account is to be. */
export type AccountFields = Contact & {
  username: string;
  name: string;
  role: Role;
  /** Of a province or a district, as the role has it; none for the country. */
  area?: ProvinceCode | DistrictCode | undefined;
  agency: AgencyCode;
  rights: readonly Right[];
  expiresOn?: Day | undefined;
};

/** What is left out stays; `null` clears what may be empty. */
export type AccountChanges = {
  name?: string | undefined;
  role?: Role | undefined;
  area?: AccountFields['area'] | null;
  agency?: AgencyCode | undefined;
  rights?: readonly Right[] | undefined;
  email?: string | null | undefined;
  phone?: string | null | undefined;
  expiresOn?: Day | null | undefined;
  disabled?: boolean | undefined;
};

/** Whose accounts a list shows. A province officer sees those of the districts and not those of the province. */
export type AccountScope =
  | { level: 'country' }
  | { level: 'province'; province: ProvinceCode; districtsOnly: boolean }
  | { level: 'district'; district: DistrictCode };

export type OfficerAccounts = {
  bySubject(subject: string): Promise<OfficerAccount | undefined>;
  /** By area and user name; an account that was just written may be missing for a moment. */
  list(scope: AccountScope, page: PageRequest): Promise<Page<OfficerAccount>>;
  /** One transaction: the account over the version that it replaces, or over none, and the audit line. */
  save(account: OfficerAccount, replaces: OfficerAccount | undefined, audit: AuditLine): Promise<Written>;
};

/** A user of the pool: who signs in, without any right. */
export type PoolUser = { subject: string; hasSignedIn: boolean };

/** The user pool. Each step can be done again and then changes nothing. */
export type UserPool = {
  find(username: string): Promise<PoolUser | undefined>;
  /** @returns undefined when the name is taken */
  add(username: string, email: string | undefined, temporaryPassword: string): Promise<PoolUser | undefined>;
  /** Has to be changed at the next sign-in. */
  setTemporaryPassword(username: string, temporaryPassword: string): Promise<void>;
  setEmail(username: string, email: string | undefined): Promise<void>;
  setEnabled(username: string, enabled: boolean): Promise<void>;
  /** No session can be renewed from now on. */
  signOut(username: string): Promise<void>;
  /** The authenticator is set up anew at the next sign-in. */
  forgetSecondFactor(username: string): Promise<void>;
};

/** The code of an area; the country has none. */
export function areaCodeOf(area: Area): ProvinceCode | DistrictCode | undefined {
  switch (area.level) {
    case 'country':
      return undefined;
    case 'province':
      return area.province;
    case 'district':
      return area.district;
  }
}

/** @throws Refusal account.area-unfit when the code is not one of the role's */
export function areaFor(role: Role, code: ProvinceCode | DistrictCode | undefined): Area {
  const digits = code?.length;
  if (role === 'central' && digits === undefined) return { level: 'country' };
  if (role === 'province' && digits === 2) return { level: 'province', province: code as ProvinceCode };
  if (role === 'district' && digits === 4) return { level: 'district', district: code as DistrictCode };
  throw new Refusal('account.area-unfit', { path: 'area' });
}

/** Central administers everybody, a province officer the officers of the province's districts, nobody else anyone. */
export function administers(
  { role, area }: Pick<Officer, 'role' | 'area'>,
  of: Pick<OfficerAccount, 'role' | 'area'>,
): boolean {
  if (role === 'central' && area.level === 'country') return true;
  if (role !== 'province' || area.level !== 'province') return false;
  return (
    of.role === 'district' && of.area.level === 'district' && provinceOf(of.area.district) === area.province
  );
}

/** @throws Refusal area.outside for those who administer nobody, or an area beyond their own */
export function scopeFor(
  { role, area }: Administrator,
  code: ProvinceCode | DistrictCode | undefined,
): AccountScope {
  if (role === 'central' && area.level === 'country') {
    if (code === undefined) return { level: 'country' };
    return code.length === 2
      ? { level: 'province', province: code as ProvinceCode, districtsOnly: false }
      : { level: 'district', district: code as DistrictCode };
  }
  if (role !== 'province' || area.level !== 'province') throw new Refusal('area.outside');
  if (code === undefined || code === area.province)
    return { level: 'province', province: area.province, districtsOnly: true };
  if (code.length === 4 && provinceOf(code as DistrictCode) === area.province)
    return { level: 'district', district: code as DistrictCode };
  throw new Refusal('area.outside', { path: 'area' });
}

/** An officer, or an operator of the stage. */
export type Administrator = Pick<Officer, 'subject' | 'role' | 'area' | 'rights'>;

/** Nobody gives a right that he does not have. @throws Refusal account.right-not-held */
export function assertHolds({ rights }: Administrator, given: readonly Right[]): void {
  if (given.some((right) => !rights.includes(right)))
    throw new Refusal('account.right-not-held', { path: 'rights' });
}
