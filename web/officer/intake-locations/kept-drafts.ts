import { useCallback, useState } from 'react';

/** In memory only: what was typed outlives a look at another place, and nothing is left on a shared computer. */
const kept = new Map<string, unknown>();

/** State that is still there when its form comes back; `forget` once it is saved or given up. */
export function useKept<Value>(
  key: string,
  initial: () => Value,
): [value: Value, keep: (value: Value) => void, forget: () => void] {
  const [value, setValue] = useState<Value>(() => (kept.get(key) as Value | undefined) ?? initial());
  const keep = useCallback(
    (next: Value) => {
      kept.set(key, next);
      setValue(next);
    },
    [key],
  );
  const forget = useCallback(() => {
    kept.delete(key);
  }, [key]);
  return [value, keep, forget];
}
