import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import type { OfficerAccount } from '../../functions/domain/account.ts';
import type { DistrictCode, ProvinceCode, SubdistrictCode } from '../../functions/domain/area.ts';
import { type Day, type Instant, instantOf, isDay } from '../../functions/domain/calendar.ts';
import type { Account, Officer } from '../../functions/domain/caller.ts';
import type { Cardholder } from '../../functions/domain/cardholder.ts';
import { type CitizenId, checkDigit, parseCitizenId } from '../../functions/domain/citizen-id.ts';
import type {
  CardContribution,
  Contribution,
  RegistrationContribution,
} from '../../functions/domain/contribution.ts';
import type { Observation } from '../../functions/domain/counting.ts';
import type { IntakeLocation, PlaceId } from '../../functions/domain/intake-location.ts';
import type { DistrictName } from '../../functions/domain/ports.ts';
import type { AgencyCode, Measure, ProjectCode } from '../../functions/domain/programme.ts';
import type {
  IntentForm,
  Receipt,
  Registration,
  RegistrationId,
} from '../../functions/domain/registration.ts';

/** The n-th valid ID of issuing office 0000, which belongs to nobody: 1000000000017 is the first. */
export function officeZeroId(n: number): CitizenId {
  const twelve = `10000${String(n).padStart(7, '0')}`;
  return parseCitizenId(`${twelve}${checkDigit(twelve)}`);
}

export const FIRST_PERSON = officeZeroId(1);
export const SECOND_PERSON = officeZeroId(2);

export function day(text: string): Day {
  if (!isDay(text)) throw new Error(`${text} is not a day`);
  return text;
}

/** An instant on a Bangkok wall clock: `2018-02-12 09:00`. */
export const bangkok = (text: string): Date => new Date(`${text.replace(' ', 'T')}:00+07:00`);

export const instant = (text: string): Instant => instantOf(bangkok(text));
export const provinceCode = (code: string) => code as ProvinceCode;
export const districtCode = (code: string) => code as DistrictCode;
export const subdistrictCode = (code: string) => code as SubdistrictCode;
export const agencyCode = (code: string) => code as AgencyCode;
export const projectCode = (code: string) => code as ProjectCode;
export const placeId = (id: string) => id as PlaceId;
export const registrationId = (id: string) => id as RegistrationId;
export const receipt = (text: string) => text as Receipt;

/** Two districts of one province, and one of Bangkok. */
export const HOME = districtCode('3401');
export const NEIGHBOUR = districtCode('3402');
export const BANGKOK_DISTRICT = districtCode('1001');
export const HOME_SUBDISTRICT = subdistrictCode('340101');

export const HOME_NAMED: DistrictName = {
  code: HOME,
  name: { th: 'เมืองอุบลราชธานี', en: 'Mueang Ubon Ratchathani' },
  province: { code: provinceCode('34'), name: { th: 'อุบลราชธานี', en: 'Ubon Ratchathani' } },
};
export const NEIGHBOUR_NAMED: DistrictName = {
  ...HOME_NAMED,
  code: NEIGHBOUR,
  name: { th: 'ศรีเมืองใหม่', en: 'Si Mueang Mai' },
};
export const BANGKOK_NAMED: DistrictName = {
  code: BANGKOK_DISTRICT,
  name: { th: 'พระนคร', en: 'Phra Nakhon' },
  province: { code: provinceCode('10'), name: { th: 'กรุงเทพมหานคร', en: 'Bangkok' } },
};

/** The window of 1-28 February 2018, recorded until 15 March. */
export const measure = (overrides: Partial<Measure> = {}): Measure => ({
  code: 'phase-2',
  name: { th: 'มาตรการพัฒนาคุณภาพชีวิต', en: 'Quality-of-life measure' },
  windowFrom: day('2018-02-01'),
  windowTo: day('2018-02-28'),
  recordUntil: day('2018-03-15'),
  bands: [
    { band: 'UP_TO_30000', incomeUpToBaht: 30_000, extraBahtPerMonth: 200 },
    { band: 'UP_TO_100000', incomeUpToBaht: 100_000, extraBahtPerMonth: 100 },
  ],
  ...overrides,
});

/** A working day inside the window of `measure()`. */
export const IN_WINDOW = bangkok('2018-02-12 09:00');

export const cardholder = (overrides: Partial<Cardholder> = {}): Cardholder => ({
  citizenId: FIRST_PERSON,
  name: { title: 'นาง', first: 'มะลิวัลย์', last: 'เกษรทดสอบ' },
  birthDate: day('1970-05-04'),
  subdistrict: HOME_SUBDISTRICT,
  band: 'UP_TO_30000',
  cardStatus: 'active',
  changedAt: instant('2018-01-15 10:00'),
  ...overrides,
});

export const place = (overrides: Partial<IntakeLocation> = {}): IntakeLocation => ({
  district: HOME,
  placeId: placeId('place00001'),
  name: 'หอประชุมที่ว่าการอำเภอ',
  version: 1,
  status: 'open',
  recordedBy: 'officer-1',
  recordedAt: instant('2018-01-29 10:00'),
  changedBy: 'officer-1',
  changedAt: instant('2018-01-29 10:00'),
  ...overrides,
});

export const registration = (overrides: Partial<Registration> = {}): Registration => ({
  citizenId: FIRST_PERSON,
  registrationId: registrationId('registration0001'),
  version: 1,
  status: 'INTENT',
  receipt: receipt('AAAA-BBBB-CCCC'),
  intentOn: day('2018-02-05'),
  place: { district: HOME, placeId: placeId('place00001'), name: 'หอประชุมที่ว่าการอำเภอ' },
  residence: HOME_SUBDISTRICT,
  band: 'UP_TO_30000',
  developmentDistrict: HOME,
  agency: agencyCode('DOPA'),
  projects: [],
  channel: 'officer',
  consentedAt: instant('2018-02-05 10:00'),
  recordedBy: 'officer-1',
  recordedAt: instant('2018-02-05 10:00'),
  change: { kind: 'created', by: 'officer-1', at: instant('2018-02-05 10:00') },
  ...overrides,
});

