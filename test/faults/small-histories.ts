import { cardholderToItem } from '../../functions/data/cardholders.ts';
import { registrationToItem } from '../../functions/data/registrations.ts';
import type { Cardholder } from '../../functions/domain/cardholder.ts';
import type { CitizenId } from '../../functions/domain/citizen-id.ts';
import type { Source } from '../../functions/domain/contribution.ts';
import type { Registration } from '../../functions/domain/registration.ts';
import {
  agencyCode,
  cardholder,
  instant,
  officeZeroId,
  projectCode,
  registration,
  subdistrictCode,
} from '../support/builders.ts';
import type { Change, Item } from './histories.ts';

/** Three changes of one person: what they are called, and the items that they leave behind. */
type Life = (citizenId: CitizenId) => [what: string, after: Item | undefined, malformed?: 'malformed'][];

const registered = (overrides: Partial<Registration>): Item => registrationToItem(registration(overrides));
const held = (overrides: Partial<Cardholder>): Item => cardholderToItem(cardholder(overrides));
const later = instant('2018-02-09 10:00');

const LIVES = {
  'corrected, then withdrawn': {
    source: 'registration',
    life: (citizenId) => [
      ['created', registered({ citizenId, projects: [projectCode('D1-01')] })],
      ['corrected', registered({ citizenId, version: 2, agency: agencyCode('MOL') })],
      ['withdrawn', registered({ citizenId, version: 3, agency: agencyCode('MOL'), status: 'CANCELLED' })],
    ],
  },
  'withdrawn, then registered again': {
    source: 'registration',
    life: (citizenId) => [
      ['created', registered({ citizenId })],
      ['withdrawn', registered({ citizenId, version: 2, status: 'CANCELLED' })],
      [
        'registered again',
        registered({ citizenId, version: 3, recordedAt: later, residence: subdistrictCode('340201') }),
      ],
    ],
  },
  'corrected, then erased': {
    source: 'registration',
    life: (citizenId) => [
      ['created', registered({ citizenId })],
      ['corrected', registered({ citizenId, version: 2, projects: [projectCode('D1-01')] })],
      ['erased', undefined],
    ],
  },
  'erased, then registered anew': {
    source: 'registration',
    life: (citizenId) => [
      ['created', registered({ citizenId })],
      ['erased', undefined],
      ['created', registered({ citizenId, recordedAt: later, agency: agencyCode('MOL') })],
    ],
  },
  'malformed, then mended': {
    source: 'registration',
    life: (citizenId) => [
      ['created', registered({ citizenId })],
      ['spoilt', { ...registered({ citizenId, version: 2 }), residence: 'elsewhere' }, 'malformed'],
      ['mended', registered({ citizenId, version: 3, agency: agencyCode('MOL') })],
    ],
  },
  'moved, then cancelled': {
    source: 'card',
    life: (citizenId) => [
      ['new', held({ citizenId })],
      [
        'moved',
        held({ citizenId, changedAt: instant('2018-02-02 10:00'), subdistrict: subdistrictCode('100101') }),
      ],
      ['cancelled', held({ citizenId, changedAt: later, cardStatus: 'cancelled' })],
    ],
  },
  'removed, then new': {
    source: 'card',
    life: (citizenId) => [
      ['new', held({ citizenId })],
      ['removed', undefined],
      ['new', held({ citizenId, changedAt: later, band: 'UP_TO_100000' })],
    ],
  },
} satisfies Record<string, { source: Source; life: Life }>;

export type LifeName = keyof typeof LIVES;

/** Pairs of lives of one source. */
export const SMALL_HISTORIES: readonly (readonly [first: LifeName, second: LifeName])[] = [
  ['corrected, then withdrawn', 'withdrawn, then registered again'],
  ['corrected, then erased', 'erased, then registered anew'],
  ['moved, then cancelled', 'removed, then new'],
];

/** The changes of the n-th person, who has this life. */
export function changesOfLife(name: LifeName, n: number): Change[] {
  const { source, life }: { source: Source; life: Life } = LIVES[name];
  const citizenId = officeZeroId(n);
  let before: Item | undefined;
  return life(citizenId).map(([what, after, malformed], at) => {
    const change: Change = {
      source,
      citizenId,
      at: new Date(FROM + at),
      what,
      before,
      after,
      readable: malformed === undefined,
    };
    before = after;
    return change;
  });
}

const FROM = Date.parse('2018-02-12T02:00:00Z');
