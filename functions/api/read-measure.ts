import { readMeasure } from '../contract/programme.ts';
import { documentClient } from '../data/document-client.ts';
import { ProgrammeTable } from '../data/programme.ts';
import { bangkokDay } from '../domain/calendar.ts';
import { phaseOf } from '../domain/programme.ts';
import { publicEndpoint } from '../http/endpoint.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings('PROGRAMME_TABLE', 'EDGE_SECRET_ARN');
const programme = new ProgrammeTable(documentClient(), env.PROGRAMME_TABLE);

export const handler = publicEndpoint(
  readMeasure,
  { edgeSecret: secret(env.EDGE_SECRET_ARN) },
  async ({ occasion }) => {
    const measure = await programme.measure();
    const today = bangkokDay(occasion.at);
    const { requireBirthDate = false } = measure;
    return { body: { ...measure, requireBirthDate, phase: phaseOf(measure, today), today } };
  },
);
