import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import type { AccountsTable } from '../../functions/data/accounts.ts';
import { verifiedEmail } from '../../functions/data/user-pool.ts';
import { type Area, type DistrictCode, type ProvinceCode, provinceOf } from '../../functions/domain/area.ts';
import { RIGHTS, type Right, type Role } from '../../functions/domain/caller.ts';
import type { AgencyCode } from '../../functions/domain/programme.ts';
import { password } from '../../functions/runtime/password.ts';
import { clientSettings } from '../emulated-account.ts';
import type { OfficerLogIn, StackDescription } from '../stack-file.ts';

type DemoOfficer = { username: string; name: string; role: Role; area: Area };

/** Every role, two districts of one province, and Bangkok. */
const DEMO_OFFICERS: DemoOfficer[] = [
  { username: 'central', name: 'เจ้าหน้าที่กระทรวงการคลัง', role: 'central', area: { level: 'country' } },
  province('ubon', '34', 'เจ้าหน้าที่ คอจ. อุบลราชธานี'),
  province('bangkok', '10', 'เจ้าหน้าที่ คอจ. กรุงเทพมหานคร'),
  district('mueang-ubon', '3401', 'ปลัดอำเภอเมืองอุบลราชธานี'),
  district('warin', '3415', 'ปลัดอำเภอวารินชำราบ'),
  district('phra-nakhon', '1001', 'เจ้าหน้าที่เขตพระนคร'),
];

function province(username: string, code: string, name: string): DemoOfficer {
  return { username, name, role: 'province', area: { level: 'province', province: code as ProvinceCode } };
}

function district(username: string, code: string, name: string): DemoOfficer {
  return { username, name, role: 'district', area: { level: 'district', district: code as DistrictCode } };
}

/** Signs in for the first time with a temporary password. */
const NEW_OFFICER = district('new-officer', '3401', 'เจ้าหน้าที่ใหม่ อำเภอเมืองอุบลราชธานี');

/** Creates the users, all but one with lasting passwords, and the accounts that give them their rights. */
export async function seedOfficers(
  stack: StackDescription,
  accounts: AccountsTable,
): Promise<{ officers: OfficerLogIn[]; newOfficer: OfficerLogIn | undefined }> {
  const cognito = new CognitoIdentityProviderClient(clientSettings(stack.endpointUrl));
  const UserPoolId = stack.userPoolId;
  const logIns: OfficerLogIn[] = [];
  for (const officer of [...DEMO_OFFICERS, NEW_OFFICER]) {
    const { username, name, role, area } = officer;
    const email = `${username}@sitthi.example`;
    const secret = password();
    const { User } = await cognito.send(
      new AdminCreateUserCommand({
        UserPoolId,
        Username: username,
        TemporaryPassword: secret,
        UserAttributes: verifiedEmail(email),
        MessageAction: 'SUPPRESS',
      }),
    );
    const subject = User?.Attributes?.find(({ Name }) => Name === 'sub')?.Value;
    if (subject === undefined) throw new Error(`The pool gave ${username} no subject.`);
    if (officer !== NEW_OFFICER)
      await cognito.send(
        new AdminSetUserPasswordCommand({
          UserPoolId,
          Username: username,
          Password: secret,
          Permanent: true,
        }),
      );
    const agency = (role === 'district' ? 'DOPA' : 'MOI') as AgencyCode;
    const rights: readonly Right[] = role === 'central' ? RIGHTS : [];
    await accounts.save({
      kind: 'officer',
      subject,
      username,
      name,
      disabled: false,
      role,
      area,
      agency,
      rights,
    });
    logIns.push({
      username,
      password: secret,
      role,
      province:
        area.level === 'province'
          ? area.province
          : area.level === 'district'
            ? provinceOf(area.district)
            : '',
      district: area.level === 'district' ? area.district : '',
      email,
    });
  }
  cognito.destroy();
  return {
    officers: logIns.filter(({ username }) => username !== NEW_OFFICER.username),
    newOfficer: logIns.find(({ username }) => username === NEW_OFFICER.username),
  };
}

/** A bank's client has no password of its own: its row says which bank it is. */
export async function seedBankClients(stack: StackDescription, accounts: AccountsTable): Promise<void> {
  for (const { clientId, bank } of stack.bankClients)
    await accounts.save({
      kind: 'bank',
      subject: clientId,
      username: clientId,
      name: bank,
      disabled: false,
      bank: bank as 'BAAC' | 'GSB',
    });
}
