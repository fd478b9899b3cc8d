import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { clientSettings } from '../../local/emulated-account.ts';
import { preparePython } from '../../local/python-environment.ts';
import type { StackDescription } from '../../local/stack-file.ts';
import { startStack } from '../support/stack.ts';

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** What an answer must be, whatever was asked: no error of ours, and nothing that the description does not have. */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
];

const { values } = parseArgs({
  options: {
    /** Cases made up for each operation, beside those that follow from its description. */
    examples: { type: 'string', default: '50' },
    seed: { type: 'string' },
  },
});

async function officerToken(stack: StackDescription): Promise<string> {
  const officer = stack.officers.find(({ role }) => role === 'central');
  if (officer === undefined) throw new Error('the seed has no officer of the country');
  const cognito = new CognitoIdentityProviderClient(clientSettings(stack.endpointUrl));
  const { AuthenticationResult } = await cognito.send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: stack.officerClientId,
      AuthParameters: { USERNAME: officer.username, PASSWORD: officer.password },
    }),
  );
  cognito.destroy();
  return AuthenticationResult?.IdToken ?? '';
}

async function bankToken({ endpointUrl, bankClients }: StackDescription): Promise<string> {
  const [client] = bankClients;
  if (client === undefined) throw new Error('the stage has no bank client');
  const basic = Buffer.from(`${client.clientId}:${client.clientSecret}`).toString('base64');
  const response = await fetch(`${endpointUrl}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

type Counted = { passed: number; failed: number; cases: number };

/** Each operation of the description is one test, of as many cases as the tool has made up. */
function countedIn(junit: string, said: string): Counted {
  const tests = [...junit.matchAll(/<testcase\b[^>]*?(?:\/>|>([\s\S]*?)<\/testcase>)/g)];
  const failed = tests.filter(([, inside = '']) => /<(failure|error)\b/.test(inside)).length;
  const cases = Number(/([\d,]+) generated/.exec(said)?.[1]?.replaceAll(',', '') ?? 0);
  return { passed: tests.length - failed, failed, cases };
}

async function fuzz(stack: StackDescription, report: string): Promise<Counted> {
  const python = await preparePython({ name: 'fuzz-venv', requirements: file('requirements.txt') });
  const seed = values.seed === undefined ? [] : ['--seed', values.seed];
  const child = spawn(
    join(dirname(python), 'schemathesis'),
    [
      ...['--config-file', file('schemathesis.toml'), 'run', file('../../openapi.json')],
      ...['--url', stack.apiUrl, '--checks', CHECKS.join(','), '--max-examples', values.examples],
      ...['--phases', 'examples,coverage,fuzzing', '--continue-on-failure'],
      ...['--request-timeout', '60', '--suppress-health-check', 'all', '--warnings', 'off'],
      ...['--no-color', '--report-junit-path', report, ...seed],
    ],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      // The tool keeps its notes where it runs.
      cwd: dirname(report),
      env: {
        ...process.env,
        OFFICER_TOKEN: await officerToken(stack),
        BANK_TOKEN: await bankToken(stack),
      },
    },
  );
  let said = '';
  child.stdout.on('data', (bytes) => {
    said += bytes;
    process.stdout.write(bytes);
  });
  const [code] = await once(child, 'close');
  const counted = countedIn(await readFile(report, 'utf8').catch(() => ''), said);
  // A tool that stopped for another reason has proven nothing.
  return code !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
}

const dir = await mkdtemp(join(tmpdir(), 'sitthi-fuzz-'));
const running = await startStack();
try {
  const { passed, failed, cases } = await fuzz(running.stack, join(dir, 'junit.xml'));
  process.stdout.write(`${cases.toLocaleString('en')} cases over ${passed + failed} operations\n`);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  if (failed > 0 || cases === 0) process.exitCode = 1;
} finally {
  await running.stop();
  await rm(dir, { recursive: true, force: true });
}
