import type { listDistricts, listProvinces, listSubdistricts } from '../areas.ts';
import type { OperationText } from './operation-text.ts';
import { MUEANG_UBON, UBON } from './samples.ts';
import { sample } from './schema-text.ts';

type OfAreas = typeof listProvinces | typeof listDistricts | typeof listSubdistricts;

const OPEN =
  'Open to everybody, without a token. In the order of codes; names change with a release only, so an answer may be kept for an hour.';

/** What the description says of the areas. */
export const areaTexts: { [Op in OfAreas as Op['id']]: OperationText<Op> } = {
  'list-provinces': {
    tag: 'Areas',
    summary: 'The 77 provinces',
    description: OPEN,
    answers: { provinces: { summary: 'One of them', value: { provinces: [UBON] } } },
    problems: [],
  },

  'list-districts': {
    tag: 'Areas',
    summary: 'The districts of a province',
    description: OPEN,
    path: { province: sample('Official code (DOPA) of the province, 2 digits.', '34') },
    answers: {
      districts: {
        summary: 'One of them',
        value: { province: UBON, districts: [{ code: MUEANG_UBON.code, name: MUEANG_UBON.name }] },
      },
    },
    problems: ['province.not-found'],
  },

  'list-subdistricts': {
    tag: 'Areas',
    summary: 'The subdistricts of a district',
    description: OPEN,
    path: { district: sample('Official code (DOPA) of the district, 4 digits.', '3401') },
    answers: {
      subdistricts: {
        summary: 'One of them',
        value: {
          district: MUEANG_UBON,
          subdistricts: [{ code: '340101', name: { th: 'ในเมือง', en: 'Nai Mueang' } }],
        },
      },
    },
    problems: ['district.not-found'],
  },
};
