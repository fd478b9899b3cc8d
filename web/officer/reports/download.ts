import { BANGKOK } from '../shell/dates.ts';
import type { Report } from './report-source.ts';

/** Report, area and day: `coverage-34-2026-11-24.csv`. */
export function fileNameOf(report: string, { area, asOf }: Pick<Report, 'area' | 'asOf'>): string {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: BANGKOK }).format(new Date(asOf));
  return `${report}-${area.code ?? area.level}-${day}.csv`;
}

export function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // A browser may begin to read only after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
