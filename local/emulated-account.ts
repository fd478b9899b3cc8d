import { toolPath } from './project.ts';

export const region = 'ap-southeast-7';
export const accountId = '000000000000';
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

export interface ClientSettings {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Settings with which an AWS SDK client speaks to the emulator. */
export const clientSettings = (endpointUrl: string): ClientSettings => ({
  endpoint: endpointUrl,
  region,
  credentials,
});

/** An environment in which AWS tools reach the emulator and nothing else, whatever the owner has configured. */
export function toolEnvironment(endpointUrl: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS|CDK)_/.test(name));
  return {
    ...Object.fromEntries(inherited),
    PATH: toolPath,
    AWS_ENDPOINT_URL: endpointUrl,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    NO_PROXY: '127.0.0.1',
    no_proxy: '127.0.0.1',
  };
}
