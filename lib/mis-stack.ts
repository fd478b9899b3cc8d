import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import { Alarm } from './constructs/alarm.ts';
import { LambdaFunction } from './constructs/lambda-function.ts';
import { StreamAggregator } from './constructs/stream-aggregator.ts';
import type { DataStores } from './data-access.ts';
import type { StageSettings } from './stages.ts';

export interface MisStackProps extends StackProps {
  readonly stage: StageSettings;
  readonly stores: DataStores;
}

/** The counts: what follows the streams, and the job that proves the counts against their source. */
export class MisStack extends Stack {
  constructor(scope: Construct, id: string, props: MisStackProps) {
    super(scope, id, props);
    const { stage, stores } = props;

    new StreamAggregator(this, 'CountRegistrations', {
      stage,
      stores,
      entry: 'aggregators/count-registrations',
      purpose: 'Moves the ledger and the counters to each new version of a registration.',
      impact: 'The counts of participants stand still while registrations go on.',
      source: stores.tables.registrations,
      tables: { ledger: 'write', counters: 'write', quarantine: 'append' },
      secrets: ['personKey'],
    });
    new StreamAggregator(this, 'CountCardholders', {
      stage,
      stores,
      entry: 'aggregators/count-cardholders',
      purpose: 'Moves the ledger and the counters to each change of the registry of cardholders.',
      impact: 'The counts of cardholders, and every coverage made of them, are behind the registry.',
      source: stores.tables.cardholders,
      tables: { ledger: 'write', counters: 'write', quarantine: 'append' },
      secrets: ['personKey'],
    });

    const reconcile = new LambdaFunction(this, 'ReconcileCounters', {
      stage,
      stores,
      entry: 'jobs/reconcile-counters',
      purpose:
        'Proves the ledger against the registrations, counts what it misses, and proves the counters against it.',
      impact: 'A change that the stream has lost stays uncounted until the next night.',
      tables: { registrations: 'scan', ledger: 'scan-write', counters: 'scan-write' },
      secrets: ['personKey'],
      timeout: Duration.minutes(15),
      memoryMegabytes: 1769,
    });
    new Alarm(reconcile, 'Drifted', {
      metric: reconcile.metric('CounterDrifted'),
      rings: { atLeast: 1 },
      impact: 'A count that officers report upwards is wrong.',
      article: 'counters-drifted',
    });
    new Alarm(reconcile, 'Uncountable', {
      metric: reconcile.metric('RecordUncountable'),
      rings: { atLeast: 1 },
      impact: 'People are missing from the counts, or counted where they no longer belong.',
      article: 'record-uncountable',
    });
    new Alarm(reconcile, 'Overdue', {
      // Published by a run that has come to its end, even when there was nothing to recount.
      metric: reconcile.metric('PersonRecounted'),
      rings: { silentForHours: 26 },
      impact: 'Nobody knows whether the counts are right, because no proof of them has come to its end.',
      article: 'reconcile-overdue',
    });
    new Rule(this, 'ReconcileNightly', {
      description: 'Starts the reconciliation at 02:30 in Bangkok, which keeps UTC+7 all year',
      schedule: Schedule.cron({ minute: '30', hour: '19' }),
      targets: [new LambdaTarget(reconcile.function)],
    });

    new CfnOutput(this, 'ReconcileFunctionName', {
      value: reconcile.function.functionName,
      description: 'The function that reconciles the counters',
    });
  }
}
