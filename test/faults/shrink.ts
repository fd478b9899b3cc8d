import { play, type Reduction, type ScheduleOptions, type ScheduleResult } from './schedule.ts';
import { personOf } from './world.ts';

/**
 * Leaves people, faults and the end of the history out of a schedule for as long as it fails without them.
 * @param plays how often it may be played for that
 */
export async function shrink(
  failing: ScheduleResult,
  options: ScheduleOptions,
  plays: number,
): Promise<ScheduleResult> {
  let smallest = failing;
  let reduction: Reduction = { faults: new Set(), people: new Set() };
  let left = plays;
  const tries = async (candidate: Reduction): Promise<boolean> => {
    for (const dice of new Set([reduction.dice, undefined, 1, 2, 3])) {
      if (left === 0) return false;
      left -= 1;
      const { dice: _, ...others } = candidate;
      const tried = dice === undefined ? others : { ...others, dice };
      const played = await play(failing.seed, { ...options, reduction: tried });
      if (played.differences.length === 0 || sizeOf(played) > sizeOf(smallest)) continue;
      [smallest, reduction] = [played, tried];
      return true;
    }
    return false;
  };
  for (let before = Number.POSITIVE_INFINITY; sizeOf(smallest) < before && left > 0; ) {
    before = sizeOf(smallest);
    for (const people of halves([...new Set(smallest.changes.map(({ citizenId }) => citizenId))]))
      await tries({ ...reduction, people: new Set([...reduction.people, ...people]) });
    for (const faults of halves(smallest.journal.map(([number]) => number)))
      await tries({ ...reduction, faults: new Set([...reduction.faults, ...faults]) });
    while (
      smallest.changes.length > 1 &&
      (await tries({ ...reduction, changes: smallest.changes.length - 1 }))
    );
  }
  return smallest;
}

const sizeOf = ({ changes, journal }: ScheduleResult): number => changes.length + journal.length;

/** All but nothing, halves, quarters and so on down to single ones. */
function* halves<Value>(values: readonly Value[]): Generator<Value[]> {
  for (let size = Math.ceil(values.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let at = 0; at < values.length; at += size) yield values.slice(at, at + size);
}

/** What there is to say of a failed schedule: who did what, what went wrong on the way, and what came out of it. */
export function describeSchedule({ seed, changes, journal, differences }: ScheduleResult): string {
  const lives = new Map<string, string[]>();
  for (const { source, citizenId, what } of changes) {
    const life = `${personOf({ citizenId })}, ${source}`;
    lives.set(life, [...(lives.get(life) ?? []), what]);
  }
  return [
    `seed ${seed}`,
    ...[...lives].map(([life, whats]) => `  ${life}: ${whats.join(', ')}`),
    `  faults: ${journal.map(([number, name]) => `${number} ${name}`).join(', ') || 'none'}`,
    ...differences.map((difference) => `  ${difference}`),
  ].join('\n');
}
