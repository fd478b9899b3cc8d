import { type AttributeValue, BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { DistrictCode, SubdistrictCode } from '../domain/area.ts';
import type { Day, Instant } from '../domain/calendar.ts';
import type { CitizenId } from '../domain/citizen-id.ts';
import type { PublishedPlace } from '../domain/intake-location.ts';
import type { EligibilityRecords, PersonLookedUp } from '../domain/ports.ts';
import type { Measure } from '../domain/programme.ts';
import { Refusal } from '../domain/refusal.ts';
import type { AttemptsTable } from './attempts.ts';
import type { Canaries } from './canaries.ts';
import { cardholderFromItem, cardholderToItem } from './cardholders.ts';
import { documentClient } from './document-client.ts';
import { PublishedPlaces } from './intake-locations.ts';
import { personKey, programmeKey } from './keys.ts';
import { measureFromItem, PROGRAMME_MAX_AGE_MS } from './programme.ts';
import { RecentReading } from './recent-reading.ts';
import { READ_IN_BRIEF, registrationInBrief } from './registrations.ts';

export type EligibilityTables = {
  cardholders: string;
  registrations: string;
  programme: string;
  intakeLocations: string;
};

const PROGRAMME_KEYS = [programmeKey('measure'), programmeKey('canaries')].map((key) => marshall(key));

/** Parsed in place of whom the registry does not have: to be on no record takes as long as to be on one. */
const NOBODY = JSON.stringify(
  marshall(
    cardholderToItem({
      citizenId: '1000000000017' as CitizenId,
      name: { title: 'นาย', first: 'ไม่มี', last: 'ในทะเบียน' },
      birthDate: '1960-01-01' as Day,
      subdistrict: '100101' as SubdistrictCode,
      band: 'UP_TO_30000',
      cardStatus: 'cancelled',
      changedAt: '2017-12-01T00:00:00.000Z' as Instant,
    }),
  ),
);

/** The look-up's two reads: the person, with the address's tries and the measure and the planted IDs when they are due, and the district's public list. */
export class EligibilityRecordsTables implements EligibilityRecords {
  readonly #client: DynamoDBClient;
  readonly #tables: EligibilityTables;
  readonly #attempts: AttemptsTable;
  readonly #canaries: Canaries;
  readonly #places: PublishedPlaces;
  readonly #measure = new RecentReading<Measure>(PROGRAMME_MAX_AGE_MS, () => {
    throw new Error('the measure is read together with the person');
  });

  constructor(
    client: DynamoDBClient,
    tables: EligibilityTables,
    { attempts, canaries }: { attempts: AttemptsTable; canaries: Canaries },
  ) {
    this.#client = client;
    this.#tables = tables;
    this.#attempts = attempts;
    this.#canaries = canaries;
    this.#places = new PublishedPlaces(documentClient(client), tables.intakeLocations);
  }

  async person(citizenId: CitizenId, from: string, at: Date): Promise<PersonLookedUp> {
    const { cardholders, registrations, programme } = this.#tables;
    const { table: attempts } = this.#attempts;
    const key = marshall(personKey(citizenId));
    const addressKey = await this.#attempts.addressKey(from, at);
    const kept = this.#measure.kept;
    const { Responses = {}, UnprocessedKeys = {} } = await this.#client.send(
      new BatchGetItemCommand({
        RequestItems: {
          [cardholders]: { Keys: [key] },
          // A whole one takes the client so long to read that the answer's time tells of it.
          [registrations]: { Keys: [key], ...READ_IN_BRIEF },
          [attempts]: { Keys: [addressKey] },
          ...(kept === undefined ? { [programme]: { Keys: PROGRAMME_KEYS } } : {}),
        },
      }),
    );
    if (Object.keys(UnprocessedKeys).length > 0) throw new Refusal('store.busy');
    const [found] = Responses[cardholders] ?? [];
    // The client has read what was found once already; the copy takes as long (ADR 0021).
    const parsed = cardholderFromItem(unmarshall(found ?? structuredClone(JSON.parse(NOBODY))));
    const [registration] = Responses[registrations] ?? [];
    return {
      cardholder: found && parsed,
      registration: () => registration && registrationInBrief(unmarshall(registration)),
      fromAddress: this.#attempts.addressTries(Responses[attempts]?.[0], at),
      measure: kept ?? this.#programme(Responses[programme] ?? []),
    };
  }

  #programme(items: Record<string, AttributeValue>[]): Measure {
    const parts = items.map((item) => unmarshall(item));
    this.#canaries.take(parts.find(({ part }) => part === 'canaries'));
    return this.#measure.keep(measureFromItem(parts.find(({ part }) => part === 'measure')));
  }

  publishedPlaces(district: DistrictCode): Promise<PublishedPlace[]> {
    return this.#places.published(district);
  }
}
