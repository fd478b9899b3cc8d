import { bangkokDay } from './calendar.ts';
import { parseCitizenId } from './citizen-id.ts';
import { type Eligibility, mayRegister, standingOf } from './eligibility.ts';
import type { EligibilityRecords } from './ports.ts';

/**
 * The public look-up: whether and where the person may register.
 * @throws Refusal citizen-id.format, citizen-id.checksum
 */
export async function checkEligibility(
  written: string,
  at: Date,
  records: EligibilityRecords,
): Promise<Eligibility> {
  const { measure, ...person } = await records.person(parseCitizenId(written));
  const standing = standingOf(person);
  if (standing.status !== 'may-register') return standing;
  const places = await records.publishedPlaces(standing.district);
  return mayRegister(standing.district, measure, places, bangkokDay(at));
}
