import { AttemptsTable } from '../../functions/data/attempts.ts';
import { Canaries } from '../../functions/data/canaries.ts';
import { storeClient } from '../../functions/data/document-client.ts';
import { EligibilityRecordsTables } from '../../functions/data/eligibility-records.ts';
import { checkEligibility } from '../../functions/domain/check-eligibility.ts';

const client = storeClient();
const open = { tenMinutes: 1e9, hour: 1e9, day: 1e9 };
const attempts = new AttemptsTable(client, 'attempts', { hashKey: async () => 'bench', ofPerson: open });
const canaries = new Canaries('attempts', { key: async () => 'bench', ring: () => {} });
const records = new EligibilityRecordsTables(
  client,
  {
    cardholders: 'cardholders',
    registrations: 'registrations',
    programme: 'programme',
    intakeLocations: 'intake-locations',
  },
  { attempts, canaries },
);
const challenges = {
  make: async () => ({ parameters: {} }),
  solved: async () => undefined,
};
const limits = { ofPerson: open, ofAddress: open, solvedADay: 1e9 };

/** The look-up's reads and rules with the same client, and nothing of HTTP, logging or secrets. */
export const handler = ({ citizenId }: { citizenId: string }) =>
  checkEligibility(
    { citizenId },
    { at: new Date(), from: '127.0.0.1' },
    { records, attempts, challenges, limits, canaries, watch: { answered: () => {} } },
  );
