import { subscribe } from 'node:diagnostics_channel';
import { existsSync, readFileSync } from 'node:fs';
import type { ClientRequest } from 'node:http';
import type { Context, SQSEvent } from 'aws-lambda';

/*
 * What a process of its own does with one message of a job, again and again as the queue would bring it: killed, it
 * leaves what a dead container leaves. Settings come by the environment, as the function's do.
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

type Handler = (event: SQSEvent, context: Pick<Context, 'getRemainingTimeInMillis'>) => Promise<void>;

async function work(handler: Handler, runId: string): Promise<void> {
  const message = { Records: [{ body: JSON.stringify({ runId }) }] } as unknown as SQSEvent;
  for (let delivery = 1; ; delivery++) {
    try {
      return await handler(message, { getRemainingTimeInMillis: () => 300_000 });
    } catch (error) {
      if (delivery >= DELIVERIES) throw error;
    }
  }
}

/** Of this program alone: on Linux `maxRSS` begins with what the process held that started this one. */
function peakBytes(): number {
  const status = '/proc/self/status';
  if (!existsSync(status)) return process.resourceUsage().maxRSS * 1_024;
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(status, 'utf8'))?.[1]) * 1_024;
}

/** Works on the run that the command line names, says how much memory and how many requests that took, and ends the process. */
export function workAs(handler: Handler): void {
  process.send?.('ready');
  work(handler, process.argv[2] ?? '').then(
    () => {
      console.log(JSON.stringify({ peakBytes: peakBytes(), requests }));
      process.exit(0);
    },
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
}
