import type { Day } from './calendar.ts';
import type { LocalText } from './local-text.ts';

export type AgencyCode = string & { readonly kind: 'AgencyCode' };
export type ProjectCode = string & { readonly kind: 'ProjectCode' };
export type Band = 'UP_TO_30000' | 'UP_TO_100000';

/** หน่วยงานที่เกี่ยวข้อง: a column of the daily report. */
export type Agency = { code: AgencyCode; name: LocalText };

/** Agencies in the order of the list; one that is no longer in it comes last, named by its code. */
export function agenciesNamed(codes: ReadonlySet<AgencyCode>, listed: readonly Agency[]): Agency[] {
  const known = listed.filter(({ code }) => codes.has(code));
  const others = [...codes].filter((code) => !listed.some((agency) => agency.code === code)).sort();
  return [...known, ...others.map((code) => ({ code, name: { th: code, en: code } }))];
}

/** One of the four dimensions in which a person may wish to develop. */
export type Dimension = { code: 1 | 2 | 3 | 4; name: LocalText };

/** โครงการพัฒนาคุณภาพชีวิต. `illustrative` marks a set that is not the official annex. */
export type Project = {
  code: ProjectCode;
  dimension: Dimension['code'];
  agencies: AgencyCode[];
  name: LocalText;
  illustrative: boolean;
};

/** An income band of the registry (baht a year) and what the measure adds for it (baht a month). */
export type BandRule = { band: Band; incomeUpToBaht: number; extraBahtPerMonth: number };

/** The measure as data: what the Ministry changes without a deployment. */
export type Measure = {
  code: string;
  name: LocalText;
  /** First and last day on which a person may declare the intent. */
  windowFrom: Day;
  windowTo: Day;
  /** Last day on which officers and banks may still record an intent of the window. */
  recordUntil: Day;
  bands: BandRule[];
  /** How often an officer may open a person of another area on a day. */
  overridesADay?: number | undefined;
  /** How long its registrations are kept after `recordUntil`; ten years unless it says otherwise. */
  keptYears?: number | undefined;
  /** Whether the public look-up answers by the ID and the birth date together; by the ID alone unless it is set. */
  requireBirthDate?: boolean | undefined;
};

export type Phase = 'before' | 'open' | 'after';

/** Decided by the server's day: old phones have wrong clocks. */
export function phaseOf(measure: Pick<Measure, 'windowFrom' | 'windowTo'>, today: Day): Phase {
  if (today < measure.windowFrom) return 'before';
  return today > measure.windowTo ? 'after' : 'open';
}
