import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { DistrictCode } from '../domain/area.ts';
import type { CitizenId } from '../domain/citizen-id.ts';
import type { RegistrationContribution } from '../domain/contribution.ts';
import type {
  CountedPeople,
  Participant,
  ParticipantFilter,
  RosterEntry,
  RosterFilter,
  RosterPosition,
} from '../domain/people.ts';
import type { Page, PageRequest } from '../domain/ports.ts';
import { Refusal } from '../domain/refusal.ts';
import { PARTICIPANTS, personKey, ROSTER } from './keys.ts';
import { cardOf, LedgerItem, registrationOf } from './ledger.ts';

/** Queries that one page may take: a filter that lets nearly nobody through answers with a shorter page. */
const QUERIES_A_PAGE = 8;
/** Rows read at a time once a filter has left a page unfilled. */
const ROWS_BEHIND_A_FILTER = 1_000;

type Index = { name: string; district: 'participantDistrict' | 'rosterDistrict'; sort: string };
const participants: Index = {
  name: PARTICIPANTS,
  district: 'participantDistrict',
  sort: 'participantSort',
};
const roster: Index = { name: ROSTER, district: 'rosterDistrict', sort: 'rosterSort' };

const Row = z.extend(LedgerItem, {
  participantSort: z.optional(z.string()),
  rosterSort: z.optional(z.string()),
});
type Row = z.infer<typeof Row>;

/** Sorts after every continuation of a sort key, whose characters all come before it. */
const END = '~';
/** Sorts after the key itself and before every other: ends of keys are of one length. */
const NEXT = ' ';
const POSITION = /^[\w#-]{20,90}$/;

/** The ledger's rows by district: the lists behind the counts. */
export class CountedPeopleTable implements CountedPeople {
  readonly #client: DynamoDBDocumentClient;
  readonly #ledger: string;

  constructor(client: DynamoDBDocumentClient, ledger: string) {
    this.#client = client;
    this.#ledger = ledger;
  }

  async participants(
    district: DistrictCode,
    { status, from, to, subdistrict, agency, channel, project }: ParticipantFilter,
    page: PageRequest,
  ): Promise<Page<Participant>> {
    const range = { first: `${status}#${from ?? ''}`, last: `${status}#${to ?? ''}${END}` };
    const keep = (row: Row): Participant[] => {
      const counted = registrationOf(row);
      const asked =
        counted !== undefined &&
        (subdistrict === undefined || counted.subdistrict === subdistrict) &&
        (agency === undefined || counted.agency === agency) &&
        (channel === undefined || counted.channel === channel) &&
        (project === undefined || counted.projects.includes(project));
      return asked ? [{ citizenId: row.citizenId, counted }] : [];
    };
    return this.#page(participants, district, range, keep, page);
  }

  async roster(
    district: DistrictCode,
    { subdistrict, band, bornFrom, bornTo, registered }: RosterFilter,
    page: PageRequest,
  ): Promise<Page<RosterEntry>> {
    const prefix = subdistrict === undefined ? '' : `${subdistrict}#${band === undefined ? '' : `${band}#`}`;
    const keep = (row: Row): RosterEntry[] => {
      const counted = cardOf(row);
      const registration = registrationOf(row);
      const asked =
        counted !== undefined &&
        (band === undefined || counted.band === band) &&
        counted.birthYear >= (bornFrom ?? 0) &&
        counted.birthYear <= (bornTo ?? 9_999) &&
        (registered === undefined || registered === (registration?.status === 'INTENT'));
      const position = row.rosterSort as RosterPosition;
      return asked ? [{ citizenId: row.citizenId, position, counted, registration }] : [];
    };
    return this.#page(roster, district, { first: prefix, last: `${prefix}${END}` }, keep, page);
  }

  async onRoster(position: RosterPosition): Promise<CitizenId | undefined> {
    // A subdistrict comes first, and a district is its prefix.
    const district = position.slice(0, 4) as DistrictCode;
    if (!POSITION.test(position)) return undefined;
    const { rows } = await this.#query(roster, district, { first: position, last: position }, undefined, 1);
    return rows[0]?.citizenId;
  }

  async positionOf(citizenId: CitizenId): Promise<RosterPosition | undefined> {
    const { Item: item } = await this.#client.send(
      new GetCommand({ TableName: this.#ledger, Key: personKey(citizenId) }),
    );
    return item && (Row.parse(item).rosterSort as RosterPosition | undefined);
  }

  async *contributionsOf(district: DistrictCode): AsyncGenerator<RegistrationContribution[]> {
    const range = { first: 'INTENT#', last: `INTENT#${END}` };
    let after: string | undefined;
    do {
      const { rows, last } = await this.#query(participants, district, range, after, undefined);
      yield rows.map(registrationOf).filter((counted) => counted !== undefined);
      after = last;
    } while (after !== undefined);
  }

  async #page<Kept>(
    index: Index,
    district: DistrictCode,
    range: { first: string; last: string },
    keep: (row: Row) => Kept[],
    { limit, cursor }: PageRequest,
  ): Promise<Page<Kept>> {
    if (cursor !== undefined && (!POSITION.test(cursor) || cursor < range.first || cursor >= range.last))
      throw new Refusal('request.invalid', { path: 'cursor' });
    const kept: Kept[] = [];
    let after = cursor;
    for (let queries = 0; queries < QUERIES_A_PAGE; queries++) {
      const reads = queries === 0 ? limit : ROWS_BEHIND_A_FILTER;
      const { rows, last } = await this.#query(index, district, range, after, reads);
      for (const [at, row] of rows.entries()) {
        kept.push(...keep(row));
        const more = at < rows.length - 1 || last !== undefined;
        if (kept.length === limit) return { rows: kept, cursor: more ? sortOf(row, index) : undefined };
      }
      if (last === undefined) return { rows: kept };
      after = last;
    }
    return { rows: kept, cursor: after };
  }

  async #query(
    { name, district: partition, sort }: Index,
    district: DistrictCode,
    { first, last }: { first: string; last: string },
    after: string | undefined,
    limit: number | undefined,
  ): Promise<{ rows: Row[]; last: string | undefined }> {
    const { Items = [], LastEvaluatedKey } = await this.#client.send(
      new QueryCommand({
        TableName: this.#ledger,
        IndexName: name,
        KeyConditionExpression: '#district = :district AND #sort BETWEEN :first AND :last',
        ExpressionAttributeNames: { '#district': partition, '#sort': sort },
        ExpressionAttributeValues: {
          ':district': district,
          ':first': after === undefined ? first || NEXT : `${after}${NEXT}`,
          ':last': last,
        },
        ...(limit === undefined ? {} : { Limit: limit }),
      }),
    );
    const rows = Items.map((item) => Row.parse(item));
    return { rows, last: LastEvaluatedKey?.[sort] as string | undefined };
  }
}

const sortOf = (row: Row, { district }: Index): string | undefined =>
  district === 'rosterDistrict' ? row.rosterSort : row.participantSort;
