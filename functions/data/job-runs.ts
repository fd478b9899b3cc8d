import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import type { UnitRun, UnitRuns } from '../domain/unit-job.ts';
import * as field from './item-fields.ts';
import { runKey } from './keys.ts';

const head = {
  kind: z.string(),
  runId: z.string(),
  startedAt: field.instant,
  phases: z.array(z.number()),
  unitsDone: z.number(),
  revision: z.number(),
  finishedAt: z.optional(field.instant),
};

const Saved = z.object({ revision: z.number(), savedBy: z.string() });

/** Runs of long jobs, one item each. */
export class JobRunsTable<Report> implements UnitRuns<Report> {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #report: z.ZodMiniType<Report>;
  readonly #token: () => string;

  /** `token` gives a text that no other write of any invocation has. */
  constructor(
    client: DynamoDBDocumentClient,
    table: string,
    { report, token }: { report: z.ZodMiniType<Report>; token: () => string },
  ) {
    this.#client = client;
    this.#table = table;
    this.#report = report;
    this.#token = token;
  }

  async begin(fresh: UnitRun<Report>): Promise<UnitRun<Report>> {
    const written = await this.#put(fresh, { ConditionExpression: 'attribute_not_exists(runId)' });
    return written === 'written' ? fresh : this.#runOf(written);
  }

  async load(kind: string, runId: string): Promise<UnitRun<Report> | undefined> {
    const { Item: item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: runKey(kind, runId), ConsistentRead: true }),
    );
    return item && this.#runOf(item);
  }

  async save(run: UnitRun<Report>): Promise<'saved' | 'overtaken'> {
    const savedBy = this.#token();
    const written = await this.#put(
      run,
      {
        ConditionExpression: 'revision = :before',
        ExpressionAttributeValues: { ':before': run.revision - 1 },
      },
      savedBy,
    );
    if (written === 'written') return 'saved';
    // The answer to this very write was lost, and the SDK sent it again.
    const found = Saved.safeParse(written);
    const own = found.success && found.data.savedBy === savedBy && found.data.revision === run.revision;
    return own ? 'saved' : 'overtaken';
  }

  async latest(kind: string): Promise<UnitRun<Report> | undefined> {
    const { Items: [item] = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        KeyConditionExpression: 'kind = :kind',
        ExpressionAttributeValues: { ':kind': kind },
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: 1,
      }),
    );
    return item && this.#runOf(item);
  }

  /** The item that stands in the way when the condition does not hold. */
  async #put(
    run: UnitRun<Report>,
    condition: { ConditionExpression: string; ExpressionAttributeValues?: Record<string, unknown> },
    savedBy = this.#token(),
  ): Promise<'written' | Record<string, unknown>> {
    try {
      await this.#client.send(
        new PutCommand({
          TableName: this.#table,
          Item: { ...run, savedBy },
          ...condition,
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return 'written';
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return error.Item === undefined ? {} : unmarshall(error.Item);
    }
  }

  #runOf(item: unknown): UnitRun<Report> {
    return z.object({ ...head, report: this.#report }).parse(item) as UnitRun<Report>;
  }
}
