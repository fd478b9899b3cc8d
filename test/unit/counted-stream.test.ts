import type { DynamoDBRecord } from 'aws-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { orderOf, registrationState, type State } from '../../functions/domain/contribution.ts';
import { type CountingOutcome, type Ledger, Unwritable } from '../../functions/domain/count-observations.ts';
import type { CountingTransaction } from '../../functions/domain/counting.ts';
import type { Registration } from '../../functions/domain/registration.ts';
import { countBatch, observationOf, streamConsumer } from '../../functions/streams/counted-stream.ts';
import {
  agencyCode,
  instant,
  officeZeroId,
  registration,
  withdrawn,
  writtenForms,
} from '../support/builders.ts';
import { capturedOutput, InMemoryLedger, InMemoryQuarantine } from '../support/fakes.ts';

const imageOf = (state: Registration) => ({ image: { S: JSON.stringify(state) } });

/** Reads the images of `imageOf`, and of nothing else. */
function read(image: object): State {
  const { image: attribute } = image as Partial<ReturnType<typeof imageOf>>;
  if (attribute === undefined) throw new Error(`no registration: ${JSON.stringify(image)}`);
  return registrationState(JSON.parse(attribute.S) as Registration);
}

let sequence = 0;
function recordOf(before: Registration | undefined, after: Registration | undefined): DynamoDBRecord {
  sequence += 1;
  return {
    eventID: `event-${sequence}`,
    eventName: after === undefined ? 'REMOVE' : before === undefined ? 'INSERT' : 'MODIFY',
    dynamodb: {
      SequenceNumber: String(sequence),
      ...(before === undefined ? {} : { OldImage: imageOf(before) }),
      ...(after === undefined ? {} : { NewImage: imageOf(after) }),
    },
  };
}

const person = (n: number, overrides: Partial<Registration> = {}) =>
  registration({ citizenId: officeZeroId(n), ...overrides });
const created = (n: number): DynamoDBRecord => recordOf(undefined, person(n));

const unreadable = (): DynamoDBRecord => {
  sequence += 1;
  return {
    eventID: `event-${sequence}`,
    eventName: 'INSERT',
    dynamodb: { SequenceNumber: String(sequence), NewImage: { citizenId: { S: officeZeroId(9_999) } } },
  };
};

let ledger: InMemoryLedger;
let quarantine: InMemoryQuarantine;
let output: ReturnType<typeof capturedOutput>;
beforeEach(() => {
  ledger = new InMemoryLedger();
  quarantine = new InMemoryQuarantine();
  output = capturedOutput();
  return () => output.stop();
});

const count = (records: DynamoDBRecord[], store: Ledger = ledger) =>
  countBatch(records, {
    source: 'registration',
    read,
    ledger: store,
    quarantine,
    limits: { attempts: 3, concurrency: 2, pause: async () => undefined },
  });

describe('what a record says', () => {
  it('is the state after a creation, with nothing before', () => {
    expect(observationOf(created(1), read)).toMatchObject({ version: orderOf(person(1)), before: undefined });
  });

  it('is the state after a change, and the state before it', () => {
    expect(observationOf(recordOf(person(1), withdrawn({ citizenId: officeZeroId(1) })), read)).toMatchObject(
      {
        citizenId: officeZeroId(1),
        version: orderOf(person(1)) + 1,
        contribution: { status: 'CANCELLED' },
        before: { version: orderOf(person(1)), contribution: { status: 'INTENT' } },
      },
    );
  });

  it('is a version on that counts nothing, after a removal', () => {
    expect(observationOf(recordOf(person(1, { version: 4 }), undefined), read)).toMatchObject({
      version: orderOf(person(1)) + 4,
      contribution: undefined,
      before: { version: orderOf(person(1)) + 3, contribution: { status: 'INTENT' } },
    });
  });

  it('is the state after a change although the state before cannot be read', () => {
    const record = recordOf(person(1), person(1, { version: 2 }));
    const spoilt = { ...record, dynamodb: { ...record.dynamodb, OldImage: { citizenId: { N: '1' } } } };
    expect(observationOf(spoilt, read)).toMatchObject({ citizenId: officeZeroId(1), before: undefined });
    const removed = { ...spoilt, dynamodb: { OldImage: { citizenId: { N: '1' } } } };
    expect(() => observationOf(removed, read)).toThrow();
  });

  it('is nothing without an image', () => {
    expect(() => observationOf(recordOf(undefined, undefined), read)).toThrow();
  });
});

