import { ChevronRight } from 'lucide-react';
import { Link, useNavigate } from 'react-router';
import type { Schemas } from '../../api/client.ts';
import { DataTable } from '../controls/data-table.tsx';
import { EmptyState } from '../controls/empty-state.tsx';
import { showNumber } from '../shell/dates.ts';
import { useLocalText, useWording } from '../shell/wording.ts';
import { AreaWithin } from './area-path.tsx';
import { Bars, type BarsRow } from './bars.tsx';
import { Figures } from './figures.tsx';
import { useFilters } from './filters.ts';
import { useReading } from './reading.ts';
import { ReportFrame } from './report-frame.tsx';
import { LAST_TONE, shortName } from './series.ts';
import { showShare } from './share.ts';
import { SplitChoice } from './split-choice.tsx';
import { wording } from './wording.ts';

type ProjectReport = Schemas['ProjectReport'];
type Dimension = ProjectReport['byDimension'][number];
type Split = 'dimension' | 'agency';

const COUNT = 'participations';

/** Menu 3.3: which development projects people have chosen. */
export function ProjectScreen() {
  const words = useWording(wording);
  const { filters, change } = useFilters();
  const split: Split = filters.by === 'agency' ? 'agency' : 'dimension';
  const reading = useReading(
    { path: '/v1/mis/projects', query: { area: filters.area } },
    { watchedAtFirst: false },
  );
  return (
    <ReportFrame
      title={words.projects.title}
      lead={words.projects.lead}
      reading={reading}
      filters={(report) => (
        <>
          {report === undefined ? null : <AreaWithin area={report.area} />}
          <SplitChoice<Split>
            label={words.projects.by}
            choices={[
              { id: 'dimension', label: words.projects.byDimension },
              { id: 'agency', label: words.projects.byAgency },
            ]}
            value={split}
            onChange={(by) => change({ by: by === 'dimension' ? undefined : by, dimension: undefined })}
          />
        </>
      )}
    >
      {(report) => (
        <>
          <Headline report={report} />
          <p className="reports-note">{words.projects.explained}</p>
          {report.participations === 0 ? <EmptyState title={words.projects.none} /> : null}
          {split === 'agency' ? (
            <ByAgency report={report} />
          ) : (
            <ByDimension report={report} chosen={filters.dimension} />
          )}
        </>
      )}
    </ReportFrame>
  );
}

function Headline({ report }: { report: ProjectReport }) {
  const { projects: words, none } = useWording(wording);
  const { people, peopleWithProject, participations } = report;
  return (
    <Figures
      figures={[
        { name: words.people, value: showNumber(people), hint: words.peopleHint },
        {
          name: words.withProject,
          value: showNumber(peopleWithProject),
          hint: words.withProjectHint(showShare(peopleWithProject, people)),
        },
        {
          name: words.participations,
          value: showNumber(participations),
          hint: words.participationsHint,
        },
        {
          name: words.each,
          value: peopleWithProject === 0 ? none : (participations / peopleWithProject).toFixed(2),
          hint: words.eachHint,
        },
      ]}
    />
  );
}

const toneOfDimension = ({ code }: Pick<Dimension, 'code'>): number => (code === 0 ? LAST_TONE : code);

