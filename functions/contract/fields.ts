import * as z from 'zod/mini';
import type { DistrictCode, ProvinceCode } from '../domain/area.ts';
import { type Day, isDay } from '../domain/calendar.ts';
import type { PlaceId } from '../domain/intake-location.ts';
import type { AgencyCode, ProjectCode } from '../domain/programme.ts';
import type { RegistrationId } from '../domain/registration.ts';

/*
 * Fields of requests. Free text is one line of printable characters: control characters forge log lines and file
 * rows, and direction overrides make a name read as another.
 */
const FORBIDDEN = '\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ufffe\\uffff';
// Without classes of Unicode, which validators and generators of other languages do not know.
const FORBIDDEN_IN_A_LINE = new RegExp(`^[^${FORBIDDEN}]*$`);
const FORBIDDEN_IN_A_NOTE = new RegExp(`^(?:[^${FORBIDDEN}]|\\n)*$`);

/** Shows nothing and makes two texts that read the same: left out, since word processors put it into Thai. */
const UNSEEN = /[\u00ad\u061c\u180e\u200b-\u200f\u2060-\u2064\ufeff\u{e0000}-\u{e007f}]/gu;

const tidy = z.overwrite<string>((text) => text.replace(UNSEEN, '').normalize('NFC').trim());
const tidyLines = z.overwrite<string>((text) => text.replace(/\r\n?/g, '\n').replace(/\t/g, ' '));

/** Something to read, in whole characters: not invisible ones alone, and no half of a pair. */
const readable = z.refine<string>(
  (text) => text === '' || (text.isWellFormed() && /[\p{L}\p{N}]/u.test(text)),
);

/** A line of text of `min` to `max` characters. */
export const line = (max: number, min = 1) =>
  z.string().check(tidy, z.minLength(min), z.maxLength(max), z.regex(FORBIDDEN_IN_A_LINE), readable);

/** A text that may have several lines. */
export const note = (max: number) =>
  z.string().check(tidy, tidyLines, z.minLength(1), z.maxLength(max), z.regex(FORBIDDEN_IN_A_NOTE), readable);

/** Digits with the signs that people write between them; an extension may follow. */
export const phone = z.string().check(tidy, z.regex(/^\+?\(?[\d๐-๙][\d๐-๙ ()\-,ต่อ.#]{5,39}$/));

const shaped = <Text extends string>(shape: RegExp) =>
  z.pipe(z.string().check(z.regex(shape)), z.custom<Text>());

export const districtCode = shaped<DistrictCode>(/^\d{4}$/);
export const provinceCode = shaped<ProvinceCode>(/^\d{2}$/);
export const areaCode = shaped<ProvinceCode | DistrictCode>(/^\d{2}(?:\d{2})?$/);
export const placeId = shaped<PlaceId>(/^[0-9a-z]{10,40}$/);
/** Where an intent was declared: a district's place, or the branches of a bank. */
export const intakePlaceId = shaped<PlaceId>(/^(?:[0-9a-z]{10,40}|branch-(?:BAAC|GSB))$/);
export const registrationId = shaped<RegistrationId>(/^[0-9a-z]{10,40}$/);
export const agencyCode = shaped<AgencyCode>(/^[A-Z][A-Z0-9]{1,11}$/);
export const projectCode = shaped<ProjectCode>(/^[A-Za-z0-9-]{1,24}$/);

/** A year of the Buddhist era (2561) is a slip, and no day of this system lies outside these centuries. */
const COMMON_ERA = /^(19|20|21)\d{2}-/;

/** A day of the common era, `YYYY-MM-DD`; pages show the Buddhist era. */
export const day = z.pipe(
  z.string().check(z.refine((text) => COMMON_ERA.test(String(text)) && isDay(String(text)))),
  z.custom<Day>(),
);

export const position = z.strictObject({
  latitude: z.number().check(z.gte(5), z.lte(21)),
  longitude: z.number().check(z.gte(97), z.lte(106)),
});

/** A number in a query, where everything is text. */
export const limitUpTo = (most: number) =>
  z.pipe(
    z.string().check(z.regex(/^\d{1,4}$/)),
    z.pipe(
      z.transform((digits: string) => Number(digits)),
      z.number().check(z.gte(1), z.lte(most)),
    ),
  );

export const pageLimit = limitUpTo(200);

export const cursor = z.string().check(z.maxLength(200), z.regex(/^[A-Za-z0-9_-]+$/));

/** Query of a list that comes in pages. */
export const page = { limit: z.optional(pageLimit), cursor: z.optional(cursor) };

export const localText = z.object({ th: z.string(), en: z.string() });
export const dayAnswer = z.string();
export const phase = z.enum(['before', 'open', 'after']);
export const band = z.enum(['UP_TO_30000', 'UP_TO_100000']);
export const channel = z.enum(['officer', 'BAAC', 'GSB']);
export const count = z.number();

export const province = z.object({ code: z.string(), name: localText });
export const district = z.object({ code: z.string(), name: localText, province });
