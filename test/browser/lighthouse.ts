import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch } from 'chrome-launcher';
import lighthouse, { type Result } from 'lighthouse';
import { readStackFile } from '../../local/stack-file.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const BAR = 95;
const MAX_BYTES_WITHOUT_FONTS = 60_000;
const PAGES = ['/', '/places/#district=3401', '/documents/'];

interface Figures {
  readonly page: string;
  readonly scores: Readonly<Record<string, number>>;
  readonly bytes: number;
  readonly fontBytes: number;
  readonly holds: boolean;
}

interface Sent {
  readonly resourceType: string;
  readonly transferSize: number;
}

function figuresOf(page: string, { categories, audits }: Result): Figures {
  const scores = Object.fromEntries(
    Object.values(categories).map(({ id, score }) => [id, Math.round((score ?? 0) * 100)]),
  );
  const details = audits['network-requests']?.details as unknown as { items: readonly Sent[] };
  const weigh = (sent: readonly Sent[]): number => sent.reduce((sum, one) => sum + one.transferSize, 0);
  const fontBytes = weigh(details.items.filter(({ resourceType }) => resourceType === 'Font'));
  const bytes = weigh(details.items) - fontBytes;
  const holds = Object.values(scores).every((score) => score >= BAR) && bytes <= MAX_BYTES_WITHOUT_FONTS;
  return { page, scores, bytes, fontBytes, holds };
}

/** Measures the public pages of the running system as a slow phone gets them. */
async function measure(siteUrl: string): Promise<readonly Figures[]> {
  const userDataDir = await mkdtemp(join(tmpdir(), 'sitthi-lighthouse-'));
  const chrome = await launch({
    chromePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
    chromeFlags: ['--headless=new', '--no-sandbox'],
    userDataDir,
  });
  try {
    const figures: Figures[] = [];
    for (const page of PAGES) {
      const run = await lighthouse(`${siteUrl}${page}`, { port: chrome.port, logLevel: 'error' });
      if (run === undefined) throw new Error(`Lighthouse says nothing about ${page}.`);
      figures.push(figuresOf(page, run.lhr));
      for (const audit of Object.values(run.lhr.audits))
        if (process.argv.includes('--faults') && audit.score !== null && audit.score < 0.9)
          print(`  ${page}  ${audit.id}  ${audit.score}  ${audit.displayValue ?? ''}`);
    }
    return figures;
  } finally {
    chrome.kill();
    await rm(userDataDir, { recursive: true, force: true, maxRetries: 3 });
  }
}

const site = process.argv.find((argument) => argument.startsWith('http')) ?? (await readStackFile()).siteUrl;
const figures = await measure(site);
for (const { page, scores, bytes, fontBytes } of figures) {
  const written = Object.entries(scores).map(([category, score]) => `${category} ${score}`);
  print(`${page}  ${written.join(', ')}, ${bytes} bytes without ${fontBytes} of fonts`);
}
print(JSON.stringify({ lighthouse: figures }));
if (!figures.every(({ holds }) => holds)) process.exitCode = 1;
