import type { DistrictCode, ProvinceCode } from './area.ts';
import type { Occasion } from './audit.ts';
import { bangkokDay, daysBetween, instantOf } from './calendar.ts';
import type { Officer } from './caller.ts';
import { newestOf } from './counts.ts';
import {
  assertFreezable,
  type CutOff,
  type CutOffId,
  type CutOffInBrief,
  type CutOffs,
  overlapping,
} from './cut-off.ts';
import { type CutOffReport, cutOffReport } from './cut-off-report.ts';
import type { DayRange } from './daily-report.ts';
import type { AreaName, Counters, Gazetteer, Programme } from './ports.ts';
import { Refusal } from './refusal.ts';
import { areasWithin, provincesOf, type ReportArea, reportAreaOf } from './report-area.ts';
import type { Reading } from './report-desk.ts';
import type { RunQueue } from './unit-job.ts';

export type CutOffBooks = { cutOffs: CutOffs; programme: Pick<Programme, 'measure'> };

export type CutOffDesk = CutOffBooks & { queue: RunQueue; newId(at: Date): CutOffId };

/** Who freezes: an officer, or an operator of the stage. */
type Freezer = Pick<Officer, 'subject' | 'area'>;

/** Who adds a cut-off while others do reads their ranges again, so many times. */
const ATTEMPTS = 5;

/**
 * Freezes the list of a range as of this moment; a job makes it. The same range under the same name, while its list is
 * being made, is the same request again: its job is told to go on.
 * @throws Refusal area.outside for all but central, cut-off.overlaps, store.busy, and what `assertFreezable` throws
 */
export async function createCutOff(
  desk: CutOffDesk,
  freezer: Freezer,
  asked: DayRange & { name: string },
  occasion: Occasion,
): Promise<CutOff> {
  if (freezer.area.level !== 'country') throw new Refusal('area.outside');
  const measure = await desk.programme.measure();
  assertFreezable(asked, measure, bangkokDay(occasion.at));
  const { name, from, to } = asked;
  const cutOff = await added(
    desk,
    {
      cutOffId: desk.newId(occasion.at),
      measure: measure.code,
      name,
      from,
      to,
      frozenAt: instantOf(occasion.at),
      frozenBy: freezer.subject,
      bands: measure.bands,
      phase: 'freezing',
    },
    occasion,
  );
  await desk.queue.send(cutOff.cutOffId);
  return cutOff;
}

async function added(
  { cutOffs }: CutOffDesk,
  cutOff: CutOff,
  { at, from, requestId }: Occasion,
): Promise<CutOff> {
  const { measure, cutOffId, name } = cutOff;
  const audit = {
    action: 'FROZE_CUT_OFF' as const,
    actor: cutOff.frozenBy,
    at: instantOf(at),
    from,
    requestId,
    about: { cutOffId, from: cutOff.from, to: cutOff.to },
  };
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const after = await cutOffs.ranges(measure);
    const other = overlapping(after.ranges, cutOff);
    if (other === undefined) {
      if ((await cutOffs.add(cutOff, after, audit)).outcome === 'written') return cutOff;
      continue;
    }
    const same = other.from === cutOff.from && other.to === cutOff.to && other.name === name;
    const standing = same ? await cutOffs.one(measure, other.cutOffId) : undefined;
    if (standing?.phase === 'freezing') return standing;
    throw new Refusal('cut-off.overlaps', { path: 'from', facts: { other } });
  }
  throw new Refusal('store.busy');
}

/** Every cut-off of the measure, the oldest first. */
export async function listCutOffs({ cutOffs, programme }: CutOffBooks): Promise<CutOffInBrief[]> {
  const { code } = await programme.measure();
  return cutOffs.list(code);
}

/** @throws Refusal cut-off.not-found */
export async function cutOffNamed({ cutOffs, programme }: CutOffBooks, cutOffId: CutOffId): Promise<CutOff> {
  const { code } = await programme.measure();
  const cutOff = await cutOffs.one(code, cutOffId);
  if (cutOff === undefined) throw new Refusal('cut-off.not-found', { path: 'cutOffId' });
  return cutOff;
}

export type CutOffReading = Reading<CutOffReport> & { cutOff: CutOff };

/**
 * How many people are paid how much, by area, beside how many have an intent of these days now.
 * @throws Refusal cut-off.not-found, province.not-found, district.not-found (also outside the officer's area)
 */
export async function readCutOff(
  books: CutOffBooks & { counters: Counters; gazetteer: Gazetteer },
  officer: Officer,
  cutOffId: CutOffId,
  { area: code }: { area?: ProvinceCode | DistrictCode | undefined },
  at: Date,
): Promise<CutOffReading> {
  const about = await reportAreaOf(books.gazetteer, officer, code);
  const cutOff = await cutOffNamed(books, cutOffId);
  const [names, provinces] = await Promise.all([
    namesOf(books.gazetteer, about),
    provincesOf(books.gazetteer, about.area),
  ]);
  const days = daysBetween(cutOff.from, cutOff.to);
  const items = await books.counters.read(
    provinces.flatMap((province) => days.map((bucket) => ({ province, bucket }))),
  );
  const report = cutOffReport(cutOff, about.area, names, items);
  return { ...about, asOf: instantOf(at), lastCountedAt: newestOf(items), report, cutOff };
}

/** The finest a cut-off is added up by is the district. */
const namesOf = async (gazetteer: Gazetteer, { area, path }: ReportArea): Promise<AreaName[]> =>
  area.level === 'district' ? path.slice(-1) : areasWithin(gazetteer, area);
