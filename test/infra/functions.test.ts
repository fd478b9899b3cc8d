import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tableVariable } from '../../lib/data-access.ts';
import { bankFileHeapMegabytes, heapOptions, importHeapMegabytes } from '../../lib/heap.ts';
import { routes } from '../../lib/routes.ts';
import { type StageSettings, stageNames, stages } from '../../lib/stages.ts';
import { resourcesOf, templates } from '../support/templates.ts';

interface FunctionProperties {
  readonly Architectures: readonly string[];
  readonly Runtime: string;
  readonly Timeout: number;
  readonly MemorySize: number;
  readonly ReservedConcurrentExecutions?: number;
  readonly TracingConfig: { readonly Mode: string };
  readonly LoggingConfig: { readonly LogFormat: string; readonly LogGroup: { readonly Ref: string } };
  readonly Environment: { readonly Variables: Readonly<Record<string, unknown>> };
}

interface MappingProperties {
  readonly StartingPosition?: string;
  readonly BatchSize: number;
  readonly BisectBatchOnFunctionError: boolean;
  readonly MaximumRecordAgeInSeconds: number;
  readonly MaximumRetryAttempts: number;
  readonly ScalingConfig?: { readonly MaximumConcurrency: number };
  readonly DestinationConfig: { readonly OnFailure: { readonly Destination: object } };
}

const entriesOnDisk = (folder: string): string[] =>
  readdirSync(new URL(`../../functions/${folder}`, import.meta.url))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length));

