import type { TestProject } from 'vitest/node';
import type { TableName } from '../../lib/data-access.ts';
import { startDynamoDbLocal } from './dynamodb-local.ts';
import { startEmptyEmulator } from './stack.ts';
import {
  resourcesOf,
  storageTemplate,
  type TableDefinition,
  tableDefinitions,
  tableLogicalIds,
} from './templates.ts';

/** A DynamoDB that answers on this machine. */
export interface Engine {
  readonly name: 'MiniStack' | 'DynamoDB Local';
  readonly endpointUrl: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    engines: readonly Engine[];
    tableDefinitions: Readonly<Record<TableName, TableDefinition>>;
    /** The attribute by which items of a table expire, where they do. */
    expiryAttributes: Readonly<Partial<Record<TableName, string>>>;
  }
}

/** Starts the emulator's DynamoDB and Amazon's own for the whole run; both end with it. */
export default async function startEngines(project: TestProject): Promise<() => Promise<void>> {
  const starts = await Promise.allSettled([startEmptyEmulator(), startDynamoDbLocal()]);
  const stop = async (): Promise<void> => {
    await Promise.all(starts.map((start) => start.status === 'fulfilled' && start.value.stop()));
  };
  const [emulator, amazons] = starts;
  try {
    if (emulator.status === 'rejected') throw emulator.reason;
    if (amazons.status === 'rejected') throw amazons.reason;
    project.provide('engines', [
      { name: 'MiniStack', endpointUrl: emulator.value.endpointUrl },
      { name: 'DynamoDB Local', endpointUrl: amazons.value.endpointUrl },
    ]);
    // Synthesized once for all files: that takes longer than most of them.
    project.provide('tableDefinitions', tableDefinitions());
    project.provide('expiryAttributes', expiryAttributes());
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

function expiryAttributes(): Partial<Record<TableName, string>> {
  const tables = resourcesOf<{ TimeToLiveSpecification?: { AttributeName: string } }>(
    storageTemplate(),
    'AWS::DynamoDB::Table',
  );
  return Object.fromEntries(
    Object.entries(tableLogicalIds()).flatMap(([name, id]) => {
      const expiry = tables[id]?.Properties.TimeToLiveSpecification;
      return expiry === undefined ? [] : [[name, expiry.AttributeName]];
    }),
  );
}
