import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { ReconcileReport } from '../functions/domain/reconcile.ts';
import type { DeployedStage } from './stage.ts';

/** Runs the stage's reconcile job now. @throws when it failed; its log says why */
export async function reconcileStage(stage: DeployedStage): Promise<ReconcileReport> {
  const lambda = new LambdaClient({ ...stage.aws, maxAttempts: 1 });
  const { FunctionError, Payload = new Uint8Array() } = await lambda.send(
    new InvokeCommand({ FunctionName: stage.output('ReconcileFunctionName'), Payload: '{}' }),
  );
  lambda.destroy();
  if (FunctionError !== undefined) throw new Error('The reconcile job failed: see its log group.');
  return JSON.parse(Buffer.from(Payload).toString('utf8')) as ReconcileReport;
}

/** The report as an operator reads it. */
export function reconcileText({
  registrations,
  recounted,
  uncountable,
  ledgerRows,
  drift,
}: ReconcileReport): string {
  const lines = [
    `registrations  ${registrations}`,
    `recounted      ${recounted}`,
    `uncountable    ${uncountable}`,
    `ledger rows    ${ledgerRows}`,
    `drift          ${drift.length}`,
    ...drift.map(
      ({ province, bucket, counter, counted, shouldBe }) =>
        `  province ${province} ${bucket} ${counter}: ${counted}, should be ${shouldBe}`,
    ),
  ];
  return lines.join('\n');
}
