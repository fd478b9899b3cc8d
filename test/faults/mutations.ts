import type { Ledger } from '../../functions/domain/count-observations.ts';
import type { LedgerRow } from '../../functions/domain/counting.ts';
import type { StoreFlaws } from './store.ts';
import type { Mutation } from './world.ts';

/** Breaks a promise of the counting around the code that keeps it. The harness is worth what it notices of these. */
export const MUTATIONS: Readonly<Record<string, Mutation & { store?: StoreFlaws }>> = {
  'the condition of a ledger row is ignored': { store: { ignoresConditions: true } },
  'a state that is older than the ledger is counted over it': { ledger: countingOlderStates },
  'conflicts beside failed conditions are taken for a duplicate': {
    store: { takesMixturesForDuplicates: true },
  },
  'counters and ledger are written by two requests': { ledger: inTwoRequests },
  'removals are not counted': {
    batch: (batch) => batch.filter(({ record }) => record.eventName !== 'REMOVE'),
  },
  'what cannot be counted is dropped': { quarantine: () => ({ setAside: async () => undefined }) },
};

/** Says of every row that was found that it is older than anything, and writes on the condition that it is as it was. */
function countingOlderStates(ledger: Ledger): Ledger {
  const older = -1;
  const found = new Map<string, LedgerRow>();
  return {
    commit: async ({ steps, deltas }) => {
      const result = await ledger.commit({
        deltas,
        steps: steps.map((step) =>
          step.expected?.version === older ? { ...step, expected: found.get(step.citizenId) } : step,
        ),
      });
      if (result.outcome !== 'unexpected') return result;
      const actual = new Map<string, LedgerRow | undefined>();
      for (const [citizenId, row] of result.actual) {
        actual.set(citizenId, row && { ...row, version: older });
        if (row !== undefined) found.set(citizenId, row);
      }
      return { outcome: 'unexpected', actual };
    },
  };
}

function inTwoRequests(ledger: Ledger): Ledger {
  return {
    commit: async ({ steps, deltas }) => {
      const rows = await ledger.commit({ steps, deltas: [] });
      return rows.outcome === 'counted' && deltas.length > 0 ? ledger.commit({ steps: [], deltas }) : rows;
    },
  };
}
