import type { App, Environment, Stack } from 'aws-cdk-lib';
import { MisStack } from './mis-stack.ts';
import { OperationsStack } from './operations-stack.ts';
import { ServiceStack } from './service-stack.ts';
import type { StageSettings } from './stages.ts';
import { StorageStack } from './storage-stack.ts';

const stackName = (stage: StageSettings, part: string): string => `sitthi-${stage.name}-${part}`;

// The account is left to the credentials that deploy; the region belongs to the stage.
const environment = (stage: StageSettings): Environment => ({ region: stage.region });

export function makeStorage(app: App, stage: StageSettings): StorageStack {
  return new StorageStack(app, stackName(stage, 'storage'), {
    stage,
    env: environment(stage),
    terminationProtection: stage.deletionProtection,
    description: `Sitthi ${stage.name}: tables, secrets, encryption key and user pool`,
  });
}

export interface SitthiStacks {
  readonly storage: StorageStack;
  readonly service: ServiceStack;
  readonly mis: MisStack;
  /** Only on a stage whose alarms have somebody to tell. */
  readonly operations: OperationsStack | undefined;
}

/** Makes the stacks of one stage. */
export function makeStacks(app: App, stage: StageSettings): SitthiStacks {
  const storage = makeStorage(app, stage);
  const mis = new MisStack(app, stackName(stage, 'mis'), {
    stage,
    env: environment(stage),
    stores: storage.stores,
    description: `Sitthi ${stage.name}: what keeps the counts`,
  });
  const service = new ServiceStack(app, stackName(stage, 'service'), {
    stage,
    env: environment(stage),
    stores: storage.stores,
    identity: storage.identity,
    jobQueues: mis.jobQueues,
    description: `Sitthi ${stage.name}: the HTTP API and its functions`,
  });
  return { storage, service, mis, operations: makeOperations(app, stage, [service, mis]) };
}

function makeOperations(
  app: App,
  stage: StageSettings,
  watched: readonly Stack[],
): OperationsStack | undefined {
  if (stage.alarmAddresses.length === 0) return undefined;
  const operations = new OperationsStack(app, stackName(stage, 'operations'), {
    stage,
    env: environment(stage),
    description: `Sitthi ${stage.name}: how those on call learn of an alarm`,
  });
  for (const stack of watched) operations.listenTo(stack);
  return operations;
}
