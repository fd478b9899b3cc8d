import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Listr, PRESET_TIMER } from 'listr2';
import { localDir, projectDir, toolPath } from '../local/project.ts';

/** What runs apart, two at a time: a third would make two processors miss the deadlines that tests hold. */
const AT_ONCE = 2;
const LANES = [['data'], ['e2e'], ['browser'], ['unit', 'infra']];

const reports = join(localDir, 'test-reports');
const reportOf = (lane: readonly string[]): string => join(reports, `${lane.join('-')}.json`);

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

async function run(command: string, args: readonly string[]): Promise<Ended> {
  const child = spawn(command, args, {
    cwd: projectDir,
    env: { ...process.env, PATH: toolPath },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const code = new Promise<number | null>((ended, failed) =>
    child.once('error', failed).once('close', ended),
  );
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, output: `${out}${err}` };
}

/** What went wrong beside single tests, which the joint report names. */
const troubles: string[] = [];

async function lane(tiers: readonly string[]): Promise<void> {
  const report = reportOf(tiers);
  const projects = tiers.flatMap((tier) => ['--project', tier]);
  const { code, output } = await run('vitest', [
    'run',
    ...projects,
    '--reporter=blob',
    `--outputFile.blob=${report}`,
  ]);
  if (code === 0) return;
  if (!existsSync(report)) troubles.push(output);
  throw new Error('some failed');
}

async function checkSources(): Promise<void> {
  const { code, output } = await run('npm', ['run', '--silent', 'check']);
  if (code === 0) return;
  troubles.push(output);
  throw new Error('see below');
}

await rm(reports, { recursive: true, force: true });
await mkdir(reports, { recursive: true });

await new Listr(
  [
    { title: 'format, types, directions', task: checkSources },
    ...LANES.map((tiers) => ({ title: tiers.join(', '), task: () => lane(tiers) })),
  ],
  { concurrent: AT_ONCE, exitOnError: false, rendererOptions: { timer: PRESET_TIMER } },
).run();

const joint = spawn('vitest', ['run', `--merge-reports=${reports}`], {
  cwd: projectDir,
  env: { ...process.env, PATH: toolPath, FAILED_BESIDE: String(troubles.length) },
  stdio: 'inherit',
});
for (const trouble of troubles) process.stderr.write(trouble);
joint.once('close', (code) => {
  process.exitCode = troubles.length > 0 ? 1 : (code ?? 1);
});
