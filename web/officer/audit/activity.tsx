import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { bodyOf } from '../../api/client.ts';
import { Button } from '../controls/button.tsx';
import { EmptyState } from '../controls/empty-state.tsx';
import { Loading } from '../controls/loading.tsx';
import { Notice } from '../controls/notice.tsx';
import { PageHead } from '../controls/page-head.tsx';
import { SelectField } from '../controls/select-field.tsx';
import { showMonth, showNumber, todayInBangkok } from '../shell/dates.ts';
import { useOfficer } from '../shell/officer.ts';
import { useProblems } from '../shell/problems.ts';
import { shellWording } from '../shell/shell-wording.ts';
import { useLanguage, useWording } from '../shell/wording.ts';
import { Lines } from './lines.tsx';
import { Views } from './views.tsx';
import { wording } from './wording.ts';
import './audit.css';

const MONTHS = 12;
const PAGE = 100;

/** The last twelve months, this one first. */
const months = (): string[] =>
  Array.from({ length: MONTHS }, (_, ago) =>
    todayInBangkok().set({ day: 1 }).subtract({ months: ago }).toString().slice(0, 7),
  );

/** What an officer did in a month: one's own, or that of `?officer=` where the API lets one. */
export function Component() {
  const { api } = useOfficer();
  const words = useWording(wording);
  const shell = useWording(shellWording);
  const { language } = useLanguage();
  const troubleOf = useProblems();
  const [search, setSearch] = useSearchParams();
  const subject = search.get('officer') ?? 'me';
  const known = months();
  const month = search.get('month') ?? known[0] ?? '';
  const list = useInfiniteQuery({
    queryKey: ['activity', subject, month],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      bodyOf(
        api.GET('/v1/officers/{subject}/activity', {
          params: {
            path: { subject },
            query: { month, limit: String(PAGE), ...(pageParam === '' ? {} : { cursor: pageParam }) },
          },
        }),
      ),
    getNextPageParam: ({ cursor }) => cursor,
  });
  const lines = list.data?.pages.flatMap((page) => page.lines) ?? [];
  const name = subject === 'me' ? words.own : (lines[0]?.actor.name ?? subject);

  return (
    <>
      <PageHead title={words.title} lead={words.leadActivity} />
      <Views />
      <div className="audit-question screen-only">
        <SelectField
          label={words.month}
          name="month"
          items={(known.includes(month) ? known : [month, ...known]).map((id) => ({
            id,
            label: showMonth(id, language),
          }))}
          value={month}
          onChange={(next) =>
            setSearch((now) => new URLSearchParams({ ...Object.fromEntries(now), month: next }), {
              replace: true,
            })
          }
        />
      </div>
      <h2>{name}</h2>
      {list.isPending ? <Loading /> : null}
      {list.isError ? (
        <Notice tone="bad">
          <p>{troubleOf(list.error).summary}</p>
          <Button variant="quiet" onPress={() => void list.refetch()}>
            {shell.tryAgain}
          </Button>
        </Notice>
      ) : null}
      {list.data === undefined ? null : lines.length === 0 ? (
        <EmptyState title={words.nothingMonth} />
      ) : (
        <>
          <p role="status" className="audit-count">
            {words.found(showNumber(lines.length), !list.hasNextPage)}
          </p>
          <Lines caption={name} lines={lines} of="officer" />
        </>
      )}
      {list.hasNextPage ? (
        <div className="audit-more screen-only">
          <Button
            variant="quiet"
            isPending={list.isFetchingNextPage}
            onPress={() => void list.fetchNextPage()}
          >
            {words.more}
          </Button>
        </div>
      ) : null}
    </>
  );
}
