/** A part of a whole in percent, to one decimal. */
export const showShare = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${((part * 100) / whole).toFixed(1)}%`;
