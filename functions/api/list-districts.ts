import { listDistricts } from '../contract/areas.ts';
import { gazetteer } from '../data/gazetteer.ts';
import { districtsWithin } from '../domain/area-names.ts';
import { publicEndpoint } from '../http/endpoint.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings('EDGE_SECRET_ARN');

export const handler = publicEndpoint(
  listDistricts,
  { edgeSecret: secret(env.EDGE_SECRET_ARN) },
  async ({ path }) => ({ body: await districtsWithin(gazetteer, path.province) }),
);
