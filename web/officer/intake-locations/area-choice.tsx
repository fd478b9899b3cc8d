import { Notice } from '../controls/notice.tsx';
import { SelectField } from '../controls/select-field.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useOfficer } from '../shell/officer.ts';
import { useDistricts, useProvinces } from '../shell/reference-data.ts';
import { useLocalText, useWording } from '../shell/wording.ts';
import { wording } from './wording.ts';

const BANGKOK = '10';

export interface AreaChoiceProps {
  readonly province: string | undefined;
  readonly district: string | undefined;
  /** Where the screen is about something else than places. */
  readonly labels?: { readonly province: string; readonly district: string };
  readonly onProvince: (code: string) => void;
  readonly onDistrict: (code: string) => void;
}

/** The first two fields of the letter's screen: what the log-in decides is preset and fixed. */
export function AreaChoice({ province, district, labels, onProvince, onDistrict }: AreaChoiceProps) {
  const { me } = useOfficer();
  const words = useWording(wording);
  const local = useLocalText();
  const provinces = useProvinces({ isWanted: me.role === 'central' });
  const districts = useDistricts(me.district === undefined ? province : undefined);
  const districtsInIt = districts.data?.districts ?? [];
  const isBangkok = province === BANGKOK;
  const districtLabel = labels?.district ?? (isBangkok ? words.districtOfBangkok : words.district);
  const provinceLabel = labels?.province ?? words.province;
  return (
    <div className="places-area">
      {me.province === undefined ? (
        <SelectField
          label={provinceLabel}
          name="province"
          isRequired
          isSearchable
          key={provinces.data === undefined ? 'waiting' : 'there'}
          isDisabled={provinces.data === undefined}
          items={(provinces.data?.provinces ?? []).map(({ code, name }) => ({
            id: code,
            label: local(name),
          }))}
          value={province}
          onChange={onProvince}
          placeholder={words.chooseProvince}
        />
      ) : (
        <TextField
          label={provinceLabel}
          name="province"
          isRequired
          isReadOnly
          value={local(me.province.name)}
          onChange={() => {}}
        />
      )}
      {me.district === undefined ? (
        <SelectField
          label={districtLabel}
          name="district"
          isRequired
          isDisabled={districts.data === undefined}
          items={districtsInIt.map(({ code, name }) => ({ id: code, label: local(name) }))}
          value={districtsInIt.some(({ code }) => code === district) ? district : undefined}
          onChange={onDistrict}
          placeholder={isBangkok ? words.chooseDistrictOfBangkok : words.chooseDistrict}
        />
      ) : (
        <TextField
          label={districtLabel}
          name="district"
          isRequired
          isReadOnly
          value={local(me.district.name)}
          onChange={() => {}}
        />
      )}
      {provinces.isError || districts.isError ? <Notice tone="bad">{words.cannotLoadAreas}</Notice> : null}
    </div>
  );
}
