import type { DistrictCode, SubdistrictCode } from '../../functions/domain/area.ts';
import { bangkokDay, instantOf, plusDays } from '../../functions/domain/calendar.ts';
import type { Cardholder } from '../../functions/domain/cardholder.ts';
import { checkDigit, parseCitizenId } from '../../functions/domain/citizen-id.ts';
import type { Choose } from './random.ts';

const WOMEN =
  'สมใจ มาลี บุญเรือน ทองใบ จันทร์เพ็ญ สุภาพร วันเพ็ญ ประไพ อรุณี ลำดวน นงลักษณ์ สายสุนีย์ พิมพา กัลยา รัตนา บัวลอย สำเนียง ละออง เพ็ญศรี คำพอง'.split(
    ' ',
  );
const MEN =
  'สมชาย บุญมี ประเสริฐ ทองดี วิชัย สุรชัย คำผาย สมพงษ์ ประยูร อุดม ชาญชัย บุญเลิศ สำราญ ไพบูลย์ ณรงค์ สุพจน์ อำนวย ธงชัย จำปา วีระ'.split(
    ' ',
  );
const SURNAME_STARTS = 'ทอง บุญ แสง ศรี วงศ์ คำ พรม สุข จันทร์ แก้ว ชัย พล อินทร์ สาย ดวง มา'.split(' ');
const SURNAME_ENDS = 'สว่าง มาลัย ประเสริฐ พันธ์ ใจดี ทิพย์ ศิริ รุ่งเรือง คำภา สมบูรณ์ วิเศษ งาม อ่อน สุวรรณ'.split(' ');

/**
 * The n-th made-up ID. Digits 2-5 name the office that issued a number and 0000 is none, so that no person has it.
 */
export function madeUpId(n: number) {
  const twelve = `${1 + (n % 8)}0000${String(n).padStart(7, '0')}`;
  return parseCitizenId(`${twelve}${checkDigit(twelve)}`);
}

/** Where made-up people live, and how many: Ubon Ratchathani whole, and districts elsewhere. */
export type Population = { district: DistrictCode; people: number; subdistricts: readonly SubdistrictCode[] };

/** Cards that give no right, as they stand in a real registry among the others. */
const CARD_STATUS = [
  ['active', 955],
  ['cancelled', 20],
  ['deceased', 15],
  ['not-passed', 10],
] as const;

export function* people(
  populations: readonly Population[],
  choose: Choose,
  today = new Date(),
): Generator<Cardholder> {
  let n = 1;
  for (const { people: count, subdistricts } of populations)
    for (let i = 0; i < count; i++) {
      const woman = choose.chance(0.56);
      const age = 18 + choose.whole(70);
      yield {
        citizenId: madeUpId(n++),
        name: {
          title: woman ? choose.of(['นาง', 'นางสาว']) : 'นาย',
          first: choose.of(woman ? WOMEN : MEN),
          last: `${choose.of(SURNAME_STARTS)}${choose.of(SURNAME_ENDS)}`,
        },
        birthDate: plusDays(bangkokDay(today), -365 * age - choose.whole(365)),
        subdistrict: choose.of(subdistricts),
        band: choose.chance(0.62) ? 'UP_TO_30000' : 'UP_TO_100000',
        cardStatus: choose.weighted(CARD_STATUS),
        changedAt: instantOf(today),
      };
    }
}
