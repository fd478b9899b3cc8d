import { SendMessageCommand, SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';
import type { RunQueue } from '../domain/unit-job.ts';

/** One client per container; the region's own endpoint, since a queue's URL can name another host. */
export const queueClient = (config: SQSClientConfig = {}): SQSClient =>
  new SQSClient({ maxAttempts: 3, useQueueUrlAsEndpoint: false, ...config });

/** The queue from which the invocations of a job take their run. */
export class SqsRunQueue implements RunQueue {
  readonly #client: SQSClient;
  readonly #url: string;

  constructor(client: SQSClient, url: string) {
    this.#client = client;
    this.#url = url;
  }

  async send(runId: string): Promise<void> {
    await this.#client.send(
      new SendMessageCommand({ QueueUrl: this.#url, MessageBody: JSON.stringify({ runId }) }),
    );
  }
}
