import * as z from 'zod/mini';
import * as field from './fields.ts';
import type { Operation } from './operation.ts';

/** Names change with a deployment only. */
const PUBLIC_SECONDS = 3600;

/** An area on its own, of whatever level. */
export const areaName = z.object({ code: z.string(), name: field.localText });

export const listProvinces = {
  id: 'list-provinces',
  caller: 'public',
  answer: z.object({ provinces: z.array(areaName) }),
  publicSeconds: PUBLIC_SECONDS,
} satisfies Operation;

export const listDistricts = {
  id: 'list-districts',
  caller: 'public',
  path: z.strictObject({ province: field.provinceCode }),
  answer: z.object({ province: field.province, districts: z.array(areaName) }),
  publicSeconds: PUBLIC_SECONDS,
} satisfies Operation;

export const listSubdistricts = {
  id: 'list-subdistricts',
  caller: 'public',
  path: z.strictObject({ district: field.districtCode }),
  answer: z.object({ district: field.district, subdistricts: z.array(areaName) }),
  publicSeconds: PUBLIC_SECONDS,
} satisfies Operation;
