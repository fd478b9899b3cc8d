import { beforeAll, describe, expect, it } from 'vitest';
import type * as z from 'zod/mini';
import { checkEligibility } from '../../functions/contract/eligibility.ts';
import { readMeasure } from '../../functions/contract/programme.ts';
import type { Cardholder } from '../../functions/domain/cardholder.ts';
import { type Answer, answered, anybody, faultsIn, officer, refused, stack } from '../support/client.ts';
import { addPlace, lookUp, register, retirePlace } from './desk.ts';
import { notEntitledIn, settle, unknownId, untouchedIn } from './people.ts';

type Eligibility = z.output<typeof checkEligibility.answer>;
type MayRegister = Extract<Eligibility, { status: 'may-register' }>;

const asked = async (citizenId: string): Promise<Eligibility> =>
  answered(checkEligibility, await lookUp(citizenId));

async function mayRegister(citizenId: string): Promise<MayRegister> {
  const answer = await asked(citizenId);
  if (answer.status !== 'may-register') throw new Error(`the answer is ${answer.status}`);
  return answer;
}

const thaiDigits = (text: string): string =>
  text.replace(/\d/g, (digit) => String.fromCharCode(0x0e50 + Number(digit)));

const parted = (id: string, by: string): string =>
  [id.slice(0, 1), id.slice(1, 5), id.slice(5, 10), id.slice(10, 12), id.slice(12)].join(by);

describe('the three answers', () => {
  it('tells who may register where to go and what to bring', async () => {
    const answer = await mayRegister(stack.citizens.mayRegister);
    expect(answer).toMatchObject({
      district: { code: '3401', province: { code: '34', name: { th: 'อุบลราชธานี' } } },
      measure: { phase: 'open' },
      branches: [{ bank: 'BAAC' }, { bank: 'GSB' }],
    });
    expect(answer.places.map(({ name }) => name)).toContain('ที่ว่าการอำเภอเมืองอุบลราชธานี');
    expect(answer.bring).toHaveLength(2);
    for (const word of ['ธ.ก.ส.', 'ธนาคารออมสิน', 'อำเภอเมืองอุบลราชธานี', 'นายอำเภอ'])
      expect(answer.message.th).toContain(word);
    for (const word of ['BAAC', 'GSB', 'Mueang Ubon Ratchathani', 'district chief'])
      expect(answer.message.en).toContain(word);
  });

  it('tells who has registered when and in which district, and nothing else', async () => {
    const { json } = await lookUp(stack.citizens.registered);
    expect(json).toMatchObject({ status: 'registered', district: { code: '3401' } });
    expect(Object.keys(json ?? {}).sort()).toEqual(['district', 'message', 'registeredOn', 'status']);
  });

  it('tells who is not found to check the number or to call', async () => {
    const answer = await asked(stack.citizens.notFound);
    expect(answer.status).toBe('not-found');
    expect(answer.message.th).toBe('ไม่พบสิทธิ์ตามเลขที่ระบุ โปรดตรวจสอบเลขอีกครั้ง หรือติดต่อ 1359');
    expect(Object.keys(answer).sort()).toEqual(['message', 'status']);
  });
});

