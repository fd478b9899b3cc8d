import { type QueryClient, useQuery } from '@tanstack/react-query';
import { type Api, bodyOf, type Schemas } from '../../api/client.ts';
import { useOfficer } from '../shell/officer.ts';

export type Listed = Schemas['ListedRegistration'];

const keyOf = (district: string | undefined, day: string | undefined) => ['day-list', district, day];

async function allOfDay(api: Api, district: string, day: string): Promise<Listed[]> {
  const rows: Listed[] = [];
  let cursor: string | undefined;
  do {
    const page: Schemas['RegistrationPage'] = await bodyOf(
      api.GET('/v1/districts/{district}/registrations', {
        params: {
          path: { district },
          query: { day, limit: 200, ...(cursor === undefined ? {} : { cursor }) },
        },
      }),
    );
    rows.push(...page.registrations);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return rows.sort((one, other) => other.recordedAt.localeCompare(one.recordedAt));
}

/** All registrations of a district's day, the latest first. */
export function useDayList(district: string | undefined, day: string | undefined) {
  const { api } = useOfficer();
  return useQuery({
    queryKey: keyOf(district, day),
    enabled: district !== undefined && day !== undefined,
    queryFn: () => allOfDay(api, district as string, day as string),
  });
}

/** Puts what was just saved on top, without asking for the whole day again. */
export function addToDayList(queries: QueryClient, saved: Schemas['Registration']): void {
  queries.setQueryData<Listed[]>(keyOf(saved.place.district, saved.intentOn), (rows) =>
    rows === undefined
      ? rows
      : [saved, ...rows.filter(({ registrationId }) => registrationId !== saved.registrationId)],
  );
}
