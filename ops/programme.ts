import { readFile } from 'node:fs/promises';
import { documentClient } from '../functions/data/document-client.ts';
import { ProgrammeTable } from '../functions/data/programme.ts';
import { isDay } from '../functions/domain/calendar.ts';
import type { Measure } from '../functions/domain/programme.ts';
import { loadProgramme, originalMeasure } from '../reference/programme/load.ts';
import type { DeployedStage } from './stage.ts';

const readMeasure = async (file: string): Promise<Measure> => measureOf(await readFile(file, 'utf8'));

/** @throws with the field's name when the text is no measure */
export function measureOf(text: string): Measure {
  const measure = JSON.parse(text) as Measure;
  for (const field of ['windowFrom', 'windowTo', 'recordUntil'] as const)
    if (!isDay(measure[field])) throw new Error(`${field}: a day is written YYYY-MM-DD, in the common era.`);
  if (measure.windowTo < measure.windowFrom) throw new Error('windowTo: before windowFrom.');
  if (measure.recordUntil < measure.windowTo) throw new Error('recordUntil: before windowTo.');
  if (measure.keptYears !== undefined && !(Number.isInteger(measure.keptYears) && measure.keptYears > 0))
    throw new Error('keptYears: a whole number of years.');
  const { overridesADay } = measure;
  if (overridesADay !== undefined && !(Number.isInteger(overridesADay) && overridesADay >= 0))
    throw new Error('overridesADay: a whole number, 0 or more; left out, it is the usual number.');
  return measure;
}

/** Loads measure, agencies and projects over what is there; in effect everywhere after 15 seconds. */
export async function loadProgrammeInto(stage: DeployedStage, measureFile?: string): Promise<Measure> {
  const measure = measureFile === undefined ? originalMeasure : await readMeasure(measureFile);
  const client = documentClient(stage.aws);
  await loadProgramme(new ProgrammeTable(client, stage.table('programme')), measure);
  client.destroy();
  return measure;
}
