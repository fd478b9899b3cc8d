import type { Day } from './calendar.ts';
import { type CutOffId, type CutOffInBrief, type CutOffRow, extraOf, isWithinRange } from './cut-off.ts';
import type { Measure } from './programme.ts';
import { isStanding, type Registration } from './registration.ts';

/** What the measure pays one person on top of the allowance, and on which frozen list that stands. */
export type Payment = {
  bahtPerMonth: number;
  /** The first month that is paid for, `YYYY-MM`: the one after the intent. */
  fromMonth: string;
  /** The cut-off of the day of the intent, once there is one. */
  cutOff?: { cutOffId: CutOffId; name: string; phase: CutOffInBrief['phase']; isListed: boolean } | undefined;
};

/** Where a frozen list keeps the person. */
export type ListedRow = Pick<CutOffRow, 'intentOn' | 'registrationId' | 'residence' | 'band'>;

/** `2018-02-21` → `2018-03`. */
export function monthAfter(day: Day): string {
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`;
}

/** The cut-off that pays intents of this day. */
export const cutOffOfDay = (cutOffs: readonly CutOffInBrief[], intentOn: Day): CutOffInBrief | undefined =>
  cutOffs.find((cutOff) => isWithinRange(cutOff, intentOn));

/**
 * By the band of the registration: what is on a frozen list is paid as that list says, whatever the measure says
 * later. Undefined when nothing stands that could be paid.
 */
export function paymentOf(
  registration: Registration | undefined,
  { bands }: Pick<Measure, 'bands'>,
  cutOff: CutOffInBrief | undefined,
  listed: ListedRow | undefined,
): Payment | undefined {
  if (!isStanding(registration)) return undefined;
  return {
    bahtPerMonth:
      cutOff !== undefined && listed !== undefined
        ? extraOf(cutOff.bands, listed.band)
        : extraOf(bands, registration.band),
    fromMonth: monthAfter(registration.intentOn),
    cutOff: cutOff && {
      cutOffId: cutOff.cutOffId,
      name: cutOff.name,
      phase: cutOff.phase,
      isListed: listed !== undefined,
    },
  };
}
