import { timingSafeEqual } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Refusal } from '../domain/refusal.ts';
import type { Secret } from '../runtime/secrets.ts';

export const EDGE_SECRET_HEADER = 'x-sitthi-edge-secret';
export const VIEWER_ADDRESS_HEADER = 'x-sitthi-viewer-address';

/** The secret's text: two values are accepted, so that the edge and the functions can change one after the other. */
type EdgeSecret = { current: string; previous: string };

function matches(sent: string, { current, previous }: EdgeSecret): boolean {
  const given = Buffer.from(sent);
  return [current, previous].some((accepted) => {
    const expected = Buffer.from(accepted);
    return accepted !== '' && expected.length === given.length && timingSafeEqual(expected, given);
  });
}

/** The API's own address is no way around the edge's limits. @throws Refusal edge.required */
export async function assertThroughEdge({ headers }: APIGatewayProxyEventV2, secret: Secret): Promise<void> {
  const sent = headers[EDGE_SECRET_HEADER];
  if (sent === undefined) throw new Refusal('edge.required');
  if (matches(sent, JSON.parse(await secret.value()) as EdgeSecret)) return;
  if (matches(sent, JSON.parse(await secret.reread()) as EdgeSecret)) return;
  throw new Refusal('edge.required');
}

/** Who looks, as the edge saw it; only to be trusted after `assertThroughEdge`. */
export const viewerAddressOf = ({ headers }: APIGatewayProxyEventV2): string =>
  /^[\da-fA-F.:]{2,45}$/.exec(headers[VIEWER_ADDRESS_HEADER] ?? '')?.[0] ?? 'unknown';
