import type { Instant } from './calendar.ts';
import { type Import, type Imports, importOfRun } from './import.ts';
import { inLanes } from './lanes.ts';
import type { Registry } from './registry-kind.ts';
import { isRevoked, revoked } from './registry-merge.ts';
import type { UnitJob } from './unit-job.ts';

/** The job that cancels the cards which an import has marked. */
export const REVOKE_MISSING = 'revoke-missing';

export type RevocationReport = { revoked: number };

/**
 * Cancels what an import has marked and nobody has brought back since. A card that is changed meanwhile is left to
 * the next try of its unit.
 */
export function revocationJob(
  {
    registry,
    imports,
  }: { registry: Pick<Registry, 'segment' | 'replace'>; imports: Pick<Imports, 'one' | 'save'> },
  segments: number,
  lanes: number,
): UnitJob<RevocationReport> {
  const startedAt = async (runId: string): Promise<Instant> => {
    const found = await imports.one(importOfRun(runId));
    if (found?.revocation === undefined) throw new Error('a run without its revocation');
    return found.revocation.startedAt;
  };
  return {
    kind: REVOKE_MISSING,
    nothing: { revoked: 0 },
    merge: (sum, part) => ({ revoked: sum.revoked + part.revoked }),
    phases: [
      {
        units: segments,
        work: async (segment, of, _, runId) => {
          const at = await startedAt(runId);
          const importId = importOfRun(runId);
          let count = 0;
          for await (const page of registry.segment(segment, of)) {
            const cancelled = page.flatMap((before) => {
              const next = revoked(before, importId, at);
              return next === undefined ? [] : [{ next, before }];
            });
            await inLanes(
              cancelled.map(
                ({ next, before }) =>
                  () =>
                    registry.replace(next, before),
              ),
              lanes,
            );
            // Those whom a worker cancelled before it died are of this set, too.
            count += cancelled.length + page.filter((card) => isRevoked(card, importId, at)).length;
          }
          return { revoked: count };
        },
      },
      {
        units: 1,
        work: async (_unit, _of, { revoked: count }, runId) => {
          for (;;) {
            const found = await imports.one(importOfRun(runId));
            if (found?.revocation === undefined) throw new Error('a run without its revocation');
            if (found.revocation.revoked !== undefined) break;
            const next: Import = {
              ...found,
              revocation: { ...found.revocation, revoked: count },
              revision: found.revision + 1,
            };
            if ((await imports.save(next)).outcome === 'written') break;
          }
          return { revoked: 0 };
        },
      },
    ],
  };
}
