import { checkEligibility as contract } from '../contract/eligibility.ts';
import { storeClient } from '../data/document-client.ts';
import { EligibilityRecordsTables } from '../data/eligibility-records.ts';
import { geography } from '../data/geography.ts';
import { checkEligibility } from '../domain/check-eligibility.ts';
import { publicEndpoint } from '../http/endpoint.ts';
import { eligibilityView } from '../http/views/eligibility-view.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings(
  'CARDHOLDERS_TABLE',
  'REGISTRATIONS_TABLE',
  'PROGRAMME_TABLE',
  'INTAKE_LOCATIONS_TABLE',
  'EDGE_SECRET_ARN',
);
const records = new EligibilityRecordsTables(storeClient(), {
  cardholders: env.CARDHOLDERS_TABLE,
  registrations: env.REGISTRATIONS_TABLE,
  programme: env.PROGRAMME_TABLE,
  intakeLocations: env.INTAKE_LOCATIONS_TABLE,
});

export const handler = publicEndpoint(
  contract,
  { edgeSecret: secret(env.EDGE_SECRET_ARN) },
  async ({ body, occasion }) => {
    const eligibility = await checkEligibility(body.citizenId, occasion.at, records);
    return { body: await eligibilityView(eligibility, geography) };
  },
);
