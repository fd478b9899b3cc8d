import {
  type Attempts,
  type Challenges,
  exceeded,
  hardnessOf,
  type LookUpLimits,
  type Tried,
  type Tries,
} from './attempts.ts';
import type { Occasion } from './audit.ts';
import { bangkokDay, type Day, secondsLeftOfDay } from './calendar.ts';
import type { CanaryWatch } from './canary.ts';
import { isBornOn, isEntitled } from './cardholder.ts';
import { type CitizenId, parseCitizenId } from './citizen-id.ts';
import { type Eligibility, mayRegister, standingOf } from './eligibility.ts';
import type { LookUpWatch } from './look-up-watch.ts';
import type { EligibilityRecords, PersonLookedUp } from './ports.ts';
import { Refusal } from './refusal.ts';

export type LookUpDesk = {
  records: EligibilityRecords;
  attempts: Attempts;
  challenges: Challenges;
  limits: LookUpLimits;
  watch: LookUpWatch;
  canaries: CanaryWatch;
};

export type LookUpQuestion = {
  citizenId: string;
  /** Compared only while the measure asks for it. */
  birthDate?: Day | undefined;
  proof?: string | undefined;
};

/**
 * The public look-up: whether and where the person may register.
 * @throws Refusal citizen-id.format, citizen-id.checksum, look-up.birth-date-required, look-up.challenged,
 * look-up.exhausted
 */
export async function checkEligibility(
  { citizenId: written, birthDate, proof }: LookUpQuestion,
  { at, from }: Pick<Occasion, 'at' | 'from'>,
  desk: LookUpDesk,
): Promise<Eligibility> {
  const citizenId = parseCitizenId(written);
  const solved = proof === undefined ? undefined : await desk.challenges.solved(proof, citizenId);
  const [person, tried] = await Promise.all([
    desk.records.person(citizenId, from, at),
    desk.attempts.count(citizenId, from, at, solved),
  ]);
  const { measure, fromAddress } = person;
  if (measure.requireBirthDate && birthDate === undefined)
    throw new Refusal('look-up.birth-date-required', { path: 'birthDate' });
  await assertAdmitted(citizenId, at, { tried, fromAddress, hasSolved: solved !== undefined }, desk);
  const standing = standingAsked(person, birthDate);
  desk.watch.answered(citizenId, standing.status === 'not-found', at);
  if (standing.status === 'not-found') await desk.canaries.missed([citizenId]);
  if (standing.status !== 'may-register') return standing;
  const places = await desk.records.publishedPlaces(standing.district);
  return mayRegister(standing.district, measure, places, bangkokDay(at));
}

/** A wrong birth date makes a stranger of a cardholder, by the same reads and the same answer. */
function standingAsked(
  { cardholder, registration, measure }: PersonLookedUp,
  birthDate: Day | undefined,
): ReturnType<typeof standingOf> {
  const isMeant =
    isEntitled(cardholder) &&
    (!measure.requireBirthDate || (birthDate !== undefined && isBornOn(cardholder, birthDate)));
  return isMeant
    ? standingOf({ cardholder, registration: registration() })
    : { status: 'not-found', withBirthDate: measure.requireBirthDate };
}

/** One rule, blind to what is known of the person: it sees how often was asked, and nothing else. */
async function assertAdmitted(
  citizenId: CitizenId,
  at: Date,
  { tried, fromAddress, hasSolved }: { tried: Tried; fromAddress: Tries; hasSolved: boolean },
  { limits, challenges }: LookUpDesk,
): Promise<void> {
  if (tried.solved > limits.solvedADay)
    throw new Refusal('look-up.exhausted', { retryAfterSeconds: secondsLeftOfDay(at) });
  const beyond = [
    tried.tries === 'within' ? undefined : exceeded(tried.tries, limits.ofPerson),
    exceeded(fromAddress, limits.ofAddress),
  ];
  const isBeyond = beyond.some((window) => window !== undefined);
  if (tried.isReplay || (isBeyond && !hasSolved))
    throw new Refusal('look-up.challenged', {
      facts: { challenge: await challenges.make(citizenId, hardnessOf(...beyond), at) },
    });
}
