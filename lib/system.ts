import { fileURLToPath } from 'node:url';
import type { App, Environment, Stack } from 'aws-cdk-lib';
import { EdgeStack } from './edge-stack.ts';
import { MisStack } from './mis-stack.ts';
import { OperationsStack } from './operations-stack.ts';
import { ServiceStack } from './service-stack.ts';
import { EDGE_REGION, type StageSettings } from './stages.ts';
import { StorageStack } from './storage-stack.ts';

const stackName = (stage: StageSettings, part: string): string => `sitthi-${stage.name}-${part}`;

// The account is left to the credentials that deploy; the region belongs to the stage.
const environment = (stage: StageSettings): Environment => ({ region: stage.region });

/** The edge's stack stands in another region, and reads what these two export. */
const crossingRegions = ({ edge }: StageSettings) =>
  edge === undefined ? {} : { crossRegionReferences: true };

export function makeStorage(app: App, stage: StageSettings): StorageStack {
  return new StorageStack(app, stackName(stage, 'storage'), {
    stage,
    env: environment(stage),
    ...crossingRegions(stage),
    terminationProtection: stage.deletionProtection,
    description: `Sitthi ${stage.name}: tables, secrets, encryption key and user pool`,
  });
}

export interface SitthiStacks {
  readonly storage: StorageStack;
  readonly service: ServiceStack;
  readonly mis: MisStack;
  /** Only on a stage that the internet reaches. */
  readonly edge: EdgeStack | undefined;
  /** Only on a stage whose alarms have somebody to tell. */
  readonly operations: OperationsStack | undefined;
  /** The same in the edge's region: an alarm tells a topic beside it only. */
  readonly edgeOperations: OperationsStack | undefined;
}

/** Where the sites are after their build. */
const builtSites = fileURLToPath(new URL('../web/dist', import.meta.url));

/** Makes the stacks of one stage, with the sites as they were built. */
export function makeStacks(app: App, stage: StageSettings, sitesDir = builtSites): SitthiStacks {
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
    ...crossingRegions(stage),
    identity: storage.identity,
    jobQueues: mis.jobQueues,
    description: `Sitthi ${stage.name}: the HTTP API and its functions`,
  });
  const edge = makeEdge(app, stage, { storage, service, sitesDir });
  return {
    storage,
    service,
    mis,
    edge,
    operations: makeOperations(app, stage, {
      part: 'operations',
      region: stage.region,
      watched: [service, mis],
    }),
    edgeOperations:
      edge === undefined
        ? undefined
        : makeOperations(app, stage, { part: 'edge-operations', region: EDGE_REGION, watched: [edge] }),
  };
}

function makeEdge(
  app: App,
  stage: StageSettings,
  { storage, service, sitesDir }: { storage: StorageStack; service: ServiceStack; sitesDir: string },
): EdgeStack | undefined {
  if (stage.edge === undefined) return undefined;
  return new EdgeStack(app, stackName(stage, 'edge'), {
    stage,
    edge: stage.edge,
    env: { region: EDGE_REGION },
    crossRegionReferences: true,
    apiId: service.apiId,
    stores: storage.stores,
    identity: storage.identity,
    sitesDir,
    description: `Sitthi ${stage.name}: CloudFront, the web ACL and the sites`,
  });
}

function makeOperations(
  app: App,
  stage: StageSettings,
  { part, region, watched }: { part: string; region: string; watched: readonly Stack[] },
): OperationsStack | undefined {
  if (stage.alarmAddresses.length === 0) return undefined;
  const operations = new OperationsStack(app, stackName(stage, part), {
    stage,
    env: { region },
    description: `Sitthi ${stage.name}: how those on call learn of an alarm in ${region}`,
  });
  for (const stack of watched) operations.listenTo(stack);
  return operations;
}
