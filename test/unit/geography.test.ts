import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { applyPatches, buildGeography } from '../../reference/geography/build.ts';

type Level = 'provinces' | 'districts' | 'subdistricts';

function committedText(level: Level): string {
  return readFileSync(new URL(`../../reference/geography/${level}.geo.json`, import.meta.url), 'utf8');
}

function committed(level: Level): Map<string, readonly [thai: string, english: string]> {
  return new Map(Object.entries(JSON.parse(committedText(level))));
}

const provinces = committed('provinces');
const districts = committed('districts');
const subdistricts = committed('subdistricts');
const everyName = [...provinces, ...districts, ...subdistricts];

function districtCodesOf(province: string): string[] {
  return [...districts.keys()].filter((code) => code.startsWith(province));
}

describe('codes', () => {
  it('has 77 provinces, 928 districts and 7,436 subdistricts', () => {
    expect([provinces.size, districts.size, subdistricts.size]).toEqual([77, 928, 7436]);
  });

  it('writes a province with two digits, a district with four, a subdistrict with six', () => {
    const malformed = (codes: Iterable<string>, pattern: RegExp) =>
      [...codes].filter((code) => !pattern.test(code));
    expect(malformed(provinces.keys(), /^[1-9]\d$/)).toEqual([]);
    expect(malformed(districts.keys(), /^[1-9]\d{3}$/)).toEqual([]);
    expect(malformed(subdistricts.keys(), /^[1-9]\d{5}$/)).toEqual([]);
  });

  it('puts every district in a known province and every subdistrict in a known district', () => {
    expect([...districts.keys()].filter((code) => !provinces.has(code.slice(0, 2)))).toEqual([]);
    expect([...subdistricts.keys()].filter((code) => !districts.has(code.slice(0, 4)))).toEqual([]);
  });

  it('leaves no province without districts and no district without subdistricts', () => {
    const withDistricts = new Set([...districts.keys()].map((code) => code.slice(0, 2)));
    const withSubdistricts = new Set([...subdistricts.keys()].map((code) => code.slice(0, 4)));
    expect([...provinces.keys()].filter((code) => !withDistricts.has(code))).toEqual([]);
    expect([...districts.keys()].filter((code) => !withSubdistricts.has(code))).toEqual([]);
  });

  it('lists each code once, in order, one to a line', () => {
    for (const level of ['provinces', 'districts', 'subdistricts'] as const) {
      const codes = [...committedText(level).matchAll(/^"(\d+)":/gm)].map(([, code]) => code);
      expect(codes).toEqual([...new Set(codes)].sort());
      expect(codes).toHaveLength(committed(level).size);
    }
  });
});

describe('names', () => {
  it('writes Thai names in Thai letters, without outer or double blanks', () => {
    // U+0E4D is left out: nikhahit with sara aa looks like sara am and does not compare equal to it.
    const sound = /^[ก-ฺเ-์0-9.-]+( [ก-ฺเ-์0-9.-]+)*$/;
    expect(everyName.filter(([, [thai]]) => !sound.test(thai))).toEqual([]);
  });

  it('writes names in composed form', () => {
    const decomposed = everyName.filter(([, names]) => names.some((name) => name !== name.normalize('NFC')));
    expect(decomposed).toEqual([]);
  });

  it('leaves an English name empty or writes capitalised ASCII words', () => {
    const sound = /^([A-Z][a-z]*(-[a-z]+)*( [A-Z][a-z]*(-[a-z]+)*)*)?$/;
    expect(everyName.filter(([, [, english]]) => !sound.test(english) || english === 'Null')).toEqual([]);
  });

  it('has an English name for every province and district', () => {
    expect([...provinces, ...districts].filter(([, [, english]]) => english === '')).toEqual([]);
  });

  it('names no two districts of a province alike, in Thai or in English, but for two Bang Sai', () => {
    const repeated = (position: 0 | 1) => {
      const seen = new Set<string>();
      return [...districts].filter(([code, names]) => {
        const key = `${code.slice(0, 2)} ${names[position]}`;
        return seen.size === seen.add(key).size;
      });
    };
    expect(repeated(0)).toEqual([]);
    // บางไทร and บางซ้าย sound different and are transcribed alike.
    expect(repeated(1)).toEqual([['1413', ['บางซ้าย', 'Bang Sai']]]);
  });

  it('names the district of a provincial seat after its province', () => {
    for (const [code, [thai, english]] of provinces) {
      if (code === '10' || code === '14') continue;
      expect(districts.get(`${code}01`)).toEqual([`เมือง${thai}`, `Mueang ${english}`]);
    }
    expect(districts.get('1401')).toEqual(provinces.get('14'));
  });

  it('carries no word for the kind of area', () => {
    expect([...districts].filter(([, [thai]]) => /^(เขต|อำเภอ|กิ่งอำเภอ)/.test(thai))).toEqual([]);
    expect([...subdistricts].filter(([, [thai]]) => /^(แขวง|ตำบล|เทศบาล)/.test(thai))).toEqual([]);
  });

  it('keeps เมือง where it is part of the name', () => {
    expect(districts.get('3027')?.[0]).toBe('เมืองยาง');
    expect(districts.get('3318')?.[0]).toBe('เมืองจันทร์');
    expect(districts.get('4512')?.[0]).toBe('เมืองสรวง');
    expect(districts.get('5213')?.[0]).toBe('เมืองปาน');
  });
});

