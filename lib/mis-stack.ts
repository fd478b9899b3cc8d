import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
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
      secrets: [],
    });

    const reconcile = new LambdaFunction(this, 'ReconcileCounters', {
      stage,
      stores,
      entry: 'jobs/reconcile-counters',
      purpose:
        'Proves the ledger against the registrations and the counters against the ledger, and repairs both.',
      impact: 'A count that has drifted stays wrong until the next night.',
      tables: { registrations: 'scan', ledger: 'scan-write', counters: 'scan-write' },
      secrets: [],
      timeout: Duration.minutes(15),
      memoryMegabytes: 1769,
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