describe.each(stageNames)('the functions of %s', (name) => {
  const stage = stages[name];
  const { storage, service, mis } = templates(name);
  const inService = Object.values(resourcesOf<FunctionProperties>(service, 'AWS::Lambda::Function'));
  const inMis = Object.values(resourcesOf<FunctionProperties>(mis, 'AWS::Lambda::Function'));
  const inStorage = Object.values(resourcesOf<FunctionProperties>(storage, 'AWS::Lambda::Function'));
  const serviceName = ({ Properties }: (typeof inService)[number]): string =>
    String(Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME);

  it('wire every entry file once, and name no entry that does not exist', () => {
    expect(inService.map(serviceName).sort()).toEqual(entriesOnDisk('api').sort());
    expect([...inMis, ...inStorage].map(serviceName).sort()).toEqual(
      [...entriesOnDisk('aggregators'), ...entriesOnDisk('jobs')].sort(),
    );
  });

  it(`run on Node 24 for ${stage.architecture}, traced, with logs in JSON`, () => {
    for (const lambda of [...inService, ...inMis, ...inStorage]) {
      expect([serviceName(lambda), lambda.Properties]).toMatchObject([
        serviceName(lambda),
        {
          Architectures: [stage.architecture],
          Runtime: 'nodejs24.x',
          TracingConfig: { Mode: 'Active' },
          LoggingConfig: { LogFormat: 'JSON' },
        },
      ]);
    }
  });

  it('have memory for a whole processor where they fold batches, and enough to start quickly elsewhere', () => {
    const memory = [...inService, ...inMis].map((lambda) => [
      serviceName(lambda),
      lambda.Properties.MemorySize,
    ]);
    const expected = memory.map(([entry]) => [
      entry,
      /^(?:count-|copy-|compare-|reconcile-|freeze-|erase-|import-registry$|revoke-missing$|register-bank-file$|write-bank-statement$)/.test(
        String(entry),
      )
        ? 1769
        : 1024,
    ]);
    expect(memory).toEqual(expected);
  });

  it('bound the heap of the jobs over files, as the benchmarks of their memory do', () => {
    const bounded = [...inService, ...inMis].flatMap((lambda) => {
      const { NODE_OPTIONS } = lambda.Properties.Environment.Variables;
      return NODE_OPTIONS === undefined ? [] : [[serviceName(lambda), NODE_OPTIONS]];
    });
    expect(bounded).toEqual([
      ['import-registry', heapOptions(importHeapMegabytes).join(' ')],
      ['register-bank-file', heapOptions(bankFileHeapMegabytes).join(' ')],
    ]);
  });

  it('have for themselves what the stage reserves, and leave Lambda its hundred', () => {
    const reserved = [...inService, ...inMis].flatMap((lambda) => {
      const { ReservedConcurrentExecutions } = lambda.Properties;
      return ReservedConcurrentExecutions === undefined
        ? []
        : [[serviceName(lambda), ReservedConcurrentExecutions] as const];
    });
    const { publicConcurrency, reservedConcurrency } = stage as StageSettings;
    const open = routes.filter(({ caller }) => caller === 'public');
    expect(Object.fromEntries(reserved)).toEqual({
      ...(publicConcurrency === undefined
        ? {}
        : Object.fromEntries(open.map(({ entry }) => [entry, publicConcurrency]))),
      ...reservedConcurrency,
    });
    const sum = reserved.reduce((total, [, concurrency]) => total + concurrency, 0);
    expect(sum).toBeLessThanOrEqual(stage.accountConcurrency - 100);
  });

  it('log to groups of their own that forget in time', () => {
    for (const [template, lambdas] of [
      [service, inService],
      [mis, inMis],
    ] as const) {
      const groups = resourcesOf<{ readonly RetentionInDays?: number }>(template, 'AWS::Logs::LogGroup');
      const used = lambdas.map(({ Properties }) => Properties.LoggingConfig.LogGroup.Ref);
      expect(new Set(used).size).toBe(lambdas.length);
      for (const id of used) expect(Object.keys(groups)).toContain(id);
      for (const [id, { Properties }] of Object.entries(groups)) {
        expect([id, Properties.RetentionInDays]).toEqual([id, stage.logRetention]);
      }
    }
  });

  it('note a sign-in before the user pool gives out tokens, for nobody but the pool', () => {
    expect(inStorage.map(serviceName)).toEqual(['note-sign-in']);
    const [id] = Object.keys(resourcesOf(storage, 'AWS::Lambda::Function'));
    const arn = { 'Fn::GetAtt': [id, 'Arn'] };
    storage.hasResourceProperties('AWS::Cognito::UserPool', { LambdaConfig: { PostAuthentication: arn } });
    const callers = Object.values(
      resourcesOf<{ Principal: string; FunctionName: unknown }>(storage, 'AWS::Lambda::Permission'),
    );
    expect(callers.map(({ Properties }) => [Properties.Principal, Properties.FunctionName])).toEqual([
      ['cognito-idp.amazonaws.com', arn],
    ]);
    // Cognito waits no longer.
    expect(inStorage[0]?.Properties.Timeout).toBe(5);
  });

  it('answer before the API gives up at 30 seconds', () => {
    for (const lambda of inService) {
      expect(lambda.Properties.Timeout, serviceName(lambda)).toBeLessThan(30);
    }
  });

  it('know their tables, the edge secret, and for officers the client that signed them in', () => {
    const byName = new Map(
      inService.map((lambda) => [serviceName(lambda), lambda.Properties.Environment.Variables]),
    );
    for (const { entry, tables, secrets, caller } of routes) {
      const variables = Object.keys(byName.get(entry) ?? {});
      expect(variables).toEqual(
        expect.arrayContaining(['EDGE_SECRET_ARN', 'STAGE', 'POWERTOOLS_METRICS_NAMESPACE']),
      );
      expect(variables.filter((variable) => variable.endsWith('_TABLE')).sort()).toEqual(
        (Object.keys(tables) as (keyof typeof tables)[]).map(tableVariable).sort(),
      );
      expect(variables.includes('PERSON_KEY_ARN')).toBe(secrets.includes('personKey'));
      expect(variables.includes('OFFICER_CLIENT_ID')).toBe(caller === 'officer');
    }
  });

  it('follow a stream from its start, in thousands, and give up into a queue before it forgets', () => {
    const mappings = Object.values(resourcesOf<MappingProperties>(mis, 'AWS::Lambda::EventSourceMapping'));
    const streams = mappings.filter(({ Properties }) => Properties.StartingPosition !== undefined);
    expect(streams).toHaveLength(3);
    for (const { Properties } of streams)
      expect(Properties).toMatchObject({
        StartingPosition: 'TRIM_HORIZON',
        BatchSize: 1_000,
        MaximumBatchingWindowInSeconds: 2,
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 10,
        MaximumRecordAgeInSeconds: 20 * 3_600,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        DestinationConfig: { OnFailure: { Destination: expect.anything() } },
      });
  });

  it.each([
    ['reconcile at 02:30 in Bangkok', 'cron(30 19 * * ? *)', /^ReconcileCountersQueue/],
    ['compare the audit trail at 03:30 in Bangkok', 'cron(30 20 * * ? *)', /^CompareAuditTrailQueue/],
  ])('%s, in a run that is named after the time', (_, ScheduleExpression, queue) => {
    const rules = Object.values(resourcesOf<{ ScheduleExpression: string }>(mis, 'AWS::Events::Rule'));
    expect(rules).toHaveLength(2);
    const [rule] = rules.filter(({ Properties }) => Properties.ScheduleExpression === ScheduleExpression);
    expect(rule?.Properties).toMatchObject({
      State: 'ENABLED',
      Targets: [
        {
          Arn: { 'Fn::GetAtt': [expect.stringMatching(queue), 'Arn'] },
          InputTransformer: { InputPathsMap: { time: '$.time' }, InputTemplate: '{"runId":<time>}' },
        },
      ],
    });
  });

  it('go on with a run one message at a time, within their reservation, and give up after five tries', () => {
    const mappings = Object.values(resourcesOf<MappingProperties>(mis, 'AWS::Lambda::EventSourceMapping'));
    const jobs = mappings.filter(({ Properties }) => Properties.StartingPosition === undefined);
    const workers = inMis.filter((lambda) => entriesOnDisk('jobs').includes(serviceName(lambda)));
    expect(jobs).toHaveLength(workers.length);
    for (const { Properties } of jobs)
      expect(Properties).toMatchObject({ BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } });
    const queues = resourcesOf<object>(mis, 'AWS::SQS::Queue');
    for (const { Properties } of workers) {
      const { QUEUE_URL: own } = Properties.Environment.Variables as { QUEUE_URL?: { Ref: string } };
      expect(queues[own?.Ref ?? '']?.Properties).toMatchObject({
        VisibilityTimeout: 360,
        RedrivePolicy: { maxReceiveCount: 5 },
      });
      expect(Properties.Timeout).toBe(300);
    }
  });
});

