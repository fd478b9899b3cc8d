import { listIntakeLocations } from '../contract/intake-locations.ts';
import { documentClient } from '../data/document-client.ts';
import { geography } from '../data/geography.ts';
import { PublishedPlaces } from '../data/intake-locations.ts';
import { listPublishedPlaces } from '../domain/intake-location-desk.ts';
import { publicEndpoint } from '../http/endpoint.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings('INTAKE_LOCATIONS_TABLE', 'EDGE_SECRET_ARN');
const locations = new PublishedPlaces(documentClient(), env.INTAKE_LOCATIONS_TABLE);

export const handler = publicEndpoint(
  listIntakeLocations,
  { edgeSecret: secret(env.EDGE_SECRET_ARN) },
  async ({ path, occasion }) => ({
    body: await listPublishedPlaces({ locations, geography }, path.district, occasion.at),
  }),
);
