import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { decode } from '@jridgewell/sourcemap-codec';
import { atMost, type Bar, conclude, median, minimum, reported } from './bars.ts';
import { Bundles } from './bundles.ts';

const SUBJECT = 'check-eligibility';
const BARE = 'bare-document-client';
const MINIMAL = 'minimal-look-up';

/** Milliseconds of processor time that Node takes to load a bundle: a wait for the disk or for others is not ours. */
function startMs(file: string, variables: Record<string, string>): number {
  const code = `const s=process.cpuUsage();require(${JSON.stringify(file)});const c=process.cpuUsage(s);process.stdout.write(String((c.user+c.system)/1000))`;
  const output = execFileSync(process.execPath, ['-e', code], {
    env: {
      PATH: process.env.PATH,
      AWS_REGION: 'ap-southeast-7',
      AWS_ACCESS_KEY_ID: 'bench',
      AWS_SECRET_ACCESS_KEY: 'bench',
      LAMBDA_TASK_ROOT: dirname(file),
      ...variables,
    },
  });
  return Number(output.toString());
}

/** Bytes of a bundle by package, from the map that is uploaded with it. */
export function bytesByPackage(file: string): Map<string, number> {
  const { sources, mappings } = JSON.parse(readFileSync(`${file}.map`, 'utf8')) as {
    sources: string[];
    mappings: string;
  };
  const lines = readFileSync(file, 'utf8').split('\n');
  const bytes = new Map<string, number>();
  decode(mappings).forEach((segments, line) => {
    const text = lines[line] ?? '';
    segments.forEach(([column, source], index) => {
      const until = segments[index + 1]?.[0] ?? text.length;
      const name = source === undefined ? 'esbuild' : packageOf(sources[source] ?? '');
      bytes.set(name, (bytes.get(name) ?? 0) + Buffer.byteLength(text.slice(column, until)));
    });
  });
  return bytes;
}

function packageOf(source: string): string {
  const [, name] = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source) ?? [];
  return name ?? /(functions\/\w+)/.exec(source)?.[1] ?? basename(source);
}

const kilobytes = (bytes: number): number => Math.round(bytes / 102.4) / 10;

/** Size and start of every bundle; the look-up beside the bare document client. */
export async function benchInit(runs: number): Promise<boolean> {
  const bundles = new Bundles();
  try {
    const entries = [...bundles.files.keys()].sort();
    const times = new Map<string, number[]>(entries.map((entry) => [entry, []]));
    const startOf = (entry: string): number => startMs(bundles.file(entry), bundles.variables(entry));
    const compared = [SUBJECT, BARE, MINIMAL];
    for (let run = 0; run < runs; run++) for (const entry of compared) times.get(entry)?.push(startOf(entry));
    for (const entry of entries)
      if (!compared.includes(entry))
        for (let run = 0; run < Math.ceil(runs / 7); run++) times.get(entry)?.push(startOf(entry));
    const rows = entries.map((entry) => {
      const measured = times.get(entry) ?? [];
      return {
        entry,
        kB: kilobytes(statSync(bundles.file(entry)).size),
        'start ms, median': Math.round(median(measured) * 10) / 10,
        'start ms, minimum': Math.round(minimum(measured) * 10) / 10,
      };
    });
    const composition = [...bytesByPackage(bundles.file(SUBJECT))].sort(([, a], [, b]) => b - a);
    console.log(`What ${SUBJECT} is made of:`);
    console.table(composition.slice(0, 16).map(([name, bytes]) => ({ package: name, kB: kilobytes(bytes) })));
    const size = (entry: string): number => statSync(bundles.file(entry)).size;
    const start = (entry: string): number => median(times.get(entry) ?? []);
    const bars: Bar[] = [
      atMost('bytes of the look-up beside the bare document client', size(SUBJECT) / size(BARE), 1.18),
      atMost('start of the look-up beside the bare document client', start(SUBJECT) / start(BARE), 1.3),
      atMost('bytes of full zod in the look-up', fullZod(bundles.file(SUBJECT)), 0),
      reported('start of the minimal look-up beside the bare document client', start(MINIMAL) / start(BARE)),
    ];
    return conclude('init', rows, bars);
  } finally {
    bundles.remove();
  }
}

/** The classic API is a layer over the core that zod/mini uses; none of it may be in the bundle. */
function fullZod(file: string): number {
  if (!existsSync(`${file}.map`)) throw new Error(`${file} has no map`);
  const { sources } = JSON.parse(readFileSync(`${file}.map`, 'utf8')) as { sources: string[] };
  return sources.filter((source) => /node_modules\/zod\/v4\/(classic|locales)\//.test(source)).length;
}
