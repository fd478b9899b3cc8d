import { documentClient } from '../functions/data/document-client.ts';
import { JobRunsTable } from '../functions/data/job-runs.ts';
import { reconcileReport } from '../functions/data/reconcile-stores.ts';
import { queueClient, SqsRunQueue } from '../functions/data/run-queue.ts';
import { cellNamed } from '../functions/domain/counter-cell.ts';
import { type Drift, RECONCILE, type ReconcileReport } from '../functions/domain/reconcile.ts';
import type { UnitRun } from '../functions/domain/unit-job.ts';
import type { AwsSettings } from './stage.ts';
import { type Watching, watchRun } from './watch-run.ts';

export type ReconcileRun = UnitRun<ReconcileReport>;

/** Where the reconcile job of a stage takes its runs from, and where it keeps them. */
export type ReconcilePlace = { aws: AwsSettings; queueUrl: string; jobRuns: string };

/** Starts a run of the reconcile job, which goes on by itself. @returns its id */
export async function startReconcile({ aws, queueUrl }: ReconcilePlace): Promise<string> {
  const queue = queueClient(aws);
  try {
    const runId = new Date().toISOString();
    await new SqsRunQueue(queue, queueUrl).send(runId);
    return runId;
  } finally {
    queue.destroy();
  }
}

/**
 * Starts a run of the reconcile job and waits for its end, or only waits for an earlier one.
 * @param earlier its id, or `latest`
 */
export async function reconcileAt(
  place: ReconcilePlace,
  watching: Watching,
  earlier?: string,
): Promise<ReconcileRun> {
  const { aws, jobRuns } = place;
  const client = documentClient(aws);
  try {
    const runs = new JobRunsTable(client, jobRuns, {
      report: reconcileReport,
      token: () => crypto.randomUUID(),
    });
    const latest = earlier === 'latest' ? await runs.latest(RECONCILE) : undefined;
    const runId = latest?.runId ?? earlier ?? (await startReconcile(place));
    if (earlier !== undefined && (await runs.load(RECONCILE, runId)) === undefined)
      throw new Error(`There is no run ${runId}.`);
    watching.say(`run ${runId}`);
    return await watchRun(() => runs.load(RECONCILE, runId), watching);
  } finally {
    client.destroy();
  }
}

/** Whether nobody has to look after a run. */
export const isClean = ({ report: { uncountable, unproven, drift } }: ReconcileRun): boolean =>
  uncountable === 0 && unproven.length === 0 && drift.count === 0;

const number = (count: number): string => count.toLocaleString('en');

/** What a counter counts, in words. */
function counterText({ counter, province }: Drift): string {
  const cell = cellNamed(counter, province);
  switch (cell?.of) {
    case 'cardholders':
      return `cardholders of subdistrict ${cell.subdistrict}, band ${cell.band}`;
    case 'subdistrict':
      return `${cell.status === 'INTENT' ? 'registered' : 'cancelled'} in subdistrict ${cell.subdistrict}`;
    case 'agency':
      return `registered by agency ${cell.agency}`;
    case 'channel':
      return `registered by channel ${cell.channel}`;
    case 'project':
      return `chosen project ${cell.project}`;
    case 'with-project':
      return 'registered with a project';
    case 'district-agency':
      return `registered in district ${cell.district} by channel ${cell.channel}, agency ${cell.agency}`;
    case undefined:
      return 'no counter of ours';
  }
}

const driftText = (drift: Drift): string =>
  `  province ${drift.province} ${drift.bucket} ${drift.counter} (${counterText(drift)}): ` +
  `${number(drift.counted)}, should be ${number(drift.shouldBe)}, ${drift.repaired ? 'repaired' : 'not repaired'}`;

/** The report as an operator reads it. */
export function reconcileText({ runId, startedAt, finishedAt, report }: ReconcileRun): string {
  const { registrations, cardholders, ledgerRows, recounted, uncountable, proven, unproven, drift } = report;
  const seconds = Math.round((Date.parse(finishedAt ?? startedAt) - Date.parse(startedAt)) / 1000);
  return [
    `run            ${runId}, ${number(seconds)} s`,
    `registrations  ${number(registrations)}`,
    `cardholders    ${number(cardholders)}`,
    `ledger rows    ${number(ledgerRows)}`,
    `recounted      ${number(recounted)}`,
    `uncountable    ${number(uncountable)}`,
    `proven         ${number(proven)} of ${number(proven + unproven.length)} provinces`,
    `unproven       ${unproven.length === 0 ? 'none' : unproven.join(', ')}`,
    `drift          ${number(drift.count)}`,
    ...drift.lines.map(driftText),
    ...(drift.count > drift.lines.length ? [`  and ${number(drift.count - drift.lines.length)} more`] : []),
  ].join('\n');
}
