import type { Schemas } from '../../api/client.ts';
import type { Me } from '../shell/officer.ts';

export type Level = Schemas['ReportArea']['level'];
/** What a report has a row for. */
export type RowLevel = 'province' | 'district' | 'subdistrict';

export const ROWS_OF: Record<Level, RowLevel> = {
  country: 'province',
  province: 'district',
  district: 'subdistrict',
};

/** The officer's whole area; undefined for the country. */
export const ownArea = ({ district, province }: Me): string | undefined => district?.code ?? province?.code;

/** By the length of the code: an area has not been read yet when its report gets its title. */
export function levelOf(area: string | undefined): Level {
  if (area === undefined) return 'country';
  return area.length <= 2 ? 'province' : 'district';
}

/** Whether the officer may read a report about it. */
export const covers = (me: Me, area: string | undefined): boolean =>
  (area ?? '').startsWith(ownArea(me) ?? '');
