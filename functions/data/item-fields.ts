import * as z from 'zod/mini';
import type { DistrictCode, ProvinceCode, SubdistrictCode } from '../domain/area.ts';
import type { BankReference } from '../domain/bank-reference.ts';
import { type Day, type Instant, isDay } from '../domain/calendar.ts';
import type { CitizenId } from '../domain/citizen-id.ts';
import type { PlaceId } from '../domain/intake-location.ts';
import type { AgencyCode, ProjectCode } from '../domain/programme.ts';
import type { Receipt, RegistrationId } from '../domain/registration.ts';

/** A text attribute whose shape its writer has checked. */
const text = <Text extends string>(shape = /./) =>
  z.custom<Text>((value) => typeof value === 'string' && shape.test(value));

export const citizenId = text<CitizenId>(/^\d{13}$/);
export const provinceCode = text<ProvinceCode>(/^\d{2}$/);
export const districtCode = text<DistrictCode>(/^\d{4}$/);
export const subdistrictCode = text<SubdistrictCode>(/^\d{6}$/);
export const day = z.custom<Day>((value) => typeof value === 'string' && isDay(value));
export const instant = text<Instant>(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/);
export const placeId = text<PlaceId>();
export const registrationId = text<RegistrationId>();
export const receipt = text<Receipt>();
export const bankReference = text<BankReference>();
export const agencyCode = text<AgencyCode>();
export const projectCode = text<ProjectCode>();
export const band = z.enum(['UP_TO_30000', 'UP_TO_100000']);
export const localText = z.object({ th: z.string(), en: z.string() });
export const channel = z.enum(['officer', 'BAAC', 'GSB']);
export const registrationStatus = z.enum(['INTENT', 'CANCELLED']);
export const position = z.object({ latitude: z.number(), longitude: z.number() });
