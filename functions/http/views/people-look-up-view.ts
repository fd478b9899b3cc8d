import type * as z from 'zod/mini';
import type { lookUpPeople } from '../../contract/people-look-up.ts';
import { CHANNEL, LOOK_UP_HEADING, lookUpFault, OUTCOME } from '../../contract/people-wording.ts';
import { buddhistDay, type Day, type Instant } from '../../domain/calendar.ts';
import { maskCitizenId } from '../../domain/citizen-id.ts';
import type { LookUpRow } from '../../domain/people-look-up.ts';
import type { Geography } from '../../domain/ports.ts';
import { type CsvFile, csvText } from '../csv.ts';
import type { Language } from '../language.ts';
import { districtView } from './residence-view.ts';

type Answer = z.output<typeof lookUpPeople.answer>;

async function rowView(row: LookUpRow, geography: Geography): Promise<Answer['rows'][number]> {
  const { line } = row;
  if ('fault' in row) {
    const { fault: code, sameAsLine } = row;
    return { line, outcome: 'fault', code, message: lookUpFault(code, sameAsLine), sameAsLine };
  }
  const maskedId = maskCitizenId(row.citizenId);
  const { person } = row;
  if (person.outcome === 'not-found') return { line, maskedId, outcome: person.outcome };
  const district = await districtView(geography, person.district);
  if (person.outcome !== 'registered') return { line, maskedId, outcome: person.outcome, district };
  const { intentOn, channel, place } = person.registration;
  const registration = {
    intentOn,
    channel,
    place: place.name,
    district: await districtView(geography, place.district),
  };
  return { line, maskedId, outcome: person.outcome, district, registration };
}

export const lookUpView = async (rows: readonly LookUpRow[], asOf: Instant, geography: Geography) => ({
  asOf,
  rows: await Promise.all(rows.map((row) => rowView(row, geography))),
});

const cellsOf = (row: Answer['rows'][number], language: Language): (string | number | null)[] => {
  if (row.outcome === 'fault')
    return [row.line, null, row.message[language], row.code, ...Array(7).fill(null)];
  const { line, maskedId, outcome, district, registration } = row;
  return [
    line,
    maskedId,
    OUTCOME[outcome][language],
    outcome,
    district?.name[language] ?? null,
    district?.province.name[language] ?? null,
    registration === undefined ? null : buddhistDay(registration.intentOn as Day),
    registration?.intentOn ?? null,
    registration?.place ?? null,
    registration?.district.name[language] ?? null,
    registration === undefined ? null : CHANNEL[registration.channel][language],
  ];
};

/** A row for each line that was asked, in its order, so that it can be laid beside the file that was sent. */
export const lookUpFile = ({ asOf, rows }: Answer, language: Language): CsvFile => ({
  name: `look-up-${asOf.slice(0, 10)}.csv`,
  text: csvText({
    columns: Object.values(LOOK_UP_HEADING).map((heading) => heading[language]),
    rows: rows.map((row) => cellsOf(row, language)),
  }),
});
