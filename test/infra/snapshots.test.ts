import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { stages } from '../../lib/stages.ts';
import { type TemplateOfStage, templateDifferences, templateText } from '../support/template-text.ts';
import { everyTemplate } from '../support/templates.ts';

type Checked = 'staging' | 'production';

const stackNames = everyTemplate('production').map(([name]) => name);

function ofStage(stage: Checked, name: string): TemplateOfStage {
  const [, template] = everyTemplate(stage).find(([known]) => known === name) ?? [];
  if (template === undefined) throw new Error(`${stage} has no ${name} stack`);
  return { stage, region: stages[stage].region, template };
}

describe.each(stackNames)('the %s stack', (name) => {
  const production = ofStage('production', name);

  it('is what has been reviewed for production', async () => {
    await expect(templateText(production.template)).toMatchFileSnapshot(`snapshots/production-${name}.yaml`);
  });

  it('differs on staging only in what has been reviewed', async () => {
    const differences = templateDifferences(production, ofStage('staging', name));
    await expect(differences).toMatchFileSnapshot(`snapshots/staging-${name}.txt`);
  });
});

describe('the snapshots', () => {
  it('are of stacks that exist', () => {
    const kept = readdirSync(new URL('snapshots', import.meta.url)).sort();
    const expected = stackNames.flatMap((name) => [`production-${name}.yaml`, `staging-${name}.txt`]).sort();
    expect(kept).toEqual(expected);
  });

  it('hold nothing that a build or a machine changes', () => {
    const texts = stackNames.map((name) => templateText(ofStage('production', name).template)).join('\n');
    expect(texts).not.toMatch(/\b[0-9a-f]{40,}\b|\/work\/|\/home\/|\d{4}-\d{2}-\d{2}T\d{2}/);
  });
});
