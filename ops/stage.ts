import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { clientSettings } from '../local/emulated-account.ts';
import { readStackFile } from '../local/stack-file.ts';

/** How AWS is reached: the emulator for the stage `local`, the operator's own credentials for any other. */
export type AwsSettings = Partial<ReturnType<typeof clientSettings>>;

export type TableName =
  | 'cardholders'
  | 'registrations'
  | 'registrationHistory'
  | 'references'
  | 'programme'
  | 'ledger'
  | 'accounts'
  | 'jobRuns'
  | 'audit'
  | 'cutOffs'
  | 'cutOffRows'
  | 'imports';

/** A deployed stage: where its parts are, from the outputs of its stacks. */
export type DeployedStage = {
  name: string;
  aws: AwsSettings;
  table(name: TableName): string;
  output(name: string): string;
  has(output: string): boolean;
  /** The API's own address, without a slash at its end. */
  apiUrl: string;
};

async function awsOf(name: string): Promise<AwsSettings> {
  if (name === 'local') return clientSettings((await readStackFile()).endpointUrl);
  const region = process.env.AWS_REGION;
  if (region === undefined) throw new Error('AWS_REGION is not set: it is the region of the stage.');
  return { region };
}

/** The emulator serves every API below its own address. */
const apiUrlOf = ({ endpoint }: AwsSettings, url: string, id: string): string =>
  endpoint === undefined ? url.replace(/\/$/, '') : `${endpoint}/_aws/execute-api/${id}/$default`;

/** @throws when the stage has no stacks in this account and region */
export async function deployedStage(name: string, at?: AwsSettings): Promise<DeployedStage> {
  const aws = at ?? (await awsOf(name));
  const cloudFormation = new CloudFormationClient(aws);
  const outputs = new Map<string, string>();
  for (const part of ['storage', 'service', 'mis']) {
    const { Stacks = [] } = await cloudFormation.send(
      new DescribeStacksCommand({ StackName: `sitthi-${name}-${part}` }),
    );
    for (const { OutputKey, OutputValue } of Stacks[0]?.Outputs ?? [])
      if (OutputKey !== undefined && OutputValue !== undefined) outputs.set(OutputKey, OutputValue);
  }
  cloudFormation.destroy();
  const output = (key: string): string => {
    const value = outputs.get(key);
    if (value === undefined) throw new Error(`The stage ${name} has no output ${key}.`);
    return value;
  };
  return {
    name,
    aws,
    output,
    has: (key) => outputs.has(key),
    apiUrl: apiUrlOf(aws, output('ApiUrl'), output('ApiId')),
    table: (table) => output(`Table${table.charAt(0).toUpperCase()}${table.slice(1)}`),
  };
}
