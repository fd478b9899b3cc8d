import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import { Button } from '../controls/button.tsx';
import { DataTable } from '../controls/data-table.tsx';
import { Loading } from '../controls/loading.tsx';
import { Notice } from '../controls/notice.tsx';
import { PageHead } from '../controls/page-head.tsx';
import { SelectField } from '../controls/select-field.tsx';
import { AreaChoice } from '../intake-locations/area-choice.tsx';
import { showNumber } from '../shell/dates.ts';
import { useOfficer } from '../shell/officer.ts';
import { useProblems } from '../shell/problems.ts';
import { useSubdistricts } from '../shell/reference-data.ts';
import { useLocalText, useWording } from '../shell/wording.ts';
import {
  type Entry,
  everybody,
  isWorkList,
  type RosterFilter,
  useCounted,
  useRoster,
  WORK_LIST,
} from './roster-source.ts';
import { VisitSheets } from './visit-sheets.tsx';
import { peopleWording } from './wording.ts';
import './people.css';

const ALL = 'all';
const FILTERS = ['subdistrict', 'band', 'age', 'registered'] as const;

const filterOf = (params: URLSearchParams): RosterFilter =>
  Object.fromEntries(FILTERS.flatMap((name) => (params.has(name) ? [[name, params.get(name)]] : [])));

/** รายชื่อผู้มีบัตรฯ รายอำเภอ ตามที่อยู่ปัจจุบัน: menu 1.2, and the list of those to be visited. */
export function Component() {
  const { me } = useOfficer();
  const words = useWording(peopleWording);
  const [params, setParams] = useSearchParams();
  const district = me.district?.code ?? params.get('district') ?? undefined;
  const [chosenProvince, setProvince] = useState<string | undefined>(district?.slice(0, 2));
  const isVisit = isWorkList(filterOf(params));
  return (
    <div className="people">
      <PageHead
        title={isVisit ? words.workListTitle : words.rosterTitle}
        lead={isVisit ? words.workListLead : words.rosterLead}
      />
      {me.district === undefined ? (
        <div className="screen-only">
          <AreaChoice
            province={me.province?.code ?? chosenProvince}
            district={district}
            labels={{ province: words.province, district: words.ofDistrict }}
            onProvince={setProvince}
            onDistrict={(code) => setParams({ district: code })}
          />
        </div>
      ) : null}
      {district === undefined ? (
        <Notice tone="info">{words.chooseFirst}</Notice>
      ) : (
        <Roster key={district} district={district} isVisit={isVisit} />
      )}
    </div>
  );
}

function Roster({ district, isVisit }: { district: string; isVisit: boolean }) {
  const words = useWording(peopleWording);
  const local = useLocalText();
  const troubleOf = useProblems();
  const [params, setParams] = useSearchParams();
  const filter = filterOf(params);
  const [paper, setPaper] = useState<Paper>();
  useEffect(() => {
    if (paper !== undefined) window.print();
  }, [paper]);
  const roster = useRoster(district, filter);
  const subdistricts = useSubdistricts(district);
  const named = new Map(subdistricts.data?.subdistricts.map(({ code, name }) => [code, local(name)]));
  const entries = roster.data?.pages.flatMap(({ cardholders }) => cardholders) ?? [];
  const choose = (name: string, value: string): void => {
    const next = new URLSearchParams(params);
    if (value === ALL) next.delete(name);
    else next.set(name, value);
    setPaper(undefined);
    setParams(next, { replace: true });
  };
  const districtName = roster.data?.pages[0]?.district.name;
  const options = (all: string, labels: Readonly<Record<string, string>>) => [
    { id: ALL, label: all },
    ...Object.entries(labels).map(([id, label]) => ({ id, label })),
  ];
  return (
    <>
      <div className="people-filters screen-only">
        <SelectField
          label={words.subdistrict}
          name="subdistrict"
          items={options(words.allSubdistricts, Object.fromEntries(named))}
          value={filter.subdistrict ?? ALL}
          onChange={(value) => choose('subdistrict', value)}
        />
        <SelectField
          label={words.band}
          name="band"
          items={options(words.allBands, words.bands)}
          value={filter.band ?? ALL}
          onChange={(value) => choose('band', value)}
        />
        <SelectField
          label={words.age}
          name="age"
          items={options(words.allAges, words.ages)}
          value={filter.age ?? ALL}
          onChange={(value) => choose('age', value)}
        />
        <SelectField
          label={words.registered}
          name="registered"
          items={options(words.all, { true: words.come, false: words.notCome })}
          value={filter.registered ?? ALL}
          onChange={(value) => choose('registered', value)}
        />
      </div>
      <div className="people-actions screen-only">
        {isVisit ? (
          <Button variant="quiet" onPress={() => setParams({ district })}>
            {words.showAll}
          </Button>
        ) : (
          <Button onPress={() => setParams({ district, ...WORK_LIST })}>{words.showWorkList}</Button>
        )}
        {entries.length === 0 ? null : (
          <PrintForTeam district={district} filter={filter} onReady={setPaper} />
        )}
      </div>
      {paper === undefined ? null : (
        <VisitSheets
          {...paper}
          title={isVisit ? words.workListTitle : words.rosterTitle}
          districtName={districtName === undefined ? '' : local(districtName)}
          subdistrictName={(code) => named.get(code) ?? code}
        />
      )}
      {roster.isError ? (
        <Notice tone="bad" title={words.cannotLoad}>
          <p>{troubleOf(roster.error).summary}</p>
          <Button variant="quiet" onPress={() => void roster.refetch()}>
            {words.tryAgain}
          </Button>
        </Notice>
      ) : null}
      {roster.isPending ? <Loading /> : null}
      {roster.data === undefined ? null : (
        <div className="screen-only">
          <Tally district={district} filter={filter} shown={entries.length} isWhole={!roster.hasNextPage} />
          <Entries entries={entries} subdistrictName={(code) => named.get(code) ?? code} />
          {roster.hasNextPage ? (
            <Button
              variant="quiet"
              isPending={roster.isFetchingNextPage}
              onPress={() => void roster.fetchNextPage()}
            >
              {words.more}
            </Button>
          ) : null}
        </div>
      )}
    </>
  );
}

