import { beforeEach, describe, expect, it } from 'vitest';
import { geography } from '../../functions/data/geography.ts';
import { idsOfFile } from '../../functions/data/people-file.ts';
import type { AuditLine, Occasion } from '../../functions/domain/audit.ts';
import { instantOf } from '../../functions/domain/calendar.ts';
import type { CitizenId } from '../../functions/domain/citizen-id.ts';
import type { PersonOnRecord } from '../../functions/domain/eligibility.ts';
import { lookUpPeople, MAX_PEOPLE_A_CALL, MAX_PEOPLE_A_DAY } from '../../functions/domain/people-look-up.ts';
import { idsAsked } from '../../functions/http/people-asked.ts';
import { lookUpFile, lookUpView } from '../../functions/http/views/people-look-up-view.ts';
import {
  cardholder,
  FIRST_PERSON,
  IN_WINDOW,
  officer,
  officeZeroId,
  registration,
  SECOND_PERSON,
  subdistrictCode,
  writtenForms,
} from '../support/builders.ts';

const OCCASION: Occasion = { at: IN_WINDOW, from: '192.0.2.7', requestId: 'request-1' };
const CANCELLED = officeZeroId(3);
const ELSEWHERE = officeZeroId(4);
const NOBODY = officeZeroId(5);
const KNOWN = new Map<CitizenId, PersonOnRecord>([
  [FIRST_PERSON, { cardholder: cardholder(), registration: registration() }],
  [SECOND_PERSON, { cardholder: cardholder({ citizenId: SECOND_PERSON }), registration: undefined }],
  [
    CANCELLED,
    { cardholder: cardholder({ citizenId: CANCELLED, cardStatus: 'cancelled' }), registration: undefined },
  ],
  [
    ELSEWHERE,
    {
      cardholder: cardholder({ citizenId: ELSEWHERE, subdistrict: subdistrictCode('340205') }),
      registration: undefined,
    },
  ],
]);

let lines: AuditLine[];
let used: number;
let isTrailBroken: boolean;
beforeEach(() => {
  lines = [];
  used = 0;
  isTrailBroken = false;
});

const desk = {
  allowances: {
    take: async (_: unknown, wanted: number, atMost: number) => {
      if (used + wanted > atMost) return { left: atMost - used };
      used += wanted;
      return 'taken' as const;
    },
  },
  people: {
    of: async (ids: readonly CitizenId[]) =>
      new Map(ids.map((id) => [id, KNOWN.get(id) ?? { cardholder: undefined, registration: undefined }])),
  },
  trail: {
    appendAll: async (more: readonly AuditLine[]) => {
      if (isTrailBroken) throw new Error('the trail cannot be written');
      lines.push(...more);
    },
  },
};

const ask = (...written: string[]) =>
  lookUpPeople(desk, officer(), idsAsked({ citizenIds: written }, idsOfFile), OCCASION);

describe('looking up many people', () => {
  it('tells who has come, who may, whose card gives no right, and nothing of anybody else', async () => {
    const rows = await ask(FIRST_PERSON, SECOND_PERSON, CANCELLED, ELSEWHERE, NOBODY);
    expect(rows.map((row) => 'person' in row && row.person.outcome)).toEqual([
      'registered',
      'may-register',
      'not-entitled',
      'not-found',
      'not-found',
    ]);
    const [, , , elsewhere, nobody] = rows.map((row) => 'person' in row && row.person);
    expect(elsewhere).toEqual(nobody);
  });

  it('leaves a line of the trail for every person, before it answers', async () => {
    await ask(FIRST_PERSON, ELSEWHERE, NOBODY);
    expect(lines.map(({ action, person }) => [action, person])).toEqual([
      ['LOOKED_UP_IN_BULK', FIRST_PERSON],
      ['LOOKED_UP_IN_BULK', ELSEWHERE],
      ['LOOKED_UP_IN_BULK', NOBODY],
    ]);
    isTrailBroken = true;
    await expect(ask(FIRST_PERSON)).rejects.toThrow('the trail');
  });

  it('answers a line that cannot be read by itself, naming the first of two', async () => {
    const wrong = `${FIRST_PERSON.slice(0, 12)}${(Number(FIRST_PERSON[12]) + 1) % 10}`;
    const dashed = `${FIRST_PERSON[0]}-${FIRST_PERSON.slice(1)}`;
    const rows = await ask('', '12', wrong, FIRST_PERSON, dashed);
    expect(rows.map((row) => ('fault' in row ? [row.line, row.fault, row.sameAsLine] : row.line))).toEqual([
      [1, 'citizen-id.missing', undefined],
      [2, 'citizen-id.format', undefined],
      [3, 'citizen-id.checksum', undefined],
      4,
      [5, 'row.duplicate', 4],
    ]);
    expect(used).toBe(1);
  });

  it('takes so many a call, and so many a day of which nothing is taken when it is too much', async () => {
    const many = Array.from({ length: MAX_PEOPLE_A_CALL + 1 }, (_, n) => officeZeroId(n + 10));
    await expect(ask(...many)).rejects.toMatchObject({
      code: 'people.too-many',
      facts: { atMost: MAX_PEOPLE_A_CALL },
    });
    used = MAX_PEOPLE_A_DAY - 1;
    await expect(ask(FIRST_PERSON, SECOND_PERSON)).rejects.toMatchObject({
      code: 'people.daily-limit',
      facts: { left: 1 },
    });
    expect(lines).toEqual([]);
    expect(await ask(FIRST_PERSON)).toHaveLength(1);
  });

  it('asks for a list or a file, not for both', () => {
    for (const body of [{}, { citizenIds: ['1'], file: 'MQ==' }])
      expect(() => idsAsked(body, idsOfFile)).toThrow('request.invalid');
  });
});

