import type { components } from '../api/schema.d.ts';
import { dayInWords } from './day.ts';
import { type Child, element, icon } from './elements.ts';
import { inLanguage } from './language.ts';
import { type DistrictName, words } from './wording.ts';

type PublishedPlace = components['schemas']['PublishedPlace'];
type BankBranches = components['schemas']['BankBranches'];

/** Every branch of the banks takes the intent, whether or not a district has set places of its own. */
export const BRANCHES: readonly BankBranches[] = [
  { bank: 'BAAC', name: { th: 'ธ.ก.ส.', en: 'BAAC' } },
  { bank: 'GSB', name: { th: 'ธนาคารออมสิน', en: 'GSB' } },
];
const CALL_CENTRES: Readonly<Record<BankBranches['bank'], string>> = { BAAC: '02-555-0555', GSB: '1115' };

const HOTLINE = '1359';

const BUILDING = 'M3 21h18M5 21V10M19 21V10M9.5 21v-7M14.5 21v-7M3 10l9-6 9 6z';
const PIN =
  'M12 21c-4-5-6-8.200-6-11a6 6 0 0 1 12 0c0 2.800-2 6-6 11zM12 12.200a2.200 2.200 0 1 0 0-4.400 2.200 2.200 0 0 0 0 4.400z';

/** The banks first, then the places that the district has set. */
export function placeList(
  district: DistrictName,
  branches: readonly BankBranches[],
  places: readonly PublishedPlace[],
): HTMLElement {
  return element(
    'ul',
    { class: 'place-list' },
    ...branches.map((branch) => branchesIn(district, branch)),
    ...places.map(placeItem),
  );
}

function branchesIn(district: DistrictName, { bank, name }: BankBranches): HTMLElement {
  const { anyBranch, branchHours, branchPhone } = words();
  return item(
    BUILDING,
    element('h4', { class: 'place-name' }, inLanguage(name)),
    element('p', {}, anyBranch(district)),
    element('p', { class: 'soft' }, branchHours),
    element('p', {}, `${branchPhone} `, phoneLink(CALL_CENTRES[bank])),
  );
}

/** What an officer wrote is in Thai, whatever the reader's language. */
function placeItem(place: PublishedPlace): HTMLElement {
  const { hours, phone } = words();
  const { name, address, position } = place;
  return item(
    PIN,
    element('h4', { class: 'place-name', lang: 'th' }, name),
    address === undefined ? undefined : element('p', { class: 'soft', lang: 'th' }, address),
    daysOf(place),
    place.hours === undefined
      ? undefined
      : element('p', {}, `${hours} `, element('span', { lang: 'th' }, place.hours)),
    place.phone === undefined ? undefined : element('p', {}, `${phone} `, phoneLink(place.phone)),
    position === undefined ? undefined : element('p', {}, mapLink(name, position)),
  );
}

const item = (drawing: string, ...children: readonly Child[]): HTMLElement =>
  element('li', { class: 'place' }, icon(drawing), element('div', { class: 'place-text' }, ...children));

function daysOf({ opensOn, closesOn }: PublishedPlace): HTMLElement | undefined {
  if (opensOn === undefined && closesOn === undefined) return undefined;
  const { days, from, through } = words();
  const parts = [
    ...(opensOn === undefined ? [] : [from, dayInWords(opensOn)]),
    ...(closesOn === undefined ? [] : [through, dayInWords(closesOn)]),
  ];
  return element(
    'p',
    {},
    opensOn === closesOn ? `${days} ${dayInWords(opensOn ?? '')}` : `${days} ${parts.join(' ')}`,
  );
}

/** A text with the number of the hotline as a link. */
export const withHotline = (text: string): Child[] =>
  text
    .split(HOTLINE)
    .reduce<Child[]>((said, part, at) => said.concat(at === 0 ? part : [phoneLink(HOTLINE), part]), []);

/** An extension is for reading: `045 000 000 ต่อ 12` dials the number before it. */
export function phoneLink(written: string): HTMLElement {
  const digits = written.replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50));
  const [number = ''] = digits.split(/ต่อ|[,#]/);
  return element('a', { class: 'phone', href: `tel:${number.replace(/[^\d+]/g, '')}` }, written);
}

/** Nothing but the position goes to the map. */
function mapLink(
  name: string,
  { latitude, longitude }: { latitude: number; longitude: number },
): HTMLElement {
  const { map, newTab } = words();
  return element(
    'a',
    {
      class: 'map-link',
      href: `https://www.google.com/maps/search/?api=1&query=${latitude},${longitude}`,
      target: '_blank',
      rel: 'noopener noreferrer',
    },
    map,
    element('span', { class: 'visually-hidden' }, ` ${name} (${newTab})`),
  );
}
