import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cell, cardState, cellsOf, contributionOf } from '../../functions/domain/contribution.ts';
import { cellName, cellNamed } from '../../functions/domain/counter-cell.ts';
import {
  agencyCode,
  cardContribution,
  cardholder,
  contribution,
  districtCode,
  instant,
  projectCode,
  provinceCode,
  registration,
  subdistrictCode,
} from '../support/builders.ts';

const agency = fc.stringMatching(/^[A-Z][A-Z0-9]{1,11}$/).map(agencyCode);
const project = fc.stringMatching(/^[A-Za-z0-9-]{1,24}$/).map(projectCode);
const channel = fc.constantFrom('officer' as const, 'BAAC' as const, 'GSB' as const);
const status = fc.constantFrom('INTENT' as const, 'CANCELLED' as const);

const cellOf = (province: string): fc.Arbitrary<Cell> =>
  fc.oneof(
    fc.record({
      of: fc.constant('cardholders' as const),
      subdistrict: fc.stringMatching(/^\d{4}$/).map((rest) => subdistrictCode(`${province}${rest}`)),
      band: fc.constantFrom('UP_TO_30000' as const, 'UP_TO_100000' as const),
    }),
    fc.record({
      of: fc.constant('subdistrict' as const),
      subdistrict: fc.stringMatching(/^\d{4}$/).map((rest) => subdistrictCode(`${province}${rest}`)),
      status,
    }),
    fc.record({ of: fc.constant('agency' as const), agency }),
    fc.record({ of: fc.constant('channel' as const), channel }),
    fc.record({ of: fc.constant('project' as const), project }),
    fc.constant<Cell>({ of: 'with-project' }),
    fc.record({
      of: fc.constant('district-agency' as const),
      district: fc.stringMatching(/^\d{2}$/).map((rest) => districtCode(`${province}${rest}`)),
      channel,
      agency,
    }),
  );

describe('what a card adds to the counters', () => {
  it('is one cardholder of the band where the person lives now, and nothing else', () => {
    const cells = cellsOf(cardContribution({ band: 'UP_TO_100000' }));
    expect(cells.map(({ province, bucket, cell }) => `${province} ${bucket} ${cellName(cell)}`)).toEqual([
      '34 cards m0101',
    ]);
  });

  it('is nothing for a card that gives no right', () => {
    for (const cardStatus of ['cancelled', 'deceased', 'not-passed'] as const)
      expect(cardState(cardholder({ cardStatus })).contribution).toBeUndefined();
  });

  it('keeps the year of birth for the lists, in the common era', () => {
    expect(cardState(cardholder()).contribution).toEqual(cardContribution({ birthYear: 1970 }));
  });

  it('is newer when the registry changed it later', () => {
    const [before, after] = ['2018-01-15 10:00', '2018-01-15 10:01'].map((at) =>
      cardState(cardholder({ changedAt: instant(at) })),
    );
    expect(after?.version).toBeGreaterThan(Number(before?.version));
  });
});

describe('what a registration adds to the counters', () => {
  const names = (overrides: Parameters<typeof contribution>[0]) =>
    cellsOf(contribution(overrides)).map(
      ({ province, bucket, cell }) => `${province} ${bucket} ${cellName(cell)}`,
    );

  it('is one in each level of its province and one in its day', () => {
    expect(names({ channel: 'BAAC', projects: ['P01', 'P02'].map(projectCode) })).toEqual([
      '34 total i0101',
      '34 total aDOPA',
      '34 total nb',
      '34 total w',
      '34 total jP01',
      '34 total jP02',
      '34 2018-02-05 01bDOPA',
    ]);
  });

  it('is no project when none was chosen', () => {
    expect(names({})).toEqual(['34 total i0101', '34 total aDOPA', '34 total no', '34 2018-02-05 01']);
  });

  it('is only a cancelled one where the person lives, once it is withdrawn', () => {
    expect(names({ status: 'CANCELLED', projects: [projectCode('P01')] })).toEqual(['34 cancelled c0101']);
  });

  it('goes by the residence at the time of the intent, not by the place nor the district of development', () => {
    const made = registration({
      residence: subdistrictCode('100102'),
      developmentDistrict: districtCode('5001'),
      projects: [projectCode('P01')],
    });
    expect(contributionOf(made)).toEqual({
      source: 'registration',
      subdistrict: '100102',
      day: '2018-02-05',
      channel: 'officer',
      agency: 'DOPA',
      projects: ['P01'],
      status: 'INTENT',
    });
  });
});

describe('the name of a counter', () => {
  it('gives back the cell it was made of', () => {
    const anywhere = fc
      .stringMatching(/^\d{2}$/)
      .chain((province) => fc.tuple(fc.constant(province), cellOf(province)));
    fc.assert(
      fc.property(anywhere, ([province, cell]) => {
        expect(cellNamed(cellName(cell), provinceCode(province))).toEqual(cell);
      }),
      { numRuns: 500 },
    );
  });

  it('is the name of one cell only', () => {
    fc.assert(
      fc.property(cellOf('34'), cellOf('34'), (one, other) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other));
        expect(cellName(one)).not.toBe(cellName(other));
      }),
      { numRuns: 500 },
    );
  });

  it("is none of the item's own attributes", () => {
    fc.assert(
      fc.property(cellOf('34'), (cell) => {
        expect(['province', 'bucket', 'at', 'r']).not.toContain(cellName(cell));
      }),
    );
  });

  it.each([
    '',
    'x0101',
    'i01',
    'i010101',
    '01xDOPA',
    'nx',
    'n',
    'nob',
    'j',
    'a',
    'at',
    'r',
    'z1',
    'province',
    'bucket',
    'W',
    'lastCountedAt',
    'constructor',
  ])('is not %j', (name) => {
    expect(cellNamed(name, provinceCode('34'))).toBeUndefined();
  });
});
