import { storeClient } from '../../functions/data/document-client.ts';
import { EligibilityRecordsTables } from '../../functions/data/eligibility-records.ts';
import { checkEligibility } from '../../functions/domain/check-eligibility.ts';

const records = new EligibilityRecordsTables(storeClient(), {
  cardholders: 'cardholders',
  registrations: 'registrations',
  programme: 'programme',
  intakeLocations: 'intake-locations',
});

/** The look-up's reads and rules with the same client, and nothing of HTTP, logging or secrets. */
export const handler = ({ citizenId }: { citizenId: string }) =>
  checkEligibility(citizenId, new Date(), records);
