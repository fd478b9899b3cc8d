import { afterEach, describe, expect, it } from 'vitest';
import { gazetteer } from '../../functions/data/gazetteer.ts';
import { officerRowsOf } from '../../functions/http/officer-rows.ts';
import { eligibilityView } from '../../functions/http/views/eligibility-view.ts';
import { personAtDeskView } from '../../functions/http/views/person-desk-view.ts';
import { cardholder, districtCode, measure, subdistrictCode, writtenForms } from '../support/builders.ts';
import { capturedOutput } from '../support/fakes.ts';

let output: ReturnType<typeof capturedOutput> | undefined;
afterEach(() => output?.stop());

describe('a person on record in an area that there is not', () => {
  const lost = cardholder({ subdistrict: subdistrictCode('340199') });

  it('is shown with its code, and logged without the person', async () => {
    output = capturedOutput();
    const { citizenId } = lost;
    const shown = await personAtDeskView(
      { citizenId, decision: 'may-register', cardholder: lost },
      gazetteer,
    );
    expect(shown).toMatchObject({
      residence: {
        province: { code: '34' },
        district: { code: '3401' },
        subdistrict: { code: '340199', name: { en: 'unknown area 340199' } },
      },
    });
    expect(output.lines()).toMatchObject([{ level: 'ERROR', message: 'AREA_UNKNOWN' }]);
    for (const form of writtenForms(citizenId)) expect(output.text()).not.toContain(form);
  });

  it('is answered by the look-up', async () => {
    output = capturedOutput();
    const answer = await eligibilityView(
      {
        status: 'may-register',
        measure: measure(),
        phase: 'open',
        district: districtCode('9999'),
        places: [],
      },
      gazetteer,
    );
    expect(answer).toMatchObject({ district: { code: '9999', province: { code: '99' } } });
    expect(output.lines()).toHaveLength(2);
  });
});

describe('a line of a file of officers', () => {
  it.each([
    ['ไม่มีจังหวัดนี้', 'province.not-found'],
    ['อุบลราชธานี/ไม่มีอำเภอนี้', 'district.not-found'],
  ])('that names %s is told that there is no such area', async (area, code) => {
    const csv = `username,name,role,area,agency\nnewcomer,นางใหม่ มา,district,${area},DOPA`;
    expect(await officerRowsOf(csv, gazetteer)).toMatchObject([
      { asked: { code, faults: [{ path: 'area', code }] } },
    ]);
  });
});
