import type { DistrictCode, SubdistrictCode } from './area.ts';
import { districtOf } from './area.ts';
import { type Day, type Instant, yearOf } from './calendar.ts';
import type { CitizenId } from './citizen-id.ts';
import type { Band } from './programme.ts';

export type CardStatus = 'active' | 'cancelled' | 'deceased' | 'not-passed';

/** ผู้มีบัตรสวัสดิการแห่งรัฐ as the Ministry's registry has it. Only the import writes it. */
export type Cardholder = {
  citizenId: CitizenId;
  name: { title: string; first: string; last: string };
  birthDate: Day;
  /** Current address given at the 2560 registration; the district is its prefix. */
  subdistrict: SubdistrictCode;
  band: Band;
  cardStatus: CardStatus;
  /** When the registry last changed anything of it: tells a later state from an earlier one. */
  changedAt: Instant;
  /** A newer file of the whole registry did not have the person: still entitled until central revokes the set. */
  missing?: { since: Instant; importId: string } | undefined;
};

export const isEntitled = (cardholder: Cardholder | undefined): cardholder is Cardholder =>
  cardholder?.cardStatus === 'active';

/** What a card says of the same day, less 543 years: until 1940 a year of the Buddhist era ran from April to March. */
function onTheCard(birthDate: Day): string {
  const isOfTheYearBefore = birthDate < '1941' && birthDate.slice(5) < '04';
  return isOfTheYearBefore ? `${yearOf(birthDate) - 1}${birthDate.slice(4)}` : birthDate;
}

/** Whether the registry has this birth date, which was converted from the card by 543 years. */
export const isBornOn = ({ birthDate }: Pick<Cardholder, 'birthDate'>, given: Day): boolean =>
  given === birthDate || given === onTheCard(birthDate);

export const residenceDistrict = (cardholder: Cardholder): DistrictCode => districtOf(cardholder.subdistrict);

/** First name whole, last name by its first consonant: an officer compares it with the card. */
export function maskName({ title, first, last }: Cardholder['name']): string {
  const initial = last.match(/[ก-ฮA-Za-z]/)?.[0] ?? '';
  return `${title}${first} ${initial}…`;
}
