import { handler } from '../../functions/jobs/import-registry.ts';
import { workAs } from './job-worker.ts';

workAs(handler);
