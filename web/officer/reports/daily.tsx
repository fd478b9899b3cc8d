import { endOfMonth, parseDate, startOfMonth } from '@internationalized/date';
import type { Schemas } from '../../api/client.ts';
import { DataTable } from '../controls/data-table.tsx';
import { DayRangeField } from '../controls/day-range-field.tsx';
import { EmptyState } from '../controls/empty-state.tsx';
import { localeOf, showDay, showNumber, todayInBangkok } from '../shell/dates.ts';
import { useProblems } from '../shell/problems.ts';
import { useAgencies, useMeasure } from '../shell/reference-data.ts';
import { type Language, useLanguage, useLocalText, useWording } from '../shell/wording.ts';
import { AreaWithin } from './area-path.tsx';
import { Bars, type BarsRow } from './bars.tsx';
import { Figures } from './figures.tsx';
import { useFilters } from './filters.ts';
import { useReading } from './reading.ts';
import { ReportFrame } from './report-frame.tsx';
import { isRefusal } from './report-source.ts';
import { LAST_TONE, type Series, shortName, toneOf } from './series.ts';
import { showShare } from './share.ts';
import { SplitChoice } from './split-choice.tsx';
import { wording } from './wording.ts';

type DailyReport = Schemas['DailyReport'];
type Counts = DailyReport['total'];
type Split = 'agency' | 'channel';

const CHANNELS = ['officer', 'BAAC', 'GSB'] as const;
const OTHERS = 'others';

/** Menu 3.2: who has registered on each day, by agency or by channel. */
export function DailyScreen() {
  const words = useWording(wording);
  const problemOf = useProblems();
  const { filters, change } = useFilters();
  const { area, from, to } = filters;
  const split: Split = filters.by === 'channel' ? 'channel' : 'agency';
  const reading = useReading({ path: '/v1/mis/daily', query: { area, from, to } }, { watchedAtFirst: true });
  const { error } = reading.answer;
  // The colours of the bars come with the agencies.
  const { isPending } = useAgencies();
  const refusal = isRefusal(error) ? problemOf(error) : undefined;
  return (
    <ReportFrame
      title={words.daily.title}
      lead={words.daily.lead}
      reading={reading}
      whenFilterRefused={words.daily.fix}
      filters={(report) => (
        <>
          {report === undefined ? null : <AreaWithin area={report.area} />}
          <RangeFilter
            from={from ?? report?.from}
            to={to ?? report?.to}
            errorMessage={refusal?.fields.from ?? refusal?.fields.to}
            atMost={refusal?.facts.atMost}
          />
          <SplitChoice<Split>
            label={words.daily.by}
            choices={[
              { id: 'agency', label: words.daily.byAgency },
              { id: 'channel', label: words.daily.byChannel },
            ]}
            value={split}
            onChange={(by) => change({ by: by === 'agency' ? undefined : by })}
          />
        </>
      )}
    >
      {(report) => (isPending ? null : <Daily report={report} split={split} />)}
    </ReportFrame>
  );
}

interface RangeFilterProps {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly errorMessage: string | undefined;
  readonly atMost: number | undefined;
}

function RangeFilter({ from, to, errorMessage, atMost }: RangeFilterProps) {
  const words = useWording(wording);
  const { change } = useFilters();
  const presets = usePresets();
  return (
    <div className="reports-range">
      <DayRangeField
        label={words.daily.range}
        from={isDay(from) ? from : undefined}
        to={isDay(to) ? to : undefined}
        onChange={(first, last) => change({ from: first, to: last })}
        errorMessage={errorMessage}
        description={atMost === undefined ? undefined : words.daily.atMost(atMost)}
      />
      <fieldset className="reports-presets">
        <legend className="visually-hidden">{words.daily.presets}</legend>
        {presets.map(({ name, first, last }) => (
          <button
            key={name}
            type="button"
            aria-pressed={first === from && last === to}
            onClick={() => change({ from: first, to: last })}
          >
            {name}
          </button>
        ))}
      </fieldset>
    </div>
  );
}

interface Preset {
  readonly name: string;
  readonly first: string;
  readonly last: string;
}

function usePresets(): Preset[] {
  const { daily: words } = useWording(wording);
  const { data: measure } = useMeasure();
  const today = todayInBangkok();
  const preset = (name: string, first: { toString(): string }, last: { toString(): string }): Preset => ({
    name,
    first: first.toString(),
    last: last.toString(),
  });
  return [
    preset(words.today, today, today),
    preset(words.week, today.subtract({ days: 6 }), today),
    preset(words.month, startOfMonth(today), earlier(endOfMonth(today).toString(), today.toString())),
    ...(measure === undefined || measure.windowFrom > today.toString()
      ? []
      : [preset(words.window, measure.windowFrom, earlier(measure.windowTo, today.toString()))]),
  ];
}

const earlier = (one: string, other: string): string => (one < other ? one : other);

