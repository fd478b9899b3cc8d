import type { ReactNode } from 'react';
import {
  Bar,
  BarChart,
  type BarShapeProps,
  CartesianGrid,
  LabelList,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { showNumber } from '../shell/dates.ts';
import { useWording } from '../shell/wording.ts';
import { useNarrow } from './screen-width.ts';
import { colourOf, type Series } from './series.ts';
import { wording } from './wording.ts';

export interface BarsRow {
  readonly id: string;
  readonly label: string;
  /** Where there is room for it. */
  readonly fullLabel?: string;
  /** By key of a series. */
  readonly values: Readonly<Record<string, number>>;
  /** Beside the end of the bar. */
  readonly text: string;
  /** In place of the colour of the series. */
  readonly tone?: number;
}

export interface BarsProps {
  readonly title: string;
  readonly rows: readonly BarsRow[];
  /** Stacked in this order. */
  readonly series: readonly Series[];
  /** What the colours mean; the series when it is left out. */
  readonly legend?: readonly Pick<Series, 'name' | 'tone'>[];
  /** Columns for days in a row where there is room, else rows. */
  readonly shape?: 'rows' | 'columns';
  /** A long label stands above its bar. */
  readonly hasLongLabels?: boolean;
  readonly showValue?: (value: number) => string;
  /** A line across all bars. */
  readonly line?: { readonly value: number; readonly label: string };
  readonly onOpen?: (id: string) => void;
  /** Below the chart. */
  readonly children?: ReactNode;
}

const BAR = 14;
const ROW = 30;
const ROW_WITH_LABEL_ABOVE = 48;
const LABEL_ABOVE = 24;
const COLUMNS_HEIGHT = 320;
const LETTER = 7.6;

/** Bars of the figures in the table that follows; the table is what is read out and reached by keyboard. */
export function Bars(props: BarsProps) {
  const words = useWording(wording);
  const isNarrow = useNarrow();
  const { title, series, legend = series, onOpen, children } = props;
  const isColumns = props.shape === 'columns' && !isNarrow;
  return (
    <figure className="reports-chart">
      <figcaption>
        <h2>{title}</h2>
        {legend.length < 2 ? null : (
          <ul className="reports-legend">
            {legend.map(({ name, tone }) => (
              <li key={`${tone} ${name}`}>
                <span className="reports-swatch" data-tone={tone} aria-hidden />
                {name}
              </li>
            ))}
          </ul>
        )}
      </figcaption>
      <div
        className="reports-plot"
        role="img"
        aria-label={`${title} · ${words.tableBelow}`}
        data-opens={onOpen === undefined ? undefined : true}
      >
        {isColumns ? <Columns {...props} /> : <Rows {...props} isNarrow={isNarrow} />}
      </div>
      {children}
    </figure>
  );
}

const ink = { fill: 'var(--ink-soft)' };

function Rows({
  rows,
  series,
  line,
  hasLongLabels,
  shape,
  showValue = showNumber,
  isNarrow,
  onOpen,
}: BarsProps & { readonly isNarrow: boolean }) {
  const isAbove = hasLongLabels === true || (isNarrow && shape !== 'columns');
  const textWidth = Math.max(...rows.map(({ text }) => text.length)) * LETTER + 16;
  const height = rows.length * (isAbove ? ROW_WITH_LABEL_ABOVE : ROW) + (line === undefined ? 32 : 56);
  const nameOf = new Map(rows.map(({ id, label }) => [id, label]));
  return (
    <ResponsiveContainer width="100%" height={height}>
      <BarChart
        data={rows as BarsRow[]}
        layout="vertical"
        accessibilityLayer={false}
        margin={{ top: line === undefined ? 4 : 28, right: textWidth, bottom: 0, left: 0 }}
      >
        <CartesianGrid horizontal={false} stroke="var(--line)" />
        <XAxis
          type="number"
          tick={ink}
          tickFormatter={showValue}
          axisLine={false}
          tickLine={false}
          allowDecimals={false}
          height={24}
        />
        <YAxis
          type="category"
          dataKey="id"
          tickFormatter={(id: string) => nameOf.get(id) ?? id}
          tick={{ fill: 'var(--ink)' }}
          axisLine={{ stroke: 'var(--line-strong)' }}
          tickLine={false}
          interval={0}
          width="auto"
          hide={isAbove}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: 'var(--brand-soft)' }}
          content={({ active, payload }) => (
            <Tip
              row={active === true ? payload[0]?.payload : undefined}
              series={series}
              showValue={showValue}
            />
          )}
        />
        {series.map(({ key, tone }, place) => (
          <Bar
            key={key}
            dataKey={(row: BarsRow) => row.values[key] ?? 0}
            stackId="all"
            barSize={BAR}
            shape={(part: BarShapeProps) => <Part {...part} tone={tone} isFirst={place === 0} />}
            onClick={({ payload }) => onOpen?.((payload as BarsRow).id)}
            isAnimationActive={false}
          >
            {isAbove && place === 0 ? (
              <LabelList content={(label) => <Above {...label} rows={rows} />} />
            ) : null}
            {place === series.length - 1 ? (
              <LabelList content={(label) => <AtEnd {...label} rows={rows} />} />
            ) : null}
          </Bar>
        ))}
        {line === undefined ? null : (
          <ReferenceLine
            x={line.value}
            stroke="var(--ink)"
            strokeDasharray="5 4"
            label={{ value: line.label, position: 'top', fill: 'var(--ink)' }}
          />
        )}
      </BarChart>
    </ResponsiveContainer>
  );
}

