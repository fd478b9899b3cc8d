import { Link } from 'react-router';
import { showNumber, showTime } from '../shell/dates.ts';
import { useMeasure } from '../shell/reference-data.ts';
import { useWording } from '../shell/wording.ts';
import { useDayList } from './day-list.ts';
import { registrationWording } from './wording.ts';

const LATEST = 5;

/** How many have come today, at my place once it is known, and the latest of them. */
export function DayTally({
  district,
  placeId,
}: {
  district: string | undefined;
  placeId: string | undefined;
}) {
  const words = useWording(registrationWording);
  const { data: measure } = useMeasure();
  const { data: rows } = useDayList(district, measure?.today);
  if (district === undefined || rows === undefined) return null;
  const mine = rows.filter(
    ({ status, place }) => status === 'INTENT' && (placeId === undefined || place.placeId === placeId),
  );
  const placeName = mine[0]?.place.name;
  return (
    <aside className="desk-tally screen-only" aria-label={words.doneToday}>
      <h2>{words.doneToday}</h2>
      <p className="desk-tally-count">
        <strong data-testid="running-count">{showNumber(mine.length)}</strong> {words.people}
      </p>
      <p>
        {placeId === undefined || placeName === undefined ? words.inDistrict : words.atMyPlace(placeName)}
      </p>
      {mine.length === 0 ? null : (
        <>
          <h3>{words.latest}</h3>
          <ul>
            {mine.slice(0, LATEST).map(({ registrationId, receipt, recordedAt }) => (
              <li key={registrationId}>
                <Link to={`/registration/records/${registrationId}`} className="numbers">
                  {receipt}
                </Link>
                <span className="numbers">{showTime(recordedAt)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <Link to="/registration/today">{words.seeToday}</Link>
    </aside>
  );
}
