import type { OfficerAccount } from '../../domain/account.ts';
import type { Handover } from '../../domain/account-desk.ts';
import type { Geography } from '../../domain/ports.ts';
import { officerView } from './officer-view.ts';

export async function accountView(account: OfficerAccount, geography: Geography) {
  const { version, email, phone, expiresOn, disabled } = account;
  return {
    version,
    ...(await officerView(account, geography)),
    email,
    phone,
    expiresOn,
    disabled,
  };
}

export const handoverView = async ({ account, temporaryPassword }: Handover, geography: Geography) => ({
  account: await accountView(account, geography),
  temporaryPassword,
});
