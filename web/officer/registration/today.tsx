import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { Button } from '../controls/button.tsx';
import { DataTable } from '../controls/data-table.tsx';
import { DayField } from '../controls/day-field.tsx';
import { Loading } from '../controls/loading.tsx';
import { Notice } from '../controls/notice.tsx';
import { PageHead } from '../controls/page-head.tsx';
import { SelectField } from '../controls/select-field.tsx';
import { AreaChoice } from '../intake-locations/area-choice.tsx';
import { showNumber, showTime } from '../shell/dates.ts';
import { useOfficer } from '../shell/officer.ts';
import { useProblems } from '../shell/problems.ts';
import { useAgencies, useMeasure, usePlaces } from '../shell/reference-data.ts';
import { shellWording } from '../shell/shell-wording.ts';
import { useLocalText, useWording } from '../shell/wording.ts';
import { useDayList } from './day-list.ts';
import { useDesk } from './desk.ts';
import { registrationWording } from './wording.ts';
import './registration.css';

const ALL = 'all';

/** Who has come on a day, at my place or in the district, with the running count. */
export function Component() {
  const words = useWording(registrationWording);
  const shell = useWording(shellWording);
  const local = useLocalText();
  const problems = useProblems();
  const { me } = useOfficer();
  const [desk] = useDesk();
  const { data: measure } = useMeasure();
  const { data: agencies } = useAgencies();
  const [search, setSearch] = useSearchParams();
  const [chosenProvince, setProvince] = useState<string | undefined>(search.get('district')?.slice(0, 2));

  const province = me.province?.code ?? chosenProvince;
  const district = me.district?.code ?? search.get('district') ?? undefined;
  const day = search.get('day') ?? measure?.today;
  const placeId = search.get('place') ?? (me.district === undefined ? ALL : (desk.lastPlaceId ?? ALL));
  const set = (part: Record<string, string>) =>
    setSearch((now) => new URLSearchParams({ ...Object.fromEntries(now), ...part }), { replace: true });

  const list = useDayList(district, day);
  const places = usePlaces(district);
  const rows = (list.data ?? []).filter(({ place }) => placeId === ALL || place.placeId === placeId);
  const standing = rows.filter(({ status }) => status === 'INTENT').length;
  const agencyName = new Map(agencies?.agencies.map(({ code, name }) => [code, local(name)]));
  const placesSeen = new Map([
    ...(places.data?.places ?? []).map((place) => [place.placeId, place.name] as const),
    ...(list.data ?? []).map(({ place }) => [place.placeId, place.name] as const),
  ]);

  return (
    <>
      <PageHead title={words.todayTitle} lead={words.todayLead} />
      {me.district === undefined ? (
        <AreaChoice
          province={province}
          district={district}
          onProvince={setProvince}
          onDistrict={(code) => set({ district: code, place: ALL })}
        />
      ) : null}
      <div className="desk-filters screen-only">
        <DayField
          label={words.day}
          name="day"
          value={day}
          onChange={(next) => next !== undefined && set({ day: next })}
          minDay={measure?.windowFrom}
          maxDay={measure?.today}
        />
        <SelectField
          label={words.place}
          name="place"
          items={[
            { id: ALL, label: words.allPlaces },
            ...[...placesSeen].map(([id, label]) => ({ id, label })),
          ]}
          value={placesSeen.has(placeId) ? placeId : ALL}
          onChange={(place) => set({ place })}
        />
      </div>
      {list.isPending && district !== undefined ? <Loading /> : null}
      {list.isError ? (
        <Notice tone="bad">
          <p>{problems(list.error).summary}</p>
          <Button variant="quiet" onPress={() => void list.refetch()}>
            {shell.tryAgain}
          </Button>
        </Notice>
      ) : null}
      {list.data === undefined ? null : (
        <>
          <p className="desk-counts" role="status">
            <strong>{showNumber(standing)}</strong> {words.people} {words.standing}
            {rows.length === standing ? null : ` · ${showNumber(rows.length - standing)} ${words.cancelled}`}
          </p>
          <DataTable
            caption={words.todayTitle}
            isCaptionHidden
            columns={[
              { id: 'receipt', label: words.receipt },
              { id: 'at', label: words.recordedAt, sortable: true },
              { id: 'maskedId', label: words.citizenId },
              { id: 'place', label: words.place, sortable: true },
              { id: 'channel', label: words.channel, sortable: true },
              { id: 'agency', label: words.agency, sortable: true },
              { id: 'status', label: words.status, sortable: true },
            ]}
            rows={rows.map((row) => ({
              id: row.registrationId,
              href: `/registration/records/${row.registrationId}`,
              cells: {
                receipt: <span className="numbers desk-nowrap">{row.receipt}</span>,
                at: <span className="numbers">{showTime(row.recordedAt)}</span>,
                maskedId: <span className="numbers desk-nowrap">{row.maskedId}</span>,
                place: row.place.name,
                channel: words.channels[row.channel],
                agency: agencyName.get(row.agency) ?? row.agency,
                status: <span data-status={row.status}>{words.statuses[row.status]}</span>,
              },
              sortBy: {
                at: row.recordedAt,
                channel: words.channels[row.channel],
                agency: agencyName.get(row.agency) ?? row.agency,
                status: words.statuses[row.status],
              },
            }))}
            empty={words.nobodyYet}
          />
        </>
      )}
    </>
  );
}
