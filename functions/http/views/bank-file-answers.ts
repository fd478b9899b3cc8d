import { stringify } from 'csv-stringify/sync';
import { PROBLEM_WORDING } from '../../contract/problem-wording.ts';
import { ROW_FAULT_WORDING } from '../../contract/row-fault-wording.ts';
import type { LineAnswer } from '../../domain/bank-file-job.ts';
import type { LocalText } from '../../domain/local-text.ts';
import type { RegistrationFacts } from '../../domain/registration.ts';

/** Columns of the file of answers, for the banks' own programs. */
export const ANSWER_COLUMNS = [
  'line',
  'reference',
  'outcome',
  'receipt',
  'registration_id',
  'version',
  'repeated',
  'code',
  'field',
  'other_line',
  'first_intent_on',
  'first_channel',
  'first_district',
  'first_place',
  'message_th',
  'message_en',
] as const;

type Cells = Partial<Record<(typeof ANSWER_COLUMNS)[number], string | number | undefined>>;

const textOf = (cells: readonly (string | number)[]): string =>
  stringify([cells], { record_delimiter: 'windows', escape_formulas: true });

export const ANSWER_HEAD = `\ufeff${textOf(ANSWER_COLUMNS)}`;

/** What becomes of a line, as a line. */
export function answerText(answer: LineAnswer): string {
  const { line, reference, outcome } = answer;
  const cells: Cells = {
    line,
    reference,
    outcome,
    ...(outcome === 'accepted' ? acceptedCells(answer) : rejectedCells(answer)),
  };
  return textOf(ANSWER_COLUMNS.map((column) => cells[column] ?? ''));
}

/** A dry run has made no receipt, but knows those that stand. */
function acceptedCells({ receipt, dryRun }: Extract<LineAnswer, { outcome: 'accepted' }>): Cells {
  const { repeated } = receipt;
  if (dryRun && !repeated) return { repeated: 'false' };
  return {
    receipt: receipt.receipt,
    registration_id: receipt.registrationId,
    version: receipt.version,
    repeated: String(repeated),
  };
}

function rejectedCells(answer: Extract<LineAnswer, { outcome: 'rejected' }>): Cells {
  const { code } = answer;
  const wording: Partial<Record<string, LocalText>> = { ...ROW_FAULT_WORDING, ...PROBLEM_WORDING };
  const said: Cells = { code, message_th: wording[code]?.th, message_en: wording[code]?.en };
  if (!('refusal' in answer)) return said;
  const { faults, facts } = answer.refusal;
  const first = facts.first as RegistrationFacts | undefined;
  return {
    ...said,
    field: faults.map(({ path, code: of }) => (of === code ? path : `${path} ${of}`)).join(' '),
    other_line: answer.otherLine,
    first_intent_on: first?.intentOn,
    first_channel: first?.channel,
    first_district: first?.district,
    first_place: first?.place,
  };
}
