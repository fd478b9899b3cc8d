import { join } from 'node:path';
import { localDir } from './project.ts';

/** The deployment that `npm start` runs and `npm run reset` empties. */
export const keptDir = join(localDir, 'deployment');

export const startLockFile = join(localDir, 'start.lock');
