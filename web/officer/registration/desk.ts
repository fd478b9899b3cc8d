import { useSyncExternalStore } from 'react';
import type { Schemas } from '../../api/client.ts';

/** What the officer fills in; a field that was left at its default is undefined. */
export interface Draft {
  readonly placeId?: string;
  readonly intentOn?: string;
  readonly agency?: string;
  readonly developmentDistrict?: string;
  readonly projects: readonly string[];
  readonly phone: string;
  readonly remark: string;
  readonly consent: boolean;
}

export const EMPTY_DRAFT: Draft = { projects: [], phone: '', remark: '', consent: false };

export interface Desk {
  readonly typedId: string;
  /** Who was found under the ID as it is typed. */
  readonly person?: Schemas['PersonAtDesk'];
  readonly draft: Draft;
  /** One for each form: the same through retries and double clicks, a new one for the next person. */
  readonly idempotencyKey: string;
  readonly saved?: Schemas['Registration'];
  /** Of this tab, for the next person. */
  readonly lastPlaceId?: string;
  readonly lastPaperDay?: string;
  readonly isAfterWrongPerson?: true;
}

const newDesk = (): Desk => ({ typedId: '', draft: EMPTY_DRAFT, idempotencyKey: crypto.randomUUID() });

// Outlives the screen, so that a look at another one loses nothing; never stored: it holds an ID.
let desk: Desk = newDesk();
const watchers = new Set<() => void>();

function change(part: Partial<Desk>): void {
  desk = { ...desk, ...part };
  for (const tell of watchers) tell();
}

export function useDesk(): [Desk, (part: Partial<Desk>) => void] {
  const now = useSyncExternalStore(
    (tell) => {
      watchers.add(tell);
      return () => watchers.delete(tell);
    },
    () => desk,
  );
  return [now, change];
}

/** The desk for whoever comes next. */
export function nextPerson(): Partial<Desk> {
  return {
    typedId: '',
    person: undefined,
    draft: EMPTY_DRAFT,
    idempotencyKey: crypto.randomUUID(),
    saved: undefined,
    isAfterWrongPerson: undefined,
  };
}

/** Puts a withdrawn registration's fields on the desk for the right person; consent is that person's own to give. */
export function beginAgainWith(registration: Schemas['Registration']): void {
  const { place, intentOn, agency, developmentDistrict, residence, projects, phone, remark } = registration;
  change({
    ...nextPerson(),
    isAfterWrongPerson: true,
    draft: {
      placeId: place.placeId,
      intentOn,
      agency,
      ...(developmentDistrict === residence.district ? {} : { developmentDistrict }),
      projects,
      phone: phone ?? '',
      remark: remark ?? '',
      consent: false,
    },
  });
}
