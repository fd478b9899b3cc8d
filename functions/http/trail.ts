import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import type { Operation } from '../contract/operation.ts';
import { type Attempt, type Audit, type Occasion, refusedLine, TrailUnavailable } from '../domain/audit.ts';
import { instantOf } from '../domain/calendar.ts';
import { type CitizenId, isCitizenId, normaliseCitizenId } from '../domain/citizen-id.ts';
import { Refusal } from '../domain/refusal.ts';
import { factsOf, log } from '../runtime/logger.ts';
import { prefersCsv } from './representation.ts';
import { bodyOf, subjectOf } from './request.ts';

/** What the trail is told of a request; a path is only repeated when it has the shape that the contract gives it. */
export function attemptOf(operation: Operation, event: APIGatewayProxyEventV2): Attempt | undefined {
  const actor = subjectOf(event);
  if (actor === undefined) return undefined;
  const { id, caller, path } = operation;
  const named = path && z.safeParse(path, event.pathParameters ?? {});
  const codes = named?.success === true ? (named.data as Record<string, string | number>) : {};
  return {
    actor,
    person: personNamed(operation, event),
    about: { operation: id, ...codes },
    ...(caller === 'bank' ? { isSpread: true } : {}),
  };
}

function personNamed(
  { body, maxBodyBytes }: Operation,
  event: APIGatewayProxyEventV2,
): CitizenId | undefined {
  if (body === undefined) return undefined;
  try {
    const digits = normaliseCitizenId(String(bodyOf(event, maxBodyBytes).citizenId));
    return isCitizenId(digits) ? digits : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Has a request handled, and a refusal of it written down before it is answered. When the trail takes no line, for
 * whatever was done or refused, there is no other answer than to come back later; docs/adr/0020.
 * @throws Refusal store.busy
 */
export async function onTrail<Answer>(
  { audit, operation }: { audit: Audit; operation: Operation },
  event: APIGatewayProxyEventV2,
  occasion: Occasion,
  handle: () => Promise<Answer>,
): Promise<Answer> {
  try {
    try {
      const answer = await handle();
      if (operation.csv && prefersCsv(event.headers.accept))
        await exported(audit, operation, event, occasion);
      return answer;
    } catch (error) {
      const attempt = error instanceof Refusal ? attemptOf(operation, event) : undefined;
      const line = attempt && refusedLine(attempt, error as Refusal, occasion);
      if (line !== undefined) await audit.append(line);
      throw error;
    }
  } catch (error) {
    if (!(error instanceof TrailUnavailable)) throw error;
    const { requestId } = occasion;
    log.error('AUDIT_LINE_FAILED', { operation: operation.id, requestId, ...factsOf(error.cause) });
    throw new Refusal('store.busy');
  }
}

/** What is taken away as a file leaves a line of its own, with what it was asked for. */
async function exported(
  audit: Audit,
  operation: Operation,
  event: APIGatewayProxyEventV2,
  { at, from, requestId }: Occasion,
): Promise<void> {
  const attempt = attemptOf(operation, event);
  if (attempt === undefined) return;
  const { cursor: _, ...asked } = event.queryStringParameters ?? {};
  const about = { ...asked, ...attempt.about } as Attempt['about'];
  await audit.append({ action: 'EXPORTED', ...attempt, about, at: instantOf(at), from, requestId });
}
