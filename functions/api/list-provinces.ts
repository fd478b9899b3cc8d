import { listProvinces } from '../contract/areas.ts';
import { gazetteer } from '../data/gazetteer.ts';
import { publicEndpoint } from '../http/endpoint.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings('EDGE_SECRET_ARN');

export const handler = publicEndpoint(
  listProvinces,
  { edgeSecret: secret(env.EDGE_SECRET_ARN) },
  async () => ({ body: { provinces: await gazetteer.provinces() } }),
);
