import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

/** Every metric, named for what happened. */
export type MetricName =
  | 'ChangeCounted'
  | 'ChangeAlreadyCounted'
  | 'CountingRetried'
  | 'RecordQuarantined'
  | 'PersonRecounted'
  | 'CounterDrifted'
  | 'RecordUncountable'
  | 'ProvinceUnproven'
  | 'TrailLineCopied'
  | 'TrailLineAltered'
  | 'TrailLineCompared'
  | 'TrailLineDrifted'
  | 'ImportPartSetAside'
  | 'RowFailed'
  | 'LookUpMissed'
  | 'LookUpMissesBeyond'
  | 'LookUpWalked'
  | 'CanaryLookedUp';

const metrics = new Metrics();

/** Writes the counts of one invocation; nothing of a person is ever a dimension. */
export function publish(counts: Partial<Record<MetricName, number>>): void {
  for (const [name, count] of Object.entries(counts)) metrics.addMetric(name, MetricUnit.Count, count);
  metrics.publishStoredMetrics();
}
