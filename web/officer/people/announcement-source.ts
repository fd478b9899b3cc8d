import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { bodyOf } from '../../api/client.ts';
import { showNumber } from '../shell/dates.ts';
import { useOfficer } from '../shell/officer.ts';

const KEY = 'announcements';

export type AnnouncementState = 'all' | 'unread';

/** What a province has been told, page by page. */
export function useAnnouncements(province: string, state: AnnouncementState) {
  const { api } = useOfficer();
  return useInfiniteQuery({
    queryKey: [KEY, province, state],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      bodyOf(
        api.GET('/v1/provinces/{province}/announcements', {
          params: {
            path: { province },
            query: {
              limit: 20,
              ...(state === 'unread' ? { state } : {}),
              ...(pageParam && { cursor: pageParam }),
            },
          },
        }),
      ),
    getNextPageParam: ({ cursor }) => cursor,
  });
}

/** The API counts no further than a hundred. */
export const showUnread = (unread: number): string => (unread >= 100 ? '99+' : showNumber(unread));

/** How many announcements nobody of the officer's province has read; of no use to anybody else. */
export function useUnread(): number {
  const { api, me } = useOfficer();
  const province = me.province?.code ?? '';
  const { data } = useQuery({
    queryKey: [KEY, province, 'count'],
    enabled: me.role === 'province',
    staleTime: 60_000,
    queryFn: () =>
      bodyOf(
        api.GET('/v1/provinces/{province}/announcements', {
          params: { path: { province }, query: { state: 'unread', limit: 1 } },
        }),
      ),
  });
  return data?.unread ?? 0;
}

export function useMarkRead(province: string) {
  const { api } = useOfficer();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (announcementId: string) =>
      bodyOf(
        api.POST('/v1/provinces/{province}/announcements/{announcementId}/reading', {
          params: { path: { province, announcementId } },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: [KEY, province] }),
  });
}