function Columns({ rows, series, showValue = showNumber }: BarsProps) {
  const nameOf = new Map(rows.map(({ id, label }) => [id, label]));
  return (
    <ResponsiveContainer width="100%" height={COLUMNS_HEIGHT}>
      <BarChart
        data={rows as BarsRow[]}
        accessibilityLayer={false}
        margin={{ top: 12, right: 8, bottom: 0, left: 0 }}
        barCategoryGap="18%"
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="id"
          tickFormatter={(id: string) => nameOf.get(id) ?? id}
          tick={ink}
          axisLine={{ stroke: 'var(--line-strong)' }}
          tickLine={false}
          interval="preserveStartEnd"
          minTickGap={10}
          tickMargin={6}
        />
        <YAxis
          tick={ink}
          tickFormatter={showValue}
          axisLine={false}
          tickLine={false}
          allowDecimals={false}
          width="auto"
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: 'var(--brand-soft)' }}
          content={({ active, payload }) => (
            <Tip
              row={active === true ? payload[0]?.payload : undefined}
              series={series}
              showValue={showValue}
            />
          )}
        />
        {series.map(({ key, tone }) => (
          <Bar
            key={key}
            dataKey={(row: BarsRow) => row.values[key] ?? 0}
            stackId="all"
            maxBarSize={36}
            fill={colourOf(tone)}
            stroke="var(--paper)"
            strokeWidth={1}
            isAnimationActive={false}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}

interface PartProps extends BarShapeProps {
  readonly tone: number;
  readonly isFirst: boolean;
}

/**
 * A shape of its own keeps a bar of nothing, and so its labels beside the right row. The first of a row takes a click
 * or a touch anywhere in the row.
 */
function Part({ x, y, width, height, payload, parentViewBox, tone, isFirst }: PartProps) {
  const row = payload as BarsRow;
  return (
    <>
      {isFirst ? (
        <rect
          x={parentViewBox.x}
          y={y - (ROW - height) / 2}
          width={parentViewBox.width}
          height={ROW}
          fill="transparent"
        />
      ) : null}
      {width === 0 ? null : (
        <rect
          x={x}
          y={y}
          width={width}
          height={height}
          fill={colourOf(row.tone ?? tone)}
          stroke="var(--paper)"
          strokeWidth={0.75}
        />
      )}
    </>
  );
}

interface LabelPlace {
  readonly x?: number | string | undefined;
  readonly y?: number | string | undefined;
  readonly width?: number | string | undefined;
  readonly height?: number | string | undefined;
  readonly index?: number | undefined;
  readonly rows: readonly BarsRow[];
}

function Above({ y, index = 0, rows, parentViewBox }: LabelPlace & { parentViewBox?: unknown }) {
  const { x = 0, width = 0 } = (parentViewBox ?? {}) as { x?: number; width?: number };
  return (
    <foreignObject x={x + 2} y={Number(y) - LABEL_ABOVE} width={width} height={LABEL_ABOVE}>
      <div className="reports-bar-label">{rows[index]?.label}</div>
    </foreignObject>
  );
}

function AtEnd({ x, y, width, height, index = 0, rows }: LabelPlace) {
  return (
    <text
      className="reports-bar-text numbers"
      x={Number(x) + Number(width) + 8}
      y={Number(y) + Number(height) / 2}
      dominantBaseline="central"
    >
      {rows[index]?.text}
    </text>
  );
}

interface TipProps {
  readonly row: BarsRow | undefined;
  readonly series: readonly Series[];
  readonly showValue: (value: number) => string;
}

function Tip({ row, series, showValue }: TipProps) {
  if (row === undefined) return null;
  const shown = series.filter(({ key }) => (row.values[key] ?? 0) !== 0);
  return (
    <div className="reports-tip">
      <p>
        <strong>{row.fullLabel ?? row.label}</strong>
        <span className="numbers">{row.text}</span>
      </p>
      {series.length < 2 ? null : (
        <ul>
          {shown.map(({ key, name, tone }) => (
            <li key={key}>
              <span className="reports-swatch" data-tone={tone} />
              {name}
              <span className="numbers">{showValue(row.values[key] ?? 0)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
