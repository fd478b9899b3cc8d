import type { Schemas } from '../../api/client.ts';
import type { Account, Right } from './account-source.ts';

/** What is typed; empty where there is nothing. */
export interface AccountDraft {
  readonly username: string;
  readonly name: string;
  readonly role: Account['role'];
  readonly province: string;
  readonly district: string;
  readonly agency: string;
  readonly email: string;
  readonly phone: string;
  readonly expiresOn: string;
  readonly rights: readonly Right[];
}

export type DraftFault = 'username' | 'name' | 'area' | 'agency';

export const draftOf = (account: Account): AccountDraft => ({
  username: account.username,
  name: account.name,
  role: account.role,
  province: account.province?.code ?? '',
  district: account.district?.code ?? '',
  agency: account.agency,
  email: account.email ?? '',
  phone: account.phone ?? '',
  expiresOn: account.expiresOn ?? '',
  rights: account.rights,
});

/** The code of the area that the role has; none for the country. */
const areaOf = ({ role, province, district }: AccountDraft): string | undefined =>
  role === 'central' ? undefined : role === 'province' ? province : district;

export const missingIn = (draft: AccountDraft): DraftFault[] => [
  ...(draft.username.trim() === '' ? (['username'] as const) : []),
  ...(draft.name.trim() === '' ? (['name'] as const) : []),
  ...(areaOf(draft) === '' ? (['area'] as const) : []),
  ...(draft.agency === '' ? (['agency'] as const) : []),
];

export function newAccountOf(draft: AccountDraft): Schemas['NewAccount'] {
  const { username, name, role, agency, email, phone, expiresOn, rights } = draft;
  const area = areaOf(draft);
  return {
    username: username.trim().toLowerCase(),
    name: name.trim(),
    role,
    agency,
    rights: [...rights],
    ...(area === undefined ? {} : { area }),
    ...(email.trim() === '' ? {} : { email: email.trim() }),
    ...(phone.trim() === '' ? {} : { phone: phone.trim() }),
    ...(expiresOn === '' ? {} : { expiresOn }),
  };
}

/** What differs from the account as it was read; empty when nothing does. */
export function changesOf(account: Account, draft: AccountDraft): Schemas['AccountChanges'] {
  const before = draftOf(account);
  const text = (field: 'email' | 'phone' | 'expiresOn') =>
    draft[field].trim() === before[field] ? {} : { [field]: draft[field].trim() || null };
  const isMove = draft.role !== before.role || areaOf(draft) !== areaOf(before);
  const rightsDiffer = [...draft.rights].sort().join() !== [...before.rights].sort().join();
  return {
    ...(draft.name.trim() === before.name ? {} : { name: draft.name.trim() }),
    ...(draft.role === before.role ? {} : { role: draft.role }),
    ...(isMove ? { area: areaOf(draft) ?? null } : {}),
    ...(draft.agency === before.agency ? {} : { agency: draft.agency }),
    ...(rightsDiffer ? { rights: [...draft.rights] } : {}),
    ...text('email'),
    ...text('phone'),
    ...text('expiresOn'),
  };
}
