import { listSubdistricts } from '../contract/areas.ts';
import { gazetteer } from '../data/gazetteer.ts';
import { subdistrictsWithin } from '../domain/area-names.ts';
import { publicEndpoint } from '../http/endpoint.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings('EDGE_SECRET_ARN');

export const handler = publicEndpoint(
  listSubdistricts,
  { edgeSecret: secret(env.EDGE_SECRET_ARN) },
  async ({ path }) => ({ body: await subdistrictsWithin(gazetteer, path.district) }),
);
