import { setTimeout as sleep } from 'node:timers/promises';
import { type CancellationReason, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { Refusal } from '../domain/refusal.ts';

export type TransactionItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

const CONTENTION = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

export const isContention = ({ Code }: CancellationReason): boolean => CONTENTION.has(Code ?? '');
export const isConditionFailure = ({ Code }: CancellationReason): boolean =>
  Code === 'ConditionalCheckFailed';

/** Why each action of a cancelled transaction failed, in their order; undefined for any other error. */
export function cancellationReasons(error: unknown): CancellationReason[] | undefined {
  return error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : undefined;
}

const ATTEMPTS = 7;
const FIRST_WAIT_MS = 25;

/** Full jitter: waits between nothing and a bound that doubles. */
export const jitterMs = (attempt: number, firstMs = FIRST_WAIT_MS): number =>
  Math.random() * firstMs * 2 ** (attempt - 1);

/**
 * Writes all or nothing; the SDK does not retry cancelled transactions, so conflicts are retried here.
 * @returns 'written', or the reasons when conditions failed and nothing else stood in the way
 * @throws Refusal store.busy when others kept writing the same items
 */
export async function writeTogether(
  client: DynamoDBDocumentClient,
  items: TransactionItem[],
): Promise<'written' | CancellationReason[]> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    try {
      await client.send(new TransactWriteCommand({ TransactItems: items }));
      return 'written';
    } catch (error) {
      const reasons = cancellationReasons(error);
      if (reasons === undefined) throw error;
      if (reasons.some(isConditionFailure)) return reasons;
      if (!reasons.some(isContention)) throw error;
      await sleep(jitterMs(attempt));
    }
  }
  throw new Refusal('store.busy');
}
