import {
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { AccountsTable } from '../functions/data/accounts.ts';
import { documentClient } from '../functions/data/document-client.ts';
import { geography } from '../functions/data/geography.ts';
import type { Area, DistrictCode, ProvinceCode } from '../functions/domain/area.ts';
import type { Role } from '../functions/domain/caller.ts';
import type { AgencyCode } from '../functions/domain/programme.ts';
import { password } from '../functions/runtime/password.ts';
import type { DeployedStage } from './stage.ts';

export type NewAccount = {
  username: string;
  name: string;
  /** The officer's own address, checked by whoever takes it down: a forgotten password is asked for there. */
  email?: string | undefined;
  role: Role;
  province?: string | undefined;
  district?: string | undefined;
  agency: string;
};

/** An address as the pool keeps it; officers cannot write it themselves. */
export const verifiedEmail = (email: string) => [
  { Name: 'email', Value: email },
  { Name: 'email_verified', Value: 'true' },
];

/** @throws naming the option that the role needs or the code that does not exist */
export async function areaOf({ role, province, district }: NewAccount): Promise<Area> {
  switch (role) {
    case 'central':
      return { level: 'country' };
    case 'province':
      if (province === undefined || !(await geography.province(province)))
        throw new Error('--province: the two digits of a province.');
      return { level: 'province', province: province as ProvinceCode };
    case 'district':
      if (district === undefined || !(await geography.district(district)))
        throw new Error('--district: the four digits of a district.');
      return { level: 'district', district: district as DistrictCode };
  }
}

/** Creates the user with a password for the first sign-in only, and the account that gives the rights. */
export async function addAccount(
  stage: DeployedStage,
  account: NewAccount,
): Promise<{ subject: string; temporaryPassword: string }> {
  const area = await areaOf(account);
  const temporaryPassword = password();
  const cognito = new CognitoIdentityProviderClient(stage.aws);
  const { User } = await cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: stage.output('UserPoolId'),
      Username: account.username,
      TemporaryPassword: temporaryPassword,
      ...(account.email === undefined ? {} : { UserAttributes: verifiedEmail(account.email) }),
      MessageAction: 'SUPPRESS',
    }),
  );
  cognito.destroy();
  const subject = User?.Attributes?.find(({ Name }) => Name === 'sub')?.Value;
  if (subject === undefined) throw new Error('The user pool gave the user no subject.');
  const client = documentClient(stage.aws);
  const { username, name, role } = account;
  await new AccountsTable(client, stage.table('accounts')).save({
    kind: 'officer',
    subject,
    username,
    name,
    disabled: false,
    role,
    area,
    agency: account.agency as AgencyCode,
    rights: [],
  });
  client.destroy();
  return { subject, temporaryPassword };
}

/** Gives the client ids of the stage's banks their rights. */
export async function addBankClients(stage: DeployedStage): Promise<{ bank: string; clientId: string }[]> {
  const client = documentClient(stage.aws);
  const accounts = new AccountsTable(client, stage.table('accounts'));
  const added: { bank: string; clientId: string }[] = [];
  for (const bank of ['BAAC', 'GSB'] as const)
    for (const slot of ['A', 'B']) {
      const name = `BankClient${bank.charAt(0)}${bank.slice(1).toLowerCase()}${slot}Id`;
      if (!stage.has(name)) continue;
      const clientId = stage.output(name);
      await accounts.save({
        kind: 'bank',
        subject: clientId,
        username: clientId,
        name: bank,
        disabled: false,
        bank,
      });
      added.push({ bank, clientId });
    }
  client.destroy();
  return added;
}
