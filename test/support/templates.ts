import { readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type {
  CreateTableCommandInput,
  GlobalSecondaryIndex,
  KeySchemaElement,
} from '@aws-sdk/client-dynamodb';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { TableName } from '../../lib/data-access.ts';
import { type StageName, stages } from '../../lib/stages.ts';
import { makeStacks, makeStorage } from '../../lib/system.ts';

export interface Resource<Properties> {
  readonly Type: string;
  readonly Properties: Properties;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly DependsOn?: readonly string[];
}

export interface StageTemplates {
  readonly storage: Template;
  readonly service: Template;
  readonly mis: Template;
  /** Only on a stage that the internet reaches. */
  readonly edge?: Template;
  /** Only on a stage whose alarms have somebody to tell. */
  readonly operations?: Template;
  readonly edgeOperations?: Template;
}

/** The input of CreateTable, for whoever names the table. */
export type TableDefinition = Omit<CreateTableCommandInput, 'TableName'>;

// The command line hands over the flags of cdk.json; an app made in a test has to be given them.
const { context } = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8')) as {
  context: Record<string, unknown>;
};

/** Stands in for the built sites: a test of templates needs none. */
const sitesDir = fileURLToPath(new URL('../../lib/edge', import.meta.url));

function synthesize<Made>(make: (app: App) => Made): Made {
  const app = new App({ context: { ...context, 'aws:cdk:bundling-stacks': [] }, analyticsReporting: false });
  try {
    return make(app);
  } finally {
    rmSync(app.outdir, { recursive: true, force: true });
  }
}

const synthesized = new Map<StageName, { readonly app: App; readonly templates: StageTemplates }>();
const synthesizedStorage = new Map<StageName, Template>();

function synthesizedStage(stage: StageName) {
  const known = synthesized.get(stage);
  if (known !== undefined) return known;
  const made = synthesize((app) => {
    const { storage, service, mis, edge, operations, edgeOperations } = makeStacks(
      app,
      stages[stage],
      sitesDir,
    );
    return {
      app,
      templates: {
        storage: Template.fromStack(storage),
        service: Template.fromStack(service),
        mis: Template.fromStack(mis),
        ...(edge === undefined ? {} : { edge: Template.fromStack(edge) }),
        ...(operations === undefined ? {} : { operations: Template.fromStack(operations) }),
        ...(edgeOperations === undefined ? {} : { edgeOperations: Template.fromStack(edgeOperations) }),
      },
    };
  });
  synthesized.set(stage, made);
  return made;
}

/** The templates of every stack of a stage, without bundles. Needs the entry files of the functions. */
export function templates(stage: StageName = 'local'): StageTemplates {
  return synthesizedStage(stage).templates;
}

/** The same, by the names of the stacks: for what holds of every one of them. */
export function everyTemplate(stage: StageName): readonly (readonly [string, Template])[] {
  return Object.entries(templates(stage));
}

/** The constructs that a stage's templates were made of. */
export function constructsOf(stage: StageName): App {
  return synthesizedStage(stage).app;
}

/** The storage template alone, which needs no function. */
export function storageTemplate(stage: StageName = 'local'): Template {
  const known = synthesizedStorage.get(stage);
  if (known !== undefined) return known;
  const made = synthesize((app) => Template.fromStack(makeStorage(app, stages[stage])));
  synthesizedStorage.set(stage, made);
  return made;
}

/** Functions with which the CDK itself deploys: they stand still while the system runs, and their code is not ours. */
const MADE_BY_CDK = /^Custom(?:CrossRegionExport|CDKBucketDeployment)/;

/** The resources of one type by logical id; what the CDK brings along is left out. */
export function resourcesOf<Properties>(
  template: Template,
  type: string,
): Readonly<Record<string, Resource<Properties>>> {
  const resources = template.findResources(type) as unknown as Record<string, Resource<Properties>>;
  return Object.fromEntries(Object.entries(resources).filter(([id]) => !MADE_BY_CDK.test(id)));
}

/** The logical id of each table in the storage template. */
export function tableLogicalIds(stage: StageName = 'local'): Readonly<Record<TableName, string>> {
  const outputs = storageTemplate(stage).findOutputs('*') as Record<string, { Value: { Ref?: string } }>;
  const ids = Object.entries(outputs).flatMap(([id, { Value }]) => {
    const name = /^Table([A-Z])(.*)$/.exec(id);
    return name === null ? [] : [[`${name[1]?.toLowerCase()}${name[2]}`, Value.Ref]];
  });
  return Object.fromEntries(ids) as Record<TableName, string>;
}

interface TableProperties {
  readonly AttributeDefinitions: NonNullable<CreateTableCommandInput['AttributeDefinitions']>;
  readonly KeySchema: KeySchemaElement[];
  readonly GlobalSecondaryIndexes?: GlobalSecondaryIndex[];
  readonly StreamSpecification?: { readonly StreamViewType: 'NEW_AND_OLD_IMAGES' };
}

/** What CreateTable needs to build each table as the template has it; encryption and recovery are left out. */
export function tableDefinitions(stage: StageName = 'local'): Readonly<Record<TableName, TableDefinition>> {
  const tables = resourcesOf<TableProperties>(storageTemplate(stage), 'AWS::DynamoDB::Table');
  const definitions = Object.entries(tableLogicalIds(stage)).map(([name, id]): [string, TableDefinition] => {
    const table = tables[id];
    if (table === undefined) throw new Error(`The output of ${name} names no table.`);
    const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, StreamSpecification } = table.Properties;
    return [
      name,
      {
        AttributeDefinitions,
        KeySchema,
        BillingMode: 'PAY_PER_REQUEST',
        ...(GlobalSecondaryIndexes === undefined ? {} : { GlobalSecondaryIndexes }),
        ...(StreamSpecification === undefined
          ? {}
          : { StreamSpecification: { StreamEnabled: true, ...StreamSpecification } }),
      },
    ];
  });
  return Object.fromEntries(definitions) as Record<TableName, TableDefinition>;
}
