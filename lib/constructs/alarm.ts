import { Duration } from 'aws-cdk-lib';
import {
  Alarm as CloudWatchAlarm,
  ComparisonOperator,
  type Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';

/** The articles of docs/runbook.md that an alarm may point to, by their anchors. */
export const runbookArticles = [
  'api-failing',
  'function-failing',
  'functions-throttled',
  'counting-behind',
  'counting-gave-up',
  'record-quarantined',
] as const;

export type RunbookArticle = (typeof runbookArticles)[number];

export interface AlarmProps {
  /** A plain metric: the emulator refuses metric math, and every stage deploys the same alarms. */
  readonly metric: Metric;
  /** The alarm rings from this value on. */
  readonly atLeast: number;
  readonly evaluationPeriods?: number;
  /** What a person notices, as a sentence. */
  readonly impact: string;
  readonly article: RunbookArticle;
}

/** An alarm that says whom it hurts and which article helps. Silence of the metric is health. */
export class Alarm extends Construct {
  readonly alarm: CloudWatchAlarm;

  constructor(scope: Construct, id: string, props: AlarmProps) {
    super(scope, id);
    this.alarm = new CloudWatchAlarm(this, 'Alarm', {
      metric: props.metric,
      threshold: props.atLeast,
      evaluationPeriods: props.evaluationPeriods ?? 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `${props.impact} Runbook: docs/runbook.md#${props.article}`,
    });
  }
}

export const alarmPeriod = Duration.minutes(5);
