import type { BirthDateFault, Part } from './birth-date.ts';
import type { IdFault } from './citizen-id.ts';
import { inLanguage, type LocalText, language } from './language.ts';
import type { Failure } from './request.ts';

export interface AreaName {
  readonly code: string;
  readonly name: LocalText;
}
export interface DistrictName extends AreaName {
  readonly province: AreaName;
}

const BANGKOK = '10';

/** Bangkok is divided into เขต, the provinces into อำเภอ. */
export function areaInWords({ name, province }: DistrictName): string {
  if (language() === 'en') return `${name.en} District, ${province.name.en}`;
  return province.code === BANGKOK
    ? `เขต${name.th} กรุงเทพมหานคร`
    : `อำเภอ${name.th} จังหวัด${province.name.th}`;
}

const FAULTS: Readonly<Record<IdFault, (digits: number) => LocalText>> = {
  empty: () => ({ th: 'กรุณากรอกเลขประจำตัวประชาชน', en: 'Enter the national ID number.' }),
  'not-digits': () => ({
    th: 'มีตัวอักษรหรือเครื่องหมายปนอยู่ กรุณากรอกเฉพาะตัวเลข',
    en: 'There is a letter or a sign among the digits. Enter digits only.',
  }),
  'too-few': (digits) => ({
    th: `กรอกแล้ว ${digits} หลัก ยังขาดอีก ${13 - digits} หลัก เลขประจำตัวประชาชนต้องมี 13 หลัก`,
    en: `You entered ${digits} of 13 digits: ${13 - digits} more to go.`,
  }),
  'too-many': (digits) => ({
    th: `กรอกแล้ว ${digits} หลัก เกินมา ${digits - 13} หลัก เลขประจำตัวประชาชนต้องมี 13 หลัก`,
    en: `You entered ${digits} digits: an ID number has 13.`,
  }),
  'first-digit': () => ({
    th: 'หลักแรกไม่ถูกต้อง หลักแรกต้องเป็นเลข 1 ถึง 8 กรุณาเทียบกับหน้าบัตร',
    en: 'The first digit must be 1 to 8. Compare it with the card.',
  }),
  'check-digit': () => ({
    th: 'เลขนี้ไม่ถูกต้อง มีตัวเลขผิดอย่างน้อยหนึ่งหลัก กรุณาเทียบกับหน้าบัตรทีละหลัก',
    en: 'This number is not valid: at least one digit is wrong. Compare it with the card, digit by digit.',
  }),
};

export const faultInWords = (fault: IdFault, digits: number): string => inLanguage(FAULTS[fault](digits));

const PART_NAMES: Readonly<Record<Part, LocalText>> = {
  day: { th: 'วันที่เกิด', en: 'day' },
  month: { th: 'เดือนเกิด', en: 'month' },
  year: { th: 'ปีเกิด', en: 'year' },
};

const WRONG_PARTS: Readonly<Record<Part, LocalText>> = {
  day: { th: 'วันที่ต้องเป็นเลข 1 ถึง 31', en: 'The day must be 1 to 31.' },
  month: { th: 'เดือนต้องเป็นเลข 1 ถึง 12 เช่น มี.ค. ใส่ 3', en: 'The month must be 1 to 12: March is 3.' },
  year: {
    th: 'ปีเกิดต้องเป็น พ.ศ. 4 หลัก เช่น 2504',
    en: 'The year must have four digits, as on the card: 2504, for example.',
  },
};

