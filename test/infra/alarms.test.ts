import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runbookArticles } from '../../lib/constructs/alarm.ts';
import { stageNames, stages } from '../../lib/stages.ts';
import { everyTemplate, resourcesOf, templates } from '../support/templates.ts';

interface AlarmProperties {
  readonly AlarmDescription: string;
  readonly TreatMissingData: string;
  readonly ComparisonOperator: string;
  readonly Threshold: number;
  readonly EvaluationPeriods: number;
  readonly Period: number;
  readonly Statistic: string;
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Metrics?: unknown;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
  readonly AlarmActions?: readonly unknown[];
  readonly OKActions?: readonly unknown[];
}

const articleOf = ({ AlarmDescription }: AlarmProperties): string | undefined =>
  /^[A-Z].+\. Runbook: docs\/runbook\.md#([a-z-]+)$/.exec(AlarmDescription)?.[1];

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** The strings of a union of literals in a source file. */
const literalsOf = (source: string, type: string): string[] =>
  [...(new RegExp(`type ${type} =([^;]+);`).exec(source)?.[1] ?? '').matchAll(/'([^']+)'/g)].map(
    ([, name = '']) => name,
  );

/** What takes whole IDs and finds nobody by a planted one. */
const hearCanaries = [
  'check-eligibility',
  'create-registration',
  'identify-person',
  'look-up-people',
  'override-area',
  'read-profile',
  'register-bank-file',
  'register-bank-rows',
  'show-full-id',
];

