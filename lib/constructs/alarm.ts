import { Duration } from 'aws-cdk-lib';
import {
  Alarm as CloudWatchAlarm,
  ComparisonOperator,
  type Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

/** The articles of docs/runbook.md that an alarm may point to, by their anchors. */
export const runbookArticles = [
  'api-failing',
  'function-failing',
  'functions-throttled',
  'counting-behind',
  'counting-gave-up',
  'record-quarantined',
  'record-uncountable',
  'counters-drifted',
  'counters-unproven',
  'reconcile-overdue',
  'job-gave-up',
  'import-part-set-aside',
  'trail-copy-behind',
  'trail-copy-gave-up',
  'trail-altered',
  'trail-drifted',
  'trail-unproven',
  'row-failed',
  'look-ups-missing',
  'look-ups-walking',
  'canary-looked-up',
  'edge-failing',
  'edge-refusing',
] as const;

export type RunbookArticle = (typeof runbookArticles)[number];

/** A value that rings, where silence is health, or a silence that rings. */
export type AlarmCause =
  | { readonly atLeast: number; readonly evaluationPeriods?: number }
  | { readonly silentForHours: number };

export interface AlarmProps {
  /** A plain metric: the emulator refuses metric math, and every stage deploys the same alarms. */
  readonly metric: Metric;
  readonly rings: AlarmCause;
  /** What a person notices, as a sentence. */
  readonly impact: string;
  readonly article: RunbookArticle;
}

/** An alarm that says whom it hurts and which article helps. No other alarm is made. */
export class Alarm extends Construct {
  readonly alarm: CloudWatchAlarm;

  constructor(scope: Construct, id: string, { metric, rings, impact, article }: AlarmProps) {
    super(scope, id);
    this.alarm = new CloudWatchAlarm(this, 'Alarm', {
      ...('atLeast' in rings
        ? {
            metric,
            threshold: rings.atLeast,
            evaluationPeriods: rings.evaluationPeriods ?? 1,
            comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            treatMissingData: TreatMissingData.NOT_BREACHING,
          }
        : {
            metric: metric.with({ statistic: Stats.SAMPLE_COUNT, period: Duration.hours(1) }),
            threshold: 1,
            evaluationPeriods: rings.silentForHours,
            comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
            treatMissingData: TreatMissingData.BREACHING,
          }),
      alarmDescription: `${impact} Runbook: docs/runbook.md#${article}`,
    });
  }

  /** Tells the topic when the alarm rings, and when it is over. */
  notify(topic: ITopic): void {
    const action = new SnsAction(topic);
    this.alarm.addAlarmAction(action);
    this.alarm.addOkAction(action);
  }
}

export const alarmPeriod = Duration.minutes(5);
