import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { ChoiceGroup } from '../controls/choice-group.tsx';
import { DayField } from '../controls/day-field.tsx';
import { fieldId } from '../controls/field.tsx';
import { Notice } from '../controls/notice.tsx';
import { SelectField } from '../controls/select-field.tsx';
import { TextField } from '../controls/text-field.tsx';
import { showDay } from '../shell/dates.ts';
import {
  takesIntentsOn,
  useAgencies,
  useDistricts,
  useMeasure,
  usePlaces,
  useProjects,
} from '../shell/reference-data.ts';
import { useLanguage, useLocalText, useWording } from '../shell/wording.ts';
import type { Draft } from './desk.ts';
import { registrationWording } from './wording.ts';

export type Faults = Readonly<Record<string, string>>;

export interface IntentFieldsProps {
  readonly draft: Draft;
  readonly onChange: (part: Partial<Draft>) => void;
  /** Of the place; its places are on offer. */
  readonly district: string;
  readonly residence: { readonly province: string; readonly district: string };
  readonly faults: Faults;
  /** Under a field, when the record has moved on meanwhile. */
  readonly notes?: Faults;
}

const noteOf = (notes: Faults | undefined, name: string, hint?: string): ReactNode =>
  notes?.[name] === undefined ? hint : <mark className="desk-note">{notes[name]}</mark>;

/** Where, when and for whom: the fields that have a default. */
export function WhereAndWhen({ draft, onChange, district, faults, notes }: IntentFieldsProps) {
  const words = useWording(registrationWording);
  const { language } = useLanguage();
  const local = useLocalText();
  const { data: measure } = useMeasure();
  const agencies = useAgencies();
  const places = usePlaces(district);
  const day = draft.intentOn ?? measure?.today;
  const open = (places.data?.places ?? []).filter(
    (place) => place.placeId === draft.placeId || day === undefined || takesIntentsOn(place, day),
  );
  return (
    <>
      {places.isSuccess && open.length === 0 ? (
        <Notice tone="warn" title={words.noPlaces}>
          <p>
            <Link to={`/intake-locations?district=${district}`}>{words.addPlace}</Link>
          </p>
        </Notice>
      ) : null}
      <SelectField
        label={words.place}
        name="placeId"
        items={open.map(({ placeId, name, address }) => ({ id: placeId, label: name, hint: address }))}
        value={draft.placeId}
        onChange={(placeId) => onChange({ placeId })}
        errorMessage={faults.placeId}
        description={noteOf(notes, 'placeId')}
        isDisabled={places.isPending}
        isRequired
      />
      <DayField
        label={words.intentOn}
        name="intentOn"
        value={draft.intentOn}
        onChange={(intentOn) => onChange({ intentOn })}
        minDay={measure?.windowFrom}
        maxDay={measure === undefined ? undefined : earlier(measure.today, measure.windowTo)}
        errorMessage={faults.intentOn}
        description={noteOf(
          notes,
          'intentOn',
          measure === undefined
            ? undefined
            : words.intentOnHint(showDay(measure.windowFrom, language), showDay(measure.windowTo, language)),
        )}
        isRequired
      />
      <SelectField
        label={words.agency}
        name="agency"
        items={(agencies.data?.agencies ?? []).map(({ code, name }) => ({ id: code, label: local(name) }))}
        value={draft.agency}
        onChange={(agency) => onChange({ agency })}
        errorMessage={faults.agency}
        description={noteOf(notes, 'agency')}
        isRequired
      />
    </>
  );
}

export function PhoneField({ draft, onChange, faults, notes }: IntentFieldsProps) {
  const words = useWording(registrationWording);
  return (
    <TextField
      label={words.phone}
      name="phone"
      type="tel"
      inputMode="tel"
      autoComplete="off"
      value={draft.phone}
      onChange={(phone) => onChange({ phone })}
      description={noteOf(notes, 'phone', words.phoneHint)}
      errorMessage={faults.phone}
      isOptional
    />
  );
}

/** What only some people need: closed until it is wanted or something is wrong in it. */
export function More(props: IntentFieldsProps) {
  const words = useWording(registrationWording);
  const local = useLocalText();
  const districts = useDistricts(props.residence.province);
  const projects = useProjects();
  const agencies = useAgencies();
  const agencyNames = new Map(agencies.data?.agencies.map(({ code, name }) => [code, local(name)]));
  const { draft, onChange, faults, notes } = props;
  const isWanted =
    draft.developmentDistrict !== undefined ||
    draft.projects.length > 0 ||
    draft.remark !== '' ||
    ['developmentDistrict', 'remark'].some((name) => faults[name] !== undefined) ||
    Object.keys(faults).some((path) => path.startsWith('projects'));
  return (
    <details className="desk-more" open={isWanted || undefined}>
      <summary>{words.more}</summary>
      <div>
        <SelectField
          label={words.developmentDistrict}
          name="developmentDistrict"
          isSearchable
          key={districts.isSuccess ? 'there' : 'waiting'}
          items={(districts.data?.districts ?? []).map(({ code, name }) => ({
            id: code,
            label: local(name),
            hint: code === props.residence.district ? words.sameAsResidence : undefined,
          }))}
          value={draft.developmentDistrict ?? props.residence.district}
          onChange={(code) =>
            onChange({ developmentDistrict: code === props.residence.district ? undefined : code })
          }
          errorMessage={faults.developmentDistrict}
          description={noteOf(notes, 'developmentDistrict')}
        />
        <ChoiceGroup
          label={words.projects}
          name="projects"
          description={noteOf(
            notes,
            'projects',
            projects.data?.projects.some(({ illustrative }) => illustrative) === true
              ? `${words.projectsHint} · ${words.illustrative}`
              : words.projectsHint,
          )}
          groups={(projects.data?.dimensions ?? []).map(({ code, name }) => ({
            label: `${code} ${local(name)}`,
            items: (projects.data?.projects ?? [])
              .filter(({ dimension }) => dimension === code)
              .map((project) => ({
                id: project.code,
                label: local(project.name),
                hint: project.agencies.map((agency) => agencyNames.get(agency) ?? agency).join(', '),
              })),
          }))}
          value={draft.projects}
          onChange={(chosen) => onChange({ projects: chosen })}
          errorMessage={
            faults.projects ?? Object.entries(faults).find(([path]) => path.startsWith('projects['))?.[1]
          }
        />
        <TextField
          label={words.remark}
          name="remark"
          multiline
          maxLength={500}
          value={draft.remark}
          onChange={(remark) => onChange({ remark })}
          description={noteOf(notes, 'remark')}
          errorMessage={faults.remark}
          isOptional
        />
      </div>
    </details>
  );
}

/** For the error summary: `projects[1]` points at the group. */
export const problemsOf = (faults: Faults) =>
  Object.entries(faults).map(([path, message]) => ({
    path,
    message,
    inputId: fieldId(path.replace(/\[\d+\]$/, '')),
  }));

const earlier = (one: string, other: string): string => (one < other ? one : other);