describe.each(stageNames)('the alarms of %s', (stage) => {
  const { storage, service, mis } = templates(stage);
  const alarms = everyTemplate(stage).flatMap(([, template]) =>
    Object.entries(resourcesOf<AlarmProperties>(template, 'AWS::CloudWatch::Alarm')),
  );
  const about = (article: string): readonly AlarmProperties[] =>
    alarms.flatMap(([, { Properties }]) => (articleOf(Properties) === article ? [Properties] : []));

  it('each say whom they hurt and which article helps', () => {
    for (const [id, { Properties }] of alarms) expect(runbookArticles, id).toContain(articleOf(Properties));
  });

  it('use every article', () => {
    const used = alarms.map(([, { Properties }]) => articleOf(Properties));
    const reached = runbookArticles.filter(
      (article) => stages[stage].edge !== undefined || !article.startsWith('edge-'),
    );
    expect(new Set(used)).toEqual(new Set(reached));
  });

  it('watch one plain metric each', () => {
    for (const [id, { Properties }] of alarms) {
      expect([id, Properties.Metrics, typeof Properties.MetricName]).toEqual([id, undefined, 'string']);
    }
  });

  it('ring on a value, and on silence only where silence is the failure', () => {
    for (const [id, { Properties }] of alarms) {
      const silence = ['reconcile-overdue', 'trail-unproven'].includes(articleOf(Properties) ?? '');
      expect([id, Properties.TreatMissingData]).toEqual([id, silence ? 'breaching' : 'notBreaching']);
      expect([id, Properties.ComparisonOperator]).toEqual([
        id,
        silence ? 'LessThanThreshold' : 'GreaterThanOrEqualToThreshold',
      ]);
    }
  });

  it('watch every function', () => {
    const functions = [storage, service, mis].flatMap((template) =>
      Object.keys(resourcesOf(template, 'AWS::Lambda::Function')),
    );
    const watched = about('function-failing').map(({ MetricName, Dimensions }) => [MetricName, Dimensions]);
    expect(watched).toHaveLength(functions.length);
    expect(watched).toEqual(
      expect.arrayContaining(
        functions.map((id) => ['Errors', [{ Name: 'FunctionName', Value: { Ref: id } }]]),
      ),
    );
  });

  it.each([
    ['api-failing', 'AWS/ApiGateway', '5xx', 25],
    ['functions-throttled', 'AWS/Lambda', 'Throttles', 1],
    ['counting-behind', 'AWS/Lambda', 'IteratorAge', 300_000],
    ['counting-gave-up', 'AWS/SQS', 'ApproximateNumberOfMessagesVisible', 1],
    ['record-quarantined', 'Sitthi', 'RecordQuarantined', 1],
    ['counters-drifted', 'Sitthi', 'CounterDrifted', 1],
    ['record-uncountable', 'Sitthi', 'RecordUncountable', 1],
    ['counters-unproven', 'Sitthi', 'ProvinceUnproven', 1],
    ['reconcile-overdue', 'Sitthi', 'PersonRecounted', 1],
    ['trail-copy-behind', 'AWS/Lambda', 'IteratorAge', 300_000],
    ['trail-copy-gave-up', 'AWS/SQS', 'ApproximateNumberOfMessagesVisible', 1],
    ['trail-altered', 'Sitthi', 'TrailLineAltered', 1],
    ['trail-drifted', 'Sitthi', 'TrailLineDrifted', 1],
    ['trail-unproven', 'Sitthi', 'TrailLineCompared', 1],
    ['import-part-set-aside', 'Sitthi', 'ImportPartSetAside', 1],
    ['row-failed', 'Sitthi', 'RowFailed', 1],
    ['look-ups-missing', 'Sitthi', 'LookUpMissesBeyond', 500],
    ['look-ups-walking', 'Sitthi', 'LookUpWalked', 50],
    ['canary-looked-up', 'Sitthi', 'CanaryLookedUp', 1],
    ['job-gave-up', 'AWS/SQS', 'ApproximateNumberOfMessagesVisible', 1],
  ])('say %s when %s %s says so', (article, Namespace, MetricName, Threshold) => {
    const rings = about(article);
    expect(rings.length).toBeGreaterThan(0);
    for (const alarm of rings) expect(alarm).toMatchObject({ Namespace, MetricName, Threshold });
  });

  it('hear the aggregator and the reconcile job under their own names', () => {
    const names = alarms.flatMap(([, { Properties }]) =>
      Properties.Namespace === 'Sitthi' ? [[Properties.MetricName, Properties.Dimensions]] : [],
    );
    const service = (Value: string) => [{ Name: 'service', Value }];
    const sorted = names.sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
    expect(sorted).toEqual([
      ...hearCanaries.map((entry) => ['CanaryLookedUp', service(entry)]),
      ['CounterDrifted', service('reconcile-counters')],
      ['ImportPartSetAside', service('import-registry')],
      ['ImportPartSetAside', service('register-bank-file')],
      ['LookUpMissesBeyond', service('check-eligibility')],
      ['LookUpWalked', service('check-eligibility')],
      ['PersonRecounted', service('reconcile-counters')],
      ['ProvinceUnproven', service('reconcile-counters')],
      ['RecordQuarantined', service('count-cardholders')],
      ['RecordQuarantined', service('count-registrations')],
      ['RecordUncountable', service('reconcile-counters')],
      ['RowFailed', service('correct-bank-rows')],
      ['RowFailed', service('register-bank-file')],
      ['RowFailed', service('register-bank-rows')],
      ['RowFailed', service('withdraw-bank-rows')],
      ['TrailLineAltered', service('copy-audit-trail')],
      ['TrailLineCompared', service('compare-audit-trail')],
      ['TrailLineDrifted', service('compare-audit-trail')],
    ]);
  });

  it('miss a proof of the counts after 26 hours', () => {
    expect(about('reconcile-overdue')).toMatchObject([
      { Statistic: 'SampleCount', Period: 3_600, EvaluationPeriods: 26 },
    ]);
  });

  it('look no further back than CloudWatch allows', () => {
    for (const [id, { Properties }] of alarms) {
      const days = Properties.Period >= 3_600 ? 7 : 1;
      expect(Properties.Period * Properties.EvaluationPeriods, id).toBeLessThanOrEqual(days * 86_400);
    }
  });

  it(`tell ${stages[stage].alarmAddresses.length === 0 ? 'nobody' : 'those on call, also when it is over'}`, () => {
    const told = stages[stage].alarmAddresses.length > 0;
    for (const [id, { Properties }] of alarms) {
      const { AlarmActions = [], OKActions = [] } = Properties;
      expect([id, AlarmActions.length, OKActions.length]).toEqual([id, told ? 1 : 0, told ? 1 : 0]);
      expect(JSON.stringify(AlarmActions)).toMatch(told ? /AlarmTopic/ : /^\[\]$/);
    }
  });
});

describe('whoever finds a person by an ID', () => {
  it.each(hearCanaries)('as %s does, hears of planted ones', (entry) => {
    const folder = entry === 'register-bank-file' ? 'jobs' : 'api';
    expect(read(`functions/${folder}/${entry}.ts`)).toMatch(/ring: publishCanaries/);
  });
});