const BIRTH_DATE_FAULTS: Readonly<Record<BirthDateFault['kind'], (part: Part) => LocalText>> = {
  empty: () => ({ th: 'กรุณากรอกวันเดือนปีเกิด', en: 'Enter the date of birth.' }),
  missing: (part) => ({
    th: `กรุณากรอก${PART_NAMES[part].th}ด้วย${part === 'year' ? '' : ' ถ้าในบัตรไม่มี ใส่ 1'}`,
    en: `Enter the ${PART_NAMES[part].en}, too.${part === 'year' ? '' : ' If the card shows none, enter 1.'}`,
  }),
  'not-digits': (part) => ({
    th: `${PART_NAMES[part].th}มีตัวอักษรหรือเครื่องหมายปนอยู่ กรุณากรอกเฉพาะตัวเลข`,
    en: `There is a letter or a sign in the ${PART_NAMES[part].en}. Enter digits only.`,
  }),
  wrong: (part) => WRONG_PARTS[part],
  'no-such-day': () => ({
    th: 'ไม่มีวันนี้ในปฏิทิน กรุณาเทียบกับหน้าบัตร',
    en: 'There is no such day in the calendar. Compare it with the card.',
  }),
  future: () => ({
    th: 'วันเกิดนี้ยังมาไม่ถึง กรุณาเทียบปี พ.ศ. กับหน้าบัตร',
    en: 'This day is in the future. Compare the year with the card.',
  }),
  asked: () => ({
    th: 'ขณะนี้ต้องใช้วันเดือนปีเกิดด้วย กรุณากรอกแล้วตรวจสอบอีกครั้ง',
    en: 'The date of birth is now needed, too. Enter it and check again.',
  }),
  refused: () => ({
    th: 'วันเดือนปีเกิดไม่ถูกต้อง กรุณาเทียบกับหน้าบัตร',
    en: 'This date of birth is not valid. Compare it with the card.',
  }),
};

export const birthDateFaultInWords = ({ kind, part }: BirthDateFault): string =>
  inLanguage(BIRTH_DATE_FAULTS[kind](part));

export interface FailureWords {
  readonly heading: string;
  readonly toDo: string;
}

const FAILURES: Readonly<Record<Failure['status'], Readonly<Record<'th' | 'en', FailureWords>>>> = {
  'too-many': {
    th: {
      heading: 'ขณะนี้มีการตรวจสอบมากเกินไป',
      toDo: 'กรุณารอสักครู่แล้วลองอีกครั้ง ไม่ต้องกดซ้ำหลายครั้ง',
    },
    en: {
      heading: 'Too many tries just now',
      toDo: 'Please wait a moment, then try again. Pressing many times does not help.',
    },
  },
  'too-many-today': {
    th: {
      heading: 'วันนี้มีการตรวจสอบเลขนี้มากเกินไป',
      toDo: 'ตรวจสอบที่หน้านี้ได้อีกครั้งในวันพรุ่งนี้ สิทธิ์ของท่านไม่เปลี่ยนแปลง',
    },
    en: {
      heading: 'This number was checked too often today',
      toDo: 'You can check it here again tomorrow. Nothing changes in your entitlement.',
    },
  },
  offline: {
    th: {
      heading: 'เชื่อมต่ออินเทอร์เน็ตไม่ได้',
      toDo: 'ตรวจดูสัญญาณโทรศัพท์หรือไวไฟ แล้วลองอีกครั้ง',
    },
    en: {
      heading: 'There is no internet connection',
      toDo: 'Check the mobile signal or Wi-Fi, then try again.',
    },
  },
  slow: {
    th: {
      heading: 'สัญญาณช้า ยังไม่ได้รับคำตอบ',
      toDo: 'ย้ายไปที่ที่มีสัญญาณดีกว่า แล้วลองอีกครั้ง',
    },
    en: {
      heading: 'The connection is slow and no answer came',
      toDo: 'Move to where the signal is better, then try again.',
    },
  },
  trouble: {
    th: {
      heading: 'ระบบขัดข้องชั่วคราว',
      toDo: 'ไม่ใช่ความผิดของท่าน กรุณาลองอีกครั้งในอีกสักครู่',
    },
    en: {
      heading: 'The system has a problem',
      toDo: 'It is nothing that you did. Please try again in a moment.',
    },
  },
};

export const failureInWords = ({ status }: Failure): FailureWords => FAILURES[status][language()];

