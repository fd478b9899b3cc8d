import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { TrailLine, TrailReader } from '../domain/access-history.ts';
import { AUDIT_ACTIONS } from '../domain/audit.ts';
import { type Instant, monthInBangkok } from '../domain/calendar.ts';
import type { CitizenId } from '../domain/citizen-id.ts';
import type { Page, PageRequest } from '../domain/ports.ts';
import { Refusal, type RefusalCode } from '../domain/refusal.ts';
import { keyedPerson } from './audit.ts';
import * as field from './item-fields.ts';
import { AUDIT_PERSON, actorMonths } from './keys.ts';

const Line = z.object({
  entryKey: z.string(),
  action: z.enum(AUDIT_ACTIONS),
  actor: z.string(),
  at: field.instant,
  from: z.string(),
  about: z.record(z.string(), z.union([z.string(), z.number()])),
  reason: z.optional(z.string()),
  code: z.optional(z.custom<RefusalCode>()),
  requestId: z.string(),
});
type Stored = z.output<typeof Line>;

/** `instant#random`: a position names neither the officer nor the person. */
const POSITION = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z#[0-9a-f-]{36}$/;
const AFTER_ALL = '~';
const BEFORE_ALL = '0';

/** Reads the trail by person and by officer, the newest first. */
export class TrailTable implements TrailReader {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #personKey: (() => Promise<string>) | undefined;

  constructor(client: DynamoDBDocumentClient, table: string, personKey?: () => Promise<string>) {
    this.#client = client;
    this.#table = table;
    this.#personKey = personKey;
  }

  async ofPerson(citizenId: CitizenId, page: PageRequest): Promise<Page<TrailLine>> {
    if (this.#personKey === undefined) throw new Error('lines about a person are found by the person key');
    const person = keyedPerson(citizenId, await this.#personKey());
    return pageOf(await this.#newest('personKey', person, page, { IndexName: AUDIT_PERSON }), page);
  }

  /** Every key holds its newest lines, so the newest of all of them are among these. */
  async ofActor(
    { subject, isSpread }: { subject: string; isSpread: boolean },
    month: string,
    page: PageRequest,
  ): Promise<Page<TrailLine>> {
    const { from, to } = monthInBangkok(month);
    // Keys are months of UTC: the first seven hours in Bangkok stand under the month before.
    const keys = [from.slice(0, 7), month].flatMap((one) => actorMonths(subject, one, isSpread));
    const lines = await Promise.all(
      keys.map((key) => this.#newest('actorMonth', key, page, { between: { from, to } })),
    );
    return pageOf(
      lines.flat().sort((a, b) => (a.entryKey < b.entryKey ? 1 : -1)),
      page,
    );
  }

  /** At least one more than a page has room for, if there is one. */
  async #newest(
    name: 'actorMonth' | 'personKey',
    value: string,
    { limit, cursor }: PageRequest,
    { IndexName, between }: { IndexName?: string; between?: { from: Instant; to: Instant } } = {},
  ): Promise<Stored[]> {
    if (cursor !== undefined && !POSITION.test(cursor))
      throw new Refusal('request.invalid', { path: 'cursor' });
    const from = between?.from ?? BEFORE_ALL;
    const before = earlier(cursor ?? AFTER_ALL, between?.to ?? AFTER_ALL);
    // DynamoDB takes no range that ends before it begins, as a position in another month would make it.
    if (before < from) return [];
    const { Items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        IndexName,
        // `BETWEEN` takes its end, too: one more is read, and the line of the cursor left out.
        KeyConditionExpression: '#key = :key AND entryKey BETWEEN :from AND :before',
        ExpressionAttributeNames: { '#key': name },
        ExpressionAttributeValues: {
          ':key': value,
          ':from': from,
          ':before': before,
        },
        ScanIndexForward: false,
        Limit: limit + 2,
      }),
    );
    return Items.map((item) => Line.parse(item)).filter(({ entryKey }) => entryKey !== cursor);
  }
}

const earlier = (one: string, other: string): string => (one < other ? one : other);

function pageOf(lines: readonly Stored[], { limit }: PageRequest): Page<TrailLine> {
  const rows = lines.slice(0, limit);
  return {
    rows: rows.map(({ entryKey: _, code, ...line }) => ({ ...line, refused: code })),
    cursor: lines.length > limit ? rows.at(-1)?.entryKey : undefined,
  };
}
