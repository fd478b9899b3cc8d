import { handler } from '../../functions/jobs/register-bank-file.ts';
import { workAs } from './job-worker.ts';

workAs(handler);
