import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { stringify } from 'csv-stringify';
import { PROBLEM_WORDING } from '../functions/contract/problem-wording.ts';
import { HEADING } from '../functions/contract/report-wording.ts';
import { AuditTable } from '../functions/data/audit.ts';
import { CutOffRowsTable, CutOffsTable, freezeReport } from '../functions/data/cut-offs.ts';
import { documentClient } from '../functions/data/document-client.ts';
import { JobRunsTable } from '../functions/data/job-runs.ts';
import { ProgrammeTable } from '../functions/data/programme.ts';
import { queueClient, SqsRunQueue } from '../functions/data/run-queue.ts';
import { districtOf, provinceOf } from '../functions/domain/area.ts';
import type { Audit } from '../functions/domain/audit.ts';
import { buddhistDay, instantOf, isDay } from '../functions/domain/calendar.ts';
import { sumOf } from '../functions/domain/counts.ts';
import {
  bahtOf,
  type CutOff,
  type CutOffId,
  type CutOffInBrief,
  type CutOffRow,
  type CutOffRows,
  extraOf,
  type FrozenCutOff,
} from '../functions/domain/cut-off.ts';
import { createCutOff, listCutOffs } from '../functions/domain/cut-off-desk.ts';
import { FREEZE } from '../functions/domain/cut-off-freeze.ts';
import type { DayRange } from '../functions/domain/daily-report.ts';
import { Refusal } from '../functions/domain/refusal.ts';
import { cutOffId } from '../functions/runtime/ids.ts';
import type { DeployedStage } from './stage.ts';
import { type Watching, watchRun } from './watch-run.ts';

/** Who works at the command line, as the audit trail has it. */
export const operator = (): string => `ops:${userInfo().username}`;

const number = (count: number): string => count.toLocaleString('en');

export const cutOffText = ({ cutOffId: id, name, from, to, frozenAt, phase }: CutOffInBrief): string =>
  `${id}  ${from} to ${to}  ${phase}  as of ${frozenAt}  ${name}`;

export const frozenText = ({ bands, totals }: FrozenCutOff): string => {
  const people = sumOf(totals.flatMap((total) => Object.values(total.people)));
  const baht = sumOf(totals.map((total) => bahtOf(total.people, bands)));
  return `${number(people)} people, ${number(baht)} baht a month`;
};

function booksOf(stage: DeployedStage, client: DynamoDBDocumentClient) {
  const audit = new AuditTable(client, stage.table('audit'));
  return {
    audit,
    cutOffs: new CutOffsTable(client, stage.table('cutOffs'), audit),
    programme: new ProgrammeTable(client, stage.table('programme')),
  };
}

export async function cutOffsOf(stage: DeployedStage): Promise<CutOffInBrief[]> {
  const client = documentClient(stage.aws);
  try {
    return await listCutOffs(booksOf(stage, client));
  } finally {
    client.destroy();
  }
}

/** A clock that is off by more would freeze another moment than everybody believes. */
const MOST_SKEW_MS = 5_000;

/** Notes by how much the clock of this machine differs from the store's, which it says in every answer. */
function skewOf(client: DynamoDBDocumentClient): () => number {
  let skewMs = 0;
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { headers } = result.response as { headers?: Record<string, string> };
      const said = Date.parse(headers?.date ?? '');
      if (!Number.isNaN(said)) skewMs = Date.now() - said;
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'noteSkew' },
  );
  return () => skewMs;
}

function rangeOf({ from, to }: { from: string; to: string }): DayRange {
  if (!isDay(from) || !isDay(to))
    throw new Error('--from, --to: a day is written YYYY-MM-DD, in the common era.');
  return { from, to };
}

/** What the API would say to it. */
const refusalText = ({ code, facts }: Refusal): string =>
  [PROBLEM_WORDING[code].en, ...(Object.keys(facts).length > 0 ? [JSON.stringify(facts)] : [])].join(' ');

/**
 * Freezes a range of days and waits until its list is made.
 * @throws in words what the API refuses, and when the clock of this machine is wrong
 */
