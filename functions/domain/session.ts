import type { Audit, Occasion } from './audit.ts';
import { instantOf } from './calendar.ts';
import type { Officer } from './caller.ts';

/**
 * Puts it on the trail that an officer began to work, and from where: the user pool writes down a sign-in, but does
 * not say from which address it came.
 */
export async function openSession(
  audit: Audit,
  { subject, role }: Officer,
  { at, from, requestId }: Occasion,
): Promise<void> {
  await audit.append({
    action: 'OPENED_SESSION',
    actor: subject,
    at: instantOf(at),
    from,
    requestId,
    about: { role },
  });
}
