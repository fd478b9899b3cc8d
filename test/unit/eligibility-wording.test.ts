import { describe, expect, it } from 'vitest';
import {
  mayRegisterMessage,
  NOT_FOUND,
  registeredMessage,
} from '../../functions/contract/eligibility-wording.ts';
import { mayRegister } from '../../functions/domain/eligibility.ts';
import { eligibilityView } from '../../functions/http/views/eligibility-view.ts';
import { BANGKOK_NAMED, day, HOME, HOME_NAMED, measure, placeId } from '../support/builders.ts';
import { knownGeography } from '../support/fakes.ts';

const PLACES = [{ placeId: placeId('place00001'), name: 'หอประชุม' }];
const on = (today: string, places = PLACES, district = HOME_NAMED) =>
  mayRegisterMessage(mayRegister(district.code, measure(), places, day(today)), district);

describe('what a citizen reads', () => {
  it('in a province names the amphoe, its chief and both banks', () => {
    const { th, en } = on('2018-02-12');
    expect(th).toContain('อำเภอเมืองอุบลราชธานี จังหวัดอุบลราชธานี');
    expect(th).toContain('ธ.ก.ส. หรือธนาคารออมสิน');
    expect(th).toContain('สถานที่ที่นายอำเภอกำหนด');
    expect(th).not.toMatch(/เขต|ผู้อำนวยการ/);
    expect(en).toContain('Mueang Ubon Ratchathani District, Ubon Ratchathani');
    expect(en).toContain('set by the district chief');
  });

  it('in Bangkok names the khet and its director', () => {
    const { th, en } = on('2018-02-12', PLACES, BANGKOK_NAMED);
    expect(th).toContain('เขตพระนคร กรุงเทพมหานคร');
    expect(th).toContain('สถานที่ที่ผู้อำนวยการเขตกำหนด');
    expect(th).not.toMatch(/อำเภอ|จังหวัด/);
    expect(en).toContain('Phra Nakhon District, Bangkok');
    expect(en).toContain('set by the district director');
  });

  it('still names the banks where the district has set no place', () => {
    for (const district of [HOME_NAMED, BANGKOK_NAMED]) {
      const { th, en } = on('2018-02-12', [], district);
      expect(th).toContain('ธ.ก.ส. หรือธนาคารออมสิน');
      expect(th).not.toContain('กำหนด');
      expect(en).toMatch(/BAAC or GSB branch in .*, by 28 February 2018\.$/);
      expect(en).not.toContain('set by');
    }
  });

  it.each([
    [
      '2018-01-31',
      'เปิดรับแจ้งความประสงค์วันที่ 1 กุมภาพันธ์ 2561 ถึง 28 กุมภาพันธ์ 2561',
      'from 1 February 2018 to 28 February 2018',
    ],
    ['2018-02-01', 'ภายในวันที่ 28 กุมภาพันธ์ 2561', 'by 28 February 2018'],
    ['2018-02-28', 'ภายในวันที่ 28 กุมภาพันธ์ 2561', 'by 28 February 2018'],
    ['2018-03-01', 'สิ้นสุดแล้วเมื่อวันที่ 28 กุมภาพันธ์ 2561', 'until 28 February 2018'],
  ])('on %s says where the window stands, by the years of each language', (today, thai, english) => {
    const { th, en } = on(today);
    expect(th).toContain(thai);
    expect(en).toContain(english);
    expect(th).not.toMatch(/2018|พุทธศักราช|พ\.ศ\./);
  });

  it('sends nobody to a bank before the window opens or after it has closed', () => {
    for (const today of ['2018-01-31', '2018-03-01']) expect(on(today).th).not.toContain('ธ.ก.ส.');
  });

  it('after registering has the day and the district', () => {
    expect(registeredMessage('2018-02-05', HOME_NAMED)).toEqual({
      th: 'ท่านแจ้งความประสงค์เข้าร่วมมาตรการแล้ว เมื่อวันที่ 5 กุมภาพันธ์ 2561 อำเภอเมืองอุบลราชธานี จังหวัดอุบลราชธานี',
      en: 'You registered for the measure on 5 February 2018, in Mueang Ubon Ratchathani District, Ubon Ratchathani.',
    });
    expect(registeredMessage('2018-12-31', BANGKOK_NAMED).th).toContain('31 ธันวาคม 2561 เขตพระนคร');
  });

  it('when nobody is found is the one answer, with the number to call', () => {
    expect(NOT_FOUND.th).toBe('ไม่พบสิทธิ์ตามเลขที่ระบุ โปรดตรวจสอบเลขอีกครั้ง หรือติดต่อ 1359');
    expect(NOT_FOUND.en).toContain('1359');
  });
});

describe('the answer of the look-up', () => {
  it('has the branches, and what to bring, whether or not there is a place', async () => {
    const answer = await eligibilityView(
      mayRegister(HOME, measure(), [], day('2018-02-12')),
      knownGeography(),
    );
    expect(answer).toMatchObject({
      status: 'may-register',
      district: HOME_NAMED,
      places: [],
      branches: [{ bank: 'BAAC' }, { bank: 'GSB' }],
      bring: [{ en: 'State welfare card' }, { en: 'National ID card' }],
    });
  });

  it('asks for no name of a district when nobody is found', async () => {
    const unread = {
      district: () => Promise.reject(new Error('read')),
      province: () => Promise.reject(new Error('read')),
    };
    await expect(eligibilityView({ status: 'not-found' }, unread)).resolves.toEqual({
      status: 'not-found',
      message: NOT_FOUND,
    });
  });

  it('names the birth date, too, where the measure asks for it', async () => {
    const { message } = await eligibilityView({ status: 'not-found', withBirthDate: true }, knownGeography());
    expect(message.th).toMatch(/เลขและวันเกิด.*1359/);
    expect(message.en).toMatch(/number and date of birth.*1359/);
  });
});
