import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tableVariable } from '../../lib/data-access.ts';
import { routes } from '../../lib/routes.ts';
import { stageNames, stages } from '../../lib/stages.ts';
import { resourcesOf, templates } from '../support/templates.ts';

interface FunctionProperties {
  readonly Architectures: readonly string[];
  readonly Runtime: string;
  readonly Timeout: number;
  readonly TracingConfig: { readonly Mode: string };
  readonly LoggingConfig: { readonly LogFormat: string; readonly LogGroup: { readonly Ref: string } };
  readonly Environment: { readonly Variables: Readonly<Record<string, unknown>> };
}

interface MappingProperties {
  readonly BatchSize: number;
  readonly BisectBatchOnFunctionError: boolean;
  readonly MaximumRecordAgeInSeconds: number;
  readonly MaximumRetryAttempts: number;
  readonly DestinationConfig: { readonly OnFailure: { readonly Destination: object } };
}

const entriesOnDisk = (folder: string): string[] =>
  readdirSync(new URL(`../../functions/${folder}`, import.meta.url))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length));

describe.each(stageNames)('the functions of %s', (name) => {
  const stage = stages[name];
  const { service, mis } = templates(name);
  const inService = Object.values(resourcesOf<FunctionProperties>(service, 'AWS::Lambda::Function'));
  const inMis = Object.values(resourcesOf<FunctionProperties>(mis, 'AWS::Lambda::Function'));
  const serviceName = ({ Properties }: (typeof inService)[number]): string =>
    String(Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME);

  it('wire every entry file once, and name no entry that does not exist', () => {
    expect(inService.map(serviceName).sort()).toEqual(entriesOnDisk('api').sort());
    expect(inMis.map(serviceName).sort()).toEqual(
      [...entriesOnDisk('aggregators'), ...entriesOnDisk('jobs')].sort(),
    );
  });

  it(`run on Node 24 for ${stage.architecture}, traced, with logs in JSON`, () => {
    for (const lambda of [...inService, ...inMis]) {
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
    expect(mappings.map(({ Properties }) => Properties)).toEqual([
      expect.objectContaining({
        StartingPosition: 'TRIM_HORIZON',
        BatchSize: 1_000,
        MaximumBatchingWindowInSeconds: 1,
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 10,
        MaximumRecordAgeInSeconds: 20 * 3_600,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        DestinationConfig: { OnFailure: { Destination: expect.anything() } },
      }),
    ]);
    mis.allResourcesProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true });
    mis.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: [{ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
      },
    });
  });

  it('reconcile at 02:30 in Bangkok', () => {
    mis.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'cron(30 19 * * ? *)',
      State: 'ENABLED',
    });
  });
});