describe.each([stages.staging, stages.production])('the room of $name', (stage: StageSettings) => {
  const { publicConcurrency = 0, publicThrottle, publicThrottles, reservedConcurrency } = stage;

  it('is kept for the look-up, for recording intents, for counting, and for jobs, each beside one by hand', () => {
    expect(Object.keys(reservedConcurrency).sort()).toEqual([
      'check-eligibility',
      'count-cardholders',
      'count-registrations',
      'create-registration',
      'freeze-cut-off',
      'import-registry',
      'reconcile-counters',
      'register-bank-file',
      'register-bank-rows',
      'revoke-missing',
    ]);
    // The least that an event source can be told to stay within: below it, messages would be refused and given up.
    expect(reservedConcurrency).toHaveProperty('reconcile-counters', 2);
  });

  it('is enough for what the API lets through to a public route', () => {
    for (const { entry, caller } of routes) {
      if (caller !== 'public') continue;
      const { rate } = publicThrottles[entry] ?? publicThrottle;
      // An environment takes ten requests a second at most.
      expect((reservedConcurrency[entry] ?? publicConcurrency) * 10, entry).toBeGreaterThanOrEqual(rate);
    }
  });

  it('is left to officers: a quarter of the rate that the account takes, whatever the crowd does', () => {
    const open = routes.filter(({ caller }) => caller === 'public');
    const rates = open.map(({ entry }) => (publicThrottles[entry] ?? publicThrottle).rate);
    expect(rates.reduce((sum, rate) => sum + rate, 0)).toBeLessThanOrEqual(stage.apiThrottle.rate * 0.75);
  });
});
