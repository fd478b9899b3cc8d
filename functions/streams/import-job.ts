import type { ImportReport } from '../domain/import-steps.ts';
import type { RevocationReport } from '../domain/revocation-job.ts';
import type { UnitRun } from '../domain/unit-job.ts';
import { factsOf, log } from '../runtime/logger.ts';
import { publish } from '../runtime/metrics.ts';

/** Rings at once, while the rest of the file goes on. */
export function tellSetAside(part: string, error: unknown): void {
  log.error('IMPORT_PART_SET_ASIDE', { part, ...factsOf(error) });
  publish({ ImportPartSetAside: 1 });
}

/** Says what an import did, in numbers alone. */
export function tellImported({ runId, report }: UnitRun<ImportReport>): void {
  const { refused, counts, setAside } = report;
  log.info('IMPORT_ENDED', { runId, refused, ...counts, setAside: setAside.length });
}

export function tellRevoked({ runId, report }: UnitRun<RevocationReport>): void {
  log.info('MISSING_REVOKED', { runId, revoked: report.revoked });
}
