import { useSyncExternalStore } from 'react';

const narrow = matchMedia('(max-width: 47.99rem)');

/** A phone held upright, where a chart has no room beside its labels. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      narrow.addEventListener('change', changed);
      return () => narrow.removeEventListener('change', changed);
    },
    () => narrow.matches,
  );
}
