import { App } from 'aws-cdk-lib';
import { stageNamed } from '../lib/stages.ts';
import { makeStacks } from '../lib/system.ts';

const app = new App();
makeStacks(app, stageNamed(String(app.node.tryGetContext('stage') ?? 'local')));
