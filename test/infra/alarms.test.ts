import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runbookArticles } from '../../lib/constructs/alarm.ts';
import { resourcesOf, templates } from '../support/templates.ts';

interface AlarmProperties {
  readonly AlarmDescription: string;
  readonly TreatMissingData: string;
  readonly MetricName?: string;
  readonly Namespace?: string;
}

const runbook = new URL('../../docs/runbook.md', import.meta.url);

/** The anchors that a Markdown page offers: its headings as GitHub turns them into fragments. */
function anchorsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#{1,6}\s+(.+?)\s*$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('the alarms', () => {
  const { service, mis } = templates();
  const alarms = [service, mis].flatMap((template) =>
    Object.entries(resourcesOf<AlarmProperties>(template, 'AWS::CloudWatch::Alarm')),
  );
  const articleOf = ({ AlarmDescription }: AlarmProperties): string | undefined =>
    /^[A-Z].+\. Runbook: docs\/runbook\.md#([a-z-]+)$/.exec(AlarmDescription)?.[1];

  it('each say whom they hurt and which article helps', () => {
    for (const [id, { Properties }] of alarms) expect(runbookArticles, id).toContain(articleOf(Properties));
  });

  it('use every article', () => {
    expect(new Set(alarms.map(([, { Properties }]) => articleOf(Properties)))).toEqual(
      new Set(runbookArticles),
    );
  });

  it('find their article in the runbook', () => {
    const anchors = existsSync(runbook) ? anchorsOf(readFileSync(runbook, 'utf8')) : [];
    expect(anchors).toEqual(expect.arrayContaining([...runbookArticles]));
  });

  it('watch every function', () => {
    const functions = [service, mis].flatMap((template) =>
      Object.keys(template.findResources('AWS::Lambda::Function')),
    );
    const watching = alarms.filter(([, { Properties }]) => articleOf(Properties) === 'function-failing');
    for (const id of functions) {
      const watched = watching.some(([, { Properties }]) => JSON.stringify(Properties).includes(`"${id}"`));
      expect(watched, id).toBe(true);
    }
  });

  it('watch the lag, the failures and the quarantine of the aggregator', () => {
    const metrics = Object.values(resourcesOf<AlarmProperties>(mis, 'AWS::CloudWatch::Alarm')).map(
      ({ Properties }) => `${Properties.Namespace ?? ''} ${Properties.MetricName ?? ''}`,
    );
    expect(metrics).toEqual(
      expect.arrayContaining([
        'AWS/Lambda IteratorAge',
        'AWS/SQS ApproximateNumberOfMessagesVisible',
        'Sitthi RecordQuarantined',
      ]),
    );
  });
});