export async function freeze(
  stage: DeployedStage,
  { name, ...days }: { name: string; from: string; to: string },
  watching: Watching,
): Promise<FrozenCutOff> {
  const asked = { name, ...rangeOf(days) };
  const client = documentClient(stage.aws);
  const queue = queueClient(stage.aws);
  try {
    const skew = skewOf(client);
    const books = booksOf(stage, client);
    await books.programme.measure();
    if (Math.abs(skew()) > MOST_SKEW_MS)
      throw new Error(`The clock of this machine is off by ${Math.round(skew() / 1_000)} s: set it first.`);
    const desk = {
      ...books,
      queue: new SqsRunQueue(queue, stage.output('FreezeCutOffQueueUrl')),
      newId: cutOffId,
    };
    const who = { subject: operator(), area: { level: 'country' as const } };
    const occasion = { at: new Date(), from: 'ops', requestId: randomUUID() };
    const { cutOffId: id, measure } = await createCutOff(desk, who, asked, occasion);
    watching.say(`cut-off ${id}`);
    const runs = new JobRunsTable(client, stage.table('jobRuns'), {
      report: freezeReport,
      token: randomUUID,
    });
    await watchRun(() => runs.load(FREEZE, id), watching);
    return frozen(await books.cutOffs.one(measure, id), id);
  } catch (error) {
    throw error instanceof Refusal ? new Error(refusalText(error)) : error;
  } finally {
    client.destroy();
    queue.destroy();
  }
}

function frozen(cutOff: CutOff | undefined, id: string): FrozenCutOff {
  if (cutOff === undefined) throw new Error(`There is no cut-off ${id}.`);
  if (cutOff.phase !== 'frozen') throw new Error(`The list of ${id} is still being made.`);
  return cutOff;
}

/** Writes the pay file of a stage's cut-off. */
export async function exportFrom(
  stage: DeployedStage,
  id: string,
  file: string,
  say: Watching['say'],
): Promise<FrozenCutOff> {
  const client = documentClient(stage.aws);
  try {
    const { audit, cutOffs, programme } = booksOf(stage, client);
    const { code } = await programme.measure();
    const cutOff = frozen(await cutOffs.one(code, id as CutOffId), id);
    const rows = new CutOffRowsTable(client, stage.table('cutOffRows'));
    await writePayFile({ rows, audit }, cutOff, file, say);
    return cutOff;
  } finally {
    client.destroy();
  }
}

type Column = [heading: string, cell: (row: CutOffRow) => string | number];

const columnsOf = ({ name, bands }: CutOff): Column[] => [
  [HEADING.cutOff.th, () => name],
  [HEADING.citizenId.th, ({ citizenId }) => citizenId],
  [HEADING.bahtPerMonth.th, ({ band }) => extraOf(bands, band)],
  [HEADING.dayBuddhist.th, ({ intentOn }) => buddhistDay(intentOn)],
  [HEADING.day.th, ({ intentOn }) => intentOn],
  [HEADING.province.th, ({ residence }) => provinceOf(residence)],
  [HEADING.district.th, ({ residence }) => districtOf(residence)],
  [HEADING.subdistrict.th, ({ residence }) => residence],
  [HEADING.band.th, ({ band }) => band],
  [HEADING.agency.th, ({ agency }) => agency],
  [HEADING.channel.th, ({ channel }) => channel],
  [HEADING.receipt.th, ({ receipt }) => receipt],
  [HEADING.registration.th, ({ registrationId }) => registrationId],
];

/**
 * The pay file: a line for each person, with the whole citizen ID, readable by its owner alone. It appears under its
 * name only when it has as many people as the cut-off.
 */
export async function writePayFile(
  { rows, audit }: { rows: Pick<CutOffRows, 'ofDistrict'>; audit: Audit },
  cutOff: FrozenCutOff,
  file: string,
  say: Watching['say'],
): Promise<void> {
  if (existsSync(file)) throw new Error(`${file} is there already.`);
  const people = sumOf(cutOff.totals.flatMap((total) => Object.values(total.people)));
  await audit.append({
    action: 'EXPORTED_CUT_OFF',
    actor: operator(),
    at: instantOf(new Date()),
    from: 'ops',
    requestId: randomUUID(),
    about: { cutOffId: cutOff.cutOffId, people },
  });
  const columns = columnsOf(cutOff);
  let written = 0;
  async function* lines(): AsyncGenerator<(string | number)[]> {
    yield columns.map(([heading]) => heading);
    for (const { district } of cutOff.totals) {
      for await (const page of rows.ofDistrict(cutOff.cutOffId, district))
        for (const row of page) {
          written += 1;
          yield columns.map(([, cell]) => cell(row));
        }
      say(`district ${district}: ${number(written)} of ${number(people)} people`);
    }
  }
  const part = `${file}.part`;
  await rm(part, { force: true });
  const handle = await open(part, 'wx', 0o600);
  try {
    await pipeline(
      Readable.from(lines()),
      stringify({ bom: true, record_delimiter: 'windows', escape_formulas: true }),
      handle.createWriteStream(),
    );
    if (written !== people)
      throw new Error(
        `The list has ${number(written)} people and the cut-off ${number(people)}: see the runbook.`,
      );
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
