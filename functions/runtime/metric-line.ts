import type { MetricName } from './metrics.ts';

/**
 * Counts in CloudWatch's embedded metric format, under the function's own name as Powertools writes them. The look-up
 * may not weigh as much as Powertools' metrics do.
 */
export function metricLine(counts: Partial<Record<MetricName, number>>, at: Date): string {
  const { POWERTOOLS_METRICS_NAMESPACE: Namespace, POWERTOOLS_SERVICE_NAME: service } = process.env;
  const Metrics = Object.keys(counts).map((Name) => ({ Name, Unit: 'Count' }));
  const CloudWatchMetrics = [{ Namespace, Dimensions: [['service']], Metrics }];
  return JSON.stringify({ _aws: { Timestamp: at.getTime(), CloudWatchMetrics }, service, ...counts });
}

export const publishLookUps = ({
  missed,
  missesBeyond,
  walked,
}: {
  missed: number;
  missesBeyond: number;
  walked: number;
}): void => {
  const counts = { LookUpMissed: missed, LookUpMissesBeyond: missesBeyond, LookUpWalked: walked };
  process.stdout.write(`${metricLine(counts, new Date())}\n`);
};

/** That somebody has asked for planted IDs, and how many; which ones is told nowhere. */
export const publishCanaries = (times: number): void => {
  process.stdout.write(`${metricLine({ CanaryLookedUp: times }, new Date())}\n`);
};
