import { cardholderToItem } from '../../functions/data/cardholders.ts';
import { registrationToItem } from '../../functions/data/registrations.ts';
import type { DistrictCode, SubdistrictCode } from '../../functions/domain/area.ts';
import { type Day, instantOf } from '../../functions/domain/calendar.ts';
import type { Cardholder, CardStatus } from '../../functions/domain/cardholder.ts';
import type { CitizenId } from '../../functions/domain/citizen-id.ts';
import type { Source } from '../../functions/domain/contribution.ts';
import {
  type Channel,
  correct,
  type IntentForm,
  type Registration,
  register,
  withdraw,
} from '../../functions/domain/registration.ts';
import type { Choose } from '../../local/seed/random.ts';
import {
  agencyCode,
  cardholder,
  day,
  intentForm,
  measure,
  officeZeroId,
  placeId,
  projectCode,
  receipt,
  registrationId,
  subdistrictCode,
} from '../support/builders.ts';

export type Item = Record<string, unknown>;

/** One write to a source table. */
export type Change = {
  source: Source;
  citizenId: CitizenId;
  at: Date;
  what: string;
  /** The items as they are stored; undefined is none. */
  before: Item | undefined;
  after: Item | undefined;
  /** False when the item that was written is none of this source. */
  readable: boolean;
  /** The day of an intent that was declared "today", by the calendar on a wall in Bangkok. */
  wallDay?: string;
};

export type HistoryPlan = {
  sources: readonly Source[];
  people: number;
  /** Changes of one person in one source, at most. */
  changes: number;
  /** When the first change is written, and how far apart two of them are at most. */
  from: Date;
  stepMs: number;
  /** How likely a written item is malformed. */
  poison: number;
  /** Whether the last item of a person may be the malformed one. */
  poisonLast: boolean;
  /** The change before which nothing is written for longer than a stream keeps a record. */
  silenceBefore?: number | undefined;
};

export const PROVINCES: readonly string[] = ['10', '34'];
const SUBDISTRICTS = PROVINCES.flatMap((province) =>
  ['0101', '0102', '0201'].map((rest) => subdistrictCode(`${province}${rest}`)),
);
const AGENCIES = ['DOPA', 'MOL', 'BAAC'].map(agencyCode);
const PROJECTS = ['D1-01', 'D2-01', 'D3-02'].map(projectCode);
const CHANNELS: readonly Channel[] = ['officer', 'officer', 'BAAC', 'GSB'];
const STATUSES: readonly CardStatus[] = ['cancelled', 'deceased', 'not-passed'];
const MEASURE = measure();

const WALL = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Bangkok',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** Changes of a made-up population in the order in which they are written, each by the rules of the domain. */
export function changesOf(choose: Choose, plan: HistoryPlan): Change[] {
  const lives = plan.sources.flatMap((source) =>
    Array.from({ length: plan.people }, (_, n) => ({
      life: lifeOf(source, officeZeroId(n + 1), choose),
      left: 1 + choose.whole(plan.changes),
    })),
  );
  const changes: Change[] = [];
  let at = plan.from.getTime();
  for (let open = lives; open.length > 0; open = open.filter(({ left }) => left > 0)) {
    const one = choose.of(open);
    at += 1 + choose.whole(plan.stepMs) + (changes.length === plan.silenceBefore ? 25 * 3_600_000 : 0);
    const last = one.left === 1;
    const poisoned = (plan.poisonLast || !last) && choose.chance(plan.poison);
    changes.push(one.life(new Date(at), poisoned));
    one.left -= 1;
    // After a malformed item only a readable one may follow: who removes it removes what nobody can read.
    if (poisoned && !plan.poisonLast && one.left === 0) one.left = 1;
  }
  return changes;
}

type Life = (at: Date, poisoned: boolean) => Change;

function lifeOf(source: Source, citizenId: CitizenId, choose: Choose): Life {
  const next = source === 'registration' ? registrationLife(citizenId, choose) : cardLife(citizenId, choose);
  let stored: Item | undefined;
  let malformed = false;
  return (at, poisoned) => {
    const { what, after, wallDay } = next(at, !malformed && !poisoned);
    const before = stored;
    stored = after && poisoned ? spoilt(after, choose) : after;
    malformed = poisoned;
    return {
      source,
      citizenId,
      at,
      what: poisoned ? `${what}, malformed` : what,
      before,
      after: stored,
      readable: !poisoned,
      ...(wallDay === undefined ? {} : { wallDay }),
    };
  };
}

/** An item that no reader of its table takes. */
function spoilt(item: Item, choose: Choose): Item {
  const subdistrict = 'residence' in item ? 'residence' : 'subdistrict';
  return choose.of<Item>([
    { ...item, [subdistrict]: 'elsewhere' },
    { ...item, [subdistrict]: undefined },
    { ...item, band: 'UP_TO_THE_SKY' },
  ]);
}

type NextItem = (
  at: Date,
  mayVanish: boolean,
) => { what: string; after: Item | undefined; wallDay?: string | undefined };

