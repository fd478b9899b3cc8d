import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { EventField, Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import { Alarm } from './constructs/alarm.ts';
import { metricOf } from './constructs/lambda-function.ts';
import { StreamAggregator } from './constructs/stream-aggregator.ts';
import { UnitJob } from './constructs/unit-job.ts';
import type { DataStores, JobQueues } from './data-access.ts';
import { bankFileHeapMegabytes, heapOptions, importHeapMegabytes } from './heap.ts';
import { routes } from './routes.ts';
import type { StageSettings } from './stages.ts';

export interface MisStackProps extends StackProps {
  readonly stage: StageSettings;
  readonly stores: DataStores;
}

/** The counts: what follows the streams, and the job that proves the counts against their source. */
export class MisStack extends Stack {
  readonly jobQueues: JobQueues;

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

    this.copyTrail(stage, stores);
    this.watchRoutes();

    const reconcile = new UnitJob(this, 'ReconcileCounters', {
      stage,
      stores,
      entry: 'jobs/reconcile-counters',
      purpose:
        'Proves the ledger against what it counts, counts what it misses, proves the counters against it and repairs them.',
      impact:
        'A change that the stream has lost stays uncounted, and a wrong count stays wrong, until the next night.',
      tables: {
        registrations: 'scan',
        cardholders: 'scan',
        ledger: 'scan-write',
        counters: 'write',
      },
      secrets: ['personKey'],
      environment: { SEGMENTS: String(stage.reconcileSegments) },
      maxConcurrency: 2,
    });
    const { worker } = reconcile;
    new Alarm(worker, 'Drifted', {
      metric: worker.metric('CounterDrifted'),
      rings: { atLeast: 1 },
      impact: 'A count that officers report upwards was wrong until this proof.',
      article: 'counters-drifted',
    });
    new Alarm(worker, 'Uncountable', {
      metric: worker.metric('RecordUncountable'),
      rings: { atLeast: 1 },
      impact: 'People are missing from the counts, or counted where they no longer belong.',
      article: 'record-uncountable',
    });
    new Alarm(worker, 'Unproven', {
      metric: worker.metric('ProvinceUnproven'),
      rings: { atLeast: 1 },
      impact: 'Nobody knows whether the counts of a province are right.',
      article: 'counters-unproven',
    });
    new Alarm(worker, 'Overdue', {
      // Published by a run that has come to its end, even when there was nothing to recount.
      metric: worker.metric('PersonRecounted'),
      rings: { silentForHours: 26 },
      impact: 'Nobody knows whether the counts are right, because no proof of them has come to its end.',
      article: 'reconcile-overdue',
    });
    new Rule(this, 'ReconcileNightly', {
      description: 'Starts the reconciliation at 02:30 in Bangkok, which keeps UTC+7 all year',
      schedule: Schedule.cron({ minute: '30', hour: '19' }),
      targets: [
        // An event that is delivered twice has the same time: it is one run.
        new SqsQueue(reconcile.queue, { message: RuleTargetInput.fromObject({ runId: EventField.time }) }),
      ],
    });

    const freeze = new UnitJob(this, 'FreezeCutOff', {
      stage,
      stores,
      entry: 'jobs/freeze-cut-off',
      purpose: 'Makes the frozen list of a pay cut-off as the registrations stood when it was asked for.',
      impact: 'A pay list is not finished, and the people on it wait for their money.',
      tables: {
        registrations: 'scan',
        registrationHistory: 'read',
        cutOffs: 'write',
        cutOffRows: 'read-append',
        programme: 'read',
      },
      secrets: [],
      environment: { SEGMENTS: String(stage.freezeSegments) },
      maxConcurrency: 2,
    });
    const importRegistry = new UnitJob(this, 'ImportRegistry', {
      stage,
      stores,
      entry: 'jobs/import-registry',
      purpose: 'Takes in a file of the registry of cardholders, or says what taking it in would do.',
      impact:
        'A file of the registry is not taken in, and whoever is new in it gets no answer at the look-up.',
      tables: { cardholders: 'import', imports: 'write' },
      secrets: [],
      buckets: { imports: ['work'] },
      environment: {
        CHUNKS: String(stage.importParts),
        SEGMENTS: String(stage.importParts),
        BUCKETS: String(stage.importParts),
        LANES: String(stage.importLanes),
        NODE_OPTIONS: heapOptions(importHeapMegabytes).join(' '),
      },
      maxConcurrency: 2,
    });
    new Alarm(importRegistry.worker, 'SetAside', {
      metric: importRegistry.worker.metric('ImportPartSetAside'),
      rings: { atLeast: 1 },
      impact: 'People of a part of the file are not in the registry, or not as the file has them.',
      article: 'import-part-set-aside',
    });
    const revokeMissing = new UnitJob(this, 'RevokeMissing', {
      stage,
      stores,
      entry: 'jobs/revoke-missing',
      purpose: 'Cancels the cards of people whom an import found missing from its file.',
      impact: 'People who are no longer in the registry stay entitled.',
      tables: { cardholders: 'import', imports: 'write' },
      secrets: [],
      environment: { SEGMENTS: String(stage.importParts), LANES: String(stage.importLanes) },
      maxConcurrency: 2,
    });
    const registerBankFile = new UnitJob(this, 'RegisterBankFile', {
      stage,
      stores,
      entry: 'jobs/register-bank-file',
      purpose: 'Registers the people of a file that a bank sent, or says what registering them would do.',
      impact: 'A bank waits for the answers to a file, and its people are not registered.',
      tables: {
        cardholders: 'read',
        registrations: 'write',
        registrationHistory: 'append',
        references: 'read-append',
        programme: 'read',
        audit: 'append',
        imports: 'write',
      },
      secrets: ['personKey'],
      buckets: { imports: ['answer'] },
      environment: {
        PARTS: String(stage.bankFileParts),
        LANES: String(stage.bankFileLanes),
        NODE_OPTIONS: heapOptions(bankFileHeapMegabytes).join(' '),
      },
      maxConcurrency: 2,
    });
    new Alarm(registerBankFile.worker, 'SetAside', {
      metric: registerBankFile.worker.metric('ImportPartSetAside'),
      rings: { atLeast: 1 },
      impact: 'People of a part of a bank’s file are not registered, and the bank has no answer for them.',
      article: 'import-part-set-aside',
    });
    this.hearCanaries('register-bank-file');
    new Alarm(registerBankFile.worker, 'RowFailed', {
      metric: registerBankFile.worker.metric('RowFailed'),
      rings: { atLeast: 1 },
      impact: 'A bank sends a row again and again that cannot be recorded.',
      article: 'row-failed',
    });
    const writeBankStatement = new UnitJob(this, 'WriteBankStatement', {
      stage,
      stores,
      entry: 'jobs/write-bank-statement',
      purpose: 'Writes a file of what stands of a bank for a period, with what the reports count of it.',
      impact: 'A bank waits for the file by which it reconciles its books.',
      tables: { registrations: 'read', counters: 'read' },
      secrets: [],
      buckets: { imports: ['state'] },
      maxConcurrency: 2,
    });
    const erase = new UnitJob(this, 'ErasePersonalData', {
      stage,
      stores,
      entry: 'jobs/erase-personal-data',
      purpose:
        'Takes a person, or the registrations of a measure that is over, out of every table that knows the ID.',
      impact: 'Data of people who are to be erased is still there.',
      tables: {
        cardholders: 'erase',
        registrations: 'erase',
        registrationHistory: 'erase',
        references: 'erase-note',
        ledger: 'let-end',
        cutOffRows: 'erase',
        quarantine: 'erase',
        programme: 'read',
      },
      secrets: [],
      environment: { SEGMENTS: String(stage.reconcileSegments) },
      maxConcurrency: 2,
    });
    this.jobQueues = {
      registerBankFile: registerBankFile.queue,
      writeBankStatement: writeBankStatement.queue,
      freezeCutOff: freeze.queue,
      importRegistry: importRegistry.queue,
      revokeMissing: revokeMissing.queue,
    };
    new CfnOutput(this, 'ImportRegistryQueueUrl', {
      value: importRegistry.queue.queueUrl,
      description: 'Takes the id of a run that imports a file of the registry',
    });
    new CfnOutput(this, 'RevokeMissingQueueUrl', {
      value: revokeMissing.queue.queueUrl,
      description: 'Takes the id of a run that cancels the cards of those who are missing',
    });

    new CfnOutput(this, 'ErasePersonalDataQueueUrl', {
      value: erase.queue.queueUrl,
      description: 'Takes the id of a run that erases a person or a measure',
    });
    new CfnOutput(this, 'FreezeCutOffQueueUrl', {
      value: freeze.queue.queueUrl,
      description: 'Takes the id of a pay cut-off whose list is to be made',
    });
    new CfnOutput(this, 'ReconcileQueueUrl', {
      value: reconcile.queue.queueUrl,
      description: 'Takes the id of a run that is to reconcile the counters',
    });
  }
  /** A copy of the audit trail that nobody can change, and the proof every night that both say the same. */
  private copyTrail(stage: StageSettings, stores: DataStores): void {
    const { aggregator } = new StreamAggregator(this, 'CopyAuditTrail', {
      stage,
      stores,
      entry: 'aggregators/copy-audit-trail',
      purpose: 'Copies each line of the audit trail to where nobody can change it.',
      impact: 'Lines of the audit trail stand in the table alone, where an administrator could change them.',
      source: stores.tables.audit,
      tables: {},
      secrets: [],
      buckets: { auditCopy: ['add'] },
      articles: { behind: 'trail-copy-behind', gaveUp: 'trail-copy-gave-up' },
    });
    new Alarm(aggregator, 'Altered', {
      metric: aggregator.metric('TrailLineAltered'),
      rings: { atLeast: 1 },
      impact: 'Somebody changed or deleted a line of the audit trail.',
      article: 'trail-altered',
    });
    const compare = new UnitJob(this, 'CompareAuditTrail', {
      stage,
      stores,
      entry: 'jobs/compare-audit-trail',
      purpose: 'Holds the audit trail of a day against its copy, and copies late what the copy misses.',
      impact: 'Nobody knows whether the audit trail is what was written down.',
      tables: { audit: 'read' },
      secrets: [],
      buckets: { auditCopy: ['compare'] },
      maxConcurrency: 2,
    });
    const { worker } = compare;
    new Alarm(worker, 'Drifted', {
      metric: worker.metric('TrailLineDrifted'),
      rings: { atLeast: 1 },
      impact: 'The audit trail and its copy do not say the same about a day.',
      article: 'trail-drifted',
    });
    new Alarm(worker, 'Unproven', {
      metric: worker.metric('TrailLineCompared'),
      rings: { silentForHours: 26 },
      impact: 'Nobody knows whether the audit trail is what was written down.',
      article: 'trail-unproven',
    });
    new Rule(this, 'CompareTrailNightly', {
      description: 'Compares the day before at 03:30 in Bangkok, which keeps UTC+7 all year',
      schedule: Schedule.cron({ minute: '30', hour: '20' }),
      targets: [
        new SqsQueue(compare.queue, { message: RuleTargetInput.fromObject({ runId: EventField.time }) }),
      ],
    });
    new CfnOutput(this, 'CompareTrailQueueUrl', {
      value: compare.queue.queueUrl,
      description: 'Takes the id of a run that compares the audit trail with its copy',
    });
  }

  private hearCanaries(entry: string): void {
    new Alarm(this, `${entry}-canary`, {
      metric: metricOf(entry, 'CanaryLookedUp'),
      rings: { atLeast: 1 },
      impact: 'Somebody asks for an ID that was planted and belongs to nobody: a list of IDs is being used.',
      article: 'canary-looked-up',
    });
  }

  /** Alarms on what routes count themselves. They stand here since the routes fill the 500 resources of their own stack. */
  private watchRoutes(): void {
    for (const { entry, settlesRows, limited, hearsCanaries } of routes) {
      if (hearsCanaries) this.hearCanaries(entry);
      if (settlesRows)
        new Alarm(this, `${entry}-row-failed`, {
          metric: metricOf(entry, 'RowFailed'),
          rings: { atLeast: 1 },
          impact: 'A bank sends a row again and again that cannot be recorded.',
          article: 'row-failed',
        });
      if (!limited) continue;
      new Alarm(this, `${entry}-missing`, {
        metric: metricOf(entry, 'LookUpMissesBeyond'),
        // Of a thousand look-ups, five in six: 833 misses less twice 167.
        rings: { atLeast: 500 },
        impact: 'Somebody seems to try out IDs, to learn who holds a card.',
        article: 'look-ups-missing',
      });
      new Alarm(this, `${entry}-walking`, {
        metric: metricOf(entry, 'LookUpWalked'),
        rings: { atLeast: 50 },
        impact: 'Somebody seems to go through the IDs one after the other, to learn who holds a card.',
        article: 'look-ups-walking',
      });
    }
  }
}
