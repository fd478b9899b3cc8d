import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, bodyOf, type Schemas } from '../../api/client.ts';
import { useOfficer } from './officer.ts';

// What several screens read: each request has one key and one shape, whichever screen asks first.

const HOUR = 3_600_000;

/** The measure that runs; its `today` is the server's. */
export function useMeasure() {
  const { api } = useOfficer();
  return useQuery({
    queryKey: ['measure'],
    queryFn: () => bodyOf(api.GET('/v1/measure')),
    staleTime: 300_000,
  });
}

export function useAgencies() {
  const { api } = useOfficer();
  return useQuery({
    queryKey: ['agencies'],
    queryFn: () => bodyOf(api.GET('/v1/agencies')),
    staleTime: HOUR,
  });
}

export function useProjects() {
  const { api } = useOfficer();
  return useQuery({
    queryKey: ['projects'],
    queryFn: () => bodyOf(api.GET('/v1/projects')),
    staleTime: HOUR,
  });
}

/** All provinces; asked for by those only who may choose one. */
export function useProvinces({ isWanted = true } = {}) {
  const { api } = useOfficer();
  return useQuery({
    queryKey: ['provinces'],
    enabled: isWanted,
    staleTime: HOUR,
    queryFn: () => bodyOf(api.GET('/v1/provinces')),
  });
}

export const districtsQuery = (api: Api, province: string) =>
  queryOptions({
    queryKey: ['districts', province],
    staleTime: HOUR,
    queryFn: () => bodyOf(api.GET('/v1/provinces/{province}/districts', { params: { path: { province } } })),
  });

export function useDistricts(province: string | undefined) {
  const { api } = useOfficer();
  return useQuery({ ...districtsQuery(api, province ?? ''), enabled: province !== undefined });
}

export const subdistrictsQuery = (api: Api, district: string) =>
  queryOptions({
    queryKey: ['subdistricts', district],
    staleTime: HOUR,
    queryFn: () =>
      bodyOf(api.GET('/v1/districts/{district}/subdistricts', { params: { path: { district } } })),
  });

export function useSubdistricts(district: string | undefined) {
  const { api } = useOfficer();
  return useQuery({ ...subdistrictsQuery(api, district ?? ''), enabled: district !== undefined });
}

/** Whoever publishes a document writes it here. */
export const DOCUMENTS_KEY = ['documents'];

/** The kinds of published documents, each with what stands under it. */
export function useDocuments({ isWanted = true } = {}) {
  const { api } = useOfficer();
  return useQuery({
    queryKey: DOCUMENTS_KEY,
    enabled: isWanted,
    queryFn: async () => (await bodyOf(api.GET('/v1/documents'))).documents,
  });
}

/** Whoever adds, changes or retires a place writes it here, so that the desk has it at once. */
export const placesKey = (district: string | undefined) => ['places', district] as const;

/** Every place of a district, retired ones included. */
export function usePlaces(district: string | undefined) {
  const { api } = useOfficer();
  return useQuery({
    queryKey: placesKey(district),
    enabled: district !== undefined,
    queryFn: () =>
      bodyOf(api.GET('/v1/me/intake-locations', { params: { query: { district: district as string } } })),
  });
}

/** Whether a place takes intents of that day. */
export function takesIntentsOn(place: Schemas['IntakeLocation'], day: string): boolean {
  return (
    place.status === 'open' &&
    (place.opensOn === undefined || place.opensOn <= day) &&
    (place.closesOn === undefined || day <= place.closesOn)
  );
}
