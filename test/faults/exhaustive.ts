import type { Source } from '../../functions/domain/contribution.ts';
import type { Choose } from '../../local/seed/random.ts';
import { explore, type Pick } from './explore.ts';
import { OneFault, type RequestFault } from './faults.ts';
import { MemoryStore } from './memory-store.ts';
import { type Told, told } from './records.ts';
import { changesOfLife, SMALL_HISTORIES } from './small-histories.ts';
import { type Mutation, World } from './world.ts';

/** What one consumer can meet at one request. A storm is a row of the same. */
export const SINGLE_FAULTS: readonly RequestFault[] = [
  'crash-before-request',
  'crash-after-request',
  'request-lost',
  'answer-lost',
  'stalled-before-request',
  'stalled-after-request',
  'conflict',
  'throttle',
  'mixed-reasons',
  'request-throttled',
];

export type Explored = { cases: number; failures: string[] };

export type Exploration = { pairs?: typeof SMALL_HISTORIES; mutation?: Mutation };

/** The records of a pair of small histories; the lives keep their order, whatever order they are put in. */
const recordsOf = (pair: (typeof SMALL_HISTORIES)[number]): [Told[], Told[]] => {
  let sequence = 0;
  const [first, second] = pair.map((name, n) =>
    changesOfLife(name, n + 1).map((change) => {
      sequence += 1;
      return told(change, sequence);
    }),
  );
  return [first ?? [], second ?? []];
};

/** Every way to lay two rows into one, each in its own order. */
function interleavings<Value>(a: readonly Value[], b: readonly Value[]): Value[][] {
  const [[first, ...restOfA], [second, ...restOfB]] = [a, b];
  if (first === undefined || second === undefined) return [[...a, ...b]];
  return [
    ...interleavings(restOfA, b).map((rest) => [first, ...rest]),
    ...interleavings(a, restOfB).map((rest) => [second, ...rest]),
  ];
}

function permutations<Value>(values: readonly Value[]): Value[][] {
  if (values.length < 2) return [[...values]];
  return values.flatMap((value, at) => permutations(values.toSpliced(at, 1)).map((rest) => [value, ...rest]));
}

/** Every way to cut a row into batches. */
function cuts<Value>(values: readonly Value[]): Value[][][] {
  return Array.from({ length: 2 ** (values.length - 1) }, (_, bits) => {
    const batches: Value[][] = [[]];
    for (const [at, value] of values.entries()) {
      if (at > 0 && (bits >> (at - 1)) & 1) batches.push([]);
      batches.at(-1)?.push(value);
    }
    return batches;
  });
}

/** Every choice of the wire is a fork; nobody sits out. */
const choosing = (pick: Pick): Choose => ({
  whole: () => 0,
  chance: () => pick(2) === 1,
  of: (values) => values[pick(values.length)] as (typeof values)[number],
  weighted: (values) => (values[0] as (typeof values)[number])[0],
});

const FIRST: Pick = () => 0;

type Case = {
  what: string;
  records: readonly Told[];
  fault?: OneFault;
  pick?: Pick;
  mutation?: Mutation | undefined;
};

/** Plays one case on a store of its own; says what is wrong after it. */
async function after(
  { what, records, fault = new OneFault(), pick = FIRST, mutation }: Case,
  play: (invoke: (batch: readonly Told[]) => ReturnType<World['invoke']>) => Promise<unknown>,
): Promise<string[]> {
  const world = new World(new MemoryStore(), {
    pick,
    faults: fault,
    choose: choosing(pick),
    ...(mutation === undefined ? {} : { mutation }),
  });
  for (const record of records.toSorted(bySequence)) world.write(record);
  const source = records[0]?.change.source as Source;
  await world.turns.during(play((batch) => world.invoke(source, batch)).then(() => world.settled()));
  const { differences } = await world.differences();
  return differences.length === 0 ? [] : [`${what}: ${differences.join('; ')}`];
}

const sequenceOf = ({ record }: Told): string => record.dynamodb?.SequenceNumber ?? '';
const bySequence = (a: Told, b: Told): number => (sequenceOf(a) < sequenceOf(b) ? -1 : 1);
const named = (records: readonly Told[]): string =>
  records.map(({ record: { eventID } }) => eventID).join(' ');

