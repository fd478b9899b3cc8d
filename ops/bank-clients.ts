import { writeFile } from 'node:fs/promises';
import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { AuditTable } from '../functions/data/audit.ts';
import { BankAccountsTable } from '../functions/data/bank-accounts.ts';
import { documentClient } from '../functions/data/document-client.ts';
import type { AuditAction, AuditLine } from '../functions/domain/audit.ts';
import { instantOf } from '../functions/domain/calendar.ts';
import type { Bank } from '../functions/domain/registration.ts';
import { occasion } from './accounts.ts';
import { operator } from './cut-offs.ts';
import type { DeployedStage } from './stage.ts';

const BANKS: readonly Bank[] = ['BAAC', 'GSB'];
const SLOTS = ['a', 'b'] as const;

/** One of the two clients of a bank; it changes its secret by moving from one to the other. */
export type BankSlot = { bank: Bank; slot: (typeof SLOTS)[number]; clientId: string };

/** Those that the stage's data declare. */
const slotsOf = (stage: DeployedStage): BankSlot[] =>
  BANKS.flatMap((bank) =>
    SLOTS.flatMap((slot) => {
      const output = `BankClient${bank.charAt(0)}${bank.slice(1).toLowerCase()}${slot.toUpperCase()}Id`;
      return stage.has(output) ? [{ bank, slot, clientId: stage.output(output) }] : [];
    }),
  );

export function bankSlot(stage: DeployedStage, bank: string, slot: string): BankSlot {
  const found = slotsOf(stage).find(
    (one) => one.bank === bank.toUpperCase() && one.slot === slot.toLowerCase(),
  );
  if (found === undefined) throw new Error(`The stage ${stage.name} declares no client ${slot} of ${bank}.`);
  return found;
}

const line = (action: AuditAction, clientId: string, about: AuditLine['about']): AuditLine => {
  const { at, ...asked } = occasion();
  return { action, actor: operator(), at: instantOf(at), ...asked, about: { account: clientId, ...about } };
};

async function withAccounts<Done>(
  stage: DeployedStage,
  work: (accounts: BankAccountsTable) => Promise<Done>,
): Promise<Done> {
  const client = documentClient(stage.aws);
  const audit = new AuditTable(client, stage.table('audit'));
  try {
    return await work(new BankAccountsTable(client, stage.table('accounts'), audit));
  } finally {
    client.destroy();
  }
}

/** Every client that is declared; without an account nobody hears it. */
export const bankClients = (
  stage: DeployedStage,
): Promise<(BankSlot & { state: 'works' | 'disabled' | 'no account' })[]> =>
  withAccounts(stage, (accounts) =>
    Promise.all(
      slotsOf(stage).map(async (slot) => {
        const account = await accounts.byClientId(slot.clientId);
        return {
          ...slot,
          state: account === undefined ? 'no account' : account.disabled ? 'disabled' : 'works',
        } as const;
      }),
    ),
  );

/** Gives the clients that have none their accounts; one that was disabled stays so. */
export const declareBankClients = (stage: DeployedStage): Promise<void> =>
  withAccounts(stage, async (accounts) => {
    for (const { bank, clientId } of slotsOf(stage))
      await accounts.add(clientId, bank, line('CREATED_ACCOUNT', clientId, { bank }));
  });

/** @returns `already` when it was so before */
export const setBankClientDisabled = (
  stage: DeployedStage,
  { clientId }: BankSlot,
  disabled: boolean,
): Promise<'done' | 'already'> =>
  withAccounts(stage, (accounts) => {
    const audit = line('CHANGED_ACCOUNT', clientId, { disabled: String(disabled) });
    if (!disabled) return accounts.enable(clientId, audit);
    // Tokens tell whole seconds: one of this very second is from before.
    return accounts.disable(clientId, Math.floor(Date.now() / 1_000) + 1, audit);
  });

/** Writes client id and secret into a new file that nobody else can read. */
export async function writeBankSecret(
  stage: DeployedStage,
  { clientId, bank, slot }: BankSlot,
  path: string,
): Promise<void> {
  const cognito = new CognitoIdentityProviderClient(stage.aws);
  try {
    const { UserPoolClient } = await cognito.send(
      new DescribeUserPoolClientCommand({ UserPoolId: stage.output('UserPoolId'), ClientId: clientId }),
    );
    const clientSecret = UserPoolClient?.ClientSecret;
    if (clientSecret === undefined) throw new Error(`The client ${slot} of ${bank} has no secret.`);
    const written = `${JSON.stringify({ bank, slot, clientId, clientSecret }, undefined, 2)}\n`;
    await writeFile(path, written, { flag: 'wx', mode: 0o600 });
  } finally {
    cognito.destroy();
  }
}
