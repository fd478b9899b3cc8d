import { expect } from 'vitest';
import type * as z from 'zod/mini';
import { addIntakeLocation, retireIntakeLocation } from '../../functions/contract/intake-locations.ts';
import { readMeasure } from '../../functions/contract/programme.ts';
import { createRegistration } from '../../functions/contract/registrations.ts';
import { readCoverageReport, readDailyReport, readProjectReport } from '../../functions/contract/reports.ts';
import { type DistrictCode, provinceOf } from '../../functions/domain/area.ts';
import {
  type Answer,
  answered,
  anybody,
  type Client,
  eventually,
  type Headed,
  ifMatch,
  newKey,
} from '../support/client.ts';
import { registrations } from './stores.ts';

export type Place = z.output<typeof addIntakeLocation.answer>;
export type Registered = z.output<typeof createRegistration.answer>;

export const placesPath = (district: string) => `/v1/districts/${district}/intake-locations`;
export const placePath = ({ district, placeId }: Pick<Place, 'district' | 'placeId'>) =>
  `${placesPath(district)}/${placeId}`;
export const registrationPath = ({ registrationId }: Pick<Registered, 'registrationId'>) =>
  `/v1/registrations/${registrationId}`;

export const lookUp = (citizenId: string, headers: Headed = {}): Promise<Answer> =>
  anybody.post('/v1/eligibility', { citizenId }, headers);

export const addPlace = async (officer: Client, district: string, name: string): Promise<Place> =>
  answered(addIntakeLocation, await officer.post(placesPath(district), { name }));

/** Takes a place off again; its version must be the latest. */
export const retirePlace = async (officer: Client, place: Place): Promise<Place> =>
  answered(
    retireIntakeLocation,
    await officer.post(`${placePath(place)}/retirement`, undefined, ifMatch(`"${place.version}"`)),
  );

export interface Intent {
  readonly citizenId: string;
  readonly placeId: string;
  readonly [field: string]: unknown;
}

/** The abbreviated form as an officer sends it. */
export const intent = (fields: Intent): Intent => ({
  agency: 'DOPA',
  projects: ['D1-01'],
  consent: true,
  ...fields,
});

export const sendIntent = (officer: Client, fields: Intent, key: Headed = newKey()): Promise<Answer> =>
  officer.post('/v1/registrations', intent(fields), key);

export const register = async (officer: Client, fields: Intent): Promise<Registered> =>
  answered(createRegistration, await sendIntent(officer, fields));

export const measure = async (): Promise<z.output<typeof readMeasure.answer>> =>
  answered(readMeasure, await anybody.get('/v1/measure'));

export const coveragePath = (area: string) => `/v1/mis/coverage?area=${area}`;

/** The reports of a province together, without what differs from one reading to the next. */
export async function reportOf(officer: Client, province: string) {
  const coverage = answered(readCoverageReport, await officer.get(coveragePath(province)));
  const projects = answered(readProjectReport, await officer.get(`/v1/mis/projects?area=${province}`));
  const daily = answered(readDailyReport, await officer.get(`/v1/mis/daily?area=${province}`));
  const { registered, cancelled } = coverage.total;
  const chosen = projects.byDimension.flatMap((dimension) => dimension.projects);
  return {
    total: {
      registered,
      cancelled,
      withProject: projects.peopleWithProject,
      participations: projects.participations,
      byProject: Object.fromEntries(chosen.map(({ code, participations }) => [code, participations])),
      /** Of the last thirty days. */
      byAgency: daily.total.byAgency,
      byChannel: daily.total.byChannel,
      byDistrict: coverage.rows.map((row) => ({
        district: row.code,
        registered: row.registered,
        cancelled: row.cancelled,
      })),
    },
    days: daily.days,
  };
}
export type Report = Awaited<ReturnType<typeof reportOf>>;

/** The numbers of a province once they are those of the registrations themselves. */
export async function countedReport(officer: Client, province: string): Promise<Report> {
  const ofProvince = (await registrations()).filter(({ residence }) => provinceOf(residence) === province);
  const standing = ofProvince.filter(({ status }) => status === 'INTENT');
  return eventually(async () => {
    const report = await reportOf(officer, province);
    const { registered, cancelled } = report.total;
    expect({ registered, cancelled }).toEqual({
      registered: standing.length,
      cancelled: ofProvince.length - standing.length,
    });
    return report;
  }, 30_000);
}

/** What a report says of one day. */
export const dayIn = ({ days }: Report, day: string) => {
  const found = days.find((candidate) => candidate.day === day);
  if (found === undefined) throw new Error(`the report has no ${day}`);
  return found;
};

export const districtIn = ({ total }: Report, district: DistrictCode | string) =>
  total.byDistrict.find((row) => row.district === district) ?? { district, registered: 0, cancelled: 0 };