function Daily({ report, split }: { report: DailyReport; split: Split }) {
  const words = useWording(wording);
  const { language } = useLanguage();
  const columns = useColumns(report, split);
  const countsOf = (counts: Counts): Readonly<Record<string, number>> =>
    split === 'agency' ? counts.byAgency : counts.byChannel;
  const stacked = stackedOf(columns, words.daily.others);
  const today = todayInBangkok().toString();
  const { total, days } = report;
  const active = days.filter(({ registered }) => registered > 0);
  const busiest = active.reduce<DailyReport['days'][number] | undefined>(
    (most, day) => (most === undefined || day.registered > most.registered ? day : most),
    undefined,
  );
  const ofToday = days.find(({ day }) => day === today);
  return (
    <>
      <Figures
        figures={[
          {
            name: words.daily.total,
            value: showNumber(total.registered),
            hint: `${showDay(report.from, language)} – ${showDay(report.to, language)} · ${words.daily.days(showNumber(days.length))}`,
          },
          {
            name: words.daily.todayFigure,
            value: ofToday === undefined ? words.none : showNumber(ofToday.registered),
            hint: ofToday === undefined ? words.daily.notInRange : showDay(today, language),
          },
          {
            name: words.daily.average,
            value:
              active.length === 0 ? words.none : showNumber(Math.round(total.registered / active.length)),
            hint: words.daily.averageHint,
          },
          {
            name: words.daily.busiest,
            value: busiest === undefined ? words.none : showNumber(busiest.registered),
            hint: busiest === undefined ? undefined : showDay(busiest.day, language),
          },
        ]}
      />
      {total.registered === 0 ? (
        <EmptyState title={words.daily.none} />
      ) : (
        <Bars
          title={words.daily.chartBy[split]}
          shape="columns"
          rows={days.map(
            (day): BarsRow => ({
              id: day.day,
              label: shortDay(day.day, language),
              fullLabel: showDay(day.day, language),
              values: merged(countsOf(day), stacked),
              text: showNumber(day.registered),
            }),
          )}
          series={stacked}
        />
      )}
      <DataTable
        caption={words.daily.chartBy[split]}
        isCaptionHidden
        columns={[
          { id: 'day', label: words.daily.day },
          { id: 'registered', label: words.daily.registered, align: 'end' },
          ...columns.map(({ key, name }) => ({ id: key, label: name, align: 'end' as const })),
        ]}
        rows={days.map((day) => ({
          id: day.day,
          cells: {
            day: <span className="reports-day">{showDay(day.day, language)}</span>,
            registered: showNumber(day.registered),
            ...shownCounts(countsOf(day), columns),
          },
        }))}
        footer={{
          day: words.totalOfRange,
          registered: showNumber(total.registered),
          ...Object.fromEntries(
            columns.map(({ key }) => {
              const count = countsOf(total)[key] ?? 0;
              return [
                key,
                <>
                  {showNumber(count)}
                  <small className="reports-of-total">{showShare(count, total.registered)}</small>
                </>,
              ];
            }),
          ),
        }}
      />
    </>
  );
}

/** The columns of the table, each with the colour that it keeps from range to range and from area to area. */
function useColumns({ agencies }: DailyReport, split: Split): Series[] {
  const words = useWording(wording);
  const local = useLocalText();
  const { data: programme } = useAgencies();
  if (split === 'channel')
    return CHANNELS.map((key, place) => ({ key, name: words.daily.channels[key], tone: place + 1 }));
  return agencies.map((agency) => ({
    key: agency.code,
    name: local(shortName(agency)),
    tone: toneOf(agency.code, programme?.agencies ?? []),
  }));
}

interface Stacked extends Series {
  /** The columns that it stands for. */
  readonly of: readonly string[];
}

/** Several agencies that share the last colour are one part of a bar. */
function stackedOf(columns: readonly Series[], others: string): Stacked[] {
  const alike = columns.filter(({ tone }) => tone === LAST_TONE);
  if (alike.length < 2) return columns.map((column) => ({ ...column, of: [column.key] }));
  return [
    ...columns.filter(({ tone }) => tone !== LAST_TONE).map((column) => ({ ...column, of: [column.key] })),
    { key: OTHERS, name: others, tone: LAST_TONE, of: alike.map(({ key }) => key) },
  ];
}

const merged = (
  counts: Readonly<Record<string, number>>,
  stacked: readonly Stacked[],
): Record<string, number> =>
  Object.fromEntries(
    stacked.map(({ key, of }) => [key, of.reduce((sum, column) => sum + (counts[column] ?? 0), 0)]),
  );

const shownCounts = (
  counts: Readonly<Record<string, number>>,
  columns: readonly Series[],
): Record<string, string> =>
  Object.fromEntries(columns.map(({ key }) => [key, showNumber(counts[key] ?? 0)]));

/** `24 พ.ย.`: the year stands beside the chart. */
const shortDay = (day: string, language: Language): string =>
  new Intl.DateTimeFormat(localeOf(language), { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    parseDate(day).toDate('UTC'),
  );

function isDay(text: string | undefined): boolean {
  try {
    return text !== undefined && parseDate(text) !== undefined;
  } catch {
    return false;
  }
}
