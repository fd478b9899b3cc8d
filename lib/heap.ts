/** What the objects of an import may take; code, buffers and connections stand beside them. */
export const importHeapMegabytes = 128;
/** The same of a bank's file: the desk that registers its people stands beside the rows. */
export const bankFileHeapMegabytes = 192;

/** Without a bound V8 lets garbage lie for as long as the function has memory. */
export const heapOptions = (megabytes: number): string[] => [
  `--max-old-space-size=${megabytes}`,
  '--max-semi-space-size=8',
];