describe('an ID as people write it', () => {
  // The answer to this one holds no list of places, which another test may be changing.
  const id = stack.citizens.registered;

  it.each([
    ['in Thai digits', thaiDigits(id)],
    ['half in Thai digits', thaiDigits(id.slice(0, 6)) + id.slice(6)],
    ['with hyphens', parted(id, '-')],
    ['with blanks', parted(id, ' ')],
    ['in Thai digits with hyphens', parted(thaiDigits(id), '-')],
    ['with blanks around it', `  ${id}\t\n`],
    ['with non-breaking blanks', parted(id, '\u00a0')],
    ['with the dashes of a word processor', parted(id, '–')],
    ['with invisible characters', parted(id, '\u200b')],
  ])('is understood %s', async (_how, written) => {
    expect((await lookUp(written)).text).toBe((await lookUp(id)).text);
  });

  const FORMAT = [
    ['nothing', ''],
    ['too few digits', id.slice(0, 12)],
    ['too many digits', `${id}0`],
    ['a letter', `${id.slice(0, 12)}x`],
    ['the letter O for a zero', id.replace('0', 'O')],
    ['a first digit that no ID has', `9${id.slice(1)}`],
    ['another first digit that no ID has', `0${id.slice(1)}`],
    ['Arabic digits', '١٠٠٠٠٠٠٠٠٠٠١٧'],
    ['dots between the digits', parted(id, '.')],
  ] as const;

  it.each(FORMAT)('is malformed with %s', async (_what, written) => {
    const problem = refused(await lookUp(written), 400, 'citizen-id.format');
    expect(faultsIn(problem)).toEqual(['citizenId citizen-id.format']);
  });

  it('breaks a rule when one digit is wrong', async () => {
    const wrong = `${id.slice(0, 12)}${(Number(id[12]) + 1) % 10}`;
    const problem = refused(await lookUp(wrong), 422, 'citizen-id.checksum');
    expect(faultsIn(problem)).toEqual(['citizenId citizen-id.checksum']);
  });

  it.each([
    ['citizen-id.format', 400, id.slice(1)],
    ['citizen-id.checksum', 422, `${id.slice(0, 12)}${(Number(id[12]) + 1) % 10}`],
  ])('gets %s in the language that was asked for', async (code, status, written) => {
    const [thai, english, neither] = [
      await lookUp(written, { 'accept-language': 'th' }),
      await lookUp(written, { 'accept-language': 'en-GB,en;q=0.9,th;q=0.5' }),
      await lookUp(written, { 'accept-language': 'de' }),
    ];
    const says = (answer: Answer) => refused(answer, status, code);
    expect(says(thai).detail).toMatch(/\p{Script=Thai}/u);
    expect(says(english).detail).toMatch(/^[\x20-\x7e]+$/);
    expect(says(english).errors?.[0]?.message).toMatch(/^[\x20-\x7e]+$/);
    expect(says(neither).detail).toBe(says(thai).detail);
    expect(thai.headers.get('content-language')).toBe('th');
    expect(english.headers.get('content-language')).toBe('en');
  });

  it.each([
    ['it is missing', {}, 'citizenId field.missing'],
    ['it is a number', { citizenId: 1000000000017 }, 'citizenId field.wrong-type'],
    ['it is null', { citizenId: null }, 'citizenId field.wrong-type'],
    ['it is a list', { citizenId: [id] }, 'citizenId field.wrong-type'],
    ['it is endless', { citizenId: '1'.repeat(65) }, 'citizenId field.too-long'],
    ['something stands beside it', { citizenId: id, name: 'มะลิวัลย์' }, 'name field.unknown'],
    [
      'a birth date has a Buddhist year',
      { citizenId: id, birthDate: '2513-01-01' },
      'birthDate field.bad-format',
    ],
  ])('is refused when %s', async (_how, body, fault) => {
    expect(faultsIn(refused(await anybody.post('/v1/eligibility', body), 400, 'request.invalid'))).toEqual([
      fault,
    ]);
  });

  it('is compared with no birth date while the measure does not ask for one', async () => {
    expect(answered(readMeasure, await anybody.get('/v1/measure')).requireBirthDate).toBe(false);
    const { text } = await anybody.post('/v1/eligibility', { citizenId: id, birthDate: '1901-01-01' });
    expect(text).toBe((await lookUp(id)).text);
  });

  it('is not repeated when it is sent as the name of a field', async () => {
    const answer = await anybody.post('/v1/eligibility', { [id]: 1, citizenId: id });
    expect(faultsIn(refused(answer, 400, 'request.invalid'))).toEqual(['? field.unknown']);
    expect(answer.text).not.toContain(id);
  });

  it('is never asked for by GET', async () => {
    expect((await anybody.get('/v1/eligibility')).status).toBe(404);
  });
});

