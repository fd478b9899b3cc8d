import { beforeEach, describe, expect, it } from 'vitest';
import {
  readAccessHistory,
  readOfficerActivity,
  type TrailLine,
  type TrailReader,
} from '../../functions/domain/access-history.ts';
import type { Area } from '../../functions/domain/area.ts';
import type { Account, Officer } from '../../functions/domain/caller.ts';
import {
  cardholder,
  districtCode,
  IN_WINDOW,
  instant,
  officer,
  officerAccount,
  officeZeroId,
  provinceOfficer,
  subdistrictCode,
} from '../support/builders.ts';
import { cardholdersOf, Trail } from '../support/fakes.ts';

const PERSON = officeZeroId(1);
const ELSEWHERE = officeZeroId(2);
const PAGE = { limit: 50 };
const OCCASION = { at: IN_WINDOW, from: '192.0.2.7', requestId: 'request-1' };
const LINE: TrailLine = {
  action: 'READ_REGISTRATION',
  actor: 'officer-1',
  at: instant('2018-02-10 09:00'),
  from: '192.0.2.9',
  requestId: 'request-0',
  about: {},
};
const BANK: Account = {
  kind: 'bank',
  subject: 'client-BAAC',
  username: 'client-BAAC',
  name: 'BAAC',
  disabled: false,
  bank: 'BAAC',
};
const ofDistrict = (district: string, subject: string): Account =>
  officerAccount({ subject, area: { level: 'district', district: districtCode(district) } });
const ACCOUNTS = [officerAccount(), ofDistrict('3402', 'officer-2'), ofDistrict('1001', 'officer-3'), BANK];
const COUNTRY: Area = { level: 'country' };
const central = (rights: Officer['rights'] = []) =>
  officer({ subject: 'central-1', role: 'central', area: COUNTRY, rights });
const withRight = (who: Officer): Officer => ({ ...who, rights: ['read-access-history'] });

let audit: Trail;
let asked: {
  citizenId?: string;
  subject?: string;
  isSpread?: boolean;
  month?: string;
  linesBefore: number;
}[];
beforeEach(() => {
  audit = new Trail();
  asked = [];
});

const trail: TrailReader = {
  ofPerson: async (citizenId) => {
    asked.push({ citizenId, linesBefore: audit.lines.length });
    return { rows: [LINE, { ...LINE, actor: 'gone' }] };
  },
  ofActor: async (actor, month) => {
    asked.push({ ...actor, month, linesBefore: audit.lines.length });
    return { rows: [LINE] };
  },
};
const desk = () => ({
  trail,
  audit,
  accounts: {
    bySubject: async (subject: string) => ACCOUNTS.find((account) => account.subject === subject),
    bySubjects: async (subjects: readonly string[]) =>
      ACCOUNTS.filter(({ subject }) => subjects.includes(subject)),
  },
  cardholders: cardholdersOf(
    cardholder({ citizenId: PERSON }),
    cardholder({ citizenId: ELSEWHERE, subdistrict: subdistrictCode('100101') }),
  ),
});
const history = (who: Officer, citizenId = PERSON) =>
  readAccessHistory(desk(), who, citizenId, PAGE, OCCASION);
const activity = (who: Officer, subject: string, month?: string) =>
  readOfficerActivity(desk(), who, { subject, month }, PAGE, OCCASION);

describe('the access history of a person', () => {
  it('is written down before it is read, and names whoever has an account', async () => {
    const { rows } = await history(withRight(officer()));
    expect(rows.map(({ actor, account }) => [actor, account?.name])).toEqual([
      ['officer-1', officerAccount().name],
      ['gone', undefined],
    ]);
    expect(asked).toEqual([{ citizenId: PERSON, linesBefore: 1 }]);
    expect(audit.lines).toMatchObject([
      { action: 'READ_ACCESS_HISTORY', actor: 'officer-1', person: PERSON, from: '192.0.2.7' },
    ]);
  });

  it.each<[string, Officer]>([
    ['an officer of the district', officer()],
    ['central', central()],
  ])('is not for %s without the right', async (_, who) => {
    await expect(history(who)).rejects.toMatchObject({ code: 'right.missing', kind: 'forbidden' });
    expect(asked).toEqual([]);
  });

  it.each([ELSEWHERE, officeZeroId(3)])('is not there for anybody outside the area', async (person) => {
    for (const who of [officer(), provinceOfficer()])
      await expect(history(withRight(who), person)).rejects.toMatchObject({ code: 'person.not-found' });
    expect(asked).toEqual([]);
  });

  it('is there for central of anybody, also of whoever is in no registry any more', async () => {
    await history(central(['read-access-history']), officeZeroId(3));
    expect(asked).toHaveLength(1);
  });

  it('is not read when the line cannot be written', async () => {
    audit.broken = true;
    await expect(history(withRight(officer()))).rejects.toThrow();
    expect(asked).toEqual([]);
  });
});

describe('what an officer did', () => {
  it.each<[string, Officer, string]>([
    ['the officer', officer(), 'officer-1'],
    ['the officer, by the name of me', officer(), 'me'],
    ['the province of the district', provinceOfficer(), 'officer-2'],
    ['central', central(), 'officer-3'],
    ['central, of an account that is gone', central(), 'gone'],
  ])('is there for %s', async (_, who, subject) => {
    await activity(who, subject, '2018-01');
    const meant = subject === 'me' ? 'officer-1' : subject;
    expect(asked).toEqual([{ subject: meant, isSpread: false, month: '2018-01', linesBefore: 1 }]);
    expect(audit.lines).toMatchObject([
      { action: 'READ_OFFICER_ACTIVITY', about: { subject: meant, month: '2018-01' } },
    ]);
    expect(audit.lines[0]).not.toHaveProperty('person');
  });

  it.each<[string, Officer, string]>([
    ['a colleague', officer(), 'officer-2'],
    ['another province', provinceOfficer(), 'officer-3'],
    ['a province, of a bank', provinceOfficer(), 'client-BAAC'],
    ['a province, of nobody', provinceOfficer(), 'gone'],
    ['a district with the right to histories', withRight(officer()), 'officer-2'],
  ])('is not there for %s', async (_, who, subject) => {
    await expect(activity(who, subject)).rejects.toMatchObject({ code: 'officer.not-found' });
    expect([asked, audit.lines]).toEqual([[], []]);
  });

  it('is that of the present month unless another one is asked for, and of a bank on all its keys', async () => {
    const { month } = await activity(central(), 'client-BAAC');
    expect(month).toBe('2018-02');
    expect(asked).toMatchObject([{ isSpread: true, month: '2018-02' }]);
  });
});
