import { readApiPage } from '../contract/api-description.ts';
import { apiPage } from '../http/api-page.ts';
import { fileEndpoint } from '../http/file.ts';
import { bundledFile } from '../runtime/bundled-files.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings('EDGE_SECRET_ARN', 'LAMBDA_TASK_ROOT');
const files = (...names: string[]) =>
  Promise.all(names.map((name) => bundledFile(env.LAMBDA_TASK_ROOT, name)));

export const handler = fileEndpoint(readApiPage, { edgeSecret: secret(env.EDGE_SECRET_ARN) }, async () =>
  apiPage({
    title: 'Sitthi API',
    styles: await files('swagger-ui.css', 'page.css'),
    scripts: await files('swagger-ui-bundle.js', 'page.js'),
  }),
);
