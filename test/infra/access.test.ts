import { describe, expect, it } from 'vitest';
import type { TableName } from '../../lib/data-access.ts';
import { type StageName, stageNames } from '../../lib/stages.ts';
import { resourcesOf, tableLogicalIds, templates } from '../support/templates.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

interface PolicyProperties {
  readonly PolicyDocument: { readonly Statement: readonly Statement[] };
  readonly Roles: readonly { readonly Ref: string }[];
}

interface FunctionProperties {
  readonly Role: { readonly 'Fn::GetAtt': readonly [string, string] };
  readonly Environment: { readonly Variables: Readonly<Record<string, unknown>> };
}

interface Grant {
  readonly action: string;
  /** A table, `table/index/name`, `table stream`, another stored thing's logical id, or the raw resource. */
  readonly on: string;
}

const listOf = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T]);

/** The grants of each function by its service name. */
function grantsOf(stage: StageName): Map<string, Grant[]> {
  const { storage, service, mis } = templates(stage);
  type Outputs = Record<string, { Value: unknown; Export?: { Name: string } }>;
  const outputs = [storage, mis].flatMap((template) => Object.values(template.findOutputs('*') as Outputs));
  const exported = new Map(
    outputs.flatMap(({ Value, Export }) => (Export === undefined ? [] : [[Export.Name, Value] as const])),
  );
  const tableById = new Map(Object.entries(tableLogicalIds(stage)).map(([table, id]) => [id, table]));

  const nameOf = (resource: unknown): string => {
    if (typeof resource === 'string') return resource;
    const node = resource as Record<string, unknown>;
    if ('Fn::ImportValue' in node) return nameOf(exported.get(String(node['Fn::ImportValue'])));
    if ('Fn::Join' in node) return (node['Fn::Join'] as [string, unknown[]])[1].map(nameOf).join('');
    if ('Ref' in node) return String(node.Ref);
    const [id, attribute] = node['Fn::GetAtt'] as [string, string];
    return `${tableById.get(id) ?? id}${attribute === 'StreamArn' ? ' stream' : ''}`;
  };

  const grants = new Map<string, Grant[]>();
  for (const template of [storage, service, mis]) {
    const policies = Object.values(resourcesOf<PolicyProperties>(template, 'AWS::IAM::Policy'));
    for (const { Properties } of Object.values(
      resourcesOf<FunctionProperties>(template, 'AWS::Lambda::Function'),
    )) {
      const role = Properties.Role['Fn::GetAtt'][0];
      const statements = policies
        .filter((policy) => policy.Properties.Roles.some(({ Ref }) => Ref === role))
        .flatMap((policy) => policy.Properties.PolicyDocument.Statement);
      grants.set(
        String(Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME),
        statements.flatMap(({ Action, Resource }) =>
          listOf(Action).flatMap((action) =>
            listOf(Resource).map((resource) => ({ action, on: nameOf(resource) })),
          ),
        ),
      );
    }
  }
  return grants;
}

const letters: Readonly<Record<string, string>> = {
  'dynamodb:BatchGetItem': 'B',
  'dynamodb:ConditionCheckItem': 'C',
  'dynamodb:BatchWriteItem': 'W',
  'dynamodb:DeleteItem': 'D',
  'dynamodb:GetItem': 'G',
  'dynamodb:PutItem': 'P',
  'dynamodb:Query': 'Q',
  'dynamodb:Scan': 'S',
  'dynamodb:UpdateItem': 'U',
};
const read = 'BCGQ';
const append = 'P';
const write = 'BCGPQU';