describe('places that sources get wrong', () => {
  it('gives Ubon Ratchathani its 25 districts with the gaps between their codes', () => {
    expect(districtCodesOf('34')).toEqual(
      [
        [3401, 3402, 3403, 3404, 3405, 3407, 3408, 3409, 3410, 3411, 3412, 3414, 3415],
        [3419, 3420, 3421, 3422, 3424, 3425, 3426, 3429, 3430, 3431, 3432, 3433],
      ]
        .flat()
        .map(String),
    );
    expect(districts.get('3401')).toEqual(['เมืองอุบลราชธานี', 'Mueang Ubon Ratchathani']);
    expect(districts.get('3415')).toEqual(['วารินชำราบ', 'Warin Chamrap']);
    expect(districts.get('3425')).toEqual(['สิรินธร', 'Sirindhorn']);
    expect(districts.get('3433')).toEqual(['น้ำขุ่น', 'Nam Khun']);
  });

  it('gives Bangkok 50 districts, named without the word for district', () => {
    expect(districtCodesOf('10')).toHaveLength(50);
    expect(districts.get('1001')).toEqual(['พระนคร', 'Phra Nakhon']);
    expect(districts.get('1050')).toEqual(['บางบอน', 'Bang Bon']);
  });

  it('codes Wiang Kao 4029, not 4026', () => {
    expect(districts.get('4029')).toEqual(['เวียงเก่า', 'Wiang Kao']);
    expect(districts.has('4026')).toBe(false);
  });

  it('keeps the official order of the subdistricts of Bueng Kan, which is not alphabetical', () => {
    expect(districts.get('3801')?.[0]).toBe('เมืองบึงกาฬ');
    expect(subdistricts.get('380101')?.[0]).toBe('บึงกาฬ');
    expect(subdistricts.get('380103')?.[0]).toBe('โนนสว่าง');
    expect(subdistricts.get('380506')?.[0]).toBe('นาดง');
  });

  it('lists a subdistrict that moved to a newer district under its present code only', () => {
    expect(subdistricts.has('340306')).toBe(false);
    expect(subdistricts.has('401608')).toBe(false);
    expect(subdistricts.get('402903')?.[0]).toBe('เขาน้อย');
  });
});

describe('build', () => {
  it('gives the committed files byte for byte', () => {
    const { texts } = buildGeography();
    for (const level of ['provinces', 'districts', 'subdistricts'] as const) {
      expect(texts[`${level}.geo.json`] === committedText(level), `${level} is fresh`).toBe(true);
    }
  });

  it('applies a patch that finds the value it corrects', () => {
    const names = new Map([
      ['3801', 'บึงกาฬ'],
      ['4026', 'เวียงเก่า'],
    ]);
    const changes = [
      ['3801', 'บึงกาฬ', 'เมืองบึงกาฬ'],
      ['4026', 'เวียงเก่า', null],
      ['4029', null, 'เวียงเก่า'],
    ] as const;
    expect(applyPatches(names, [{ why: 'a reason', changes }])).toBe(3);
    expect([...names]).toEqual([
      ['3801', 'เมืองบึงกาฬ'],
      ['4029', 'เวียงเก่า'],
    ]);
  });

  it.each([
    ['the source was corrected meanwhile', ['3801', 'บึงกาฬ', 'เมืองบึงกาฬ'], 'เมืองบึงกาฬ'],
    ['the source lost the code', ['3801', 'บึงกาฬ', 'เมืองบึงกาฬ'], undefined],
    ['the source gained the code', ['3801', null, 'เมืองบึงกาฬ'], 'เมืองบึงกาฬ'],
  ] as const)('refuses a patch once %s', (_reason, change, inSource) => {
    const names = new Map(inSource === undefined ? [] : [['3801', inSource]]);
    const patches = [{ why: 'a reason', changes: [change] }];
    expect(() => applyPatches(names, patches)).toThrow('patch of 3801 no longer applies');
  });
});
