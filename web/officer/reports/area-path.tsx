import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { Link } from 'react-router';
import { SelectField } from '../controls/select-field.tsx';
import { useOfficer } from '../shell/officer.ts';
import { useLocalText, useWording } from '../shell/wording.ts';
import { useFilters } from './filters.ts';
import { covers, ownArea, ROWS_OF } from './levels.ts';
import { type Report, readReport } from './report-source.ts';
import { wording } from './wording.ts';

type Area = Report['area'];

/** From the country down to the area shown; a step up is a link as far as the officer may look. */
export function AreaPath({ area }: { area: Area }) {
  const words = useWording(wording);
  const local = useLocalText();
  const { me } = useOfficer();
  const { hrefWith } = useFilters();
  const name = (step: Area['parents'][number]) =>
    step.level === 'country' ? words.country : local(step.name);
  return (
    <nav className="reports-path" aria-label={words.path}>
      <ol>
        {area.parents.map((step) => (
          <li key={step.level}>
            {covers(me, step.code) ? (
              <Link to={hrefWith({ area: step.code === ownArea(me) ? undefined : step.code })}>
                {name(step)}
              </Link>
            ) : (
              <span>{name(step)}</span>
            )}
            <ChevronRight aria-hidden />
          </li>
        ))}
        <li>
          <strong aria-current="page">{name(area)}</strong>
        </li>
      </ol>
    </nav>
  );
}

/** The areas one level down, for reports whose rows are not areas. */
export function AreaWithin({ area }: { area: Area }) {
  const words = useWording(wording);
  const local = useLocalText();
  const { api } = useOfficer();
  const { change } = useFilters();
  const below = ROWS_OF[area.level];
  const { data: areas = [] } = useQuery({
    queryKey: ['areas-within', area.code],
    queryFn: async ({ signal }) => {
      const source = { path: '/v1/mis/coverage', query: { area: area.code } } as const;
      const { rows } = await readReport(api, source, signal);
      return rows.map(({ code, name }) => ({ code, name }));
    },
    enabled: below !== 'subdistrict',
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (below === 'subdistrict') return null;
  return (
    <div className="reports-within">
      <SelectField
        key={`${area.code} ${areas.length}`}
        label={words.within[below]}
        name="area"
        items={areas.map(({ code, name }) => ({ id: code, label: local(name) }))}
        value={undefined}
        onChange={(code) => change({ area: code }, 'drill')}
        isSearchable
      />
    </div>
  );
}
