import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Instant } from '../../functions/domain/calendar.ts';
import type { Cardholder } from '../../functions/domain/cardholder.ts';
import type { Import, ImportFiles, ImportId, Imports } from '../../functions/domain/import.ts';
import { importJob } from '../../functions/domain/import-job.ts';
import { bucketOf } from '../../functions/domain/import-row.ts';
import type { ImportReport } from '../../functions/domain/import-steps.ts';
import { Refusal } from '../../functions/domain/refusal.ts';
import { type Registry, registryKind } from '../../functions/domain/registry-kind.ts';
import { revocationJob } from '../../functions/domain/revocation-job.ts';
import { freshRun, runUnits, type UnitJob, type UnitRun } from '../../functions/domain/unit-job.ts';
import { tellSetAside } from '../../functions/streams/import-job.ts';
import { officeZeroId } from '../support/builders.ts';
import { capturedOutput } from '../support/fakes.ts';

const importId = '2018-01-15T021500-test' as ImportId;
const runId = `${importId}.1`;
const at = '2018-01-15T02:15:00.000Z' as Instant;
const HEADER = 'citizen_id,title,first_name,last_name,birth_date,subdistrict,income_band,card_status';
const CHUNKS = 4;
const BUCKETS = 5;

const rowOf = (id: string): string => `${id},นาง,มาลี,ใจดี,31/12/2500,340119,30000,active`;

class InMemoryFiles implements ImportFiles {
  readonly put = new Map<string, string>();
  readonly #lines: readonly string[];
  readonly #chunkLines: number[];
  /** A chunk that cannot be read. */
  torn: number | undefined;
  rejects = '';