describe('a file of IDs', () => {
  const THAI_DIGITS = FIRST_PERSON.replace(/\d/g, (digit) => String.fromCharCode(0x0e50 + Number(digit)));
  const inFile = (text: string) => idsOfFile(Buffer.from(text).toString('base64'));

  it('is read by its heading, in Thai or English, with whatever columns stand beside it', () => {
    const ids = [{ line: 2, written: FIRST_PERSON }];
    expect(inFile(`citizen_id\r\n${FIRST_PERSON}\r\n`)).toEqual(ids);
    expect(inFile(`\ufeffชื่อ,เลขประจำตัวประชาชน\n"คำพอง, ก",${FIRST_PERSON}\n`)).toEqual(ids);
    expect(inFile(`คน\n${FIRST_PERSON}`)).toEqual(ids);
  });

  it('is read without a heading, in Thai digits and with hyphens, by the lines of the file', async () => {
    const ids = inFile(`${THAI_DIGITS}\n\n${SECOND_PERSON.slice(0, 1)}-${SECOND_PERSON.slice(1)}\n`);
    expect(ids.map(({ line }) => line)).toEqual([1, 3]);
    const rows = await lookUpPeople(desk, officer(), ids, OCCASION);
    expect(rows.map((row) => 'person' in row && row.person.outcome)).toEqual(['registered', 'may-register']);
  });

  it('is read in Windows-874, as Excel writes it', () => {
    const heading = [...'เลขประจำตัวประชาชน'].map((letter) => letter.charCodeAt(0) - 0x0e00 + 0xa0);
    const bytes = Buffer.concat([Buffer.from(heading), Buffer.from(`,x\r\n${FIRST_PERSON},y\r\n`)]);
    expect(idsOfFile(bytes.toString('base64'))).toEqual([{ line: 2, written: FIRST_PERSON }]);
  });

  it('is refused when nothing in it can be read', () => {
    expect(() => inFile('ชื่อ,นามสกุล\nก,ข\n')).toThrow('people-file.no-column');
    expect(() => inFile('\n\n')).toThrow('people-file.no-column');
    expect(() => idsOfFile(Buffer.from([0xff, 0xfe, 0x31, 0x00, 0x0a, 0x00]).toString('base64'))).toThrow(
      'people-file.encoding',
    );
  });
});

describe('the file of answers', () => {
  it('has a row for each line, a heading in the reader’s language, and no whole ID', async () => {
    const rows = await ask(FIRST_PERSON, NOBODY, 'x', FIRST_PERSON);
    const { name, text } = lookUpFile(await lookUpView(rows, instantOf(IN_WINDOW), geography), 'th');
    expect(name).toBe('look-up-2018-02-12.csv');
    const lines = text.replace('\ufeff', '').trimEnd().split('\r\n');
    expect(lines).toHaveLength(5);
    expect(lines[0]).toMatch(/^บรรทัดที่,/);
    expect(lines[1]).toMatch(/^1,.*แจ้งความประสงค์แล้ว,registered,เมืองอุบลราชธานี,อุบลราชธานี,05\/02\/2561/);
    expect(lines[2]).toMatch(/^2,.*ไม่พบในพื้นที่รับผิดชอบ,not-found,+$/);
    expect(lines[3]).toMatch(/^3,,.*citizen-id\.format/);
    expect(lines[4]).toMatch(/^4,,ซ้ำกับบรรทัดที่ 1,row\.duplicate/);
    for (const form of writtenForms(FIRST_PERSON)) expect(text).not.toContain(form);
  });
});
