import { PROBLEM_WORDING } from '../../contract/problem-wording.ts';
import type { OfficerAccount } from '../../domain/account.ts';
import type { Handover } from '../../domain/account-desk.ts';
import type { AccountImported } from '../../domain/account-import.ts';
import type { Settled } from '../../domain/bank-batch.ts';
import type { Geography } from '../../domain/ports.ts';
import type { OfficerRow } from '../officer-rows.ts';
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

/** What became of each line of a file, in the file's order. */
export const importedRowView = ({ line, username, name }: OfficerRow, settled: Settled<AccountImported>) => ({
  line,
  username,
  name,
  ...(settled.outcome === 'accepted'
    ? { ...settled.done, errors: [] }
    : { outcome: 'rejected' as const, errors: errorsOf(settled) }),
});

function errorsOf(settled: Exclude<Settled<AccountImported>, { outcome: 'accepted' }>) {
  if (settled.outcome === 'failed')
    return [{ path: '', code: 'internal', message: PROBLEM_WORDING.internal }];
  const { code, faults } = settled.refusal;
  const named = faults.length > 0 ? faults : [{ path: '', code }];
  return named.map((fault) => ({ ...fault, message: PROBLEM_WORDING[fault.code] }));
}
