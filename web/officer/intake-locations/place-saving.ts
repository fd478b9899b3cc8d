import { type Api, bodyOf, Refused } from '../../api/client.ts';
import { areSame, changesOf, draftOf, newPlaceOf, type Place, type PlaceDraft } from './place-draft.ts';

export type Outcome =
  | { readonly kind: 'saved'; readonly place: Place }
  /** Somebody else was faster; this is what stands now. */
  | { readonly kind: 'overtaken'; readonly theirs: Place };

const readPlaces = (api: Api, district: string) =>
  bodyOf(api.GET('/v1/me/intake-locations', { params: { query: { district } } }));

/** After an attempt without an answer, a place that was not `known` before it and says the same is that attempt's. */
export async function addPlace(
  api: Api,
  district: string,
  draft: PlaceDraft,
  { isRetry, known }: { isRetry: boolean; known: ReadonlySet<string> },
): Promise<Place> {
  const already = isRetry
    ? (await readPlaces(api, district)).places.find(
        (place) => !known.has(place.placeId) && areSame(draftOf(place), draft),
      )
    : undefined;
  return (
    already ??
    bodyOf(
      api.POST('/v1/districts/{district}/intake-locations', {
        params: { path: { district } },
        body: newPlaceOf(draft),
      }),
    )
  );
}

export async function changePlace(api: Api, read: Place, draft: PlaceDraft): Promise<Outcome> {
  return unlessOvertaken(
    api,
    read,
    (now) => now.status === 'open' && areSame(draftOf(now), draft),
    () =>
      bodyOf(
        api.PATCH('/v1/districts/{district}/intake-locations/{placeId}', {
          params: addressOf(read),
          body: changesOf(read, draft),
        }),
      ),
  );
}

export async function retirePlace(api: Api, read: Place): Promise<Outcome> {
  return unlessOvertaken(
    api,
    read,
    (now) => now.status === 'retired',
    () =>
      bodyOf(
        api.POST('/v1/districts/{district}/intake-locations/{placeId}/retirement', {
          params: addressOf(read),
        }),
      ),
  );
}

const addressOf = ({ district, placeId, version }: Place) => ({
  path: { district, placeId },
  header: { 'If-Match': `"${version}"` },
});

const OVERTAKEN = ['version.stale', 'intake-location.retired'];

/** What overtook the write may be the write itself, sent before and never answered. */
async function unlessOvertaken(
  api: Api,
  read: Place,
  isWanted: (now: Place) => boolean,
  write: () => Promise<Place>,
): Promise<Outcome> {
  try {
    return { kind: 'saved', place: await write() };
  } catch (error) {
    if (!(error instanceof Refused) || !OVERTAKEN.includes(error.problem.code)) throw error;
    const { places } = await readPlaces(api, read.district);
    const now = places.find(({ placeId }) => placeId === read.placeId);
    if (now === undefined) throw error;
    return isWanted(now) ? { kind: 'saved', place: now } : { kind: 'overtaken', theirs: now };
  }
}
