import { useMutation } from '@tanstack/react-query';
import { Download, Printer, RefreshCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { Switch } from 'react-aria-components';
import { Link, NavLink } from 'react-router';
import { Button } from '../controls/button.tsx';
import { EmptyState } from '../controls/empty-state.tsx';
import { Loading } from '../controls/loading.tsx';
import { Notice } from '../controls/notice.tsx';
import { PageHead } from '../controls/page-head.tsx';
import { showInstant } from '../shell/dates.ts';
import { useOfficer } from '../shell/officer.ts';
import { useProblems } from '../shell/problems.ts';
import { useLanguage, useLocalText, useWording } from '../shell/wording.ts';
import { AreaPath } from './area-path.tsx';
import { fileNameOf, save } from './download.ts';
import { searchOf, useFilters } from './filters.ts';
import type { Reading } from './reading.ts';
import {
  isForeignArea,
  isRefusal,
  REFRESH_MS,
  type Report,
  type ReportPath,
  type Reports,
} from './report-source.ts';
import { wording } from './wording.ts';

export interface ReportFrameProps<Path extends ReportPath> {
  readonly title: string;
  readonly lead: string;
  readonly reading: Reading<Path>;
  readonly filters?: (report: Reports[Path] | undefined) => ReactNode;
  /** Said in place of the report when a filter was refused; the field itself says why. */
  readonly whenFilterRefused?: string;
  readonly children: (report: Reports[Path]) => ReactNode;
}

/** What all reports share: where, as of when, the file, and what is shown when there is nothing to show. */
export function ReportFrame<Path extends ReportPath>({
  title,
  lead,
  reading,
  filters,
  whenFilterRefused,
  children,
}: ReportFrameProps<Path>) {
  const { data, error, isPlaceholderData } = reading.answer;
  const isForeign = isForeignArea(error);
  const isRefused = isRefusal(error);
  const report = isRefused ? undefined : data;
  return (
    <article className="reports">
      <PageHead
        title={title}
        lead={lead}
        actions={report === undefined ? undefined : <Actions reading={reading} report={report} />}
      />
      <OtherReports />
      {isForeign ? (
        <ForeignArea />
      ) : (
        <>
          {report === undefined ? null : <AreaPath area={report.area} />}
          {filters === undefined ? null : (
            <div className="reports-filters screen-only">{filters(report)}</div>
          )}
          {isRefused ? (
            <Refusal error={error} instead={whenFilterRefused} />
          ) : report === undefined ? (
            <Waiting reading={reading} />
          ) : (
            <div className="reports-body" aria-busy={isPlaceholderData}>
              <AsOf reading={reading} report={report} />
              {children(report)}
            </div>
          )}
        </>
      )}
    </article>
  );
}

/** The other reports of the same area. */
function OtherReports() {
  const words = useWording(wording);
  const { filters } = useFilters();
  const search = searchOf({ area: filters.area });
  return (
    <nav className="reports-tabs screen-only" aria-label={words.reports}>
      <ul>
        {(['coverage', 'daily', 'projects', 'cardholders'] as const).map((name) => (
          <li key={name}>
            <NavLink to={{ pathname: `/reports/${name}`, search }}>{words[name].tab}</NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Actions<Path extends ReportPath>({ reading, report }: { reading: Reading<Path>; report: Report }) {
  const words = useWording(wording);
  const download = useMutation({
    mutationFn: async () => save(await reading.file(), fileNameOf(reading.name, report)),
  });
  return (
    <>
      <Button variant="quiet" onPress={() => download.mutate()} isPending={download.isPending}>
        <Download aria-hidden />
        {words.download}
      </Button>
      <Button variant="quiet" onPress={() => print()}>
        <Printer aria-hidden />
        {words.print}
      </Button>
      {download.isError ? (
        <Notice tone="bad">
          <p>{words.downloadFailed}</p>
        </Notice>
      ) : null}
    </>
  );
}

function AsOf<Path extends ReportPath>({ reading, report }: { reading: Reading<Path>; report: Report }) {
  const words = useWording(wording);
  const { language } = useLanguage();
  const { isWatched, watch, answer } = reading;
  return (
    <>
      <div className="reports-as-of">
        <p>
          {words.asOf} <time dateTime={report.asOf}>{showInstant(report.asOf, language)}</time>
          <span className="reports-counted">
            {report.lastCountedAt === undefined
              ? words.never
              : `${words.lastCounted} ${showInstant(report.lastCountedAt, language)}`}
          </span>
        </p>
        <div className="reports-watch screen-only">
          <Switch className="reports-switch" isSelected={isWatched} onChange={watch}>
            <span className="reports-switch-track" aria-hidden />
            <span>
              {words.watch}
              <small>{isWatched ? words.watching(REFRESH_MS / 1_000) : words.paused}</small>
            </span>
          </Switch>
          <button
            type="button"
            className="reports-refresh"
            onClick={() => void answer.refetch()}
            aria-label={words.refresh}
            title={words.refresh}
          >
            <RefreshCw aria-hidden />
          </button>
        </div>
      </div>
      {answer.isError ? (
        <Notice tone="warn">
          <p>{words.stale}</p>
        </Notice>
      ) : null}
    </>
  );
}

function Waiting<Path extends ReportPath>({ reading: { answer } }: { reading: Reading<Path> }) {
  const words = useWording(wording);
  if (!answer.isError) return <Loading label={words.loading} />;
  return (
    <Notice tone="bad">
      <p>{words.unreachable}</p>
      <Button variant="quiet" onPress={() => void answer.refetch()}>
        {words.retry}
      </Button>
    </Notice>
  );
}

function Refusal({ error, instead }: { error: unknown; instead: string | undefined }) {
  const { summary, fields } = useProblems()(error);
  if (instead !== undefined && Object.keys(fields).length > 0) return <EmptyState title={instead} />;
  return (
    <Notice tone="bad">
      <p>{summary}</p>
    </Notice>
  );
}

/** An area of somebody else, or of nobody: which of the two is not told. */
function ForeignArea() {
  const words = useWording(wording);
  const local = useLocalText();
  const { me } = useOfficer();
  const { hrefWith } = useFilters();
  const own = me.district ?? me.province;
  return (
    <Notice tone="bad" title={words.foreign}>
      <p>{words.foreignBody}</p>
      <p>
        <Link to={hrefWith({ area: undefined })}>
          {words.foreignBack(own === undefined ? words.country : local(own.name))}
        </Link>
      </p>
    </Notice>
  );
}