  constructor(rows: readonly string[]) {
    this.#lines = [HEADER, ...rows];
    const each = Math.ceil(this.#lines.length / CHUNKS);
    this.#chunkLines = Array.from({ length: CHUNKS }, (_, chunk) =>
      Math.max(0, Math.min(each, this.#lines.length - chunk * each)),
    );
  }

  async survey() {
    const chunkLines = this.#chunkLines;
    const facts = { bytes: 1, sha256: 'a', version: '1', encoding: 'utf-8' as const, header: HEADER };
    return { ...facts, chunkLines, chunkBytes: 1 };
  }

  async *lines(_: ImportId, __: unknown, chunk: number) {
    if (chunk === this.torn) throw new Error('no such bytes');
    const from = this.#chunkLines.slice(0, chunk).reduce((sum, lines) => sum + lines, 0);
    const texts = this.#lines.slice(from, from + (this.#chunkLines[chunk] ?? 0));
    yield texts.map((text, index) => ({ number: from + index + 1, text, cells: text.split(',') }));
  }

  headings() {
    return HEADER.split(',');
  }

  cellsOf(text: string) {
    return text.split(',');
  }

  async putPart(_: string, part: string, text: string) {
    this.put.set(part, text);
  }

  async *parts(_: string, below: string) {
    for (const name of [...this.put.keys()].sort())
      if (name.startsWith(below)) yield this.put.get(name) ?? '';
  }

  async gather(_: string, below: string, head: string) {
    this.rejects = head;
    for await (const part of this.parts(runId, below)) this.rejects += part;
    return { bytes: this.rejects.length, sha256: '' };
  }
}

class InMemoryImports implements Pick<Imports, 'one' | 'save' | 'release' | 'begun'> {
  standing: Import = {
    source: 'registry',
    importId,
    createdAt: at,
    createdBy: 'central',
    file: { bytes: 1, sha256: 'a' },
    phase: 'running',
    runs: [{ runId, startedAt: at, startedBy: 'central', dryRun: false, match: 'overwrite', scope: 'whole' }],
    revision: 1,
  };
  /** How many workers have taken up each part before. */
  before = new Map<string, number>();

  async one() {
    return this.standing;
  }

  async save(next: Import) {
    this.standing = next;
    return { outcome: 'written' as const };
  }

  async release() {}

  async begun(_: string, part: string) {
    return (this.before.get(part) ?? 0) + 1;
  }
}

class InMemoryRegistry implements Registry {
  readonly cards = new Map<string, Cardholder>();
  /** Thrown when this person is written. */
  readonly fails = new Map<string, Error>();

  async *segment(segment: number, segments: number) {
    yield [...this.cards.values()].filter(({ citizenId }) => bucketOf(citizenId, segments) === segment);
  }

  async load(cardholders: readonly Cardholder[]) {
    for (const card of cardholders) this.#put(card);
  }

  async replace(next: Cardholder) {
    this.#put(next);
  }

  #put(card: Cardholder) {
    const failure = this.fails.get(card.citizenId);
    if (failure !== undefined) throw failure;
    this.cards.set(card.citizenId, card);
  }
}

const people = Array.from({ length: 60 }, (_, n) => officeZeroId(n + 1));
const bucketWith = (id: string): string[] =>
  people.filter((other) => bucketOf(other, BUCKETS) === bucketOf(id, BUCKETS));

const finish = <Report>(job: UnitJob<Report>, run: UnitRun<Report>) =>
  runUnits(run, job, {
    hasTime: () => true,
    concurrency: 1,
    save: async () => 'saved',
    tell: () => {},
    now: () => at,
  });

let imports: InMemoryImports;
let registry: InMemoryRegistry;
let output: ReturnType<typeof capturedOutput>;
beforeEach(() => {
  imports = new InMemoryImports();
  registry = new InMemoryRegistry();
  output = capturedOutput();
});
afterEach(() => output.stop());

async function take(files: InMemoryFiles) {
  const kind = registryKind(registry, async () => new Set(['340119']), 3);
  const job: UnitJob<ImportReport> = importJob(
    kind,
    {
      imports,
      files,
      now: () => at,
      wording: ({ code }) => code,
      aside: tellSetAside,
      pause: async () => {},
    },
    { chunks: CHUNKS, segments: 2, buckets: BUCKETS },
  );
  await finish(job, freshRun(job, runId, at));
  const result = imports.standing.runs[0]?.result;
  if (result === undefined) throw new Error('the run has no end');
  return result;
}

describe('an import with a part that cannot be worked on', () => {
  const poisonous = people[7] as string;

  it('sets a poisoned bucket aside, rings, and takes the rest in to the end', async () => {
    registry.fails.set(poisonous, new Error('the item cannot be written'));
    const files = new InMemoryFiles([...people.map(rowOf), 'x,y']);
    const result = await take(files);
    const lost = bucketWith(poisonous);
    expect(result.setAside).toEqual([`bucket-${bucketOf(poisonous, BUCKETS)}`]);
    expect(imports.standing.phase).toBe('done');
    expect(result.counts).toMatchObject({ rows: 61, accepted: 60 - lost.length, rejected: 1 });
    for (const id of people) if (!lost.includes(id)) expect(registry.cards.has(id)).toBe(true);
    expect(files.rejects).toContain('row.columns');
    expect(output.text()).toMatch(/"ImportPartSetAside":1/);
    expect(output.text()).not.toContain(poisonous);
  });

  it('sets a chunk of the file aside that cannot be read, and then calls nobody missing', async () => {
    const gone = officeZeroId(999);
    await take(new InMemoryFiles([...people, gone].map(rowOf)));
    imports = new InMemoryImports();
    const files = new InMemoryFiles(people.map(rowOf));
    files.torn = 1;
    const result = await take(files);
    expect(result.setAside).toEqual(['rows-1']);
    expect(result.counts.missing ?? 0).toBe(0);
    expect(registry.cards.get(gone)?.missing).toBeUndefined();
    expect(output.text()).toMatch(/"ImportPartSetAside":1/);
  });

  it('leaves out what six workers have died of', async () => {
    imports.before.set('bucket-2', 6);
    const result = await take(new InMemoryFiles(people.map(rowOf)));
    expect(result.setAside).toEqual(['bucket-2']);
  });

  it('takes an outage of the store for no fault of the part', async () => {
    registry.fails.set(poisonous, new Refusal('store.busy'));
    await expect(take(new InMemoryFiles(people.map(rowOf)))).rejects.toThrow(Refusal);
    expect(output.text()).not.toContain('ImportPartSetAside');
    registry.fails.clear();
    expect((await take(new InMemoryFiles(people.map(rowOf)))).setAside).toEqual([]);
    expect(registry.cards.size).toBe(60);
  });
});

describe('an import that reads while it writes', () => {
  it('takes the lowest line of a person, and names it to every other one', async () => {
    const [one = '', two = ''] = people;
    const files = new InMemoryFiles([rowOf(one), rowOf(two), rowOf(one), rowOf(two).replace('มาลี', 'ม1')]);
    const result = await take(files);
    expect(result.counts).toMatchObject({ new: 2, rejected: 2, duplicates: 1 });
    expect(files.rejects).toContain(`4,,row.duplicate`);
  });

  it('marks whoever is missing, once all rows have been read', async () => {
    const rows = people.map(rowOf);
    await take(new InMemoryFiles(rows));
    imports = new InMemoryImports();
    const result = await take(new InMemoryFiles(rows.slice(1)));
    expect(result.counts).toMatchObject({ unchanged: 59, missing: 1 });
    expect(registry.cards.get(people[0] as string)?.missing).toEqual({ since: at, importId });
  });
});

describe('a revocation', () => {
  it('counts everybody of the set, also those whom a worker cancelled before it died', async () => {
    const rows = people.map(rowOf);
    await take(new InMemoryFiles(rows));
    imports = new InMemoryImports();
    await take(new InMemoryFiles(rows.slice(20)));
    const revokedAt = '2018-01-16T02:15:00.000Z' as Instant;
    const revocation = { runId: `${importId}.revocation`, startedAt: revokedAt, startedBy: 'central' };
    imports.standing = { ...imports.standing, revocation };
    const job = revocationJob({ registry, imports }, 1, 1);
    registry.fails.set(people[11] as string, new Error('the worker died'));
    await expect(finish(job, freshRun(job, revocation.runId, revokedAt))).rejects.toThrow('died');
    expect([...registry.cards.values()].some(({ cardStatus }) => cardStatus === 'cancelled')).toBe(true);
    registry.fails.clear();
    await finish(job, freshRun(job, revocation.runId, revokedAt));
    expect(imports.standing.revocation?.revoked).toBe(20);
  });
});