const TH = {
  checking: 'กำลังตรวจสอบ…',
  stillChecking: 'สัญญาณช้า กำลังรอคำตอบ…',
  solving: 'กำลังตรวจสอบว่าไม่ใช่โปรแกรมอัตโนมัติ…',
  loading: 'กำลังโหลด…',

  mayHeading: 'ท่านแจ้งความประสงค์ได้',
  beforeHeading: 'ท่านมีสิทธิ์ แต่ยังไม่ถึงวันรับแจ้ง',
  beforeToDo: 'ยังไม่ต้องไปในตอนนี้ ใกล้วันแล้วให้ตรวจสอบที่หน้านี้อีกครั้ง เพราะสถานที่อาจเปลี่ยน',
  afterHeading: 'หมดเวลารับแจ้งความประสงค์แล้ว',
  afterToDo: 'ไม่ต้องเดินทางไป เงินสวัสดิการเดิมในบัตรของท่านไม่เปลี่ยนแปลง หากมีข้อสงสัย โทร 1359',
  registeredHeading: 'ท่านแจ้งความประสงค์ไว้แล้ว',
  registeredToDo: 'ไม่ต้องแจ้งอีก เก็บหางตั๋วไว้เป็นหลักฐาน',
  registeredNotMe: 'หากท่านไม่ได้แจ้งเอง หรือวันที่ไม่ตรงกับหางตั๋ว โทร 1359',
  notFoundHeading: 'ไม่พบสิทธิ์ตามเลขนี้',
  notFoundToDo: 'เทียบเลขกับหน้าบัตรประชาชนทีละหลัก แล้วตรวจอีกครั้ง',
  notFoundWithBirthDate: 'ไม่พบสิทธิ์ตามเลขและวันเกิดนี้',
  notFoundBirthDate: 'ตรวจด้วยว่าวัน เดือน และปีเกิด พ.ศ. ตรงกับหน้าบัตร',
  correctBoth: 'แก้แล้วตรวจอีกครั้ง',
  notFoundTypo: 'กรอกผิดเพียงหลักเดียวก็อาจไม่พบสิทธิ์ได้ แม้หน้านี้จะไม่เตือนว่าเลขผิด',
  notFoundCall: 'หากเลขถูกต้องแล้วแต่ยังไม่พบ โทร 1359',

  until: 'ไปภายใน',
  opens: 'วันรับแจ้ง',
  closed: 'วันสุดท้ายที่รับแจ้ง',
  registeredOn: 'วันที่แจ้ง',
  registeredIn: 'พื้นที่',
  to: 'ถึง',
  bring: 'นำไปด้วย',
  where: 'ไปที่ใดก็ได้ต่อไปนี้',
  whereIn: 'ใน',
  anyBranch: ({ province }: DistrictName) => `ทุกสาขาใน${province.code === BANGKOK ? 'เขต' : 'อำเภอ'}นี้`,
  branchHours: 'ตามวันและเวลาทำการของสาขา',
  branchPhone: 'สอบถามสาขา',
  slip: 'เมื่อแจ้งแล้ว ขอหางตั๋วและเก็บไว้เป็นหลักฐาน',
  otherPlaces: 'ดูสถานที่ของอำเภอหรือเขตอื่น',
  from: 'ตั้งแต่',
  through: 'ถึง',
  days: 'วันที่รับแจ้ง',
  hours: 'เวลา',
  phone: 'โทร',
  map: 'เปิดแผนที่',
  newTab: 'เปิดในหน้าใหม่',
  asOf: 'ข้อมูล ณ',

  print: 'พิมพ์หน้านี้',
  another: 'ตรวจให้คนอื่น',
  correctNumber: 'แก้เลขแล้วตรวจอีกครั้ง',
  retry: 'ลองอีกครั้ง',
  retryIn: (seconds: number) => `ลองอีกครั้งได้ใน ${seconds} วินาที`,
  callInstead: 'ถ้ายังไม่ได้ โทร 1359 หรือไปที่ ธ.ก.ส. หรือธนาคารออมสินในอำเภอของท่าน พร้อมบัตรทั้งสองใบ',
  callToday: 'หากต้องการทราบวันนี้ โทร 1359 หรือไปที่ ธ.ก.ส. หรือธนาคารออมสินในอำเภอของท่าน พร้อมบัตรทั้งสองใบ',

  chooseProvince: 'โปรดเลือกจังหวัด',
  chooseDistrict: 'โปรดเลือกอำเภอหรือเขต',
  chooseProvinceFirst: 'เลือกจังหวัดก่อน',
  placesIn: 'สถานที่รับแจ้งใน',
  noPlaces: 'อำเภอหรือเขตนี้ยังไม่ได้กำหนดสถานที่อื่น ไปที่ธนาคารได้ทั้งสองแห่ง',
  districtUnknown: 'ไม่พบอำเภอหรือเขตนี้',
  districtUnknownToDo: 'ลิงก์อาจไม่ครบ โปรดเลือกจังหวัดและอำเภอข้างบน',

  noDocuments: 'ยังไม่มีเอกสารเผยแพร่',
  updated: 'เผยแพร่เมื่อ',
};

