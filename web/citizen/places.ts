import './citizen.css';
import type { components } from '../api/schema.d.ts';
import { nowInWords } from './day.ts';
import { byId, type Child, element, replaceContent } from './elements.ts';
import { failureNotice } from './failure-notice.ts';
import { drawInLanguage, inLanguage, startLanguage } from './language.ts';
import { BRANCHES, placeList } from './place-list.ts';
import { type Failure, request } from './request.ts';
import { type AreaName, areaInWords, words } from './wording.ts';

type Schemas = components['schemas'];
type Known<Body> = { status: 'known'; body: Body } | { status: 'unknown' } | Failure;

const provinceField = byId<HTMLSelectElement>('province');
const districtField = byId<HTMLSelectElement>('district');
const answer = byId('answer');
const progress = byId('progress');

const alphabet = new Intl.Collator('th');

let provinces: readonly AreaName[] = [];
let districts: readonly AreaName[] = [];
let province = '';
let district = '';
let places: Known<Schemas['IntakeLocationList']> | undefined;
let isLoading = false;
/** Rises with each choice: what an older choice brings is dropped. */
let chosen = 0;

async function ask<Body>(path: string): Promise<Known<Body>> {
  const result = await request(path);
  if (result.status !== 'answered') return result;
  if (result.httpStatus === 404 || result.httpStatus === 400) return { status: 'unknown' };
  if (result.httpStatus !== 200) return { status: 'trouble', waitSeconds: 0 };
  return { status: 'known', body: result.body as Body };
}

function drawChoice(): void {
  const { chooseProvince, chooseDistrict, chooseProvinceFirst } = words();
  fill(provinceField, chooseProvince, provinces, province);
  fill(districtField, province === '' ? chooseProvinceFirst : chooseDistrict, districts, district);
  districtField.disabled = province === '';
}

function fill(field: HTMLSelectElement, prompt: string, areas: readonly AreaName[], code: string): void {
  const byName = areas.slice().sort((a, b) => alphabet.compare(inLanguage(a.name), inLanguage(b.name)));
  replaceContent(
    field,
    element('option', { value: '' }, prompt),
    ...byName.map((area) => element('option', { value: area.code }, inLanguage(area.name))),
  );
  field.value = code;
}

function drawPlaces(): void {
  progress.textContent = isLoading ? words().loading : '';
  replaceContent(answer, ...(places === undefined ? [] : placesView(places)));
}

function placesView(found: Known<Schemas['IntakeLocationList']>): Child[] {
  const say = words();
  if (found.status === 'unknown')
    return [
      element(
        'section',
        { class: 'slip slip-wait' },
        element(
          'div',
          { class: 'slip-head' },
          heading(say.districtUnknown),
          element('p', {}, say.districtUnknownToDo),
        ),
      ),
    ];
  if (found.status !== 'known')
    return failureNotice(found, { retry: () => void readHash(), instead: say.callInstead });
  const { body } = found;
  return [
    element(
      'section',
      { class: 'slip slip-good', 'aria-labelledby': 'answer-heading' },
      element('div', { class: 'slip-head' }, heading(`${say.placesIn} ${areaInWords(body.district)}`)),
      element(
        'div',
        { class: 'slip-part' },
        element('h3', {}, say.where),
        placeList(body.district, BRANCHES, body.places),
        body.places.length === 0 ? element('p', { class: 'soft' }, say.noPlaces) : undefined,
      ),
      element('p', { class: 'slip-part soft small' }, `${say.asOf} ${nowInWords()}`),
    ),
  ];
}

const heading = (text: string): HTMLElement => element('h2', { id: 'answer-heading', tabindex: '-1' }, text);

/** Brings the page to what its address names: `#district=3401`, and the same for a province. */
async function readHash(): Promise<void> {
  const [, kind, code = ''] = /^#(province|district)=(\d{2}|\d{4})$/.exec(location.hash) ?? [];
  const wantedDistrict = kind === 'district' && code.length === 4 ? code : '';
  const wantedProvince = code.slice(0, 2);
  const choice = ++chosen;
  places = undefined;
  isLoading = true;
  drawPlaces();
  const failed =
    (await loadProvinces()) ??
    (await loadDistricts(wantedProvince, choice)) ??
    (await loadPlaces(wantedDistrict, choice));
  if (choice !== chosen) return;
  isLoading = false;
  places = failed ?? places;
  drawPlaces();
  if (places !== undefined && document.activeElement === document.body) byId('answer-heading').focus();
}

async function loadProvinces(): Promise<Failure | undefined> {
  if (provinces.length > 0) return undefined;
  const found = await ask<Schemas['ProvinceList']>('/provinces');
  if (found.status === 'known') provinces = found.body.provinces;
  drawChoice();
  return isFailure(found) ? found : undefined;
}

async function loadDistricts(wanted: string, choice: number): Promise<Failure | undefined> {
  if (wanted === province && (districts.length > 0 || wanted === '')) return undefined;
  const isKnown = provinces.some(({ code }) => code === wanted);
  const found = isKnown ? await ask<Schemas['DistrictList']>(`/provinces/${wanted}/districts`) : undefined;
  if (choice !== chosen) return undefined;
  province = isKnown ? wanted : '';
  district = '';
  districts = found?.status === 'known' ? found.body.districts : [];
  drawChoice();
  return found !== undefined && isFailure(found) ? found : undefined;
}

async function loadPlaces(wanted: string, choice: number): Promise<undefined> {
  const found =
    wanted === ''
      ? undefined
      : await ask<Schemas['IntakeLocationList']>(`/districts/${wanted}/intake-locations`);
  if (choice !== chosen) return;
  district = found?.status === 'unknown' ? '' : wanted;
  places = found;
  drawChoice();
}

const isFailure = (found: Known<unknown>): found is Failure =>
  found.status !== 'known' && found.status !== 'unknown';

provinceField.addEventListener('change', () => {
  location.hash = provinceField.value === '' ? '' : `province=${provinceField.value}`;
});
districtField.addEventListener('change', () => {
  location.hash = districtField.value === '' ? `province=${province}` : `district=${districtField.value}`;
});
// The skip link's address names no district.
window.addEventListener('hashchange', () => {
  if (location.hash !== '#main') void readHash();
});

startLanguage();
drawInLanguage(drawChoice);
drawInLanguage(drawPlaces);
void readHash();
