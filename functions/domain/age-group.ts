import { type Day, yearOf } from './calendar.ts';

/**
 * Ages by the year of birth, as the registry's lists are sorted. `working` is who the programme's visiting teams are
 * sent to; the other groups have no age in common and leave none out.
 */
export const AGE_GROUPS = ['working', '18-35', '36-60', 'over-60', 'under-18'] as const;
export type AgeGroup = (typeof AGE_GROUPS)[number];

/** Years that a person of the group reaches, both included. */
const AGES: Record<AgeGroup, { from: number; to: number }> = {
  working: { from: 18, to: 60 },
  'under-18': { from: 0, to: 17 },
  '18-35': { from: 18, to: 35 },
  '36-60': { from: 36, to: 60 },
  'over-60': { from: 61, to: 200 },
};

/** Years of birth, common era and both included, of those who reach an age of the group in the year of that day. */
export function birthYearsOf(group: AgeGroup, today: Day): { bornFrom: number; bornTo: number } {
  const { from, to } = AGES[group];
  return { bornFrom: yearOf(today) - to, bornTo: yearOf(today) - from };
}
