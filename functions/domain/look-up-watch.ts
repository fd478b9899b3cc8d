import type { CitizenId } from './citizen-id.ts';

/** What one container has seen of the look-ups that it answered; the sum over all containers is what alarms hear. */
export type LookUpSigns = {
  missed: number;
  /** Misses less twice the others: above zero where more than two in three find nobody. */
  missesBeyond: number;
  /** Look-ups among so many neighbours that somebody walks through the IDs. */
  walked: number;
};

export type LookUpWatch = {
  answered(citizenId: CitizenId, isMiss: boolean, at: Date): void;
};

const NOTHING: LookUpSigns = { missed: 0, missesBeyond: 0, walked: 0 };
const TELL_AFTER_MS = 60_000;

/** The last four digits before the check digit: ten thousand neighbours, of whom some nine hundred hold a card. */
const BLOCK_DIGITS = 8;
const NUMBER_DIGITS = 12;
const REMEMBERED_MS = 10 * 60_000;
/** Different people of one block in ten minutes, in one container: a village that is helped has fewer. */
const WALK_FROM = 24;

/** Watches for machines without asking or writing anything more, and tells at most once a minute. */
export function lookUpWatch(tell: (signs: LookUpSigns) => void): LookUpWatch {
  let signs = NOTHING;
  let toldAtMs: number | undefined;
  let forgotAtMs = 0;
  const blocks = new Map<string, { last: string; people: number }>();

  /** How many different neighbours were asked about one after the other; nothing that is kept is a whole ID. */
  function neighboursOf(citizenId: CitizenId, atMs: number): number {
    if (atMs - forgotAtMs >= REMEMBERED_MS) {
      blocks.clear();
      forgotAtMs = atMs;
    }
    const last = citizenId.slice(BLOCK_DIGITS, NUMBER_DIGITS);
    const block = citizenId.slice(0, BLOCK_DIGITS);
    const before = blocks.get(block);
    const people = before === undefined ? 1 : before.people + (before.last === last ? 0 : 1);
    blocks.set(block, { last, people });
    return people;
  }

  return {
    answered: (citizenId, isMiss, at) => {
      const atMs = at.getTime();
      signs = {
        missed: signs.missed + (isMiss ? 1 : 0),
        missesBeyond: signs.missesBeyond + (isMiss ? 1 : -2),
        walked: signs.walked + (neighboursOf(citizenId, atMs) >= WALK_FROM ? 1 : 0),
      };
      toldAtMs ??= atMs;
      if (atMs - toldAtMs < TELL_AFTER_MS) return;
      tell(signs);
      signs = NOTHING;
      toldAtMs = atMs;
    },
  };
}
