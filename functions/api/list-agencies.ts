import { listAgencies } from '../contract/programme.ts';
import { documentClient } from '../data/document-client.ts';
import { ProgrammeTable } from '../data/programme.ts';
import { publicEndpoint } from '../http/endpoint.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings('PROGRAMME_TABLE', 'EDGE_SECRET_ARN');
const programme = new ProgrammeTable(documentClient(), env.PROGRAMME_TABLE);

export const handler = publicEndpoint(
  listAgencies,
  { edgeSecret: secret(env.EDGE_SECRET_ARN) },
  async () => ({ body: { agencies: await programme.agencies() } }),
);
