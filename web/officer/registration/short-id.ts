/** As much of an account's identifier as tells colleagues apart. */
export const shortId = (id: string): string => id.slice(0, 8);
