import type { Schemas } from '../../api/client.ts';
import { DataTable } from '../controls/data-table.tsx';
import { showInstant } from '../shell/dates.ts';
import { useLanguage, useLocalText, useWording } from '../shell/wording.ts';
import { useDetails } from './details.ts';
import { wording } from './wording.ts';

export type TrailLine = Schemas['TrailLine'];

/** Which office it was, as a person outside is told it. */
function useOffice(): (actor: TrailLine['actor']) => string {
  const words = useWording(wording);
  const local = useLocalText();
  return ({ kind, name, district, province }) => {
    if (kind === 'operator') return words.operator;
    if (kind === 'bank') return name ?? words.unknown;
    if (kind === 'unknown') return words.unknown;
    if (district !== undefined) return words.ofDistrict(local(district.name), local(district.province.name));
    return province === undefined ? words.central : words.ofProvince(local(province.name));
  };
}

export interface LinesProps {
  readonly caption: string;
  readonly lines: readonly TrailLine[];
  /** Of a person: who it was. Of an officer: what it was about, and from where. */
  readonly of: 'person' | 'officer';
}

export function Lines({ caption, lines, of }: LinesProps) {
  const words = useWording(wording);
  const { language } = useLanguage();
  const office = useOffice();
  const details = useDetails(lines);
  return (
    <DataTable
      caption={caption}
      isCaptionHidden
      columns={[
        { id: 'at', label: words.at },
        { id: 'did', label: words.did },
        ...(of === 'person'
          ? [
              { id: 'office', label: words.office },
              { id: 'officer', label: words.officer },
            ]
          : [{ id: 'about', label: words.about }]),
        { id: 'why', label: words.why },
        { id: 'outcome', label: words.outcome },
        ...(of === 'officer' ? [{ id: 'from', label: words.from }] : []),
      ]}
      rows={lines.map((line, index) => ({
        id: `${line.requestId} ${index}`,
        cells: {
          at: <span className="numbers audit-when">{showInstant(line.at, language)}</span>,
          did: words.actions[line.action],
          office: office(line.actor),
          officer: line.actor.name ?? words.none,
          about: <span className="audit-about">{details(line.about) || words.none}</span>,
          why: line.reason ?? words.none,
          outcome:
            line.outcome === 'done' ? words.done : <span className="audit-refused">{words.refused}</span>,
          from: <span className="numbers">{line.from}</span>,
        },
      }))}
    />
  );
}
