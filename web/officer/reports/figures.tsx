import type { ReactNode } from 'react';

export interface Figure {
  readonly name: string;
  readonly value: ReactNode;
  readonly hint?: ReactNode;
  /** The n of a series that the figure stands for. */
  readonly tone?: number;
  /** 0 to 100: a bar under the figure. */
  readonly percent?: number | null;
}

/** The row of figures that a report is read for. */
export function Figures({ figures }: { figures: readonly Figure[] }) {
  return (
    <dl className="reports-figures">
      {figures.map(({ name, value, hint, tone, percent }) => (
        <div key={name} className="reports-figure">
          <dt>
            {tone === undefined ? null : <span className="reports-swatch" data-tone={tone} aria-hidden />}
            {name}
          </dt>
          <dd className="reports-figure-value numbers">{value}</dd>
          {percent === undefined ? null : (
            <dd className="reports-meter" aria-hidden>
              <span style={{ width: `${Math.min(percent ?? 0, 100)}%` }} />
            </dd>
          )}
          {hint === undefined ? null : <dd className="reports-figure-hint">{hint}</dd>}
        </div>
      ))}
    </dl>
  );
}