export const withdrawn = (overrides: Partial<Registration> = {}): Registration =>
  registration({
    version: 2,
    status: 'CANCELLED',
    change: { kind: 'withdrawn', by: 'officer-1', at: instant('2018-02-06 10:00'), reason: 'ผิดคน' },
    ...overrides,
  });

export const intentForm = (overrides: Partial<IntentForm> = {}): IntentForm => ({
  placeId: placeId('place00001'),
  agency: agencyCode('DOPA'),
  projects: [],
  consent: true,
  ...overrides,
});

export const officer = (overrides: Partial<Officer> = {}): Officer => ({
  kind: 'officer',
  subject: 'officer-1',
  username: 'ubon-01',
  name: 'ปลัดสมมุติ',
  role: 'district',
  area: { level: 'district', district: HOME },
  agency: agencyCode('DOPA'),
  rights: [],
  ...overrides,
});

export const provinceOfficer = (province = '34'): Officer =>
  officer({
    subject: 'officer-2',
    role: 'province',
    area: { level: 'province', province: provinceCode(province) },
  });

export const centralOfficer = (): Officer =>
  officer({ subject: 'officer-3', role: 'central', area: { level: 'country' } });

export const officerAccount = (
  overrides: Partial<Extract<Account, { kind: 'officer' }>> = {},
): Extract<Account, { kind: 'officer' }> => ({ ...officer(), disabled: false, ...overrides });

export const administered = (overrides: Partial<OfficerAccount> = {}): OfficerAccount => ({
  ...officerAccount(),
  version: 1,
  ...overrides,
});

export const contribution = (
  overrides: Partial<Omit<RegistrationContribution, 'source'>> = {},
): RegistrationContribution => ({
  source: 'registration',
  subdistrict: HOME_SUBDISTRICT,
  day: day('2018-02-05'),
  channel: 'officer',
  agency: agencyCode('DOPA'),
  projects: [],
  status: 'INTENT',
  ...overrides,
});

export const cardContribution = (
  overrides: Partial<Omit<CardContribution, 'source'>> = {},
): CardContribution => ({
  source: 'card',
  subdistrict: HOME_SUBDISTRICT,
  band: 'UP_TO_30000',
  birthYear: 1970,
  ...overrides,
});

/** What the stream says of a person's successive states: version 1 first; undefined is an erasure. */
export const observationsOf = (
  citizenId: string,
  states: readonly (Contribution | undefined)[],
): Observation[] =>
  states.map((state, index) => ({
    citizenId,
    version: index + 1,
    contribution: state,
    before: index === 0 ? undefined : { version: index, contribution: states[index - 1] },
  }));

export const OFFICER_CLIENT = 'officers-client';

type EventOverrides = Partial<Omit<APIGatewayProxyEventV2, 'requestContext'>> & {
  /** Claims of the verified token; no authorizer at all when left out. */
  claims?: Record<string, unknown>;
};

/** What an HTTP API hands to a function. */
export function httpEvent({ claims, ...overrides }: EventOverrides = {}): APIGatewayProxyEventV2 {
  const requestContext = {
    accountId: '000000000000',
    apiId: 'api',
    domainName: 'api.example',
    domainPrefix: 'api',
    http: { method: 'POST', path: '/', protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
    requestId: 'request-1',
    routeKey: '$default',
    stage: '$default',
    time: '12/Feb/2018:02:00:00 +0000',
    timeEpoch: IN_WINDOW.getTime(),
    ...(claims === undefined ? {} : { authorizer: { jwt: { claims, scopes: null } } }),
  };
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: '/',
    rawQueryString: '',
    headers: {},
    isBase64Encoded: false,
    ...overrides,
    requestContext,
  };
}

/** Claims of an officer's ID token, as the API's authorizer gives them: texts. */
export const officerClaims = (overrides: Record<string, unknown> = {}): Record<string, unknown> => ({
  token_use: 'id',
  sub: 'officer-1',
  aud: OFFICER_CLIENT,
  iat: String(Math.floor(IN_WINDOW.getTime() / 1000)),
  ...overrides,
});

export const lambdaContext = (): Context => ({
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'function',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:ap-southeast-7:000000000000:function:function',
  memoryLimitInMB: '256',
  awsRequestId: 'invocation-1',
  logGroupName: 'group',
  logStreamName: 'stream',
  getRemainingTimeInMillis: () => 1_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
});

const thaiDigits = (digits: string): string =>
  digits.replace(/\d/g, (digit) => String.fromCharCode(0x0e50 + Number(digit)));

/** Base64 of a text wherever it stands in a longer one: the digits that its neighbours cannot change. */
function base64Anywhere(text: string): string[] {
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.from(`${'\0'.repeat(shift)}${text}`)
      .toString('base64')
      .replace(/=+$/, '');
    return encoded.slice(shift === 0 ? 0 : shift + 1, -1);
  });
}

/** Every way in which an ID could stand in a log line. */
export function writtenForms(citizenId: CitizenId): string[] {
  const parts = /^(\d)(\d{4})(\d{5})(\d{2})(\d)$/.exec(citizenId)?.slice(1) ?? [];
  const plain = [citizenId, parts.join('-'), parts.join(' ')];
  return [
    ...plain,
    ...plain.map(thaiDigits),
    ...plain.flatMap(base64Anywhere),
    Buffer.from(citizenId).toString('hex'),
    citizenId.slice(-6),
  ];
}
