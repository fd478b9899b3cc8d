import { Button } from '../controls/button.tsx';
import { ChoiceGroup } from '../controls/choice-group.tsx';
import { DayField } from '../controls/day-field.tsx';
import { SelectField } from '../controls/select-field.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useOfficer } from '../shell/officer.ts';
import { useAgencies, useDistricts, useProvinces } from '../shell/reference-data.ts';
import { shellWording } from '../shell/shell-wording.ts';
import { useLocalText, useWording } from '../shell/wording.ts';
import type { AccountDraft } from './account-draft.ts';
import { RIGHTS, type Right } from './account-source.ts';
import { accountsWording } from './wording.ts';

export interface AccountFieldsProps {
  readonly draft: AccountDraft;
  readonly onChange: (draft: AccountDraft) => void;
  /** By the path of the field. */
  readonly faults: Readonly<Record<string, string>>;
  readonly isNew: boolean;
}

const ROLES = ['central', 'province', 'district'] as const;

/** What an account is: a province officer sees no choice where he has none. */
export function AccountFields({ draft, onChange, faults, isNew }: AccountFieldsProps) {
  const { me } = useOfficer();
  const words = useWording(accountsWording);
  const { role: roleNames } = useWording(shellWording);
  const local = useLocalText();
  const isCentral = me.role === 'central';
  const agencies = useAgencies();
  const provinces = useProvinces({ isWanted: isCentral });
  const districts = useDistricts(draft.role === 'district' ? draft.province || undefined : undefined);
  const put = (some: Partial<AccountDraft>): void => onChange({ ...draft, ...some });
  const givable = RIGHTS.filter((right) => me.rights.includes(right) || draft.rights.includes(right));
  return (
    <>
      {isNew ? (
        <TextField
          label={words.username}
          name="username"
          isRequired
          autoComplete="off"
          maxLength={40}
          value={draft.username}
          onChange={(username) => put({ username })}
          description={words.hints.username}
          errorMessage={faults.username}
        />
      ) : null}
      <TextField
        label={words.name}
        name="name"
        isRequired
        autoComplete="off"
        maxLength={120}
        value={draft.name}
        onChange={(name) => put({ name })}
        errorMessage={faults.name}
      />
      <div className="accounts-pair">
        {isCentral ? (
          <SelectField
            label={words.role}
            name="role"
            isRequired
            items={ROLES.map((id) => ({ id, label: roleNames[id] }))}
            value={draft.role}
            onChange={(role) => put({ role: role as AccountDraft['role'] })}
            errorMessage={faults.role}
          />
        ) : null}
        <SelectField
          label={words.agency}
          name="agency"
          isRequired
          items={(agencies.data?.agencies ?? []).map(({ code, name }) => ({ id: code, label: local(name) }))}
          value={draft.agency || undefined}
          onChange={(agency) => put({ agency })}
          errorMessage={faults.agency}
        />
        {isCentral && draft.role !== 'central' ? (
          <SelectField
            label={words.province}
            name={draft.role === 'province' ? 'area' : 'province'}
            isRequired
            isSearchable
            key={provinces.data === undefined ? 'waiting' : 'there'}
            isDisabled={provinces.data === undefined}
            items={(provinces.data?.provinces ?? []).map(({ code, name }) => ({
              id: code,
              label: local(name),
            }))}
            value={draft.province || undefined}
            onChange={(province) => put({ province, district: '' })}
            errorMessage={draft.role === 'province' ? faults.area : undefined}
          />
        ) : null}
        {draft.role === 'district' ? (
          <SelectField
            label={words.district}
            name="area"
            isRequired
            isSearchable
            key={`${draft.province} ${districts.data === undefined}`}
            isDisabled={districts.data === undefined}
            items={(districts.data?.districts ?? []).map(({ code, name }) => ({
              id: code,
              label: local(name),
            }))}
            value={draft.district || undefined}
            onChange={(district) => put({ district })}
            errorMessage={faults.area}
          />
        ) : null}
      </div>
      <div className="accounts-pair">
        <TextField
          label={words.email}
          name="email"
          type="email"
          isOptional
          autoComplete="off"
          maxLength={254}
          value={draft.email}
          onChange={(email) => put({ email })}
          description={words.hints.email}
          errorMessage={faults.email}
        />
        <TextField
          label={words.phone}
          name="phone"
          type="tel"
          isOptional
          autoComplete="off"
          maxLength={41}
          value={draft.phone}
          onChange={(phone) => put({ phone })}
          errorMessage={faults.phone}
        />
      </div>
      <div className="accounts-day">
        <DayField
          label={words.expiresOn}
          name="expiresOn"
          isOptional
          value={draft.expiresOn || undefined}
          onChange={(day) => put({ expiresOn: day ?? '' })}
          description={words.hints.expiresOn}
          errorMessage={faults.expiresOn}
        />
        {draft.expiresOn === '' ? null : (
          <Button variant="quiet" onPress={() => put({ expiresOn: '' })}>
            {words.clearDay}
          </Button>
        )}
      </div>
      {givable.length === 0 ? null : (
        <ChoiceGroup
          label={words.rights}
          name="rights"
          description={words.hints.rights}
          groups={[{ items: givable.map((id) => ({ id, label: words.rightNames[id] })) }]}
          value={draft.rights}
          onChange={(rights) => put({ rights: rights as Right[] })}
          errorMessage={faults.rights}
        />
      )}
    </>
  );
}
