// Sends a CSV file of intents whole and fetches what became of each line. Node 20 or newer, nothing to install.
// node send-file.mjs intents.csv answers.csv [--dry-run]
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const { SITTHI_API, SITTHI_TOKEN_URL, SITTHI_CLIENT_ID, SITTHI_CLIENT_SECRET } = process.env;
const TRIES = 6;
/** Seconds between two questions how far the file is. */
const POLL = 3;

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

/** Every call may be repeated after any doubt: the same start again is answered with the same run. */
async function call(method, path, body) {
  for (let attempt = 1; ; attempt++) {
    if (token === undefined) await freshToken();
    const response = await fetch(`${SITTHI_API}/v1/bank/files${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(35_000),
    }).catch(() => undefined);
    if (response?.ok) return response.json();
    if (response?.status === 401) token = undefined;
    const problem = await response?.text();
    // Another file of the bank runs: this one waits for its turn.
    const waits = problem?.includes('"import.another-running"');
    const isLasting =
      response !== undefined && response.status < 500 && ![401, 429].includes(response.status);
    if ((isLasting && !waits) || attempt === TRIES)
      throw new Error(`${method} ${path}: ${response?.status} ${problem}`);
    await sleep((waits ? 5_000 : Math.random() * 1_000) * 2 ** attempt);
  }
}

async function ended(fileId) {
  for (;;) {
    const file = await call('GET', `/${fileId}`);
    if (file.phase !== 'running') return file;
    const { unitsDone = 0, units = 0, counts = {} } = file.progress ?? {};
    console.error(
      `${unitsDone} of ${units} steps, ${counts.rows ?? 0} rows read, ${counts.accepted ?? 0} accepted`,
    );
    await sleep(POLL * 1_000);
  }
}

const [input, output, dry] = process.argv.slice(2);
if (!input || !output || !SITTHI_API || !SITTHI_TOKEN_URL || !SITTHI_CLIENT_ID || !SITTHI_CLIENT_SECRET) {
  console.error(
    'SITTHI_API=… SITTHI_TOKEN_URL=… SITTHI_CLIENT_ID=… SITTHI_CLIENT_SECRET=… node send-file.mjs intents.csv answers.csv [--dry-run]',
  );
  process.exit(2);
}
const content = await readFile(input);
const sha256 = createHash('sha256').update(content).digest('hex');
const { fileId, upload } = await call('POST', '', { bytes: content.length, sha256 });
const sent = await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: content });
if (!sent.ok) throw new Error(`the upload was answered with ${sent.status}`);
console.error(`${fileId}: ${content.length} bytes sent`);
await call('POST', `/${fileId}/start`, { sha256, dryRun: dry === '--dry-run' });
const file = await ended(fileId);
const run = file.runs.at(-1);
if (run.refused) {
  console.error(`refused whole: ${run.refused.code} ${run.refused.sentence.th}`);
  process.exit(1);
}
const answers = await fetch(file.answers.url);
if (!answers.ok) throw new Error(`the answers were answered with ${answers.status}`);
await writeFile(output, Buffer.from(await answers.arrayBuffer()));
const { accepted = 0, repeated = 0, rejected = 0 } = run.counts;
console.error(`${accepted} accepted, ${repeated} of them before, ${rejected} rejected`);
if (run.nothingChanged) console.error('nothing has changed: every row that can be accepted had been before');