export type Wording = typeof TH;

const EN: Wording = {
  checking: 'Checking…',
  stillChecking: 'The network is slow. Still waiting…',
  solving: 'Checking that no automatic program is asking…',
  loading: 'Loading…',

  mayHeading: 'You may register',
  beforeHeading: 'You are entitled, but registration has not opened yet',
  beforeToDo:
    'There is no need to go now. Check this page again near the first day: the places may have changed.',
  afterHeading: 'Registration has closed',
  afterToDo:
    'There is no need to go anywhere. The allowance that you have on your card does not change. For questions, call 1359.',
  registeredHeading: 'You have already registered',
  registeredToDo: 'There is no need to register again. Keep your slip as proof.',
  registeredNotMe: 'If you did not register yourself, or the day differs from your slip, call 1359.',
  notFoundHeading: 'No entitlement was found for this number',
  notFoundToDo: 'Compare the number with your ID card, digit by digit, and check again.',
  notFoundWithBirthDate: 'No entitlement was found for this number and date of birth',
  notFoundBirthDate: 'Check, too, that day, month and year of birth are those of the card.',
  correctBoth: 'Correct it and check again',
  notFoundTypo: 'One wrong digit is enough not to be found, even when this page does not notice the mistake.',
  notFoundCall: 'If the number is right and still not found, call 1359.',

  until: 'Go by',
  opens: 'Registration is open',
  closed: 'The last day was',
  registeredOn: 'Registered on',
  registeredIn: 'District',
  to: 'to',
  bring: 'Bring with you',
  where: 'Go to any one of these',
  whereIn: 'In ',
  anyBranch: () => 'Any branch in this district',
  branchHours: 'During the opening hours of the branch',
  branchPhone: 'Questions to the bank',
  slip: 'When you have registered, ask for the slip and keep it as proof.',
  otherPlaces: 'See the places of another district',
  from: 'from',
  through: 'until',
  days: 'Days',
  hours: 'Hours',
  phone: 'Call',
  map: 'Open the map',
  newTab: 'opens in a new page',
  asOf: 'As of',

  print: 'Print this page',
  another: 'Check another person',
  correctNumber: 'Correct the number and check again',
  retry: 'Try again',
  retryIn: (seconds: number) => `You can try again in ${seconds} s`,
  callInstead:
    'If it still does not work, call 1359, or go to BAAC or GSB in your district and bring both cards.',
  callToday: 'To know it today, call 1359, or go to BAAC or GSB in your district and bring both cards.',

  chooseProvince: 'Choose a province',
  chooseDistrict: 'Choose a district',
  chooseProvinceFirst: 'Choose the province first',
  placesIn: 'Places in',
  noPlaces: 'This district has set no other places. Go to either bank.',
  districtUnknown: 'There is no such district',
  districtUnknownToDo: 'The link may be incomplete. Choose the province and the district above.',

  noDocuments: 'No document has been published yet.',
  updated: 'published',
};

export const words = (): Wording => (language() === 'th' ? TH : EN);
