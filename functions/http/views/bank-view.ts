import type * as z from 'zod/mini';
import type { readBankStatement } from '../../contract/bank.ts';
import { PROBLEM_WORDING } from '../../contract/problem-wording.ts';
import type { Settled } from '../../domain/bank-batch.ts';
import type { BankReceipt, BankStanding } from '../../domain/bank-desk.ts';
import { parseBankReference } from '../../domain/bank-reference.ts';
import type { BankStatement } from '../../domain/bank-statement.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { type CsvFile, csvText } from '../csv.ts';
import { cursorOf } from '../paging.ts';

/** What a row was sent under, unless it is nothing that may be said again. */
function referencesOf(row: unknown): { reference?: string; requestReference?: string } {
  const { reference, requestReference } = (row ?? {}) as Record<string, unknown>;
  const named = { reference, requestReference };
  return Object.fromEntries(
    Object.entries(named).filter(([, written]) => {
      try {
        return typeof written === 'string' && parseBankReference(written) === written;
      } catch {
        return false;
      }
    }),
  );
}

const refusalView = ({ code, kind, faults, facts }: Refusal) => ({
  code,
  message: PROBLEM_WORDING[code],
  ...(faults.length > 0
    ? { errors: faults.map((fault) => ({ ...fault, message: PROBLEM_WORDING[fault.code] })) }
    : {}),
  ...(Object.keys(facts).length > 0 ? { facts } : {}),
  retry: kind === 'unavailable',
});

const FAILED = { code: 'internal', message: PROBLEM_WORDING.internal, retry: true } as const;

function rowView(one: Settled<BankReceipt>, sent: unknown, index: number) {
  const row = { row: index + 1, ...referencesOf(sent) };
  if (one.outcome === 'accepted') return { reference: '', ...row, outcome: 'accepted' as const, ...one.done };
  const refused = one.outcome === 'rejected' ? refusalView(one.refusal) : FAILED;
  return { ...row, outcome: 'rejected' as const, ...refused };
}

export function batchView(settled: readonly Settled<BankReceipt>[], sent: readonly unknown[]) {
  const accepted = settled.filter(({ outcome }) => outcome === 'accepted').length;
  return {
    accepted,
    rejected: settled.length - accepted,
    rows: settled.map((one, index) => rowView(one, sent[index], index)),
  };
}

export const standingView = (one: BankStanding) => {
  const { reference } = one;
  if (!one.found) return { reference, outcome: 'not-found' as const };
  const { receipt, registrationId } = one.record;
  return {
    status: 'CANCELLED' as const,
    ...one.current,
    receipt,
    registrationId,
    reference,
    outcome: 'found' as const,
  };
};

export const statementView = ({ rows, cursor, ...statement }: BankStatement) => ({
  ...statement,
  rows: rows.map(({ bankReference, ...row }) => ({ ...row, reference: bankReference })),
  cursor: cursorOf(cursor),
});

type Statement = z.output<typeof readBankStatement.answer>;

/** The rows of a page as a file; its columns are the fields of the answer, for the banks' own programs. */
export const statementFile = ({ bank, day, rows }: Statement): CsvFile => ({
  name: `statement-${bank.toLowerCase()}-${day}.csv`,
  text: csvText({
    columns: ['reference', 'receipt', 'registrationId', 'version', 'intentOn', 'recordedAt'],
    rows: rows.map((row) => [
      row.reference ?? '',
      row.receipt,
      row.registrationId,
      row.version,
      row.intentOn,
      row.recordedAt,
    ]),
  }),
});
