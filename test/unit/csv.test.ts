import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { contract } from '../../functions/contract/documentation/operations.ts';
import type { Operation } from '../../functions/contract/operation.ts';
import { csvText } from '../../functions/http/csv.ts';
import { cardholderReportFile } from '../../functions/http/views/cardholder-report-view.ts';
import { coverageReportFile } from '../../functions/http/views/coverage-report-view.ts';
import { dailyReportFile } from '../../functions/http/views/daily-report-view.ts';
import { projectReportFile } from '../../functions/http/views/project-report-view.ts';
import provinces from '../../reference/geography/provinces.geo.json' with { type: 'json' };
import subdistricts from '../../reference/geography/subdistricts.geo.json' with { type: 'json' };

/** Cells of a text without quoted ones, line by line. */
const cellsOf = (text: string): string[][] =>
  text
    .replace(/^\ufeff/, '')
    .replace(/\r\n$/, '')
    .split('\r\n')
    .map((line) => line.split(','));

const cell = (value: string | number | null): string =>
  csvText({ columns: ['x'], rows: [[value]] }).slice('\ufeffx\r\n'.length, -'\r\n'.length);

describe('a table as CSV', () => {
  it('opens in Excel with Thai intact: UTF-8 with its mark, lines that end in CRLF', () => {
    const text = csvText({ columns: ['รหัส', 'พื้นที่'], rows: [['34', 'อุบลราชธานี']] });
    expect([...Buffer.from(text).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(text).toBe('\ufeffรหัส,พื้นที่\r\n34,อุบลราชธานี\r\n');
    expect(text.indexOf('\ufeff', 1)).toBe(-1);
  });

  it('has its headings though it has no rows', () => {
    expect(csvText({ columns: ['a', 'b'], rows: [] })).toBe('\ufeffa,b\r\n');
  });

  it.each([
    ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
    ['+66 45 000 000', "'+66 45 000 000"],
    ['-1+1', "'-1+1"],
    ['@SUM(A1:A9)', "'@SUM(A1:A9)"],
    ['\t=1+1', "'=1+1"],
    ['\r=1+1', "'=1+1"],
    ['\n=1+1', "'=1+1"],
    ['  =1+1', "'=1+1"],
    ['\u00a0=1+1', "'=1+1"],
    ['\u0000=1+1', "'=1+1"],
    ['\uff1d1+1', "'\uff1d1+1"],
    ['\uff0b1', "'\uff0b1"],
    ['\uff0d1', "'\uff0d1"],
    ['\uff20x', "'\uff20x"],
  ])('takes the sting out of %j', (text, written) => {
    expect(cell(text)).toBe(written);
  });

  it.each([
    ['a heading', () => csvText({ columns: ['=1+1'], rows: [] })],
    ['a later column', () => csvText({ columns: ['a', 'b'], rows: [['x', '=1+1']] })],
    ['a later row', () => csvText({ columns: ['a'], rows: [['x'], ['=1+1']] })],
  ])('takes it out of %s as well', (_where, text) => {
    expect(text()).toContain("'=1+1");
    expect(text()).not.toMatch(/(^|[,\n\ufeff])=/);
  });

  it('quotes what would end a cell, and keeps a text in one line', () => {
    expect(cell('a,b')).toBe('"a,b"');
    expect(cell('he said "no"')).toBe('"he said ""no"""');
    expect(cell('two\r\nlines')).toBe('two lines');
    expect(cell('=1,"2"')).toBe(`"'=1,""2"""`);
  });

  it('writes numbers as they are, and nothing where there is none', () => {
    expect([cell(0), cell(-3), cell(12.5), cell(null), cell('')]).toEqual(['0', '-3', '12.5', '', '']);
  });
});

const HEAD = {
  area: {
    level: 'province' as const,
    code: '34',
    name: { th: 'อุบลราชธานี', en: 'Ubon Ratchathani' },
    parents: [],
  },
  asOf: '2018-02-14T17:30:00.352Z',
};
const MUEANG = { code: '3401', name: { th: 'เมืองอุบลราชธานี', en: 'Mueang Ubon Ratchathani' } };
const FIGURES = { cardholders: 40, registered: 10, cancelled: 1, coverage: 25 };
const HOSTILE = "=cmd|' /C calc'!A0";

describe('the file of a report', () => {
  const coverage = {
    ...HEAD,
    total: FIGURES,
    rows: [
      { ...MUEANG, ...FIGURES },
      { ...MUEANG, code: '3402', cardholders: 0, registered: 0, cancelled: 0, coverage: null },
    ],
  };

  it('is a rectangle in which every row says as of when, in Bangkok and the Buddhist era beside ISO', () => {
    const { name, text } = coverageReportFile(coverage, 'th');
    expect(name).toBe('coverage-34.csv');
    const [headings = [], ...rows] = cellsOf(text);
    expect(headings).toEqual([
      'รหัส',
      'พื้นที่',
      'ผู้มีบัตรสวัสดิการแห่งรัฐ (คน)',
      'แจ้งความประสงค์ (คน)',
      'ยกเลิก (คน)',
      'ร้อยละของผู้มีบัตร',
      'ข้อมูล ณ (พ.ศ.)',
      'ข้อมูล ณ (ISO)',
    ]);
    expect(rows).toEqual([
      ['3401', 'เมืองอุบลราชธานี', '40', '10', '1', '25', '15/02/2561 00:30', HEAD.asOf],
      ['3402', 'เมืองอุบลราชธานี', '0', '0', '0', '', '15/02/2561 00:30', HEAD.asOf],
    ]);
  });

  it('is in English for those who prefer it', () => {
    const [headings, first] = cellsOf(coverageReportFile(coverage, 'en').text);
    expect(headings?.slice(0, 3)).toEqual(['Code', 'Area', 'Cardholders (people)']);
    expect(first?.slice(0, 2)).toEqual(['3401', 'Mueang Ubon Ratchathani']);
  });

  it('of the country is named after it', () => {
    const country = { ...coverage, area: { level: 'country' as const, name: MUEANG.name, parents: [] } };
    expect(coverageReportFile(country, 'th').name).toBe('coverage-country.csv');
  });

  it('of days has a day in the Buddhist era beside ISO, a column an agency and one a channel', () => {
    const counts = {
      registered: 3,
      byAgency: { DOPA: 1, MOL: 2 },
      byChannel: { officer: 3, BAAC: 0, GSB: 0 },
    };
    const { name, text } = dailyReportFile(
      {
        ...HEAD,
        from: '2018-02-21',
        to: '2018-02-21',
        agencies: [
          { code: 'DOPA', name: { th: 'กรมการปกครอง', en: 'DOPA' } },
          { code: 'MOL', name: { th: HOSTILE, en: HOSTILE } },
        ],
        total: counts,
        days: [{ day: '2018-02-21', ...counts }],
      },
      'th',
    );
    expect(name).toBe('daily-34-2018-02-21-2018-02-21.csv');
    const [headings, row] = cellsOf(text);
    expect(headings?.slice(2, 8)).toEqual([
      'แจ้งความประสงค์ (คน)',
      'หน่วยงาน: กรมการปกครอง (DOPA)',
      `หน่วยงาน: ${HOSTILE} (MOL)`,
      'ช่องทาง: เจ้าหน้าที่',
      'ช่องทาง: ธ.ก.ส.',
      'ช่องทาง: ธนาคารออมสิน',
    ]);
    expect(row?.slice(0, 8)).toEqual(['21/02/2561', '2018-02-21', '3', '1', '2', '3', '0', '0']);
  });

  it('of projects has a row a project, and tells people from participations', () => {
    const { name, text } = projectReportFile(
      {
        ...HEAD,
        people: 9,
        peopleWithProject: 4,
        participations: 7,
        byDimension: [
          {
            code: 2,
            name: { th: 'การฝึกอาชีพ', en: 'Training' },
            participations: 7,
            projects: [
              {
                code: 'D2-01',
                name: { th: HOSTILE, en: '+1' },
                agencies: ['MOAC', 'MOC'],
                participations: 7,
              },
            ],
          },
        ],
        byAgency: [],
        agencies: [],
      },
      'th',
    );
    expect(name).toBe('projects-34.csv');
    const [headings, row] = cellsOf(text);
    expect(headings?.[5]).toContain('ครั้ง');
    expect(headings?.slice(6, 8)).toEqual(['ผู้แจ้งความประสงค์ทั้งพื้นที่ (คน)', 'ผู้เลือกอย่างน้อยหนึ่งโครงการทั้งพื้นที่ (คน)']);
    expect(row?.slice(0, 8)).toEqual(['2', 'การฝึกอาชีพ', 'D2-01', `'${HOSTILE}`, 'MOAC + MOC', '7', '9', '4']);
  });

  it('of cardholders has a column a band, named from the measure', () => {
    const byBand = { UP_TO_30000: 30, UP_TO_100000: 10 };
    const { name, text } = cardholderReportFile(
      {
        ...HEAD,
        bands: [
          { band: 'UP_TO_30000', incomeUpToBaht: 30_000, extraBahtPerMonth: 200 },
          { band: 'UP_TO_100000', incomeUpToBaht: 100_000, extraBahtPerMonth: 100 },
        ],
        total: { cardholders: 40, byBand },
        rows: [{ ...MUEANG, name: { th: HOSTILE, en: HOSTILE }, cardholders: 40, byBand }],
      },
      'th',
    );
    expect(name).toBe('cardholders-34.csv');
    expect(text).toContain('"รายได้ไม่เกิน 30,000 บาท/ปี (คน)","รายได้เกิน 30,000 ถึง 100,000 บาท/ปี (คน)"');
    expect(cellsOf(text)[1]?.slice(0, 5)).toEqual(['3401', `'${HOSTILE}`, '40', '30', '10']);
  });
});

describe('official codes in a file', () => {
  it('stay as they are in Excel: none begins with a zero', () => {
    const codes = [...Object.keys(provinces), ...Object.keys(subdistricts)];
    expect(codes.length).toBeGreaterThan(7_000);
    expect(codes.filter((code) => !/^[1-9]/.test(code))).toEqual([]);
  });
});

/** Entries of the API by the bytes that their bundles hold of the package that writes CSV. */
async function carried(): Promise<Map<string, number>> {
  const folder = fileURLToPath(new URL('../../functions/api/', import.meta.url));
  const { metafile } = await build({
    entryPoints: readdirSync(folder).map((file) => `${folder}${file}`),
    bundle: true,
    external: ['@aws-sdk/*', '@aws-lambda-powertools/*', '@middy/*', 'zod/*', 'nanoid'],
    platform: 'node',
    format: 'esm',
    loader: { '.geo.json': 'empty' },
    write: false,
    metafile: true,
    outdir: 'nowhere',
    logLevel: 'silent',
  });
  return new Map(
    Object.entries(metafile.outputs).map(([file, { inputs }]) => {
      const parts = Object.entries(inputs).filter(([input]) => input.includes('node_modules/csv-stringify/'));
      return [basename(file, '.js'), parts.reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0)];
    }),
  );
}

describe('the package that writes CSV', () => {
  it('is carried by those functions that answer with it, and by no other', async () => {
    const all: readonly Operation[] = contract;
    const answering = all.filter(({ csv }) => csv).map(({ id }) => id);
    expect(answering.length).toBeGreaterThan(3);
    // A few constants stay wherever a module that could write a file is imported for something else.
    const carriers = [...(await carried())].filter(([, bytes]) => bytes > 1_000);
    expect(carriers.map(([entry]) => entry).sort()).toEqual(answering.sort());
  });
});
