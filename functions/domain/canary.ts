import type { CitizenId } from './citizen-id.ts';

/** Hears of planted IDs, which belong to nobody: whoever asks for one has it from a list that is not his. */
export type CanaryWatch = {
  /** Of these nobody is in the registry. What is answered may not depend on it. */
  missed(citizenIds: readonly CitizenId[]): Promise<void>;
};
