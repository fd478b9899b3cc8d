import { Logger } from '@aws-lambda-powertools/logger';

/** Every event that may be logged. What goes beside it are codes and ids that say nothing about a person. */
export type LogCode =
  | 'REQUEST_ANSWERED'
  | 'REQUEST_REFUSED'
  | 'REQUEST_FAILED'
  | 'AUDIT_LINE_FAILED'
  | 'BATCH_COUNTED'
  | 'BATCH_GIVEN_BACK'
  | 'RECORD_QUARANTINED'
  | 'RECONCILED'
  | 'PROVINCES_UNPROVEN'
  | 'DRIFT_FOUND'
  | 'TRAIL_ALTERED'
  | 'TRAIL_COMPARED'
  | 'CUT_OFF_FROZEN'
  | 'IMPORT_ENDED'
  | 'IMPORT_PART_SET_ASIDE'
  | 'MISSING_REVOKED'
  | 'DATA_ERASED'
  | 'AREA_UNKNOWN'
  | 'ROW_FAILED'
  | 'STATEMENT_WRITTEN'
  | 'RUN_WENT_ON'
  | 'RUN_FAILED';

export type LogFacts = Readonly<Record<string, string | number | boolean | undefined>>;

/** Never log personal data: no ID, no name, no phone, no body, no path, no message of an error. */
export type Log = {
  info(code: LogCode, facts?: LogFacts): void;
  error(code: LogCode, facts?: LogFacts): void;
};

export const powertools = new Logger();

export const log: Log = {
  info: (code, facts = {}) => powertools.info(code, facts),
  error: (code, facts = {}) => powertools.error(code, facts),
};

/**
 * What may be said of an error. Its message and properties stay out: a store's error can quote the item that it
 * refused.
 */
export function factsOf(error: unknown): LogFacts {
  if (!(error instanceof Error)) return { error: typeof error };
  const { name, message, stack = '' } = error;
  // A message may have lines that look like frames.
  const frames = stack
    .replace(message, '')
    .split('\n')
    .filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line));
  return {
    error: name,
    stack: frames
      .slice(0, 12)
      .map((line) => line.trim())
      .join(' | '),
  };
}
