import { App, Validations } from 'aws-cdk-lib';
import { stageNamed } from '../lib/stages.ts';
import { makeStacks } from '../lib/system.ts';

const app = new App();
const stage = stageNamed(String(app.node.tryGetContext('stage') ?? 'local'));
makeStacks(app, stage);

// The stage of one machine does without what the rules ask for, and should start without waiting for them.
if (stage.name !== 'local') {
  const { AwsSolutionsChecks } = await import('cdk-nag');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}
