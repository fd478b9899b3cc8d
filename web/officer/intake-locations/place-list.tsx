import { PencilLine, Plus } from 'lucide-react';
import { Button } from '../controls/button.tsx';
import { EmptyState } from '../controls/empty-state.tsx';
import { showInstant, todayInBangkok } from '../shell/dates.ts';
import { useLanguage, useWording } from '../shell/wording.ts';
import type { Place } from './place-draft.ts';
import { showDays } from './place-words.ts';
import { wording } from './wording.ts';

export interface PlaceListProps {
  readonly districtName: string;
  readonly places: readonly Place[];
  readonly changing: string | undefined;
  readonly onAdd: () => void;
  readonly onChange: (place: Place) => void;
  readonly onRetire: (place: Place) => void;
}

/** The list below the letter's form; retired places stay readable under it. */
export function PlaceList({ districtName, places, changing, onAdd, onChange, onRetire }: PlaceListProps) {
  const words = useWording(wording);
  const { language } = useLanguage();
  const byName = (a: Place, b: Place): number => a.name.localeCompare(b.name, 'th');
  const open = places.filter(({ status }) => status === 'open').sort(byName);
  const retired = places
    .filter(({ status }) => status === 'retired')
    .sort((a, b) => b.changedAt.localeCompare(a.changedAt));
  const today = todayInBangkok().toString();
  return (
    <>
      {open.length === 0 ? (
        <EmptyState title={words.emptyList}>
          <p>{words.emptyListHow}</p>
        </EmptyState>
      ) : (
        <table className="places-table">
          <caption className="visually-hidden">{`${words.list} · ${districtName}`}</caption>
          <thead>
            <tr>
              <th scope="col">{words.listHead.district}</th>
              <th scope="col">{words.listHead.name}</th>
              <th scope="col">{words.listHead.open}</th>
              <th scope="col">{words.listHead.phone}</th>
              <th scope="col">
                <span className="visually-hidden">{words.listHead.act}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {open.map((place) => (
              <tr key={place.placeId} data-changing={place.placeId === changing || undefined}>
                <td className="places-cell-district">{districtName}</td>
                <th scope="row">
                  <span className="places-name">{place.name}</span>
                  {place.address === undefined ? null : (
                    <span className="places-address">{place.address}</span>
                  )}
                </th>
                <td>
                  {showDays(place, words, language)}
                  {place.hours === undefined ? null : <span className="places-hours">{place.hours}</span>}
                  {place.closesOn !== undefined && place.closesOn < today ? (
                    <span className="places-passed">{words.passed}</span>
                  ) : null}
                </td>
                <td className="numbers places-cell-phone">{place.phone}</td>
                <td className="places-cell-acts">
                  {place.placeId === changing ? (
                    <span className="places-changing">
                      <PencilLine aria-hidden />
                      {words.isBeingChanged}
                    </span>
                  ) : (
                    <div className="places-acts">
                      <Button
                        variant="quiet"
                        aria-label={words.changeThe(place.name)}
                        onPress={() => onChange(place)}
                      >
                        {words.changeOne}
                      </Button>
                      <Button
                        variant="danger"
                        aria-label={words.retireThe(place.name)}
                        onPress={() => onRetire(place)}
                      >
                        {words.retireOne}
                      </Button>
                    </div>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {changing === undefined ? null : (
        <p className="places-add-another">
          <Button variant="quiet" onPress={onAdd}>
            <Plus aria-hidden />
            {words.add}
          </Button>
        </p>
      )}
      {retired.length === 0 ? null : (
        <details className="places-retired">
          <summary>{words.retiredOnes(retired.length)}</summary>
          <ul>
            {retired.map((place) => (
              <li key={place.placeId}>
                <span>{place.name}</span>
                <small>{words.retiredAt(showInstant(place.changedAt, language))}</small>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