// Written out a second time on purpose: whoever widens a right says so here.
const expectedAccess: Readonly<Record<string, Partial<Record<TableName, string>>>> = {
  'check-eligibility': {
    cardholders: read,
    registrations: read,
    intakeLocations: read,
    programme: read,
    attempts: 'BU',
  },
  'read-measure': { programme: read },
  'list-agencies': { programme: read },
  'list-projects': { programme: read },
  'list-provinces': {},
  'list-districts': {},
  'list-subdistricts': {},
  'list-intake-locations': { intakeLocations: read },
  'identify-person': {
    programme: read,
    accounts: read,
    cardholders: read,
    registrations: read,
    intakeLocations: read,
    audit: append,
  },
  'list-published-documents': { documents: read },
  'list-documents': { accounts: read, audit: append, documents: read },
  'download-document-version': { accounts: read, audit: append, documents: read },
  'announce-document-version': { accounts: read, documents: 'BCGPQ', audit: append },
  'publish-document-version': { accounts: read, documents: 'BCGPQ', audit: append },
  'register-bank-rows': {
    accounts: read,
    cardholders: read,
    registrations: write,
    registrationHistory: append,
    references: 'BCGPQ',
    programme: read,
    audit: append,
  },
  'correct-bank-rows': {
    accounts: read,
    cardholders: read,
    registrations: write,
    registrationHistory: append,
    references: 'BCGPQ',
    programme: read,
    audit: append,
  },
  'withdraw-bank-rows': {
    accounts: read,
    cardholders: read,
    registrations: write,
    registrationHistory: append,
    references: 'BCGPQ',
    audit: append,
  },
  'read-bank-statement': { accounts: read, registrations: read, counters: read, audit: append },
  'look-up-bank-references': {
    accounts: read,
    cardholders: read,
    registrations: read,
    references: read,
    audit: append,
  },
  'read-api-description': {},
  'read-api-page': {},
  'add-intake-location': { accounts: read, intakeLocations: write, audit: append },
  'change-intake-location': { accounts: read, intakeLocations: write, audit: append },
  'retire-intake-location': { accounts: read, intakeLocations: write, audit: append },
  'read-me': { accounts: read, audit: append },
  'list-my-intake-locations': { accounts: read, audit: append, intakeLocations: read },
  'list-accounts': { accounts: read, audit: append },
  'read-account': { accounts: read, audit: append },
  'create-account': { accounts: 'BCGPQ', programme: read, audit: append },
  'import-accounts': { accounts: 'BCGPQ', programme: read, audit: append },
  'change-account': { accounts: 'BCGPQ', programme: read, audit: append },
  'reset-password': { accounts: 'BCGPQ', programme: read, audit: append },
  'sign-out-everywhere': { accounts: 'BCGPQ', audit: append },
  'create-registration': {
    accounts: read,
    cardholders: read,
    registrations: write,
    registrationHistory: append,
    references: 'BCGPQ',
    intakeLocations: read,
    programme: read,
    audit: append,
  },
  'read-registration': {
    accounts: read,
    references: read,
    registrations: read,
    cardholders: read,
    audit: append,
  },
  'correct-registration': {
    accounts: read,
    references: read,
    registrations: write,
    registrationHistory: append,
    cardholders: read,
    intakeLocations: read,
    programme: read,
    audit: append,
  },
  'withdraw-registration': {
    accounts: read,
    references: read,
    registrations: write,
    registrationHistory: append,
    cardholders: read,
    audit: append,
  },
  'list-registration-versions': {
    accounts: read,
    references: read,
    registrations: read,
    registrationHistory: read,
    cardholders: read,
    audit: append,
  },
  'list-registrations': { accounts: read, registrations: read, audit: append },
  'read-coverage-report': { accounts: read, audit: append, counters: read },
  'read-daily-report': { accounts: read, audit: append, counters: read, programme: read },
  'read-project-report': { accounts: read, audit: append, counters: read, ledger: read, programme: read },
  'read-cardholder-report': { accounts: read, audit: append, counters: read, programme: read },
  'read-access-history': { accounts: read, audit: 'BCGPQ', cardholders: read },
  'read-officer-activity': { accounts: read, audit: 'BCGPQ' },
  'list-participants': {
    accounts: read,
    ledger: read,
    cardholders: read,
    registrations: read,
    audit: append,
  },
  'list-cardholders': { accounts: read, ledger: read, cardholders: read, registrations: read, audit: append },
  'read-profile': {
    accounts: read,
    cardholders: read,
    registrations: read,
    registrationHistory: read,
    references: read,
    ledger: read,
    programme: read,
    cutOffs: read,
    cutOffRows: read,
    audit: append,
  },
  'show-full-id': {
    programme: read,
    accounts: read,
    cardholders: read,
    registrations: read,
    references: read,
    ledger: read,
    audit: append,
  },
  'look-up-people': {
    programme: read,
    accounts: read,
    cardholders: read,
    registrations: read,
    allowances: write,
    audit: append,
  },
  'override-area': {
    accounts: read,
    cardholders: read,
    registrations: read,
    registrationHistory: read,
    references: 'BCGPQ',
    ledger: read,
    programme: read,
    cutOffs: read,
    cutOffRows: read,
    allowances: write,
    announcements: append,
    audit: append,
  },
  'list-announcements': { accounts: read, announcements: read, audit: append },
  'mark-announcement': { accounts: read, announcements: write, audit: append },
  'create-cut-off': { accounts: read, cutOffs: 'BCGPQ', programme: read, audit: append },
  'list-cut-offs': { accounts: read, audit: append, cutOffs: read, programme: read },
  'read-cut-off': { accounts: read, audit: append, cutOffs: read, counters: read, programme: read },
  'list-cut-off-rows': {
    accounts: read,
    cutOffs: read,
    cutOffRows: read,
    programme: read,
    cardholders: read,
    registrations: read,
    audit: append,
  },
  'list-cut-off-differences': {
    accounts: read,
    cutOffs: read,
    cutOffRows: read,
    programme: read,
    ledger: read,
    registrations: read,
    registrationHistory: read,
    audit: append,
  },
  'count-registrations': { ledger: write, counters: write, quarantine: append },
  'note-sign-in': { audit: append },
  'copy-audit-trail': {},
  'compare-audit-trail': { audit: read, jobRuns: write },
  'count-cardholders': { ledger: write, counters: write, quarantine: append },
  'create-import': { accounts: read, imports: write, audit: append },
  'list-imports': { accounts: read, audit: append, imports: read },
  'read-import': { accounts: read, audit: append, imports: read, jobRuns: read },
  'start-import': { accounts: read, imports: write, audit: append },
  'revoke-missing-cardholders': { accounts: read, imports: write, audit: append },
  'announce-bank-file': { accounts: read, imports: write, audit: append },
  'list-bank-files': { accounts: read, imports: read, audit: append },
  'read-bank-file': { accounts: read, imports: read, jobRuns: read, audit: append },
  'start-bank-file': { accounts: read, imports: write, audit: append },
  'order-bank-statement': { accounts: read, jobRuns: append, audit: append },
  'read-bank-statement-file': { accounts: read, jobRuns: read, audit: append },
  'write-bank-statement': { registrations: read, counters: read, jobRuns: write },
  'register-bank-file': {
    cardholders: read,
    registrations: write,
    registrationHistory: append,
    references: 'BCGPQ',
    programme: read,
    audit: append,
    imports: write,
    jobRuns: write,
  },
  'import-registry': { cardholders: 'PSW', imports: write, jobRuns: write },
  'revoke-missing': { cardholders: 'PSW', imports: write, jobRuns: write },
  'reconcile-counters': {
    registrations: 'BCGQS',
    cardholders: 'BCGQS',
    ledger: 'BCGPQSU',
    counters: write,
    jobRuns: write,
  },
  'erase-personal-data': {
    cardholders: 'BDGQS',
    registrations: 'BDGQS',
    registrationHistory: 'BDGQS',
    references: 'BDGQSU',
    ledger: 'GSU',
    cutOffRows: 'BDGQS',
    quarantine: 'BDGQS',
    programme: read,
    jobRuns: write,
  },
  'freeze-cut-off': {
    registrations: 'BCGQS',
    registrationHistory: read,
    cutOffs: write,
    cutOffRows: 'BCGPQ',
    programme: read,
    jobRuns: write,
  },
};

