import type { LinesNamed } from '../../domain/access-history.ts';
import type { Account } from '../../domain/caller.ts';
import type { Geography } from '../../domain/ports.ts';
import { cursorOf } from '../paging.ts';
import { officerView } from './officer-view.ts';

/** Who acted: of somebody at the command line, or without an account any more, only how the trail knows him. */
async function actorView(subject: string, account: Account | undefined, geography: Geography) {
  if (account === undefined)
    return { subject, kind: subject.startsWith('ops:') ? ('operator' as const) : ('unknown' as const) };
  if (account.kind === 'bank') return { subject, kind: 'bank' as const, name: account.name };
  const { name, role, agency, province, district } = await officerView(account, geography);
  return { subject, kind: 'officer' as const, name, role, agency, province, district };
}

export async function trailView({ rows, cursor }: LinesNamed, geography: Geography) {
  const lines = rows.map(async ({ actor, account, about, refused, at, action, reason, from, requestId }) => ({
    at,
    action,
    outcome: refused === undefined ? ('done' as const) : ('refused' as const),
    code: refused,
    reason,
    from,
    requestId,
    about: Object.entries(about).map(([name, value]) => ({ name, value: String(value) })),
    actor: await actorView(actor, account, geography),
  }));
  return { lines: await Promise.all(lines), cursor: cursorOf(cursor) };
}
