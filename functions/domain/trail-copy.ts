import { bangkokDay, type Day, plusDays } from './calendar.ts';
import type { UnitJob } from './unit-job.ts';

/** A line of the trail in the one spelling that it has, and the SHA-256 of that, in hexadecimal digits. */
export type SpelledLine = { text: string; digest: string };

/** Lines by their hour of UTC, `2018-02-14T02`; some may come twice. */
export type LinesByHour = { ofHour(hour: string): AsyncIterable<SpelledLine[]> };

/** The copy that nobody can change, not even whoever may change the table. */
export type TrailCopy = LinesByHour & { add(hour: string, texts: readonly string[]): Promise<void> };

/** How the lines of a day stand beside their copy. */
export type ComparedTrail = {
  lines: number;
  copied: number;
  /** Of the table and not in the copy; the comparison itself copies them late. */
  missing: number;
  /** Of the copy and not in the table: lines that were changed or deleted. */
  gone: number;
  /** The exclusive or of all digests: equal when the lines are, in whatever order they come. */
  tableDigest: string;
  copyDigest: string;
};

export const COMPARE_TRAIL = 'compare-audit-trail';

const NO_DIGEST = '0'.repeat(64);
const HOURS_OF_A_DAY = 24;
/** Midnight in Bangkok is 17 o'clock of the day before in UTC. */
const MIDNIGHT_UTC = 17;

/** The day in Bangkok before the instant that a run's id begins with. */
export const dayOfRun = (runId: string): Day =>
  plusDays(bangkokDay(new Date(`${runId.slice(0, 'YYYY-MM-DDTHH:MM'.length)}:00Z`)), -1);

/** The id of a run that compares a day; `token` tells it from another run of the same day. */
export const runOfDay = (day: Day, token: string): string => `${plusDays(day, 1)}T05:00:00Z-${token}`;

/** Hour `unit` of a day in Bangkok, as UTC has it. */
export function hourOf(day: Day, unit: number): string {
  const hour = MIDNIGHT_UTC + unit;
  const date = hour < HOURS_OF_A_DAY ? plusDays(day, -1) : day;
  return `${date}T${String(hour % HOURS_OF_A_DAY).padStart(2, '0')}`;
}

const exclusiveOr = (a: string, b: string): string =>
  (BigInt(`0x${a}`) ^ BigInt(`0x${b}`)).toString(16).padStart(NO_DIGEST.length, '0');

const digestOf = (digests: ReadonlySet<string>): string => {
  let sum = 0n;
  for (const digest of digests) sum ^= BigInt(`0x${digest}`);
  return sum.toString(16).padStart(NO_DIGEST.length, '0');
};

async function digestsOf(lines: AsyncIterable<SpelledLine[]>): Promise<Set<string>> {
  const digests = new Set<string>();
  for await (const page of lines) for (const { digest } of page) digests.add(digest);
  return digests;
}

/** Holds an hour of the table against its copy, and copies late what the copy has not. */
export async function compareHour(hour: string, table: LinesByHour, copy: TrailCopy): Promise<ComparedTrail> {
  // The copy is read first: what is written meanwhile is in the table alone, and no line seems to be gone.
  const copied = await digestsOf(copy.ofHour(hour));
  const standing = await digestsOf(table.ofHour(hour));
  const missing = new Set([...standing].filter((digest) => !copied.has(digest)));
  const gone = [...copied].filter((digest) => !standing.has(digest)).length;
  if (missing.size > 0)
    for await (const page of table.ofHour(hour)) {
      const late = page.filter(({ digest }) => missing.has(digest));
      if (late.length > 0)
        await copy.add(
          hour,
          late.map(({ text }) => text),
        );
    }
  return {
    lines: standing.size,
    copied: copied.size,
    missing: missing.size,
    gone,
    tableDigest: digestOf(standing),
    copyDigest: digestOf(copied),
  };
}

/** Compares the day before a run, hour by hour. A unit done twice finds what it copied late in its place. */
export const compareTrailJob = (table: LinesByHour, copy: TrailCopy): UnitJob<ComparedTrail> => ({
  kind: COMPARE_TRAIL,
  phases: [
    {
      units: HOURS_OF_A_DAY,
      work: (unit, _, __, runId) => compareHour(hourOf(dayOfRun(runId), unit), table, copy),
    },
  ],
  nothing: { lines: 0, copied: 0, missing: 0, gone: 0, tableDigest: NO_DIGEST, copyDigest: NO_DIGEST },
  merge: (sum, part) => ({
    lines: sum.lines + part.lines,
    copied: sum.copied + part.copied,
    missing: sum.missing + part.missing,
    gone: sum.gone + part.gone,
    tableDigest: exclusiveOr(sum.tableDigest, part.tableDigest),
    copyDigest: exclusiveOr(sum.copyDigest, part.copyDigest),
  }),
});
