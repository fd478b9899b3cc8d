import { checkEligibility as contract } from '../contract/eligibility.ts';
import { AttemptsTable } from '../data/attempts.ts';
import { Canaries } from '../data/canaries.ts';
import { storeClient } from '../data/document-client.ts';
import { EligibilityRecordsTables } from '../data/eligibility-records.ts';
import { geography } from '../data/geography.ts';
import type { LookUpLimits } from '../domain/attempts.ts';
import { checkEligibility } from '../domain/check-eligibility.ts';
import { lookUpWatch } from '../domain/look-up-watch.ts';
import { publicEndpoint } from '../http/endpoint.ts';
import { eligibilityView } from '../http/views/eligibility-view.ts';
import { challenges } from '../runtime/challenges.ts';
import { publishCanaries, publishLookUps } from '../runtime/metric-line.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings(
  'CARDHOLDERS_TABLE',
  'REGISTRATIONS_TABLE',
  'PROGRAMME_TABLE',
  'INTAKE_LOCATIONS_TABLE',
  'ATTEMPTS_TABLE',
  'ATTEMPT_KEY_ARN',
  'LOOK_UP_LIMITS',
  'EDGE_SECRET_ARN',
);
const limits = JSON.parse(env.LOOK_UP_LIMITS) as LookUpLimits;
const attemptKey = secret(env.ATTEMPT_KEY_ARN);
const client = storeClient();
const attempts = new AttemptsTable(client, env.ATTEMPTS_TABLE, {
  hashKey: attemptKey.value,
  ofPerson: limits.ofPerson,
});
const canaries = new Canaries('attempts', { key: attemptKey.value, ring: publishCanaries });
const records = new EligibilityRecordsTables(
  client,
  {
    cardholders: env.CARDHOLDERS_TABLE,
    registrations: env.REGISTRATIONS_TABLE,
    programme: env.PROGRAMME_TABLE,
    intakeLocations: env.INTAKE_LOCATIONS_TABLE,
  },
  { attempts, canaries },
);
const desk = {
  records,
  attempts,
  challenges: challenges(attemptKey),
  limits,
  watch: lookUpWatch(publishLookUps),
  canaries,
};

export const handler = publicEndpoint(
  contract,
  { edgeSecret: secret(env.EDGE_SECRET_ARN) },
  async ({ body, occasion }) => {
    const eligibility = await checkEligibility(body, occasion, desk);
    return { body: await eligibilityView(eligibility, geography) };
  },
);
