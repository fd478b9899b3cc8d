import { RetentionDays } from 'aws-cdk-lib/aws-logs';

export type Bank = 'BAAC' | 'GSB';
/** A bank rotates its client secret by moving from one slot to the other while both are accepted. */
export type BankClientSlot = 'a' | 'b';

/** Everything in which one deployment of the system differs from another. */
export interface StageSettings {
  readonly name: string;
  readonly region: 'ap-southeast-7' | 'ap-southeast-1';
  readonly architecture: 'arm64' | 'x86_64';
  readonly removal: 'retain' | 'destroy';
  readonly deletionProtection: boolean;
  readonly pointInTimeRecovery: boolean;
  readonly logRetention: RetentionDays;
  readonly mfa: 'required' | 'off';
  readonly officerAuthFlows: 'USER_PASSWORD_AUTH' | 'USER_SRP_AUTH';
  /** Requests a second, and the burst above it, for the whole API. */
  readonly apiThrottle: { readonly rate: number; readonly burst: number };
  readonly bankClients: readonly { readonly bank: Bank; readonly slots: readonly BankClientSlot[] }[];
  /** Whether the authorizer demands a bank's scope on the routes for banks. */
  readonly routeScopes: boolean;
}

export const stages = {
  local: {
    name: 'local',
    region: 'ap-southeast-7',
    architecture: 'x86_64',
    removal: 'destroy',
    deletionProtection: false,
    pointInTimeRecovery: false,
    logRetention: RetentionDays.ONE_WEEK,
    // The emulator verifies no TOTP codes and cannot sign in by SRP.
    mfa: 'off',
    officerAuthFlows: 'USER_PASSWORD_AUTH',
    apiThrottle: { rate: 1_000, burst: 500 },
    bankClients: [
      { bank: 'BAAC', slots: ['a', 'b'] },
      { bank: 'GSB', slots: ['a'] },
    ],
    routeScopes: false,
  },
  staging: {
    name: 'staging',
    region: 'ap-southeast-1',
    architecture: 'arm64',
    removal: 'destroy',
    deletionProtection: false,
    pointInTimeRecovery: true,
    logRetention: RetentionDays.ONE_MONTH,
    mfa: 'required',
    officerAuthFlows: 'USER_SRP_AUTH',
    apiThrottle: { rate: 1_000, burst: 500 },
    bankClients: [
      { bank: 'BAAC', slots: ['a'] },
      { bank: 'GSB', slots: ['a'] },
    ],
    routeScopes: true,
  },
  production: {
    name: 'production',
    region: 'ap-southeast-7',
    // AWS does not confirm Graviton for Lambda in Bangkok.
    architecture: 'x86_64',
    removal: 'retain',
    deletionProtection: true,
    pointInTimeRecovery: true,
    // The Computer Crime Act B.E. 2550, section 26, asks for 90 days at least.
    logRetention: RetentionDays.FOUR_MONTHS,
    mfa: 'required',
    officerAuthFlows: 'USER_SRP_AUTH',
    // The account's ceiling in Bangkok; raise the quota first.
    apiThrottle: { rate: 2_500, burst: 1_250 },
    bankClients: [
      { bank: 'BAAC', slots: ['a'] },
      { bank: 'GSB', slots: ['a'] },
    ],
    routeScopes: true,
  },
} as const satisfies Record<string, StageSettings>;

export type StageName = keyof typeof stages;

export const stageNames = Object.keys(stages) as StageName[];

/** Throws when no stage has the name, so that a typing error never deploys somewhere unexpected. */
export function stageNamed(name: string): StageSettings {
  const known = stageNames.find((candidate) => candidate === name);
  if (known === undefined) {
    throw new Error(`No stage is named "${name}"; choose one of ${stageNames.join(', ')}.`);
  }
  return stages[known];
}