/** How many are shown, and how many the report counts where it counts what was asked for. */
function Tally({
  district,
  filter: { subdistrict, band, age, registered },
  shown,
  isWhole,
}: {
  district: string;
  filter: RosterFilter;
  shown: number;
  isWhole: boolean;
}) {
  const words = useWording(peopleWording);
  const { data: report } = useCounted(district);
  const figures =
    subdistrict === undefined ? report?.total : report?.rows.find(({ code }) => code === subdistrict);
  const counted =
    age !== undefined || registered !== undefined
      ? undefined
      : band === undefined
        ? figures?.cardholders
        : figures?.byBand[band];
  return (
    <p className="people-tally" role="status">
      {isWhole ? words.complete(showNumber(shown)) : words.shown(showNumber(shown))}
      {counted === undefined ? null : <span> · {words.counted(showNumber(counted))}</span>}
    </p>
  );
}

const BUDDHIST_ERA = 543;

function Entries({
  entries,
  subdistrictName,
}: {
  entries: readonly Entry[];
  subdistrictName: (code: string) => string;
}) {
  const words = useWording(peopleWording);
  return (
    <DataTable
      caption={words.rosterTitle}
      isCaptionHidden
      columns={[
        { id: 'name', label: words.name },
        { id: 'id', label: words.maskedId },
        { id: 'subdistrict', label: words.subdistrict },
        { id: 'band', label: words.band },
        { id: 'born', label: words.born, align: 'end' },
        { id: 'registered', label: words.registered },
      ]}
      rows={entries.map((entry) => ({
        id: entry.listed,
        href: `/people/profile?listed=${entry.listed}`,
        cells: {
          name: entry.maskedName ?? entry.maskedId,
          id: <span className="numbers">{entry.maskedId}</span>,
          subdistrict: subdistrictName(entry.subdistrict),
          band: words.bands[entry.band],
          born: entry.birthYear + BUDDHIST_ERA,
          registered: entry.registered ? words.come : words.notCome,
        },
      }))}
      empty={words.nobody}
    />
  );
}

type Paper = Awaited<ReturnType<typeof everybody>>;

/** Fetches everybody with whole names; only then is there something to print. */
function PrintForTeam({
  district,
  filter,
  onReady,
}: {
  district: string;
  filter: RosterFilter;
  onReady: (paper: Paper) => void;
}) {
  const { api } = useOfficer();
  const words = useWording(peopleWording);
  const troubleOf = useProblems();
  const [rows, setRows] = useState<number>();
  const [failure, setFailure] = useState<unknown>();
  const prepare = async (): Promise<void> => {
    setFailure(undefined);
    setRows(0);
    try {
      onReady(await everybody(api, district, filter, setRows));
    } catch (error) {
      setFailure(error);
    } finally {
      setRows(undefined);
    }
  };
  return (
    <>
      <Button variant="quiet" isPending={rows !== undefined} onPress={() => void prepare()}>
        {rows === undefined ? words.printForTeam : words.preparing(showNumber(rows))}
      </Button>
      {failure === undefined ? null : (
        <Notice tone="bad" title={words.cannotLoad}>
          <p>{troubleOf(failure).summary}</p>
        </Notice>
      )}
    </>
  );
}
