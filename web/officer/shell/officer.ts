import { createContext, useContext } from 'react';
import type { Api, Schemas } from '../../api/client.ts';

export type Me = Schemas['Officer'];

export interface SignedIn {
  readonly me: Me;
  readonly api: Api;
  /** Ends the session and forgets everything that this tab holds. */
  leave(): void;
}

export const OfficerContext = createContext<SignedIn | undefined>(undefined);

/** Who is signed in, and the API in that person's name; only below the sign-in. */
export function useOfficer(): SignedIn {
  const officer = useContext(OfficerContext);
  if (officer === undefined) throw new Error('Nobody is signed in here.');
  return officer;
}
