import type { ProgrammeTable } from '../../functions/data/programme.ts';
import type { Agency, Dimension, Measure, Project } from '../../functions/domain/programme.ts';
import agencies from './agencies.json' with { type: 'json' };
import dimensions from './dimensions.json' with { type: 'json' };
import measure from './measure.json' with { type: 'json' };
import projects from './projects.json' with { type: 'json' };

/** The measure with the window it had in 2018. */
export const originalMeasure = measure as Measure;

/** Puts measure, agencies and projects into a stage, over what is there. */
export async function loadProgramme(
  programme: ProgrammeTable,
  own: Measure = originalMeasure,
): Promise<void> {
  await programme.loadMeasure(own);
  await programme.loadAgencies(agencies as Agency[]);
  await programme.loadProjects({ dimensions: dimensions as Dimension[], projects: projects as Project[] });
}
