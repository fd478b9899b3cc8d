import type { DistrictCode } from '../../functions/domain/area.ts';
import type { Instant } from '../../functions/domain/calendar.ts';
import {
  type IntakeLocation,
  type IntakeLocationFields,
  openPlace,
  type PlaceId,
} from '../../functions/domain/intake-location.ts';
import type { DistrictName, Ids } from '../../functions/domain/ports.ts';
import type { Choose } from './random.ts';

/** A district of Ubon Ratchathani that has set no place yet: its answer is the banks' branches alone. */
export const WITHOUT_PLACES = '3433' as DistrictCode;

const HOURS = 'จ.-ศ. 08.30-16.30 น.';

/** The district office, whose id the examples of the API name, and often a second place. */
export function* placesOf(
  { code, name, province }: DistrictName,
  choose: Choose,
  { ids, by, at }: { ids: Ids; by: string; at: Instant },
): Generator<IntakeLocation> {
  const office: IntakeLocationFields =
    province.code === '10'
      ? { name: `สำนักงานเขต${name.th}`, hours: HOURS, phone: '02 000 0000' }
      : {
          name: `ที่ว่าการอำเภอ${name.th}`,
          address: `อำเภอ${name.th} จังหวัด${province.name.th}`,
          hours: HOURS,
          phone: '045 000 000',
          ...(code === '3401' ? { position: { latitude: 15.228, longitude: 104.857 } } : {}),
        };
  yield openPlace(code, `office${code}` as PlaceId, office, { by, at });
  if (choose.chance(0.4))
    yield openPlace(
      code,
      ids.placeId(),
      {
        name: `หอประชุม${province.code === '10' ? 'เขต' : 'อำเภอ'}${name.th}`,
        hours: 'ส.-อา. 09.00-15.00 น.',
      },
      { by, at },
    );
}
