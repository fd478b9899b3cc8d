import { MemoryStore } from './memory-store.ts';
import type { OpenStore, StoreName } from './store.ts';

export type RunningStore = {
  open: OpenStore;
  /** People of the largest crowd that a schedule has there. */
  crowd: number;
  stop(): Promise<void>;
};

export const memory: RunningStore = {
  open: async (flaws) => new MemoryStore(flaws),
  crowd: 300,
  stop: async () => undefined,
};

/** Starts an engine with empty tables as the template has them; the memory needs none. */
export async function startStore(name: StoreName): Promise<RunningStore> {
  if (name === 'memory') return memory;
  // The CDK, the emulator and Java are loaded only for who wants them.
  const [{ openEngine }, { tableDefinitions }, engine] = await Promise.all([
    import('./engine-store.ts'),
    import('../support/templates.ts'),
    name === 'ministack'
      ? import('../support/stack.ts').then(({ startEmptyEmulator }) => startEmptyEmulator())
      : import('../support/dynamodb-local.ts').then(({ startDynamoDbLocal }) => startDynamoDbLocal()),
  ]);
  return { open: await openEngine(engine.endpointUrl, tableDefinitions()), crowd: 130, stop: engine.stop };
}
