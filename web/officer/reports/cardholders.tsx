import { useNavigate } from 'react-router';
import type { Schemas } from '../../api/client.ts';
import { DataTable } from '../controls/data-table.tsx';
import { showNumber } from '../shell/dates.ts';
import { useOfficer } from '../shell/officer.ts';
import { useLocalText, useWording } from '../shell/wording.ts';
import { AreaWithin } from './area-path.tsx';
import { Bars } from './bars.tsx';
import { Figures } from './figures.tsx';
import { useFilters } from './filters.ts';
import { levelOf, ownArea, ROWS_OF } from './levels.ts';
import { useReading } from './reading.ts';
import { ReportFrame } from './report-frame.tsx';
import type { Series } from './series.ts';
import { showShare } from './share.ts';
import { wording } from './wording.ts';

type CardholderReport = Schemas['CardholderReport'];
type Band = CardholderReport['bands'][number];

/** Two shades of one colour: the bands are steps of one thing. */
const BAND_TONES = [1, 5];

/** Menu 1.1: who holds an active card, by area and income band. */
export function CardholderScreen() {
  const words = useWording(wording);
  const { me } = useOfficer();
  const { filters } = useFilters();
  const reading = useReading(
    { path: '/v1/mis/cardholders', query: { area: filters.area } },
    { watchedAtFirst: false },
  );
  const below = ROWS_OF[levelOf(filters.area ?? ownArea(me))];
  return (
    <ReportFrame
      title={words.cardholders.title[below]}
      lead={words.cardholders.lead}
      reading={reading}
      filters={(report) => (report === undefined ? null : <AreaWithin area={report.area} />)}
    >
      {(report) => <Cardholders report={report} />}
    </ReportFrame>
  );
}

function Cardholders({ report: { area, bands, total, rows } }: { report: CardholderReport }) {
  const words = useWording(wording);
  const local = useLocalText();
  const navigate = useNavigate();
  const { hrefWith } = useFilters();
  const series = useBandSeries(bands);
  const below = ROWS_OF[area.level];
  const opens = below !== 'subdistrict';
  const someone = rows.filter(({ cardholders }) => cardholders > 0);
  return (
    <>
      <Figures
        figures={[
          {
            name: words.cardholders.total,
            value: showNumber(total.cardholders),
            hint: words.cardholders.totalHint,
          },
          ...bands.map(({ band, extraBahtPerMonth }, place) => ({
            name: series[place]?.name ?? band,
            value: showNumber(total.byBand[band]),
            hint: words.cardholders.bandHint(
              showShare(total.byBand[band], total.cardholders),
              showNumber(extraBahtPerMonth),
            ),
            tone: BAND_TONES[place] ?? 1,
          })),
        ]}
      />
      <div className="reports-pair">
        <Bars
          title={words.cardholders.chart}
          rows={(someone.length > 0 ? someone : rows).map((row) => ({
            id: row.code,
            label: local(row.name),
            values: row.byBand,
            text: showNumber(row.cardholders),
          }))}
          series={series}
          {...(opens ? { onOpen: (code: string) => void navigate(hrefWith({ area: code })) } : {})}
        />
        <div className="reports-table">
          <DataTable
            caption={words.cardholders.title[below]}
            columns={[
              { id: 'area', label: words.rows[below] },
              ...series.map(({ key, name }) => ({ id: key, label: name, align: 'end' as const })),
              { id: 'all', label: words.cardholders.all, align: 'end' },
            ]}
            rows={rows.map((row) => ({
              id: row.code,
              cells: {
                area: local(row.name),
                all: showNumber(row.cardholders),
                ...shown(row.byBand),
              },
              ...(opens ? { href: hrefWith({ area: row.code }) } : {}),
            }))}
            footer={{ area: words.total, all: showNumber(total.cardholders), ...shown(total.byBand) }}
          />
        </div>
      </div>
    </>
  );
}

const shown = (counts: Readonly<Record<string, number>>): Record<string, string> =>
  Object.fromEntries(Object.entries(counts).map(([key, count]) => [key, showNumber(count)]));

function useBandSeries(bands: readonly Band[]): Series[] {
  const { cardholders: words } = useWording(wording);
  return bands.map(({ band, incomeUpToBaht }, place) => {
    const over = bands[place - 1]?.incomeUpToBaht;
    return {
      key: band,
      name:
        over === undefined
          ? words.upTo(showNumber(incomeUpToBaht))
          : words.overUpTo(showNumber(over), showNumber(incomeUpToBaht)),
      tone: BAND_TONES[place] ?? 1,
    };
  });
}