function ByDimension({ report, chosen }: { report: ProjectReport; chosen: string | undefined }) {
  const words = useWording(wording);
  const local = useLocalText();
  const navigate = useNavigate();
  const { hrefWith } = useFilters();
  const agenciesText = useAgencies(report);
  const dimension = report.byDimension.find(({ code }) => String(code) === chosen);
  const nameOf = (one: Dimension) =>
    one.code === 0 ? words.projects.notListed : `${words.projects.dimension(one.code)} ${local(one.name)}`;
  const bar = (id: string, label: string, participations: number, tone: number): BarsRow => ({
    id,
    label,
    values: { [COUNT]: participations },
    text: `${showNumber(participations)} · ${showShare(participations, report.participations)}`,
    tone,
  });
  const shown = dimension === undefined ? report.byDimension : [dimension];
  const title =
    dimension === undefined ? words.projects.chartBy.dimension : words.projects.chartOf(nameOf(dimension));
  return (
    <>
      {dimension === undefined ? null : (
        <nav className="reports-path" aria-label={words.projects.dimensionPath}>
          <ol>
            <li>
              <Link to={hrefWith({ dimension: undefined })}>{words.projects.allDimensions}</Link>
              <ChevronRight aria-hidden />
            </li>
            <li>
              <strong aria-current="page">{nameOf(dimension)}</strong>
            </li>
          </ol>
        </nav>
      )}
      <Bars
        title={title}
        hasLongLabels
        rows={
          dimension === undefined
            ? report.byDimension.map((one) =>
                bar(String(one.code), nameOf(one), one.participations, toneOfDimension(one)),
              )
            : dimension.projects.map((project) =>
                bar(project.code, local(project.name), project.participations, toneOfDimension(dimension)),
              )
        }
        series={[{ key: COUNT, name: words.projects.count, tone: 1 }]}
        {...(dimension === undefined
          ? { onOpen: (code: string) => void navigate(hrefWith({ dimension: code })) }
          : {})}
      />
      <DataTable
        caption={title}
        isCaptionHidden
        columns={[
          { id: 'project', label: words.projects.project, sortable: true },
          { id: 'dimension', label: words.projects.byDimension },
          { id: 'agency', label: words.projects.agency },
          { id: COUNT, label: words.projects.count, align: 'end', sortable: true },
          { id: 'share', label: words.share, align: 'end' },
        ]}
        rows={shown.flatMap((one) =>
          one.projects.map((project) => ({
            id: project.code,
            cells: {
              project: local(project.name),
              dimension: (
                <Link to={hrefWith({ dimension: String(one.code) })} className="reports-dimension">
                  <span className="reports-swatch" data-tone={toneOfDimension(one)} aria-hidden />
                  {one.code === 0 ? words.projects.notListed : words.projects.dimension(one.code)}
                </Link>
              ),
              agency: agenciesText(project.agencies),
              [COUNT]: showNumber(project.participations),
              share: showShare(project.participations, report.participations),
            },
            sortBy: { [COUNT]: project.participations },
          })),
        )}
        footer={{
          project: dimension === undefined ? words.totalOfProjects : nameOf(dimension),
          [COUNT]: showNumber((dimension ?? report).participations),
          share: showShare((dimension ?? report).participations, report.participations),
        }}
      />
    </>
  );
}

function ByAgency({ report }: { report: ProjectReport }) {
  const words = useWording(wording);
  const agenciesText = useAgencies(report);
  const rows = report.byAgency.toSorted((one, other) => other.participations - one.participations);
  return (
    <>
      <Bars
        title={words.projects.chartBy.agency}
        hasLongLabels
        rows={rows.map(({ agencies, participations }) => ({
          id: agencies.join(),
          label: agenciesText(agencies),
          values: { [COUNT]: participations },
          text: `${showNumber(participations)} · ${showShare(participations, report.participations)}`,
        }))}
        series={[{ key: COUNT, name: words.projects.count, tone: 1 }]}
      />
      <DataTable
        caption={words.projects.chartBy.agency}
        isCaptionHidden
        columns={[
          { id: 'agency', label: words.projects.agency, sortable: true },
          { id: COUNT, label: words.projects.count, align: 'end', sortable: true },
          { id: 'share', label: words.share, align: 'end' },
        ]}
        rows={rows.map(({ agencies, participations }) => ({
          id: agencies.join(),
          cells: {
            agency: agenciesText(agencies),
            [COUNT]: showNumber(participations),
            share: showShare(participations, report.participations),
          },
          sortBy: { [COUNT]: participations },
        }))}
        footer={{
          agency: words.totalOfProjects,
          [COUNT]: showNumber(report.participations),
          share: showShare(report.participations, report.participations),
        }}
      />
    </>
  );
}

/** The agencies that run a project, alone or together. */
function useAgencies({ agencies }: ProjectReport): (codes: readonly string[]) => string {
  const { projects: words } = useWording(wording);
  const local = useLocalText();
  return (codes) => {
    if (codes.length === 0) return words.notListed;
    if (codes.length === 1) {
      const only = agencies.find(({ code }) => code === codes[0]);
      return only === undefined ? (codes[0] ?? '') : local(only.name);
    }
    return codes
      .map((code) => {
        const agency = agencies.find((one) => one.code === code);
        return agency === undefined ? code : local(shortName(agency));
      })
      .join(words.together);
  };
}
