import { randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { AuditTable } from '../functions/data/audit.ts';
import { documentClient } from '../functions/data/document-client.ts';
import { ErasureOrders, erasureReport } from '../functions/data/erasure.ts';
import { JobRunsTable } from '../functions/data/job-runs.ts';
import { ProgrammeTable } from '../functions/data/programme.ts';
import { queueClient, SqsRunQueue } from '../functions/data/run-queue.ts';
import { type CitizenId, parseCitizenId } from '../functions/domain/citizen-id.ts';
import { ERASE, type ErasureReport, orderErasure } from '../functions/domain/erasure.ts';
import { personKeyOf } from './audit.ts';
import { operator } from './cut-offs.ts';
import type { DeployedStage } from './stage.ts';
import { type Watching, watchRun } from './watch-run.ts';

/** The citizen ID comes from the standard input: an argument would stand in the shell's history and in `ps`. */
export const personFrom = async (input: NodeJS.ReadableStream): Promise<{ citizenId: CitizenId }> => ({
  citizenId: parseCitizenId((await text(input)).trim()),
});

/**
 * Has a person, or the measure that is over, erased, or counted in a dry run, and waits for it.
 * @throws NotErasable for a measure before its time
 */
export async function erase(
  stage: DeployedStage,
  of: { citizenId: CitizenId } | 'measure',
  { reason, dryRun }: { reason: string; dryRun: boolean },
  watching: Watching,
): Promise<ErasureReport> {
  if (reason.trim() === '' || /\d{13}/.test(reason.replace(/[\s-]/g, '')))
    throw new Error('--reason: in words, without anybody’s ID.');
  const personKey = of === 'measure' ? undefined : await personKeyOf(stage);
  const client = documentClient(stage.aws);
  const queue = queueClient(stage.aws);
  try {
    const audit = new AuditTable(
      client,
      stage.table('audit'),
      personKey === undefined ? undefined : async () => personKey,
    );
    const runId = await orderErasure(
      {
        programme: new ProgrammeTable(client, stage.table('programme')),
        orders: new ErasureOrders(client, stage.table('references'), audit),
        queue: new SqsRunQueue(queue, stage.output('ErasePersonalDataQueueUrl')),
      },
      { of, by: operator(), reason, dryRun },
      { at: new Date(), from: 'ops', requestId: randomUUID() },
    );
    const runs = new JobRunsTable(client, stage.table('jobRuns'), {
      report: erasureReport,
      token: randomUUID,
    });
    watching.say(`run ${runId}`);
    return (await watchRun(() => runs.load(ERASE, runId), watching)).report;
  } finally {
    client.destroy();
    queue.destroy();
  }
}

const WORDS: Readonly<Record<keyof ErasureReport, string>> = {
  cardholders: 'cards',
  registrations: 'registrations',
  registrationsKept: 'registrations of other days, kept',
  versions: 'versions of registrations',
  references: 'references',
  cutOffRows: 'rows of pay lists',
  cutOffRowsKept: 'rows of pay lists, kept for ten years',
  quarantined: 'records set aside',
  ledgerRows: 'rows of the ledger, which end within days',
  ledgerRowsMarked: 'rows of the ledger that know of a registration: give the order again in two days',
  returned: 'back on record by a registry file: see docs/runbook.md',
};

/** The report as an operator reads it; of the figures at nothing only the first ones are worth a line. */
export const erasureText = (report: ErasureReport): string =>
  (Object.keys(WORDS) as (keyof ErasureReport)[])
    .filter((name) => report[name] > 0 || name === 'cardholders' || name === 'registrations')
    .map((name) => `${report[name].toLocaleString('en').padStart(10)}  ${WORDS[name]}`)
    .join('\n');
