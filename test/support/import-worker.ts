import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import type { SQSEvent } from 'aws-lambda';
import { handler } from '../../functions/jobs/import-registry.ts';

/*
 * A process of its own that does what the function does with one message, again and again as the queue would bring
 * it: killed, it leaves what a dead container leaves. Settings come by the environment, as the function's do.
 */
const DELIVERIES = 5;

/** How many requests of each kind have been sent. */
const requests: Record<string, number> = {};
subscribe('http.client.request.start', (message) => {
  const { request } = message as { request: ClientRequest };
  const target = request.getHeader('x-amz-target');
  const kind = target === undefined ? `S3 ${request.method}` : String(target).replace(/.*\./, '');
  requests[kind] = (requests[kind] ?? 0) + 1;
});

async function work(runId: string): Promise<void> {
  const message = { Records: [{ body: JSON.stringify({ runId }) }] } as unknown as SQSEvent;
  for (let delivery = 1; ; delivery++) {
    try {
      return await handler(message, { getRemainingTimeInMillis: () => 300_000 });
    } catch (error) {
      if (delivery >= DELIVERIES) throw error;
    }
  }
}

process.send?.('ready');
work(process.argv[2] ?? '').then(
  () => {
    console.log(JSON.stringify({ peakBytes: process.resourceUsage().maxRSS * 1_024, requests }));
    process.exit(0);
  },
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
