import { ArrowDown, ArrowUp, ArrowUpDown } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { shellWording } from '../shell/shell-wording.ts';
import { useLanguage, useWording } from '../shell/wording.ts';
import './data-table.css';

export interface Column {
  readonly id: string;
  readonly label: string;
  readonly align?: 'end';
  readonly sortable?: boolean;
}

export interface Row {
  readonly id: string;
  /** By column. The first column names the row. */
  readonly cells: Readonly<Record<string, ReactNode>>;
  /** By column, where the cell itself does not sort. */
  readonly sortBy?: Readonly<Record<string, string | number>>;
  /** Where a click on the row goes. */
  readonly href?: string;
}

export interface Sort {
  readonly column: string;
  readonly direction: 'ascending' | 'descending';
}

export interface DataTableProps {
  readonly caption: string;
  readonly isCaptionHidden?: boolean;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** Sums and the like; not sorted. */
  readonly footer?: Readonly<Record<string, ReactNode>>;
  /** Given together with `onSort` when rows come sorted; else the table sorts what it has. */
  readonly sort?: Sort;
  readonly onSort?: (sort: Sort) => void;
  readonly empty?: ReactNode;
}

export function DataTable(props: DataTableProps) {
  const words = useWording(shellWording);
  const { language } = useLanguage();
  const [own, setOwn] = useState<Sort | undefined>(props.sort);
  const sort = props.onSort === undefined ? own : props.sort;
  const rows =
    props.onSort === undefined && sort !== undefined ? sorted(props.rows, sort, language) : props.rows;
  const turn = (column: string) => {
    const direction = sort?.column === column && sort.direction === 'ascending' ? 'descending' : 'ascending';
    (props.onSort ?? setOwn)({ column, direction });
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="data-table-scroll" aria-label={props.caption} tabIndex={0}>
      <table className="data-table">
        <caption className={props.isCaptionHidden === true ? 'visually-hidden' : undefined}>
          {props.caption}
        </caption>
        <thead>
          <tr>
            {props.columns.map(({ id, label, align, sortable }) => (
              <th
                key={id}
                scope="col"
                data-align={align}
                aria-sort={sortable === true ? (sort?.column === id ? sort.direction : 'none') : undefined}
              >
                {sortable === true ? (
                  <button type="button" onClick={() => turn(id)}>
                    {label}
                    <SortMark sort={sort?.column === id ? sort.direction : undefined} />
                  </button>
                ) : (
                  label
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} data-link={row.href === undefined ? undefined : true}>
              {props.columns.map(({ id, align }, index) =>
                index === 0 ? (
                  <th key={id} scope="row" data-align={align}>
                    {row.href === undefined ? row.cells[id] : <Link to={row.href}>{row.cells[id]}</Link>}
                  </th>
                ) : (
                  <td key={id} data-align={align}>
                    {row.cells[id]}
                  </td>
                ),
              )}
            </tr>
          ))}
          {rows.length === 0 ? (
            <tr>
              <td colSpan={props.columns.length} className="data-table-empty">
                {props.empty ?? words.empty}
              </td>
            </tr>
          ) : null}
        </tbody>
        {props.footer === undefined ? null : (
          <tfoot>
            <tr>
              {props.columns.map(({ id, align }, index) =>
                index === 0 ? (
                  <th key={id} scope="row" data-align={align}>
                    {props.footer?.[id]}
                  </th>
                ) : (
                  <td key={id} data-align={align}>
                    {props.footer?.[id]}
                  </td>
                ),
              )}
            </tr>
          </tfoot>
        )}
      </table>
    </section>
  );
}

function SortMark({ sort }: { sort: Sort['direction'] | undefined }) {
  if (sort === undefined) return <ArrowUpDown aria-hidden className="data-table-unsorted" />;
  return sort === 'ascending' ? <ArrowUp aria-hidden /> : <ArrowDown aria-hidden />;
}

function sorted(rows: readonly Row[], { column, direction }: Sort, language: string): Row[] {
  const sortValue = ({ cells, sortBy }: Row): string | number => {
    const value = sortBy?.[column] ?? cells[column];
    return typeof value === 'number' ? value : String(value ?? '');
  };
  const sign = direction === 'ascending' ? 1 : -1;
  return rows.toSorted((one, other) => {
    const [a, b] = [sortValue(one), sortValue(other)];
    return (
      sign *
      (typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), language))
    );
  });
}