describe('a number without entitlement', () => {
  let refusedPeople: Cardholder[];
  let unknown: Answer;

  /** What differs from one answer to the next whatever the question. */
  const VARYING = ['date', 'apigw-requestid'];
  const seen = ({ status, headers, text }: Answer) => ({
    status,
    text,
    headers: [...headers].filter(([name]) => !VARYING.includes(name)),
  });

  beforeAll(async () => {
    refusedPeople = await notEntitledIn('34');
    unknown = await lookUp(unknownId());
  });

  it.each(['cancelled', 'deceased', 'not-passed'])(
    'is answered to the byte alike, whether unknown or %s',
    async (cardStatus) => {
      const person = refusedPeople.find((candidate) => candidate.cardStatus === cardStatus);
      const answer = await lookUp(person?.citizenId ?? '');
      expect(answer.status).toBe(200);
      expect(seen(answer)).toEqual(seen(unknown));
    },
  );

  it('is answered to the byte alike when the card was cancelled after the registration', async () => {
    const person = await settle('340101');
    const mueang = await officer('mueang-ubon');
    const place = await addPlace(mueang, '3401', 'จุดรับแจ้งชั่วคราว');
    await register(mueang, { citizenId: person.citizenId, placeId: place.placeId });
    await retirePlace(mueang, place);
    await settle('340101', { citizenId: person.citizenId, cardStatus: 'cancelled' });
    expect(seen(await lookUp(person.citizenId))).toEqual(seen(unknown));
  });
});

describe('the district of the person', () => {
  it('has an answer even where no place has been set', async () => {
    const person = await untouchedIn('3433');
    const { places, branches, message, district } = await mayRegister(person.citizenId);
    expect(district.code).toBe('3433');
    expect(places).toEqual([]);
    expect(branches.map(({ bank }) => bank)).toEqual(['BAAC', 'GSB']);
    expect(message.th).toContain('ธ.ก.ส. หรือธนาคารออมสิน');
    expect(message.th).not.toContain('กำหนด');
    expect(message.en).toContain('BAAC or GSB');
    expect(message.en).not.toContain('places set');
  });

  it('is a เขต under a director in Bangkok', async () => {
    const person = await untouchedIn('1001');
    const { message, places, district } = await mayRegister(person.citizenId);
    expect(district).toMatchObject({ code: '1001', province: { code: '10' } });
    expect(places.map(({ name }) => name)).toContain('สำนักงานเขตพระนคร');
    for (const word of ['เขตพระนคร', 'กรุงเทพมหานคร', 'ผู้อำนวยการเขต']) expect(message.th).toContain(word);
    for (const word of ['อำเภอ', 'จังหวัด']) expect(message.th).not.toContain(word);
    for (const word of ['Phra Nakhon District, Bangkok', 'district director'])
      expect(message.en).toContain(word);
  });
});

describe('an answer', () => {
  it('is kept by nobody, whatever it says', async () => {
    const { mayRegister: may, registered, notFound } = stack.citizens;
    for (const id of [may, registered, notFound, may.slice(1), ''])
      expect((await lookUp(id)).headers.get('cache-control')).toBe('no-store');
  });

  it('says nothing of the person', async () => {
    const person = await settle('340107', {
      name: { title: 'นางสาว', first: 'กรรณิการ์', last: 'ดอกไม้ทดสอบ' },
      birthDate: '1961-09-17' as Cardholder['birthDate'],
      band: 'UP_TO_100000',
    });
    const { text } = await lookUp(person.citizenId);
    expect(text).toContain('may-register');
    const { citizenId, name, birthDate, subdistrict, band } = person;
    for (const personal of [
      citizenId,
      citizenId.slice(-6),
      name.first,
      name.last,
      birthDate,
      subdistrict,
      band,
    ])
      expect(text).not.toContain(personal);
    for (const telling of ['income', 'baht', 'bands', 'extra', 'บาท']) expect(text).not.toContain(telling);
  });

  it('is the same for two people of one district', async () => {
    const [poor, better] = [
      await settle('340801', { band: 'UP_TO_30000' }),
      await settle('340805', { band: 'UP_TO_100000' }),
    ];
    const [first, second] = [await lookUp(poor.citizenId), await lookUp(better.citizenId)];
    expect(second.text).toBe(first.text);
  });
});
