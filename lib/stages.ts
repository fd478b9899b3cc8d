import { RetentionDays } from 'aws-cdk-lib/aws-logs';

export type Bank = 'BAAC' | 'GSB';
/** A bank rotates its client secret by moving from one slot to the other while both are accepted. */
export type BankClientSlot = 'a' | 'b';

/** Requests a second, and the burst above it. */
export interface Throttle {
  readonly rate: number;
  readonly burst: number;
}

/** Tries in each window. */
export interface Tries {
  readonly tenMinutes: number;
  readonly hour: number;
  readonly day: number;
}

/** How often the look-up answers before every further answer costs a solved challenge; docs/adr/0021. */
export interface LookUpLimits {
  readonly ofPerson: Tries;
  readonly ofAddress: Tries;
  /** Challenges accepted for one person on one day: the end of all tries. */
  readonly solvedADay: number;
}

/** Where CloudFront takes web ACLs and certificates from. */
export const EDGE_REGION = 'us-east-1';

/** What stands before a stage that the internet reaches. */
export interface EdgeSettings {
  /** A name of the stage's own, and its certificate in us-east-1. */
  readonly site?: { readonly domainName: string; readonly certificateArn: string } | undefined;
  /** From one address in five minutes. It ends a flood and nothing less: a village and a whole mobile network share an address. */
  readonly requestsPerAddress: number;
  readonly lookUpsPerAddress: number;
}

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
  /** Of each route that asks for a token. */
  readonly apiThrottle: Throttle;
  /** Of each public route, so that all of them together leave room under the account's ceiling to officers. */
  readonly publicThrottle: Throttle;
  /** Public routes that need another one, by their entry. */
  readonly publicThrottles: Readonly<Record<string, Throttle>>;
  /** What Lambda runs at once in the account and region; 1,000 unless the quota has been raised. */
  readonly accountConcurrency: number;
  /**
   * Of that, what a function has for itself and never exceeds, by its entry. The others share the rest, of which
   * Lambda insists on 100.
   */
  readonly reservedConcurrency: Readonly<Record<string, number>>;
  /** The same for each public route that is not named there. */
  readonly publicConcurrency: number | undefined;
  /** Parts in which reconcile reads each table: each is read in a fraction of a minute; docs/adr/0011 counts them. */
  readonly reconcileSegments: number;
  /** The same for the list of a pay cut-off. */
  readonly freezeSegments: number;
  /** Parts in which a file, the registry and its people are dealt: each is worked on in a fraction of a minute. */
  readonly importParts: number;
  /** Requests that an import has on their way to the table at the same time. */
  readonly importLanes: number;
  /** Mailboxes of those on call. Each has to confirm the message that SNS sends it; without any nobody is told. */
  readonly alarmAddresses: readonly `${string}@${string}`[];
  readonly bankClients: readonly { readonly bank: Bank; readonly slots: readonly BankClientSlot[] }[];
  /** CloudFront, the web ACL and the sites; on one machine a front server plays them. */
  readonly edge: EdgeSettings | undefined;
  readonly lookUpLimits: LookUpLimits;
  /** Whether the authorizer demands a bank's scope on the routes for banks. */
  readonly routeScopes: boolean;
}

const lookUpLimits: LookUpLimits = {
  // A person types it wrong, asks again for the address, and a daughter looks, too.
  ofPerson: { tenMinutes: 5, hour: 10, day: 20 },
  ofAddress: { tenMinutes: 60, hour: 240, day: 1_000 },
  solvedADay: 40,
};

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
    publicThrottle: { rate: 1_000, burst: 500 },
    publicThrottles: {},
    accountConcurrency: 1_000,
    reservedConcurrency: {},
    publicConcurrency: undefined,
    reconcileSegments: 2,
    freezeSegments: 2,
    importParts: 4,
    importLanes: 4,
    alarmAddresses: [],
    bankClients: [
      { bank: 'BAAC', slots: ['a', 'b'] },
      { bank: 'GSB', slots: ['a'] },
    ],
    edge: undefined,
    // Whoever tries the system out has one address and a handful of people.
    lookUpLimits: {
      ofPerson: { tenMinutes: 40, hour: 120, day: 400 },
      ofAddress: { tenMinutes: 240, hour: 960, day: 4_000 },
      solvedADay: 40,
    },
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
    publicThrottle: { rate: 12, burst: 24 },
    publicThrottles: { 'check-eligibility': { rate: 600, burst: 300 } },
    accountConcurrency: 1_000,
    // Production's shape at a smaller size, since the account may hold other things.
    reservedConcurrency: {
      'check-eligibility': 120,
      'create-registration': 60,
      'count-registrations': 10,
      'count-cardholders': 10,
      'reconcile-counters': 2,
      'freeze-cut-off': 2,
      'import-registry': 2,
      'revoke-missing': 2,
    },
    publicConcurrency: 5,
    reconcileSegments: 16,
    freezeSegments: 16,
    importParts: 16,
    importLanes: 8,
    alarmAddresses: ['staging-alarms@sitthi.example'],
    bankClients: [
      { bank: 'BAAC', slots: ['a'] },
      { bank: 'GSB', slots: ['a'] },
    ],
    edge: { requestsPerAddress: 30_000, lookUpsPerAddress: 6_000 },
    lookUpLimits,
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
    // The edge answers these lists from its cache.
    publicThrottle: { rate: 30, burst: 60 },
    // Three fifths of the ceiling: on the day of an announcement officers still get through.
    publicThrottles: { 'check-eligibility': { rate: 1_500, burst: 750 } },
    accountConcurrency: 1_000,
    reservedConcurrency: {
      // The crowd: 1,500 requests a second at the 10 that an environment answers, twice over for slow ones.
      'check-eligibility': 300,
      // The intent date decides a payment, so recording it never waits behind somebody's look-up.
      'create-registration': 200,
      // One a shard of the stream, which has one for each 1,000 writes a second of the table.
      'count-registrations': 50,
      // An import writes faster than people register, and nobody waits for it.
      'count-cardholders': 20,
      // A run by hand beside the nightly one; the least that its queue can be told to stay within.
      'reconcile-counters': 2,
      // The least that a queue can be told to stay within, too: one list is made at a time, and a repeated request.
      'freeze-cut-off': 2,
      'import-registry': 2,
      'revoke-missing': 2,
    },
    // Lists that the edge caches: a flood past it stays away from the routes of officers.
    publicConcurrency: 10,
    reconcileSegments: 256,
    freezeSegments: 256,
    // 14 million rows in 256 buckets are 55,000 people at a time in memory.
    importParts: 256,
    importLanes: 32,
    alarmAddresses: ['alarms@sitthi.example'],
    bankClients: [
      { bank: 'BAAC', slots: ['a'] },
      { bank: 'GSB', slots: ['a'] },
    ],
    edge: { requestsPerAddress: 30_000, lookUpsPerAddress: 6_000 },
    lookUpLimits,
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
