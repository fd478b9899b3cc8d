// Sends a CSV file of intents in batches and writes what became of each row. Node 20 or newer, nothing to install.
// node send.mjs intents.csv results.csv
// Columns: reference,citizenId,intentOn,agency,developmentDistrict,projects,phone,remark,consent,branch
// (in any order; `projects` by blanks, `consent` true or false; what is empty is left out)
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const { SITTHI_API, SITTHI_TOKEN_URL, SITTHI_CLIENT_ID, SITTHI_CLIENT_SECRET } = process.env;
const ROWS = 500;
const TRIES = 6;

let token;
async function freshToken() {
  const basic = Buffer.from(`${SITTHI_CLIENT_ID}:${SITTHI_CLIENT_SECRET}`).toString('base64');
  const response = await fetch(SITTHI_TOKEN_URL, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  if (!response.ok) throw new Error(`no token: ${response.status}`);
  token = (await response.json()).access_token;
}

/** A batch may be sent again after any doubt: what was accepted gets the same answer. */
async function send(rows) {
  for (let attempt = 1; ; attempt++) {
    if (token === undefined) await freshToken();
    const response = await fetch(`${SITTHI_API}/v1/bank/registrations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ rows }),
      signal: AbortSignal.timeout(35_000),
    }).catch(() => undefined);
    if (response?.ok) return (await response.json()).rows;
    if (response?.status === 401) token = undefined;
    const isLasting =
      response !== undefined && response.status < 500 && ![401, 429].includes(response.status);
    if (isLasting || attempt === TRIES)
      throw new Error(`the batch was not taken: ${response?.status} ${await response?.text()}`);
    await sleep(Math.random() * 1_000 * 2 ** attempt);
  }
}

/** Sends rows that may be taken later once more; the others are settled. */
async function settle(rows) {
  let answers = await send(rows);
  for (let attempt = 1; attempt < TRIES && answers.some(({ retry }) => retry); attempt++) {
    await sleep(Math.random() * 1_000 * 2 ** attempt);
    answers = await send(rows);
  }
  return answers;
}

/** RFC 4180: quoted fields may hold commas, quotes and line breaks. */
function parseCsv(text) {
  const rows = [[]];
  for (const [, quoted, plain = '', end] of text
    .replace(/^\ufeff/, '')
    .matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1).push(quoted?.replaceAll('""', '"') ?? plain);
    if (end !== ',') rows.push([]);
    if (end === '') break;
  }
  return rows.filter((row) => row.some((field) => field !== ''));
}

const csvField = (value) =>
  /[",\r\n]/.test(String(value ?? '')) ? `"${String(value).replaceAll('"', '""')}"` : (value ?? '');

function rowOf(names, fields) {
  const filled = names
    .map((name, n) => [name, fields[n]])
    .filter(([, field]) => field !== undefined && field !== '');
  const row = Object.fromEntries(filled);
  if (row.projects !== undefined) row.projects = row.projects.split(/\s+/);
  if (row.consent !== undefined) row.consent = row.consent === 'true';
  return row;
}

const [input, output] = process.argv.slice(2);
if (!input || !output || !SITTHI_API || !SITTHI_TOKEN_URL || !SITTHI_CLIENT_ID || !SITTHI_CLIENT_SECRET) {
  console.error(
    'SITTHI_API=… SITTHI_TOKEN_URL=… SITTHI_CLIENT_ID=… SITTHI_CLIENT_SECRET=… node send.mjs intents.csv results.csv',
  );
  process.exit(2);
}
const [names, ...lines] = parseCsv(await readFile(input, 'utf8'));
const rows = lines.map((fields) => rowOf(names, fields));
const results = [
  ['line', 'reference', 'outcome', 'receipt', 'registrationId', 'version', 'code', 'field', 'message'],
];
for (let from = 0; from < rows.length; from += ROWS) {
  const answers = await settle(rows.slice(from, from + ROWS));
  for (const { row, outcome, receipt, registrationId, version, code, errors, message, reference } of answers)
    results.push([
      from + row + 1,
      reference,
      outcome,
      receipt,
      registrationId,
      version,
      code,
      errors?.[0]?.path,
      message?.th,
    ]);
  console.error(`${Math.min(from + ROWS, rows.length)} of ${rows.length}`);
}
await writeFile(output, `\ufeff${results.map((line) => line.map(csvField).join(',')).join('\r\n')}\r\n`);
const accepted = results.filter(([, , outcome]) => outcome === 'accepted').length;
console.error(`${accepted} accepted, ${rows.length - accepted} rejected`);