/** How a batch that was not taken comes again. */
type Again = 'whole' | 'halved' | 'longer';

/** The ways that make a difference: one record is not halved, and after the last batch nothing comes. */
const againOf = (batches: readonly Told[][]): Again[] => [
  'whole',
  ...(batches.some(({ length }) => length > 1) ? (['halved'] as const) : []),
  ...(batches.length > 1 ? (['longer'] as const) : []),
];

/** One fault at every request of every delivery in order: two people's records, laid and cut in every way. */
export async function everySingleFault({
  pairs = SMALL_HISTORIES,
  mutation,
}: Exploration = {}): Promise<Explored> {
  const explored: Explored = { cases: 0, failures: [] };
  for (const pair of pairs)
    for (const records of interleavings(...recordsOf(pair)))
      for (const batches of cuts(records)) {
        const deliver = async (fault: OneFault, again: Again, what: string) => {
          explored.cases += 1;
          explored.failures.push(
            ...(await after({ what, records, fault, mutation }, async (invoke) => {
              for (const [at, batch] of batches.entries()) {
                if ((await invoke(batch)) === 'done') continue;
                const middle = Math.ceil(batch.length / 2);
                if (again === 'halved' && batch.length > 1) {
                  await invoke(batch.slice(0, middle));
                  await invoke(batch.slice(middle));
                } else if (again === 'longer') await invoke([...batch, ...(batches[at + 1] ?? [])]);
                else await invoke(batch);
              }
            })),
          );
        };
        const calm = new OneFault();
        const at = batches.map(named).join(' | ');
        await deliver(calm, 'whole', at);
        for (const fault of SINGLE_FAULTS)
          for (let request = 0; request < calm.requests; request++)
            for (const again of FAILING.has(fault) ? againOf(batches) : (['whole'] as const))
              await deliver(new OneFault(fault, request), again, `${at}, ${fault} at ${request}, ${again}`);
      }
  return explored;
}

/** Faults after which a batch comes again. */
const FAILING: ReadonlySet<RequestFault> = new Set([
  'crash-before-request',
  'crash-after-request',
  'request-lost',
  'answer-lost',
  'stalled-before-request',
  'stalled-after-request',
]);

/** Every order of the records at all, cut in every way. */
export async function everyOrder({ pairs = SMALL_HISTORIES, mutation }: Exploration = {}): Promise<Explored> {
  const explored: Explored = { cases: 0, failures: [] };
  for (const pair of pairs)
    for (const records of permutations(recordsOf(pair).flat()))
      for (const batches of cuts(records)) {
        explored.cases += 1;
        explored.failures.push(
          ...(await after({ what: batches.map(named).join(' | '), records, mutation }, async (invoke) => {
            for (const batch of batches) await invoke(batch);
          })),
        );
      }
  return explored;
}

/** Two invocations at once over the same and over neighbouring records, in every interleaving of their requests. */
export async function everyInterleaving(
  deviations: number,
  { pairs = SMALL_HISTORIES, mutation }: Exploration = {},
): Promise<Explored> {
  const explored: Explored = { cases: 0, failures: [] };
  for (const pair of pairs) {
    const [first, second] = recordsOf(pair);
    const records = interleavings(first, second)[7] as Told[];
    const overlaps = [
      [records, records],
      [records.slice(0, 4), records],
      [records.slice(0, 4), records.slice(2)],
      [records.slice(3), records.slice(0, 3)],
    ] as const;
    for (const [one, other] of overlaps)
      for (const fault of [undefined, ...SINGLE_FAULTS])
        for (let request = 0; request < (fault === undefined ? 1 : 3); request++) {
          explored.cases += await explore(async (pick) => {
            const what = `${named(one)} beside ${named(other)}, ${fault ?? 'no fault'} at ${request}`;
            explored.failures.push(
              ...(await after(
                { what, records, fault: new OneFault(fault, request), pick, mutation },
                async (invoke) => {
                  await Promise.all(
                    [one, other].map(async (batch) => {
                      while ((await invoke(batch)) !== 'done');
                    }),
                  );
                },
              )),
            );
          }, deviations);
        }
  }
  return explored;
}