function registrationLife(citizenId: CitizenId, choose: Choose): NextItem {
  let current: Registration | undefined;
  let made = 0;
  const form = (): IntentForm =>
    intentForm({
      intentOn: choose.chance(0.4) ? wishedDay(choose) : undefined,
      agency: choose.of(AGENCIES),
      projects: wishedProjects(choose),
    });
  const registered = (at: Date): { registration: Registration; wallDay: string | undefined } => {
    made += 1;
    const own = `${citizenId.slice(5, 12)}-${made}`;
    const residence = choose.of(SUBDISTRICTS);
    const filled = form();
    const registration = register(filled, current, {
      measure: MEASURE,
      cardholder: cardholder({ citizenId, subdistrict: residence }),
      place: {
        district: residence.slice(0, 4) as DistrictCode,
        placeId: placeId('place00001'),
        name: 'ที่ว่าการ',
      },
      channel: choose.of(CHANNELS),
      by: 'officer-1',
      at,
      registrationId: registrationId(`id-${own}`),
      receipt: receipt(`RECEIPT-${own}`),
    });
    return { registration, wallDay: filled.intentOn === undefined ? WALL.format(at) : undefined };
  };
  return (at, mayVanish) => {
    const standing = current;
    if (standing !== undefined && mayVanish && choose.chance(0.12)) {
      current = undefined;
      return { what: 'erased', after: undefined };
    }
    if (standing === undefined || standing.status === 'CANCELLED') {
      const what = standing === undefined ? 'created' : 'registered again';
      const { registration, wallDay } = registered(at);
      current = registration;
      return { what, after: registrationToItem(registration), wallDay };
    }
    const withdrawn = choose.chance(0.3);
    current = withdrawn
      ? withdraw(standing, { reason: 'made up', by: 'officer-1', at })
      : correct(standing, correctionOf(choose), { measure: MEASURE, by: 'officer-1', at });
    return { what: withdrawn ? 'withdrawn' : 'corrected', after: registrationToItem(current) };
  };
}

const wishedDay = (choose: Choose): Day => day(`2018-02-0${1 + choose.whole(3)}`);
const wishedProjects = (choose: Choose) => PROJECTS.filter(() => choose.chance(0.3));

/** What an officer corrects; a telephone number moves no counter. */
const correctionOf = (choose: Choose): Parameters<typeof correct>[1] =>
  choose.of([
    { agency: choose.of(AGENCIES) },
    { projects: wishedProjects(choose) },
    { agency: choose.of(AGENCIES), projects: wishedProjects(choose) },
    { intentOn: wishedDay(choose), reason: 'made up' },
    { phone: '0000000000' },
  ]);

function cardLife(citizenId: CitizenId, choose: Choose): NextItem {
  let current: Cardholder | undefined;
  const birthDate = day(`19${50 + choose.whole(40)}-05-04`);
  return (at, mayVanish) => {
    const standing = current;
    if (standing !== undefined && mayVanish && choose.chance(0.12)) {
      current = undefined;
      return { what: 'removed', after: undefined };
    }
    const { what, ...facts } = standing === undefined ? newCard(choose) : changeOfCard(standing, choose);
    current = { ...(standing ?? cardholder({ citizenId, birthDate })), ...facts, changedAt: instantOf(at) };
    return { what, after: cardholderToItem(current) };
  };
}

type CardFacts = { what: string } & Partial<Cardholder>;

const newCard = (choose: Choose): CardFacts => ({
  what: 'new',
  subdistrict: choose.of(SUBDISTRICTS),
  band: choose.of(['UP_TO_30000', 'UP_TO_100000']),
  cardStatus: choose.chance(0.85) ? 'active' : choose.of(STATUSES),
});

function changeOfCard({ band, subdistrict, name, cardStatus }: Cardholder, choose: Choose): CardFacts {
  if (cardStatus !== 'active' && choose.chance(0.7)) return { what: 'active again', cardStatus: 'active' };
  const movedTo = (sharing: number): SubdistrictCode =>
    choose.of(
      SUBDISTRICTS.filter(
        (other) =>
          other.slice(0, sharing) === subdistrict.slice(0, sharing) &&
          other.slice(0, sharing + 2) !== subdistrict.slice(0, sharing + 2),
      ),
    ) ?? choose.of(SUBDISTRICTS);
  return choose.of<() => CardFacts>([
    () => ({ what: 'other band', band: band === 'UP_TO_30000' ? 'UP_TO_100000' : 'UP_TO_30000' }),
    () => ({ what: 'moved within the district', subdistrict: movedTo(4) }),
    () => ({ what: 'moved within the province', subdistrict: movedTo(2) }),
    () => ({ what: 'moved to another province', subdistrict: movedTo(0) }),
    () => ({ what: 'cancelled', cardStatus: choose.of(STATUSES) }),
    () => ({ what: 'other name', name: { ...name, last: `${name.last}ใหม่` } }),
  ])();
}
