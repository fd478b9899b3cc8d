import type { Item } from './histories.ts';

/*
 * What should have been counted, from the items of the sources and the table "Names of counters" in
 * docs/data-model.md. It shares no code with what is tested, not even a name.
 */

/** An item that counts, with the source that it is of. */
export type Counted = { source: 'registration' | 'card'; item: Item };

const BAND: Record<string, string> = { UP_TO_30000: 'l', UP_TO_100000: 'm' };
const CHANNEL: Record<string, string> = { officer: 'o', BAAC: 'b', GSB: 'g' };
/** Officers have no letter in a day's names. */
const DAY_CHANNEL: Record<string, string> = { officer: '', BAAC: 'b', GSB: 'g' };
/** The agency that stands for a channel and is left out of a day's names. */
const AGENCY: Record<string, string> = { officer: 'DOPA', BAAC: 'BAAC', GSB: 'GSB' };

/** `province bucket name` → count. */
export function recount(all: Iterable<Counted>): Map<string, number> {
  const counters = new Map<string, number>();
  const add = (province: string, bucket: string, name: string) => {
    const key = `${province} ${bucket} ${name}`;
    counters.set(key, (counters.get(key) ?? 0) + 1);
  };
  for (const { source, item } of all) {
    const lives = String(source === 'card' ? item.subdistrict : item.residence);
    const province = lives.slice(0, 2);
    const rest = lives.slice(2);
    if (source === 'card') {
      if (item.cardStatus === 'active') add(province, 'cards', `${BAND[String(item.band)]}${rest}`);
    } else if (item.status === 'CANCELLED') add(province, 'cancelled', `c${rest}`);
    else {
      const agency = String(item.agency);
      const channel = String(item.channel);
      const projects = item.projects as string[];
      add(province, 'total', `i${rest}`);
      add(province, 'total', `a${agency}`);
      add(province, 'total', `n${CHANNEL[channel]}`);
      if (projects.length > 0) add(province, 'total', 'w');
      for (const project of projects) add(province, 'total', `j${project}`);
      const related = AGENCY[channel] === agency ? '' : agency;
      add(province, String(item.intentOn), `${rest.slice(0, 2)}${DAY_CHANNEL[channel]}${related}`);
    }
  }
  return counters;
}

/** What the ledger should hold of an item: which of its facts were counted. Undefined when it counts nothing. */
export function factsOf({ source, item }: Counted): Item | undefined {
  if (source === 'card')
    return item.cardStatus === 'active'
      ? {
          source,
          subdistrict: item.subdistrict,
          band: item.band,
          birthYear: Number(String(item.birthDate).slice(0, 4)),
        }
      : undefined;
  return {
    source,
    subdistrict: item.residence,
    day: item.intentOn,
    channel: item.channel,
    agency: item.agency,
    projects: item.projects,
    status: item.status,
  };
}

/** Sums that must be the same at every level of a province; says which are not. */
export function disagreements(counters: ReadonlyMap<string, number>): string[] {
  const found: string[] = [];
  const sum = (matching: RegExp): number =>
    [...counters].reduce((total, [name, count]) => total + (matching.test(name) ? count : 0), 0);
  const provinces = new Set([...counters.keys()].map((name) => name.slice(0, 2)));
  for (const province of provinces) {
    const agree = (what: string, one: RegExp, other: RegExp) => {
      const [a, b] = [sum(one), sum(other)];
      if (a !== b) found.push(`${province}: ${what}: ${a} and ${b}`);
    };
    const registered = new RegExp(`^${province} total i\\d{4}$`);
    agree('registered by subdistrict and by agency', registered, new RegExp(`^${province} total a`));
    agree('registered by subdistrict and by channel', registered, new RegExp(`^${province} total n`));
    agree('registered by subdistrict and by day', registered, new RegExp(`^${province} \\d{4}-`));
    for (const [channel, letter] of Object.entries(CHANNEL))
      agree(
        `registered by ${channel} in total and by day`,
        new RegExp(`^${province} total n${letter}$`),
        new RegExp(`^${province} \\d{4}-\\S+ \\d{2}${letter === 'o' ? '(?![bg])' : letter}`),
      );
    const districts = new Set(
      [...counters.keys()].flatMap((name) => /^\d\d total i(\d\d)/.exec(name)?.[1] ?? []),
    );
    for (const district of districts)
      agree(
        `registered in district ${district} in total and by day`,
        new RegExp(`^${province} total i${district}`),
        new RegExp(`^${province} \\d{4}-\\S+ ${district}`),
      );
    const [withProject, participations] = [
      sum(new RegExp(`^${province} total w$`)),
      sum(new RegExp(`^${province} total j`)),
    ];
    if (withProject > participations || withProject > sum(registered))
      found.push(`${province}: ${withProject} with a project, ${participations} participations`);
  }
  return found;
}
