import {
  type AccountFields,
  type Administrator,
  administers,
  areaFor,
  type OfficerAccount,
} from './account.ts';
import { type AccountDesk, createAccount, fieldsGiven, issuePassword } from './account-desk.ts';
import type { Occasion } from './audit.ts';
import { type Settled, settleRows } from './bank-batch.ts';
import { Refusal } from './refusal.ts';

/** `renew` gives those of the file a new password whose account stands and who have never signed in. */
export type AccountImportOrder = { dryRun: boolean; renew: boolean };

/** What became of a row, or would: an account that stands as the row has it is left alone. */
export type AccountImported =
  | { outcome: 'created' | 'renewed'; subject: string; temporaryPassword: string }
  | { outcome: 'would-create' | 'would-renew' | 'stands'; subject?: string | undefined };

/**
 * Each row for itself, by its user name: a file that is sent again makes nobody twice.
 * @param mayStart when it says no, what is left is refused with store.busy, to be sent again
 */
export async function importAccounts(
  desk: AccountDesk,
  by: Administrator,
  rows: readonly (AccountFields | Refusal)[],
  order: AccountImportOrder,
  { occasion, mayStart }: { occasion: Occasion; mayStart: () => boolean },
): Promise<Settled<AccountImported>[]> {
  const first = new Set<string>();
  const once = rows.map((row) => {
    if (row instanceof Refusal) return row;
    if (first.has(row.username)) return new Refusal('row.duplicate-username', { path: 'username' });
    first.add(row.username);
    return row;
  });
  return settleRows(once, {
    keysOf: () => [],
    settle: (row: AccountFields) => settle(desk, by, row, order, occasion),
    mayStart,
  });
}

async function settle(
  desk: AccountDesk,
  by: Administrator,
  row: AccountFields,
  { dryRun, renew }: AccountImportOrder,
  occasion: Occasion,
): Promise<AccountImported> {
  await fieldsGiven(desk, by, row);
  const user = await desk.pool.find(row.username);
  const account = user && (await desk.accounts.bySubject(user.subject));
  if (user === undefined || account === undefined) {
    if (dryRun) return { outcome: 'would-create' };
    const made = await createAccount(desk, by, row, occasion);
    return { outcome: 'created', subject: made.account.subject, temporaryPassword: made.temporaryPassword };
  }
  const { subject } = account;
  if (!administers(by, account) || !isAsAsked(account, row))
    throw new Refusal('account.username-taken', { path: 'username' });
  if (!renew || user.hasSignedIn || subject === by.subject) return { outcome: 'stands', subject };
  if (dryRun) return { outcome: 'would-renew', subject };
  const { temporaryPassword } = await issuePassword(desk, by, account, { newDevice: false }, occasion);
  return { outcome: 'renewed', subject, temporaryPassword };
}

const isAsAsked = (account: OfficerAccount, { role, area, name }: AccountFields): boolean =>
  account.name === name &&
  account.role === role &&
  JSON.stringify(account.area) === JSON.stringify(areaFor(role, area));
