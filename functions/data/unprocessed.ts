import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from '../domain/refusal.ts';
import { jitterMs } from './transaction.ts';

const ATTEMPTS = 8;

/**
 * Sends what a batch left unprocessed again, with jitter, until nothing is left.
 * @param request undefined when there is nothing to send: the store refuses an empty batch
 * @param send answers with what is still to be sent, if anything
 * @throws Refusal store.busy when something is left after the last try
 */
export async function untilProcessed<Request>(
  request: Request | undefined,
  send: (request: Request) => Promise<Request | undefined>,
): Promise<void> {
  let left = request;
  for (let attempt = 1; left !== undefined; attempt++) {
    if (attempt > ATTEMPTS) throw new Refusal('store.busy');
    if (attempt > 1) await sleep(jitterMs(attempt));
    left = await send(left);
  }
}
