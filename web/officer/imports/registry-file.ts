/** What the API takes, in bytes. */
const MAX_BYTES = 5_000_000_000;

export type FileFault = 'empty' | 'too-large';

export const faultOf = ({ size }: { readonly size: number }): FileFault | undefined =>
  size === 0 ? 'empty' : size > MAX_BYTES ? 'too-large' : undefined;
