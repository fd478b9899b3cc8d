import type { StatementReport } from '../domain/bank-statement-file.ts';
import { sumOf } from '../domain/counts.ts';
import type { UnitRun } from '../domain/unit-job.ts';
import { log } from '../runtime/logger.ts';

/** Says how long a statement is beside what was counted, in numbers alone. */
export function tellStated({ runId, report: { days } }: UnitRun<StatementReport>): void {
  log.info('STATEMENT_WRITTEN', {
    runId,
    rows: sumOf(days.map(({ rows }) => rows)),
    counted: sumOf(days.map(({ counted }) => counted)),
  });
}
