import { EVERY_FAULT, type FaultName, INJECTED } from './faults.ts';
import { play, type ScheduleOptions, type ScheduleResult } from './schedule.ts';

/** What a row of schedules came to. */
export type CampaignResult = {
  schedules: number;
  /** Faults that were injected; what followed from them is told by name alone. */
  faults: number;
  /** Changes of the sources; deliveries are records handed to the consumer, the same one again included. */
  records: number;
  deliveries: number;
  requests: number;
  byFault: Partial<Record<FaultName, number>>;
  /** Counters that were wrong. */
  drift: number;
  /** The first schedule that failed; the campaign ends with it. */
  failed: ScheduleResult | undefined;
};

/** Plays schedules by rising seeds until one fails. */
export async function campaign(
  { schedules, seed }: { schedules: number; seed: number },
  options: ScheduleOptions,
  progress: (played: number) => void = () => undefined,
): Promise<CampaignResult> {
  const counts = new Map<FaultName, number>();
  const result = { schedules: 0, faults: 0, records: 0, deliveries: 0, requests: 0, drift: 0 };
  let failed: ScheduleResult | undefined;
  while (result.schedules < schedules && failed === undefined) {
    const played = await play(seed + result.schedules, options);
    result.schedules += 1;
    result.records += played.records;
    result.deliveries += played.deliveries;
    result.requests += played.requests;
    result.drift += played.drift;
    for (const [name, count] of played.faults) counts.set(name, (counts.get(name) ?? 0) + count);
    if (played.differences.length > 0) failed = played;
    progress(result.schedules);
  }
  result.faults = INJECTED.reduce((sum, name) => sum + (counts.get(name) ?? 0), 0);
  const byFault = Object.fromEntries(EVERY_FAULT.map((name) => [name, counts.get(name) ?? 0]));
  return { ...result, byFault, failed };
}
