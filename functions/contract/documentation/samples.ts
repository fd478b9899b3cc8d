/** Codes, people and places of the demonstration's data, where everybody is made up. */
export const MAY_REGISTER = '6000000041016';
export const MAY_REGISTER_TOO = '7000000041022';
export const HAS_REGISTERED = '8000000041039';
export const NOT_ON_RECORD = '5000000255000';

export const PLACE_ID = 'office3401';
export const REGISTRATION_ID = '4f0tq2m8z7x1c5v9b3n6k';

export const UBON = { code: '34', name: { th: 'อุบลราชธานี', en: 'Ubon Ratchathani' } };
export const MUEANG_UBON = {
  code: '3401',
  name: { th: 'เมืองอุบลราชธานี', en: 'Mueang Ubon Ratchathani' },
  province: UBON,
};

export const PUBLISHED_PLACE = {
  placeId: PLACE_ID,
  name: 'ที่ว่าการอำเภอเมืองอุบลราชธานี',
  address: 'อำเภอเมืองอุบลราชธานี จังหวัดอุบลราชธานี',
  hours: 'จ.-ศ. 08.30-16.30 น.',
  phone: '045 000 000',
  position: { latitude: 15.228, longitude: 104.857 },
};

export const PLACE = {
  ...PUBLISHED_PLACE,
  district: '3401',
  version: 1,
  status: 'open' as const,
  recordedAt: '2018-01-29T02:11:40.512Z',
  changedAt: '2018-01-29T02:11:40.512Z',
};

const OFFICER = '5d1c6a0e-0f4b-4a7e-9d43-6f0b8f2f9a11';

export const LISTED = {
  registrationId: REGISTRATION_ID,
  version: 1,
  status: 'INTENT' as const,
  receipt: '7KQ4-9MXA-2RTB',
  maskedId: '7-00XX-XXXXX-XX-X',
  intentOn: '2018-02-14',
  place: { district: '3401', placeId: PLACE_ID, name: PUBLISHED_PLACE.name },
  residence: { province: '34', district: '3401', subdistrict: '340119' },
  channel: 'officer' as const,
  agency: 'DOPA',
  projects: ['D2-02', 'D3-01'],
  recordedBy: OFFICER,
  recordedAt: '2018-02-14T03:05:07.219Z',
};

export const VERSION = {
  ...LISTED,
  band: 'UP_TO_30000' as const,
  developmentDistrict: '3401',
  phone: '080 000 0000',
  consentedAt: '2018-02-14T03:05:07.219Z',
  change: { kind: 'created' as const, by: OFFICER, at: '2018-02-14T03:05:07.219Z' },
};

export const REGISTRATION = { ...VERSION, maskedName: 'นางคำพอง ค…' };

export const CORRECTED = {
  ...VERSION,
  version: 2,
  projects: ['D2-02'],
  change: { kind: 'corrected' as const, by: OFFICER, at: '2018-02-15T07:42:13.004Z' },
};

export const WITHDRAWN = {
  ...VERSION,
  version: 3,
  status: 'CANCELLED' as const,
  projects: ['D2-02'],
  change: {
    kind: 'withdrawn' as const,
    by: OFFICER,
    at: '2018-02-16T09:20:55.731Z',
    reason: 'ขอยกเลิกด้วยตนเอง',
  },
};
