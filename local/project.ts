import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectDir = fileURLToPath(new URL('..', import.meta.url));

/** Everything that a run leaves on the machine is below this folder. */
export const localDir = join(projectDir, '.local');

/** The tools of the project come first, so that everything runs on the project's own Node. */
export const toolPath = `${join(projectDir, 'node_modules', '.bin')}:${process.env.PATH ?? ''}`;