describe('the metrics of our own that ring an alarm', () => {
  it('are published by a function', () => {
    const published = literalsOf(read('functions/runtime/metrics.ts'), 'MetricName');
    expect(published).toEqual(
      expect.arrayContaining([
        'CanaryLookedUp',
        'CounterDrifted',
        'ImportPartSetAside',
        'LookUpMissesBeyond',
        'LookUpWalked',
        'PersonRecounted',
        'ProvinceUnproven',
        'RecordQuarantined',
        'RecordUncountable',
        'RowFailed',
        'TrailLineAltered',
        'TrailLineCompared',
        'TrailLineDrifted',
      ]),
    );
  });
});

const runbook = read('docs/runbook.md');

/** `Reconcile overdue` → `reconcile-overdue`, as a heading becomes an anchor. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .replaceAll(' ', '-');

/** The articles below a heading of the first level, by their anchors. */
function articlesBelow(chapter: string): Map<string, string> {
  const text = new RegExp(`^# ${chapter}$([\\s\\S]*?)(?=^# |(?![\\s\\S]))`, 'm').exec(
    runbook.replace(/^```sh$[\s\S]*?^```$/gm, (commands) => commands.replace(/^#/gm, ' #')),
  )?.[1];
  const articles = (text ?? '').split(/^## /m).slice(1);
  return new Map(
    articles.map((article) => [anchorOf(article.slice(0, article.indexOf('\n'))), article] as const),
  );
}

describe('the runbook', () => {
  const articles = articlesBelow('Alarms');
  const procedures = articlesBelow('Procedures');
  const commands = [...runbook.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)].map(([, text = '']) =>
    text.replace(/\\\n\s*/g, ''),
  );

  it('has an article for every alarm, and none that no alarm points to', () => {
    expect([...articles.keys()].sort()).toEqual([...runbookArticles].sort());
  });

  it.each([...articles])(
    'says of %s what it means, whom it hurts, where to look and what to do',
    (_anchor, article) => {
      const parts = [...article.matchAll(/^\*\*(.+?)\.\*\*(.*)$/gm)].map(([, part]) => part);
      expect(parts).toEqual(['Meaning', 'Impact', 'Look here', 'Do this']);
      const [, look = '', act = ''] = article.split(/^\*\*(?:Look here|Do this)\.\*\*/m);
      expect(look).toMatch(/```sh\n(?:.+\n)*?.*\b(?:aws|ask) /);
      expect(act).toMatch(/^1\. \S/m);
    },
  );

  it('has no procedure that no article sends to, and no link that leads nowhere', () => {
    const links = [...runbook.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = '']) => anchor);
    expect(links.filter((anchor) => !articles.has(anchor) && !procedures.has(anchor))).toEqual([]);
    expect([...procedures.keys()].filter((anchor) => !links.includes(anchor))).toEqual([]);
  });

  it('asks the logs only for codes that exist', () => {
    const known = literalsOf(read('functions/runtime/logger.ts'), 'LogCode');
    const asked = [...runbook.matchAll(/\b[A-Z]+(?:_[A-Z]+)+\b/g)].map(([code]) => code);
    const others = ['AWS_REGION'];
    expect(known.length).toBeGreaterThan(5);
    expect([...new Set(asked)].filter((code) => !known.includes(code) && !others.includes(code))).toEqual([]);
  });

  it('names only outputs that exist', () => {
    const named = [...runbook.matchAll(/\$\(out ([a-z]+) ([A-Za-z]+)\)/g)];
    const outputs = new Map(
      everyTemplate('production').map(([name, template]) => [name, template.findOutputs('*')]),
    );
    expect(named.length).toBeGreaterThan(2);
    for (const [, part = '', output = ''] of named) expect(outputs.get(part), output).toHaveProperty(output);
  });

  it('reads a table only by the attributes that say nothing about a person', () => {
    const reads = commands.flatMap(
      (text) => text.match(/aws dynamodb (?:scan|query|get-item|batch-get-item)[^\n]*/g) ?? [],
    );
    expect(reads.length).toBeGreaterThan(1);
    for (const command of reads) expect(command).toContain('--projection-expression');
    for (const command of commands)
      expect(command).not.toMatch(/citizenId|TableCardholders|TableRegistration/);
    expect(runbook).not.toMatch(/\d{13}/);
  });

  it('prints a quarantined record only as the types of its attributes', () => {
    for (const command of commands.filter((text) => text.includes('Item.record.S'))) {
      expect(command).toMatch(
        /Item\.record\.S --output text \|\s*jq '\{eventName, before: .*map_values\(keys\[0\]\)\)\}'/,
      );
    }
  });
});