describe('counting a batch of the stream', () => {
  it('counts creations, corrections and withdrawals', async () => {
    const report = await count([
      created(1),
      created(2),
      recordOf(person(1), person(1, { version: 2, agency: agencyCode('MOL') })),
      recordOf(person(2), withdrawn({ citizenId: officeZeroId(2) })),
    ]);
    expect(ledger.counted).toEqual({
      '34 2018-02-05 01MOL': 1,
      '34 total aMOL': 1,
      '34 cancelled c0101': 1,
      '34 total i0101': 1,
      '34 total no': 1,
    });
    expect(report).toEqual({ counted: 2, alreadyCounted: 0, transactions: 1, retries: 0, quarantined: 0 });
  });

  it('takes the contribution of a removed registration off', async () => {
    await count([created(1), created(2)]);
    await count([recordOf(person(1), undefined)]);
    expect(ledger.counted).toMatchObject({ '34 total i0101': 1 });
  });

  it('takes nothing off twice when the removal is delivered twice', async () => {
    const removal = recordOf(person(1), undefined);
    await count([created(1), created(2), removal]);
    await count([removal]);
    expect(ledger.counted).toMatchObject({ '34 total i0101': 1 });
  });

  it.each([
    ['start', 0],
    ['middle', 10],
    ['end', 20],
  ])('sets a record that cannot be read aside whole, at the %s of a batch', async (_, at) => {
    const records = Array.from({ length: 20 }, (_record, n) => created(n + 1));
    const poison = unreadable();
    records.splice(at, 0, poison);
    const report = await count(records);
    expect(report).toMatchObject({ counted: 20, quarantined: 1 });
    expect(ledger.counted).toMatchObject({ '34 total i0101': 20 });
    expect([...quarantine.records]).toEqual([
      [`registration#${poison.eventID}`, { record: poison, reason: 'Error' }],
    ]);
  });

  it('sets every record of a person aside whom the store will not take, and counts the rest', async () => {
    const choosy: Ledger = {
      commit: async (transaction: CountingTransaction): Promise<CountingOutcome> => {
        if (transaction.steps.some(({ citizenId }) => citizenId === officeZeroId(3)))
          throw new Unwritable('ValidationException');
        return ledger.commit(transaction);
      },
    };
    const spoilt = [created(3), recordOf(person(3), person(3, { version: 2 }))];
    const report = await count([created(1), ...spoilt, created(2)], choosy);
    expect(report).toMatchObject({ counted: 2, quarantined: 2 });
    expect([...quarantine.records.values()]).toEqual(
      spoilt.map((record) => ({ record, reason: 'Unwritable' })),
    );
  });

  it('sets a record aside once though it is delivered again', async () => {
    const poison = unreadable();
    await count([poison]);
    await count([poison, created(1)]);
    expect(quarantine.records.size).toBe(1);
  });

  it('gives the batch back when a record cannot even be set aside', async () => {
    quarantine.setAside = () => Promise.reject(new Error('the quarantine is away'));
    await expect(count([created(1), unreadable()])).rejects.toThrow('the quarantine is away');
  });

  it('gives the batch back when contention outlasts the tries', async () => {
    const contended: Ledger = { commit: async () => ({ outcome: 'contended' }) };
    await expect(count([created(1)], contended)).rejects.toMatchObject({ name: 'CountingContended' });
  });

  it('is nothing for a batch of nothing', async () => {
    await expect(count([])).resolves.toMatchObject({ counted: 0, quarantined: 0 });
  });

  it('logs where a record stands that was set aside, and nothing of what is in it', async () => {
    const poison = unreadable();
    await count([poison]);
    expect(output.lines()).toMatchObject([
      { message: 'RECORD_QUARANTINED', sequence: poison.dynamodb?.SequenceNumber, error: 'Error' },
    ]);
    for (const form of writtenForms(officeZeroId(9_999))) expect(output.text()).not.toContain(form);
  });
});

describe('the consumer', () => {
  it('says how a batch went', async () => {
    await streamConsumer({ source: 'registration', read, ledger, quarantine })({
      Records: [created(1), created(2), unreadable()],
    });
    const line = output.lines().find(({ message }) => message === 'BATCH_COUNTED');
    expect(line).toMatchObject({ records: 3, counted: 2, quarantined: 1 });
    const metrics = output.lines().find((written) => '_aws' in written);
    expect(metrics).toMatchObject({ ChangeCounted: 2, RecordQuarantined: 1, CountingRetried: 0 });
  });

  it('gives a batch back without a word of what the store said', async () => {
    const broken: Ledger = { commit: () => Promise.reject(new Error(`cannot write ${officeZeroId(1)}`)) };
    const consume = streamConsumer({ source: 'registration', read, ledger: broken, quarantine });
    await expect(consume({ Records: [created(1)] })).rejects.toThrow(/^the batch was not counted$/);
    expect(output.lines()).toMatchObject([{ message: 'BATCH_GIVEN_BACK', records: 1, error: 'Error' }]);
    for (const form of writtenForms(officeZeroId(1))) expect(output.text()).not.toContain(form);
  });
});

describe('a person who registers anew after an erasure', () => {
  const first = person(1);
  const anew = person(1, { recordedAt: instant('2018-02-20 09:00'), agency: agencyCode('MOL') });
  const records = [recordOf(undefined, first), recordOf(first, undefined), recordOf(undefined, anew)];

  it.each([
    ['in order', [0, 1, 2]],
    ['with the erasure last', [0, 2, 1]],
    ['with the first registration last', [1, 2, 0]],
  ])('is counted once, %s', async (_, order) => {
    for (const at of order) await count(records.filter((_record, index) => index === at));
    expect(ledger.counted).toMatchObject({ '34 total i0101': 1, '34 total aMOL': 1 });
    expect(ledger.counted['34 total aDOPA'] ?? 0).toBe(0);
  });
});
