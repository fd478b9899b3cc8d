import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Schemas } from '../../api/client.ts';
import { DataTable, type Sort } from '../controls/data-table.tsx';
import { SelectField } from '../controls/select-field.tsx';
import { showNumber } from '../shell/dates.ts';
import { useOfficer } from '../shell/officer.ts';
import { useLocalText, useWording } from '../shell/wording.ts';
import { AreaWithin } from './area-path.tsx';
import { Bars } from './bars.tsx';
import { Figures } from './figures.tsx';
import { type Filters, useFilters } from './filters.ts';
import { levelOf, ownArea, ROWS_OF } from './levels.ts';
import { useReading } from './reading.ts';
import { ReportFrame } from './report-frame.tsx';
import { wording } from './wording.ts';

type CoverageReport = Schemas['CoverageReport'];
type Row = CoverageReport['rows'][number];
type Order = keyof (typeof wording)['th']['coverage']['sorts'];

/** Tones of who is behind and who is not. */
const BEHIND = 2;
const ON_TRACK = 1;

/** More bars than these are shown on demand. */
const FIRST_BARS = 25;

const showPercent = (percent: number): string => `${percent.toFixed(1)}%`;

/** Menu 3.1: how many of the cardholders have registered, by area. */
export function CoverageScreen() {
  const words = useWording(wording);
  const { me } = useOfficer();
  const { filters, change } = useFilters();
  const order = orderOf(filters);
  const [sort, direction] = order.split('.');
  const reading = useReading(
    { path: '/v1/mis/coverage', query: { area: filters.area, sort, order: direction } },
    { watchedAtFirst: true },
  );
  const below = ROWS_OF[levelOf(filters.area ?? ownArea(me))];
  return (
    <ReportFrame
      title={words.coverage.title[below]}
      lead={words.coverage.lead}
      reading={reading}
      filters={(report) =>
        report === undefined ? null : (
          <>
            <AreaWithin area={report.area} />
            <SelectField
              label={words.coverage.sort}
              name="sort"
              items={Object.entries(words.coverage.sorts).map(([id, label]) => ({ id, label }))}
              value={order}
              onChange={(chosen) => change(orderFilters(chosen))}
            />
          </>
        )
      }
    >
      {(report) => <Coverage report={report} order={order} />}
    </ReportFrame>
  );
}

function Coverage({ report: { area, total, rows }, order }: { report: CoverageReport; order: Order }) {
  const words = useWording(wording);
  const local = useLocalText();
  const navigate = useNavigate();
  const { hrefWith, change } = useFilters();
  const [showsAll, showAll] = useState(false);
  const below = ROWS_OF[area.level];
  const opens = below !== 'subdistrict';
  const percentOf = ({ coverage }: Pick<Row, 'coverage'>) =>
    coverage === null ? words.none : showPercent(coverage);
  const withCards = rows.filter(({ coverage }) => coverage !== null);
  const bars = showsAll ? rows : (withCards.length > 0 ? withCards : rows).slice(0, FIRST_BARS);
  const { coverage: whole } = total;
  const isBehind = ({ coverage }: Row) => coverage !== null && whole !== null && coverage < whole;
  return (
    <>
      <Figures
        figures={[
          {
            name: words.coverage.coverage,
            value: percentOf(total),
            hint: words.coverage.coverageHint,
            percent: whole,
          },
          {
            name: words.coverage.registered,
            value: showNumber(total.registered),
            hint: words.coverage.registeredHint,
          },
          {
            name: words.coverage.cardholders,
            value: showNumber(total.cardholders),
            hint: words.coverage.cardholdersHint,
          },
          {
            name: words.coverage.cancelled,
            value: showNumber(total.cancelled),
            hint: words.coverage.cancelledHint,
          },
        ]}
      />
      <div className="reports-pair">
        <Bars
          title={words.coverage.chart}
          rows={bars.map((row) => ({
            id: row.code,
            label: local(row.name),
            values: { coverage: row.coverage ?? 0 },
            text: row.coverage === null ? words.coverage.nobody : showPercent(row.coverage),
            tone: isBehind(row) ? BEHIND : ON_TRACK,
          }))}
          series={[{ key: 'coverage', name: words.coverage.coverage, tone: ON_TRACK }]}
          legend={[
            { name: words.coverage.behind, tone: BEHIND },
            { name: words.coverage.onTrack, tone: ON_TRACK },
          ]}
          showValue={(percent) => `${percent}%`}
          {...(whole === null
            ? {}
            : { line: { value: whole, label: words.coverage.wholeAt(showPercent(whole)) } })}
          {...(opens ? { onOpen: (code: string) => void navigate(hrefWith({ area: code })) } : {})}
        >
          {rows.length > bars.length || showsAll ? (
            <button type="button" className="reports-more screen-only" onClick={() => showAll(!showsAll)}>
              {showsAll
                ? words.coverage.showFirst(Math.min(FIRST_BARS, withCards.length))
                : words.coverage.showAll(rows.length)}
            </button>
          ) : null}
        </Bars>
        <div className="reports-table">
          <DataTable
            caption={words.coverage.title[below]}
            columns={[
              { id: 'code', label: words.rows[below], sortable: true },
              { id: 'cardholders', label: words.coverage.cardholders, align: 'end' },
              { id: 'registered', label: words.coverage.registered, align: 'end', sortable: true },
              { id: 'cancelled', label: words.coverage.cancelled, align: 'end' },
              { id: 'coverage', label: words.coverage.coverage, align: 'end', sortable: true },
            ]}
            rows={rows.map((row) => ({
              id: row.code,
              cells: {
                code: local(row.name),
                cardholders: showNumber(row.cardholders),
                registered: showNumber(row.registered),
                cancelled: showNumber(row.cancelled),
                coverage: (
                  <span className="reports-percent" data-behind={isBehind(row) || undefined}>
                    {percentOf(row)}
                    {isBehind(row) ? <span className="visually-hidden"> {words.coverage.behind}</span> : null}
                  </span>
                ),
              },
              ...(opens ? { href: hrefWith({ area: row.code }) } : {}),
            }))}
            footer={{
              code: words.total,
              cardholders: showNumber(total.cardholders),
              registered: showNumber(total.registered),
              cancelled: showNumber(total.cancelled),
              coverage: percentOf(total),
            }}
            sort={sortOf(order)}
            onSort={({ column, direction }) =>
              change(orderFilters(`${column}.${direction === 'ascending' ? 'asc' : 'desc'}`))
            }
          />
          <p className="reports-note">{words.coverage.note}</p>
        </div>
      </div>
    </>
  );
}

const FIRST_ORDER: Order = 'coverage.asc';

function orderOf({ sort, order }: Filters): Order {
  const asked = `${sort}.${order ?? 'asc'}`;
  return asked in wording.th.coverage.sorts ? (asked as Order) : FIRST_ORDER;
}

function orderFilters(order: string) {
  const [sort, direction] = order === FIRST_ORDER ? [] : order.split('.');
  return { sort, order: direction };
}

function sortOf(order: Order): Sort {
  const [column = '', direction] = order.split('.');
  return { column, direction: direction === 'asc' ? 'ascending' : 'descending' };
}
