/**
 * The settings a function names, from its environment.
 * @throws at start-up, with the name of what is missing
 */
export function settings<Name extends string>(...names: Name[]): Record<Name, string> {
  const found = names.map((name) => {
    const value = process.env[name];
    if (value === undefined || value === '') throw new Error(`the setting ${name} is missing`);
    return [name, value] as const;
  });
  return Object.fromEntries(found) as Record<Name, string>;
}
