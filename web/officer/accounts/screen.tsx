import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { Button } from '../controls/button.tsx';
import { DataTable } from '../controls/data-table.tsx';
import { Loading } from '../controls/loading.tsx';
import { Notice } from '../controls/notice.tsx';
import { PageHead } from '../controls/page-head.tsx';
import { SelectField } from '../controls/select-field.tsx';
import { TextField } from '../controls/text-field.tsx';
import { showDay, showNumber } from '../shell/dates.ts';
import { useArea } from '../shell/frame.tsx';
import { useOfficer } from '../shell/officer.ts';
import { useProblems } from '../shell/problems.ts';
import { useAgencies, useDistricts, useProvinces } from '../shell/reference-data.ts';
import { shellWording } from '../shell/shell-wording.ts';
import { useLanguage, useLocalText, useWording } from '../shell/wording.ts';
import { type Account, administers, isOver, useAccounts } from './account-source.ts';
import { accountsWording } from './wording.ts';
import './accounts.css';

const ALL = 'all';

/** บัญชีผู้ใช้: who may work in the area, and where. */
export function Component() {
  const { me } = useOfficer();
  const words = useWording(accountsWording);
  if (!administers(me))
    return (
      <>
        <PageHead title={words.title} />
        <Notice tone="info">{words.notYours}</Notice>
      </>
    );
  return (
    <div className="accounts">
      <PageHead
        title={words.title}
        lead={words.lead}
        actions={
          <>
            <Link className="button button-primary" to="/accounts/new">
              {words.add}
            </Link>
            <Link className="button button-quiet" to="/accounts/import">
              {words.fromFile}
            </Link>
          </>
        }
      />
      <List />
    </div>
  );
}

function List() {
  const { me } = useOfficer();
  const words = useWording(accountsWording);
  const troubleOf = useProblems();
  const [params, setParams] = useSearchParams();
  const [searched, search] = useState('');
  const province = me.province?.code ?? params.get('province') ?? undefined;
  const district = params.get('district') ?? undefined;
  const accounts = useAccounts(district ?? (me.role === 'central' ? province : undefined));
  const wanted = searched.trim().toLowerCase();
  const shown = accounts.data?.filter(({ name, username }) =>
    `${name}\n${username}`.toLowerCase().includes(wanted),
  );
  return (
    <>
      <div className="accounts-filters">
        {me.role === 'central' ? (
          <ProvinceChoice
            province={province}
            onChoose={(code) => setParams(code === undefined ? {} : { province: code })}
          />
        ) : null}
        {province === undefined ? null : (
          <DistrictChoice
            key={province}
            province={province}
            district={district}
            onChoose={(code) =>
              setParams({
                ...(me.role === 'central' ? { province } : {}),
                ...(code === undefined ? {} : { district: code }),
              })
            }
          />
        )}
        <TextField label={words.search} name="search" type="search" value={searched} onChange={search} />
      </div>
      {accounts.isError ? (
        <Notice tone="bad" title={words.cannotLoad}>
          <p>{troubleOf(accounts.error).summary}</p>
          <Button variant="quiet" onPress={() => void accounts.refetch()}>
            {words.tryAgain}
          </Button>
        </Notice>
      ) : null}
      {accounts.isPending ? <Loading /> : null}
      {shown === undefined ? null : (
        <div>
          <p className="accounts-tally" role="status">
            {words.tally(showNumber(shown.length))}
          </p>
          <Table accounts={shown} />
        </div>
      )}
    </>
  );
}

function ProvinceChoice({
  province,
  onChoose,
}: {
  province: string | undefined;
  onChoose: (code: string | undefined) => void;
}) {
  const words = useWording(accountsWording);
  const local = useLocalText();
  const provinces = useProvinces();
  return (
    <SelectField
      label={words.whose}
      name="province"
      isSearchable
      key={provinces.data === undefined ? 'waiting' : 'there'}
      isDisabled={provinces.data === undefined}
      items={[
        { id: ALL, label: words.ofCentral },
        ...(provinces.data?.provinces ?? []).map(({ code, name }) => ({ id: code, label: local(name) })),
      ]}
      value={province ?? ALL}
      onChange={(code) => onChoose(code === ALL ? undefined : code)}
    />
  );
}

function DistrictChoice({
  province,
  district,
  onChoose,
}: {
  province: string;
  district: string | undefined;
  onChoose: (code: string | undefined) => void;
}) {
  const words = useWording(accountsWording);
  const local = useLocalText();
  const districts = useDistricts(province);
  return (
    <SelectField
      label={words.district}
      name="district"
      isSearchable
      key={districts.data === undefined ? 'waiting' : 'there'}
      isDisabled={districts.data === undefined}
      items={[
        { id: ALL, label: words.allDistricts },
        ...(districts.data?.districts ?? []).map(({ code, name }) => ({ id: code, label: local(name) })),
      ]}
      value={district ?? ALL}
      onChange={(code) => onChoose(code === ALL ? undefined : code)}
    />
  );
}

function Table({ accounts }: { accounts: readonly Account[] }) {
  const words = useWording(accountsWording);
  const { role } = useWording(shellWording);
  const local = useLocalText();
  const areaOf = useArea();
  const agencies = useAgencies();
  const agencyOf = (code: string): string => {
    const found = agencies.data?.agencies.find((agency) => agency.code === code);
    return found === undefined ? code : local(found.name);
  };
  return (
    <DataTable
      caption={words.title}
      isCaptionHidden
      columns={[
        { id: 'name', label: words.name, sortable: true },
        { id: 'username', label: words.username, sortable: true },
        { id: 'area', label: words.area, sortable: true },
        { id: 'agency', label: words.agency, sortable: true },
        { id: 'rights', label: words.rights },
        { id: 'state', label: words.state },
      ]}
      rows={accounts.map((account) => ({
        id: account.subject,
        href: `/accounts/${account.subject}`,
        sortBy: { area: account.district?.code ?? account.province?.code ?? '' },
        cells: {
          name: account.name,
          username: account.username,
          area: (
            <>
              {areaOf(account)}
              <small className="accounts-role">{role[account.role]}</small>
            </>
          ),
          agency: agencyOf(account.agency),
          rights: account.rights.map((right) => words.rightNames[right]).join(', '),
          state: <AccountState account={account} />,
        },
      }))}
      empty={words.nobody}
    />
  );
}

/** Whether the account works, in words as in colour. */
export function AccountState({ account }: { account: Account }) {
  const words = useWording(accountsWording);
  const { language } = useLanguage();
  const { expiresOn, disabled } = account;
  const shown = expiresOn === undefined ? '' : showDay(expiresOn, language);
  if (disabled) return <span className="accounts-state accounts-shut">{words.disabled}</span>;
  if (isOver(account)) return <span className="accounts-state accounts-shut">{words.over(shown)}</span>;
  return <span className="accounts-state">{expiresOn === undefined ? words.works : words.until(shown)}</span>;
}
