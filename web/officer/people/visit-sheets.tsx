import { showInstant, showNumber } from '../shell/dates.ts';
import { useLanguage, useWording } from '../shell/wording.ts';
import type { Entry } from './roster-source.ts';
import { peopleWording } from './wording.ts';

export interface VisitSheetsProps {
  readonly title: string;
  readonly districtName: string;
  readonly subdistrictName: (code: string) => string;
  readonly entries: readonly Entry[];
  readonly asOf: string;
}

const BUDDHIST_ERA = 543;

/** The list on paper: a sheet for each subdistrict with space for what the team finds. Seen by the printer alone. */
export function VisitSheets({ title, districtName, subdistrictName, entries, asOf }: VisitSheetsProps) {
  const words = useWording(peopleWording);
  const { language } = useLanguage();
  const bySubdistrict = new Map<string, Entry[]>();
  for (const entry of entries)
    bySubdistrict.set(entry.subdistrict, [...(bySubdistrict.get(entry.subdistrict) ?? []), entry]);
  return (
    <div className="visit-sheets">
      {[...bySubdistrict].map(([code, people]) => (
        <section key={code} className="visit-sheet">
          <h2>
            {title}: {subdistrictName(code)} · {districtName}
          </h2>
          <p>
            {words.people(showNumber(people.length))} · {words.asOf(showInstant(asOf, language))}
          </p>
          <table>
            <thead>
              <tr>
                <th scope="col">{words.number}</th>
                <th scope="col">{words.name}</th>
                <th scope="col">{words.maskedId}</th>
                <th scope="col">{words.born}</th>
                <th scope="col" className="visit-notes">
                  {words.notes}
                </th>
              </tr>
            </thead>
            <tbody>
              {people.map((person, at) => (
                <tr key={person.listed}>
                  <td>{at + 1}</td>
                  <td>{wholeName(person)}</td>
                  <td className="numbers">{person.maskedId}</td>
                  <td>{person.birthYear + BUDDHIST_ERA}</td>
                  <td />
                </tr>
              ))}
            </tbody>
          </table>
          <p>{words.keepSafe}</p>
        </section>
      ))}
    </div>
  );
}

const wholeName = ({ name, maskedName }: Entry): string =>
  name === undefined ? (maskedName ?? '') : `${name.title}${name.first} ${name.last}`;
