import { basename } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Who may come in is shown before anything else; what the logs hold of a run, when the run is over. */
const FIRST = 'identity.test.ts';
const LAST = 'privacy.test.ts';

const rank = ({ project, moduleId }: TestSpecification): number => {
  if (project.name !== 'e2e') return 0;
  return basename(moduleId) === FIRST ? -1 : basename(moduleId) === LAST ? 1 : 0;
};

/** The order of the files of the e2e tier, among which the first and the last have their places. */
export class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}