const holdPersonKey = [
  'correct-bank-rows',
  'correct-registration',
  'count-cardholders',
  'count-registrations',
  'create-registration',
  'identify-person',
  'list-registration-versions',
  'list-registrations',
  'look-up-people',
  'override-area',
  'read-access-history',
  'read-profile',
  'read-registration',
  'reconcile-counters',
  'register-bank-file',
  'register-bank-rows',
  'show-full-id',
  'withdraw-bank-rows',
  'withdraw-registration',
];

describe.each(stageNames)('what functions may do on %s', (stage) => {
  const grants = grantsOf(stage);
  const everyGrant = [...grants].flatMap(([name, list]) => list.map((grant) => ({ name, ...grant })));

  it('is exactly what each of them needs of the tables', () => {
    const tables = new Set<string>(Object.keys(tableLogicalIds(stage)));
    const found = [...grants].map(([name, list]) => {
      const access: Record<string, string> = {};
      for (const { action, on } of list) {
        if (tables.has(on)) access[on] = [...(access[on] ?? ''), letters[action] ?? action].sort().join('');
      }
      return [name, access];
    });
    expect(Object.fromEntries(found)).toEqual(expectedAccess);
  });

  it('never changes or deletes a line of the audit trail, and never changes one of the history', () => {
    const actionsOn = (table: string) =>
      new Set(everyGrant.filter(({ on }) => on.startsWith(table)).map(({ action }) => action));
    for (const [table, ...forbidden] of [
      ['audit', 'dynamodb:UpdateItem', 'dynamodb:BatchWriteItem', 'dynamodb:DeleteItem'],
      ['registrationHistory', 'dynamodb:UpdateItem', 'dynamodb:BatchWriteItem'],
    ] as const) {
      expect(actionsOn(table).has('dynamodb:PutItem')).toBe(true);
      for (const action of forbidden) expect([table, action, actionsOn(table).has(action)]).toContain(false);
    }
  });

  it('deletes no item anywhere but in the job that erases, which has no right on the trail at all', () => {
    const deleting = everyGrant.filter(({ action }) => /^(?!sqs:).*Delete/.test(action));
    expect([...new Set(deleting.map(({ name }) => name))]).toEqual(['erase-personal-data']);
    expect([...new Set(deleting.map(({ on }) => on))].sort()).toEqual([
      'cardholders',
      'cutOffRows',
      'quarantine',
      'references',
      'registrationHistory',
      'registrations',
    ]);
    expect((grants.get('erase-personal-data') ?? []).filter(({ on }) => /audit/i.test(on))).toEqual([]);
  });

  it('speaks to no queue but where its failures go, and to that of the job which it is or starts', () => {
    const queues = everyGrant.filter(({ action }) => action.startsWith('sqs:'));
    const found = new Set(queues.map(({ name, on }) => `${name} ${on.replace(/[0-9A-F]{8}$/, '')}`));
    expect([...found].sort()).toEqual([
      'compare-audit-trail CompareAuditTrailQueue',
      'copy-audit-trail CopyAuditTrailFailures',
      'count-cardholders CountCardholdersFailures',
      'count-registrations CountRegistrationsFailures',
      'create-cut-off FreezeCutOffQueue',
      'erase-personal-data ErasePersonalDataQueue',
      'freeze-cut-off FreezeCutOffQueue',
      'import-registry ImportRegistryQueue',
      'order-bank-statement WriteBankStatementQueue',
      'reconcile-counters ReconcileCountersQueue',
      'register-bank-file RegisterBankFileQueue',
      'revoke-missing RevokeMissingQueue',
      'revoke-missing-cardholders RevokeMissingQueue',
      'start-bank-file RegisterBankFileQueue',
      'start-import ImportRegistryQueue',
      'write-bank-statement WriteBankStatementQueue',
    ]);
  });

  it('names every action and every resource', () => {
    const wide = everyGrant.filter(({ action, on }) => action.includes('*') || on.includes('*'));
    // IAM knows no resource for these three.
    const unavoidable = ['dynamodb:ListStreams', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments'];
    const others = wide.filter(({ action }) => !unavoidable.includes(action));
    // Objects are named when they come; no function may do more than this with any of them.
    expect(others.map(({ name, action, on }) => `${name} ${action} ${on}`).sort()).toEqual([
      'announce-bank-file s3:PutObject ImportFiles42845354/files/*',
      'announce-document-version s3:PutObject DocumentFiles8A799B74/*',
      'compare-audit-trail s3:GetObject AuditCopyB975A775/lines/*',
      'compare-audit-trail s3:PutObject AuditCopyB975A775/lines/*',
      'copy-audit-trail s3:PutObject AuditCopyB975A775/lines/*',
      'create-import s3:PutObject ImportFiles42845354/files/*',
      'download-document-version s3:GetObject DocumentFiles8A799B74/*',
      'download-document-version s3:GetObjectVersion DocumentFiles8A799B74/*',
      'import-registry s3:AbortMultipartUpload ImportFiles42845354/rejects/*',
      'import-registry s3:GetObject ImportFiles42845354/files/*',
      'import-registry s3:GetObject ImportFiles42845354/parts/*',
      'import-registry s3:GetObjectVersion ImportFiles42845354/files/*',
      'import-registry s3:PutObject ImportFiles42845354/parts/*',
      'import-registry s3:PutObject ImportFiles42845354/rejects/*',
      'list-published-documents s3:GetObject DocumentFiles8A799B74/*',
      'list-published-documents s3:GetObjectVersion DocumentFiles8A799B74/*',
      'publish-document-version s3:GetObject DocumentFiles8A799B74/*',
      'publish-document-version s3:GetObjectVersion DocumentFiles8A799B74/*',
      'read-bank-file s3:GetObject ImportFiles42845354/answers/*',
      'read-bank-statement-file s3:GetObject ImportFiles42845354/statements/*',
      'read-import s3:GetObject ImportFiles42845354/rejects/*',
      'register-bank-file s3:AbortMultipartUpload ImportFiles42845354/answers/*',
      'register-bank-file s3:GetObject ImportFiles42845354/files/*',
      'register-bank-file s3:GetObject ImportFiles42845354/parts/*',
      'register-bank-file s3:GetObjectVersion ImportFiles42845354/files/*',
      'register-bank-file s3:PutObject ImportFiles42845354/answers/*',
      'register-bank-file s3:PutObject ImportFiles42845354/parts/*',
      'write-bank-statement s3:AbortMultipartUpload ImportFiles42845354/statements/*',
      'write-bank-statement s3:GetObject ImportFiles42845354/parts/*',
      'write-bank-statement s3:PutObject ImportFiles42845354/parts/*',
      'write-bank-statement s3:PutObject ImportFiles42845354/statements/*',
    ]);
  });

  it('reads an index only by its name', () => {
    const indexes = everyGrant.filter(({ on }) => on.includes('/index/'));
    expect(new Set(indexes.map(({ on }) => on))).toEqual(
      new Set([
        'accounts/index/area',
        'announcements/index/unread',
        'registrations/index/bank-list',
        'registrations/index/day-list',
        'ledger/index/participants',
        'ledger/index/roster',
        'audit/index/hour',
        'audit/index/person',
      ]),
    );
    expect(new Set(indexes.map(({ action }) => action))).toEqual(new Set(['dynamodb:Query']));
  });

  it('lists accounts in one place alone', () => {
    const readers = everyGrant.filter(({ on }) => on.startsWith('accounts/index/'));
    expect(readers.map(({ name }) => name)).toEqual(['list-accounts']);
  });

  it('touches the users of the pool only to administer accounts, and never deletes one', () => {
    const found: Record<string, string[]> = {};
    for (const { name, action, on } of everyGrant)
      if (action.startsWith('cognito-idp:')) {
        expect(on).toMatch(/^UserPool[0-9A-F]{8}$/);
        found[name] = [...(found[name] ?? []), action.replace('cognito-idp:Admin', '')].sort();
      }
    const adds = ['CreateUser', 'EnableUser', 'GetUser', 'SetUserPassword'];
    const emails = ['UpdateUserAttributes'];
    expect(found).toEqual({
      'create-account': [...adds, ...emails].sort(),
      'import-accounts': [...adds, ...emails, 'UserGlobalSignOut'].sort(),
      'change-account': [...emails, 'DisableUser', 'EnableUser', 'UserGlobalSignOut'].sort(),
      'reset-password': ['SetUserMFAPreference', 'SetUserPassword', 'UserGlobalSignOut'],
      'sign-out-everywhere': ['UserGlobalSignOut'],
    });
  });

  it('reads a stream only where the function follows it', () => {
    const readers = everyGrant.filter(({ action }) => action === 'dynamodb:GetRecords');
    expect(readers.map(({ name, on }) => [name, on])).toEqual([
      ['count-registrations', 'registrations stream'],
      ['count-cardholders', 'cardholders stream'],
      ['copy-audit-trail', 'audit stream'],
    ]);
  });

  it('opens the person key only to those who write a person on the audit trail or in a list of people', () => {
    const readers = everyGrant.filter(
      ({ action, on }) => action === 'secretsmanager:GetSecretValue' && on.startsWith('PersonKey'),
    );
    expect(readers.map(({ name }) => name).sort()).toEqual(holdPersonKey);
  });

  it('encrypts only where something is written', () => {
    for (const [name, list] of grants) {
      const writes = list.some(({ action }) => /dynamodb:(Put|Update|Delete)Item/.test(action));
      const encrypts = list.some(({ action }) => action === 'kms:Encrypt');
      expect([name, encrypts]).toEqual([name, writes]);
    }
  });
});
