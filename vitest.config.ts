import { defineConfig } from 'vitest/config';
import { InOrder } from './test/e2e/in-order.ts';

/** One project per test tier; see CONTRIBUTING for what each may touch. */
const tier = (name: string, more: object = {}) => ({
  test: { name, include: [`test/${name}/**/*.test.ts`], environment: 'node', ...more },
});

export default defineConfig({
  test: {
    sequence: { sequencer: InOrder },
    reporters: ['default', './test/support/closing-line.ts'],
    projects: [
      tier('unit'),
      // One module cache: the CDK takes seconds to load, and the templates are synthesized once for all files.
      tier('infra', { testTimeout: 60_000, hookTimeout: 60_000, isolate: false }),
      tier('data', { testTimeout: 60_000, hookTimeout: 120_000, globalSetup: './test/support/engines.ts' }),
      tier('e2e', {
        testTimeout: 60_000,
        hookTimeout: 300_000,
        globalSetup: './test/support/deployment.ts',
        fileParallelism: false,
      }),
      tier('browser', {
        testTimeout: 90_000,
        hookTimeout: 300_000,
        globalSetup: './test/support/deployment.ts',
        fileParallelism: false,
      }),
    ],
  },
});
