import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import { type ReportPath, type Reports, type Source, useReport, useReportFile } from './report-source.ts';

/** A report on the screen: what was read, whether it is being watched, and its file. */
export interface Reading<Path extends ReportPath> {
  readonly name: string;
  readonly answer: UseQueryResult<Reports[Path]>;
  readonly isWatched: boolean;
  watch(isWatched: boolean): void;
  file(): Promise<Blob>;
}

export function useReading<Path extends ReportPath>(
  source: Source<Path>,
  { watchedAtFirst }: { watchedAtFirst: boolean },
): Reading<Path> {
  const [isWatched, watch] = useState(watchedAtFirst);
  const answer = useReport(source, isWatched);
  const file = useReportFile(source);
  return { name: source.path.slice('/v1/mis/'.length), answer, isWatched, watch, file };
}
