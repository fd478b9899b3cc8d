import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cardholderToItem } from '../functions/data/cardholders.ts';
import type { TableName } from '../lib/data-access.ts';
import { madeUpId } from '../local/seed/people.ts';
import { bankClient } from '../test/support/bank.ts';
import { BANK_FILE_TABLES, type BankFilePlace, BankFileRoad, TODAY } from '../test/support/bank-files.ts';
import { cardholder } from '../test/support/builders.ts';
import { startDynamoDbLocal } from '../test/support/dynamodb-local.ts';
import { startEmptyEmulator } from '../test/support/stack.ts';
import { tableDefinitions } from '../test/support/templates.ts';
import { answersOf, writeBankFile } from './bank-file.ts';
import { atMost, type Bar, conclude, reported } from './bars.ts';
import { Stores } from './stores.ts';

const MEGABYTE = 1_000_000;
const CALLER = bankClient('BAAC');

/**
 * A file of a bank through the real job on Amazon's DynamoDB Local, its worker killed so many times on the way, then
 * the same file again: every line's answer against what whoever made the file says.
 */
export async function benchBankFile({ rows, kills }: { rows: number; kills: number }): Promise<boolean> {
  const dir = await mkdtemp(join(tmpdir(), 'sitthi-bench-bank-file-'));
  const [amazons, emulator] = await Promise.all([startDynamoDbLocal(), startEmptyEmulator()]);
  const stores = new Stores(amazons.endpointUrl, tableDefinitions());
  try {
    const named = await Promise.all(
      BANK_FILE_TABLES.map(async (table): Promise<[TableName, string]> => [table, await stores.make(table)]),
    );
    const road = new BankFileRoad({
      dynamoDbUrl: amazons.endpointUrl,
      emulatorUrl: emulator.endpointUrl,
      tables: Object.fromEntries(named) as BankFilePlace['tables'],
      client: stores.client(),
      parts: Math.max(4, Math.ceil(rows / 3_000)),
    });
    await road.open();
    const [stranger, taken] = [madeUpId(9_000_000), madeUpId(9_000_001)];
    const people = [...Array.from({ length: rows }, (_, n) => madeUpId(n)), taken];
    await stores.put(
      road.place.tables.cardholders,
      people.map((citizenId) => cardholderToItem(cardholder({ citizenId }))),
    );
    const path = join(dir, 'file.csv');
    const own = { person: madeUpId, stranger, taken, intentOn: TODAY };
    const others = await writeBankFile(path, { ...own, rows: 1, prefix: 'G', person: () => taken });
    const start = async (caller: typeof CALLER, file: typeof others) =>
      road.start(caller, await road.send(caller, path, file), file.sha256);
    await road.run('GSB', await start(bankClient('GSB'), others));

    const truth = await writeBankFile(path, { ...own, rows, prefix: 'B' });
    const told = async (runId: string): Promise<number> => {
      const answers = answersOf(await road.answers(runId));
      const differing = [...answers].filter(([line, code]) => code !== (truth.rejects.get(line) ?? ''));
      return differing.length + Math.abs(answers.size - truth.rows);
    };
    const runId = await start(CALLER, truth);
    const startedMs = performance.now();
    for (let kill = 1; kill <= kills; kill++) {
      const child = road.process(runId);
      await once(child, 'message');
      // Spread over the registering, and each somewhere in a piece.
      while (child.exitCode === null && (await road.registering(runId)) * (kills + 1) < kill)
        await sleep(250);
      await sleep(Math.random() * 4_000);
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    }
    const done = await road.run('BAAC', runId);
    const seconds = (performance.now() - startedMs) / 1_000;
    console.error(`${rows} rows in ${Math.round(seconds)} s`);
    const againMs = performance.now();
    const againId = await start(CALLER, truth);
    const again = await road.run('BAAC', againId);
    const againSeconds = (performance.now() - againMs) / 1_000;
    const { registered = 0, repeated = 0, rejected = 0 } = done.result.counts;
    const shown = [
      { what: 'first', rows, kills, 'rows/s': Math.round(rows / seconds), registered, repeated, rejected },
      { what: 'again', rows, kills: 0, 'rows/s': Math.round(rows / againSeconds), ...again.result.counts },
    ];
    const bars: Bar[] = [
      reported('rows a second', rows / seconds),
      reported('rows a second of the same file again', rows / againSeconds),
      atMost('answers that differ', await told(runId), 0),
      atMost('answers that differ when it comes again', await told(againId), 0),
      atMost('accepted rows too many or too few', Math.abs(registered + repeated - truth.accepted), 0),
      atMost('rows called repeated though they were not', repeated, 0),
      atMost('rows registered by the same file again', again.result.counts.registered ?? 0, 0),
      atMost('pieces set aside', done.result.setAside.length, 0),
      atMost('peak memory in MB', done.peakBytes / MEGABYTE, 400),
    ];
    return conclude('bank-file', shown, bars);
  } finally {
    await stores.close();
    await Promise.all([amazons.stop(), emulator.stop()]);
    await rm(dir, { recursive: true, force: true });
  }
}
