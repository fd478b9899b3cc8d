import { readApiDescription } from '../contract/api-description.ts';
import { fileEndpoint } from '../http/file.ts';
import { bundledFile } from '../runtime/bundled-files.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings('EDGE_SECRET_ARN', 'LAMBDA_TASK_ROOT');

export const handler = fileEndpoint(
  readApiDescription,
  { edgeSecret: secret(env.EDGE_SECRET_ARN) },
  async () => ({ text: await bundledFile(env.LAMBDA_TASK_ROOT, 'openapi.json') }),
);
