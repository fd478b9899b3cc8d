import { newAccount } from '../contract/accounts.ts';
import { PROBLEM_WORDING } from '../contract/problem-wording.ts';
import { type AccountFields, type Administrator, scopeFor } from '../domain/account.ts';
import type { AccountDesk } from '../domain/account-desk.ts';
import { type AccountImported, importAccounts } from '../domain/account-import.ts';
import type { Occasion } from '../domain/audit.ts';
import type { Settled } from '../domain/bank-batch.ts';
import { askedBy, type OfficerLine, officerLinesOf } from '../domain/officer-file.ts';
import type { Gazetteer } from '../domain/ports.ts';
import { Refusal } from '../domain/refusal.ts';
import { factsOf, log } from '../runtime/logger.ts';
import { parsePart } from './request.ts';

/** Seconds after which no row begins: those on their way must end before the API gives up. */
const NO_ROW_AFTER_SECONDS = 18;

/** A line of a file of officers: what it asks for, or why it cannot be read. */
export type OfficerRow = {
  line: number;
  username?: string | undefined;
  name?: string | undefined;
  asked: AccountFields | Refusal;
};

/** @throws Refusal account.file-header, account.file-too-long */
export const officerRowsOf = (
  csv: string,
  gazetteer: Pick<Gazetteer, 'provinces' | 'districtsOf'>,
): Promise<OfficerRow[]> =>
  Promise.all(
    officerLinesOf(csv).map(async ({ line, cells }) => ({
      line,
      username: cells?.username,
      name: cells?.name,
      asked: cells === undefined ? new Refusal('row.columns') : await askedOf(cells, gazetteer),
    })),
  );

/** What the cells of an officer ask for; the refusal names those that cannot be read. */
export async function askedOf(
  cells: NonNullable<OfficerLine['cells']>,
  gazetteer: Pick<Gazetteer, 'provinces' | 'districtsOf'>,
): Promise<AccountFields | Refusal> {
  try {
    return parsePart(newAccount, await askedBy(cells, gazetteer));
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/**
 * A file of officers, each line for itself. One that failed by a bug or an outage is logged and can be sent again.
 * @throws Refusal area.outside for those who administer nobody, account.file-header, account.file-too-long
 */
export async function importOfficers(
  desk: AccountDesk,
  by: Administrator,
  { csv, dryRun, renew }: { csv: string; dryRun: boolean; renew: boolean },
  gazetteer: Pick<Gazetteer, 'provinces' | 'districtsOf'>,
  occasion: Occasion,
) {
  scopeFor(by, undefined);
  const rows = await officerRowsOf(csv, gazetteer);
  const settled = await importAccounts(
    desk,
    by,
    rows.map(({ asked }) => asked),
    { dryRun, renew },
    { occasion, mayStart: () => Date.now() - occasion.at.getTime() < NO_ROW_AFTER_SECONDS * 1_000 },
  );
  for (const one of settled) if (one.outcome === 'failed') log.error('ROW_FAILED', factsOf(one.error));
  return {
    dryRun,
    rows: settled.flatMap((one, index) =>
      rows.slice(index, index + 1).map((row) => importedRowView(row, one)),
    ),
  };
}

/** What became of each line of a file, in the file's order. */
const importedRowView = ({ line, username, name }: OfficerRow, settled: Settled<AccountImported>) => ({
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
