import * as z from 'zod/mini';
import { RIGHTS } from '../domain/caller.ts';
import * as field from './fields.ts';
import type { Operation } from './operation.ts';

/** Bytes of a request with a file of officers; two hundred rows of the longest texts in Thai are under it. */
const MAX_FILE_BYTES = 512 * 1024;

const oneAccount = z.strictObject({ subject: z.string().check(z.regex(/^[0-9A-Za-z-]{16,64}$/)) });

/** Lower case, as the pool compares names; never with a citizen ID in it. */
const username = z.string().check(z.regex(/^(?!.*\d{13})[a-z][a-z0-9._-]{2,39}$/));
const role = z.enum(['central', 'province', 'district']);
const right = z.enum(RIGHTS);
const rights = z.array(right).check(z.maxLength(RIGHTS.length));
const email = z
  .string()
  .check(z.maxLength(254), z.regex(/^[^\s@<>"']{1,64}@[A-Za-z0-9.-]{1,180}\.[A-Za-z]{2,24}$/));
const name = field.line(120);

const answer = z.object({
  subject: z.string(),
  version: z.number(),
  username: z.string(),
  name: z.string(),
  role,
  province: z.optional(field.province),
  district: z.optional(field.district),
  agency: z.string(),
  rights: z.array(right),
  email: z.optional(z.string()),
  phone: z.optional(z.string()),
  expiresOn: z.optional(z.string()),
  disabled: z.boolean(),
});

export const account = answer;

/** The password is in this answer alone. */
const handover = z.object({ account, temporaryPassword: z.string() });

export const newAccount = z.strictObject({
  username,
  name,
  role,
  area: z.optional(field.areaCode),
  agency: field.agencyCode,
  rights: z._default(rights, []),
  email: z.optional(email),
  phone: z.optional(field.phone),
  expiresOn: z.optional(field.day),
});

export const listAccounts = {
  id: 'list-accounts',
  caller: 'officer',
  query: z.strictObject({ ...field.page, area: z.optional(field.areaCode) }),
  answer: z.object({ accounts: z.array(account), cursor: z.optional(z.string()) }),
} satisfies Operation;

export const createAccount = {
  id: 'create-account',
  caller: 'officer',
  body: newAccount,
  answer: handover,
  status: 201,
} satisfies Operation;

export const readAccount = {
  id: 'read-account',
  caller: 'officer',
  path: oneAccount,
  answer: account,
} satisfies Operation;

export const changeAccount = {
  id: 'change-account',
  caller: 'officer',
  path: oneAccount,
  body: z.strictObject({
    name: z.optional(name),
    role: z.optional(role),
    area: z.optional(z.nullable(field.areaCode)),
    agency: z.optional(field.agencyCode),
    rights: z.optional(rights),
    email: z.optional(z.nullable(email)),
    phone: z.optional(z.nullable(field.phone)),
    expiresOn: z.optional(z.nullable(field.day)),
    disabled: z.optional(z.boolean()),
  }),
  answer: account,
  ifMatch: true,
} satisfies Operation;

export const resetPassword = {
  id: 'reset-password',
  caller: 'officer',
  path: oneAccount,
  body: z.strictObject({ newDevice: z._default(z.boolean(), false) }),
  answer: handover,
} satisfies Operation;

export const signOutEverywhere = {
  id: 'sign-out-everywhere',
  caller: 'officer',
  path: oneAccount,
  answer: account,
} satisfies Operation;

export const accountRow = z.object({
  line: z.number(),
  username: z.optional(z.string()),
  name: z.optional(z.string()),
  outcome: z.enum(['created', 'renewed', 'stands', 'would-create', 'would-renew', 'rejected']),
  subject: z.optional(z.string()),
  temporaryPassword: z.optional(z.string()),
  errors: z.array(z.object({ path: z.string(), code: z.string(), message: field.localText })),
});

export const importAccounts = {
  id: 'import-accounts',
  caller: 'officer',
  body: z.strictObject({
    csv: z.string().check(z.minLength(1), z.maxLength(200_000)),
    dryRun: z.boolean(),
    renew: z._default(z.boolean(), false),
  }),
  maxBodyBytes: MAX_FILE_BYTES,
  answer: z.object({ dryRun: z.boolean(), rows: z.array(accountRow) }),
} satisfies Operation;
