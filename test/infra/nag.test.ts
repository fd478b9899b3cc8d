import { App, Stack } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { beforeAll, describe, expect, it } from 'vitest';
import { nag, printNagLine } from '../support/nag.ts';
import { constructsOf, everyTemplate } from '../support/templates.ts';

const reports = (['staging', 'production'] as const).map((stage) => ({ stage, ...nag(constructsOf(stage)) }));

beforeAll(() => printNagLine(reports));

describe('the rules of AWS Solutions', () => {
  it('find what nobody has answered', () => {
    const stack = new Stack(new App({ analyticsReporting: false }), 'unanswered');
    new Queue(stack, 'Queue');
    const { open, findings } = nag(stack);
    expect(open).toEqual([
      'AwsSolutions-SQS3 unanswered/Queue/Resource',
      'AwsSolutions-SQS4 unanswered/Queue/Resource',
    ]);
    expect(findings.map(({ rule, acknowledgement }) => [rule, acknowledgement])).toEqual([
      ['AwsSolutions-SQS3', undefined],
      ['AwsSolutions-SQS4', undefined],
    ]);
  });
});

describe.each(reports)('the rules of AWS Solutions over $stage', (report) => {
  it('look at every resource of every stack', () => {
    const resources = everyTemplate(report.stage).flatMap(([, template]) =>
      Object.values(template.toJSON().Resources as Record<string, { Type: string }>),
    );
    expect(report.resources).toBe(resources.filter(({ Type }) => Type !== 'AWS::CDK::Metadata').length);
  });

  it('find nothing that is not answered', () => {
    expect(report.open).toEqual([]);
    expect(report.findings.filter(({ acknowledgement }) => acknowledgement === undefined)).toEqual([]);
  });

  it('are answered only where they find something', () => {
    const used = new Set(report.findings.map(({ acknowledgement }) => acknowledgement?.at));
    expect(report.acknowledgements.filter(({ at }) => !used.has(at))).toEqual([]);
  });

  it('are answered beside the resource, never for a stack or the app', () => {
    for (const { at } of report.acknowledgements) expect(at.split('/').length, at).toBeGreaterThan(1);
  });

  it('are answered in sentences', () => {
    for (const { at, reason } of report.acknowledgements) expect(reason, at).toMatch(/^[A-Z].{60,}\.$/);
  });
});
