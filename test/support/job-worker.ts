import type { Context, SQSEvent } from 'aws-lambda';

/*
 * What a process of its own does with one message of a job, again and again as the queue would bring it: killed, it
 * leaves what a dead container leaves. Settings come by the environment, as the function's do.
 */
const DELIVERIES = 5;

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

/** Works on the run that the command line names, says how much memory that took, and ends the process. */
export function workAs(handler: Handler): void {
  process.send?.('ready');
  work(handler, process.argv[2] ?? '').then(
    () => {
      console.log(JSON.stringify({ peakBytes: process.resourceUsage().maxRSS * 1_024 }));
      process.exit(0);
    },
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
}
