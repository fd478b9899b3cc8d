import { useQuery } from '@tanstack/react-query';
import { bodyOf, type Schemas } from '../../api/client.ts';
import { todayInBangkok } from '../shell/dates.ts';
import { type Me, useOfficer } from '../shell/officer.ts';

export type Account = Schemas['Account'];
export type Handover = Schemas['Handover'];
export type Right = Account['rights'][number];
export const RIGHTS: readonly Right[] = ['see-full-id', 'read-access-history'];

export const administers = ({ role }: Me): boolean => role !== 'district';

/** Whoever changes an account calls every list of them stale. */
export const accountsKey = ['accounts'] as const;

export const oneKey = (subject: string) => ['accounts', 'one', subject] as const;

/** Every account of a province or district; without an area central's own, or the caller's whole province. */
export function useAccounts(area: string | undefined) {
  const { api } = useOfficer();
  return useQuery({
    queryKey: ['accounts', 'of', area],
    queryFn: async () => {
      const found: Account[] = [];
      let cursor: string | undefined;
      do {
        const query = { limit: 100, ...(area && { area }), ...(cursor && { cursor }) };
        const page = await bodyOf(api.GET('/v1/accounts', { params: { query } }));
        found.push(...page.accounts);
        cursor = page.cursor;
      } while (cursor !== undefined);
      return found;
    },
  });
}

export function useAccount(subject: string) {
  const { api } = useOfficer();
  return useQuery({
    queryKey: oneKey(subject),
    queryFn: () => bodyOf(api.GET('/v1/accounts/{subject}', { params: { path: { subject } } })),
  });
}

export const isOver = ({ expiresOn }: Account): boolean =>
  expiresOn !== undefined && expiresOn < todayInBangkok().toString();
