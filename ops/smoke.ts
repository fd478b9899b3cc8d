import { randomInt, randomUUID } from 'node:crypto';
import {
  AdminDeleteUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DeleteCommand, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { CardholdersTable } from '../functions/data/cardholders.ts';
import { documentClient } from '../functions/data/document-client.ts';
import {
  accountKey,
  personKey,
  receiptReference,
  registrationReference,
  versionKey,
} from '../functions/data/keys.ts';
import type { SubdistrictCode } from '../functions/domain/area.ts';
import { type Day, instantOf } from '../functions/domain/calendar.ts';
import { type CitizenId, checkDigit, parseCitizenId } from '../functions/domain/citizen-id.ts';
import type { Receipt, RegistrationId } from '../functions/domain/registration.ts';
import { password } from '../functions/runtime/password.ts';
import { createOfficer } from './accounts.ts';
import type { DeployedStage } from './stage.ts';

const PROVINCE = '34';
const DISTRICT = '3401';
const SUBDISTRICT = '340101' as SubdistrictCode;
const BIRTH_DATE = '1970-01-01' as Day;
const COUNTED_WITHIN_MS = 30_000;

type Answer = { status: number; etag: string | null; body: Record<string, unknown> };
type Say = (line: string) => void;

/** A made-up person of an office that issues no numbers, beyond those of any seed. */
function smokePerson(): CitizenId {
  const twelve = `80000${String(9_000_000 + randomInt(999_999))}`;
  return parseCitizenId(`${twelve}${checkDigit(twelve)}`);
}

/** Where requests go, and what each of them carries. */
type WayIn = { origin: string; headers: Record<string, string> };

/** Through the sites' address, or to the API itself as the edge would. */
async function wayIn(stage: DeployedStage, origin: string | undefined): Promise<WayIn> {
  if (origin !== undefined) return { origin: origin.replace(/\/$/, ''), headers: {} };
  const secrets = new SecretsManagerClient(stage.aws);
  const { SecretString = '' } = await secrets.send(
    new GetSecretValueCommand({ SecretId: stage.output('EdgeSecretArn') }),
  );
  secrets.destroy();
  const { current } = JSON.parse(SecretString) as { current: string };
  return { origin: stage.apiUrl, headers: { 'x-sitthi-edge-secret': current } };
}

/**
 * Look-up, place, registration, report and withdrawal, once; then everything that
 * was made is removed again. Only the lines of the audit trail stay: they cannot be removed.
 * @returns how many checks failed
 */
export async function smoke(stage: DeployedStage, origin: string | undefined, say: Say): Promise<number> {
  const run = new SmokeRun(stage, await wayIn(stage, origin), say);
  try {
    await run.checks();
  } catch (error) {
    run.fail('the run', error instanceof Error ? error.message : String(error));
  } finally {
    await run.cleanUp();
  }
  say(`${run.passed} passed, ${run.failed} failed`);
  return run.failed;
}

class SmokeRun {
  passed = 0;
  failed = 0;
  readonly #stage: DeployedStage;
  readonly #way: WayIn;
  readonly #say: Say;
  readonly #client;
  readonly #person = smokePerson();
  readonly #key = randomUUID();
  readonly #undo: (() => Promise<void>)[] = [];
  #token = '';

  constructor(stage: DeployedStage, way: WayIn, say: Say) {
    this.#stage = stage;
    this.#way = way;
    this.#say = say;
    this.#client = documentClient(stage.aws);
  }

  async checks(): Promise<void> {
    const measure = await this.#get('/v1/measure');
    this.#check('the measure is loaded', measure.status === 200);
    const unknown = await this.#lookUp();
    this.#check('a person who is not on record is not found', unknown.body.status === 'not-found');
    this.#check('an officer route wants a token', (await this.#get('/v1/me')).status === 401);
    if (measure.body.phase !== 'open') {
      this.#say('    the window is not open: registering is left out');
      return;
    }
    await this.#signIn();
    await this.#putOnRecord();
    await this.#register(await this.#place());
  }

  fail(what: string, why: string): void {
    this.failed += 1;
    this.#say(`  ✗ ${what}: ${why}`);
  }

  async cleanUp(): Promise<void> {
    for (const undo of this.#undo.reverse())
      try {
        await undo();
      } catch (error) {
        this.fail('cleaning up', error instanceof Error ? error.name : 'unknown');
      }
    this.#client.destroy();
  }

  async #register(placeId: string): Promise<void> {
    const before = await this.#registered();
    const sent = {
      citizenId: this.#person,
      placeId,
      agency: 'DOPA',
      projects: [],
      consent: true,
    };
    const headers = { 'idempotency-key': this.#key };
    const created = await this.#send('POST', '/v1/registrations', sent, headers);
    this.#check('the person is registered', created.status === 201);
    if (created.status !== 201) return;
    const id = String(created.body.registrationId);
    this.#undo.push(() => this.#removeRegistration(id as RegistrationId));
    const second = await this.#send('POST', '/v1/registrations', sent, { 'idempotency-key': randomUUID() });
    this.#check('a second registration is refused', second.status === 409);
    this.#check('the look-up says registered', (await this.#lookUp()).body.status === 'registered');
    this.#check(
      'the province is one higher',
      await this.#eventually(async () => (await this.#registered()) >= before + 1),
    );
    const withdrawn = await this.#send(
      'POST',
      `/v1/registrations/${id}/withdrawal`,
      { reason: 'smoke test' },
      { 'if-match': created.etag ?? '' },
    );
    this.#check('the registration is withdrawn', withdrawn.status === 200);
  }

  async #place(): Promise<string> {
    const place = await this.#send('POST', `/v1/districts/${DISTRICT}/intake-locations`, {
      name: 'ทดสอบระบบ (smoke test)',
    });
    this.#check('a place is recorded', place.status === 201);
    const placeId = String(place.body.placeId);
    const path = `/v1/districts/${DISTRICT}/intake-locations/${placeId}/retirement`;
    this.#undo.push(async () => {
      const retired = await this.#send('POST', path, undefined, { 'if-match': place.etag ?? '' });
      this.#check('the place is retired again', retired.status === 200);
    });
    this.#check(
      'the look-up shows the place',
      await this.#eventually(async () => JSON.stringify((await this.#lookUp()).body).includes(placeId)),
    );
    return placeId;
  }

  async #putOnRecord(): Promise<void> {
    const table = this.#stage.table('cardholders');
    await new CardholdersTable(this.#client, table).load([
      {
        citizenId: this.#person,
        name: { title: 'นาย', first: 'ทดสอบ', last: 'ระบบ' },
        birthDate: BIRTH_DATE,
        subdistrict: SUBDISTRICT,
        band: 'UP_TO_30000',
        cardStatus: 'active',
        changedAt: instantOf(new Date()),
      },
    ]);
    this.#undo.push(() => this.#takeOffRecord(table));
    this.#check('the person may register', (await this.#lookUp()).body.status === 'may-register');
  }

  /** With MFA nobody can sign in unattended: a central officer's own ID token is used instead. */
  async #signIn(): Promise<void> {
    const given = process.env.SITTHI_OFFICER_TOKEN;
    if (given !== undefined) {
      this.#token = given;
    } else {
      const username = `smoke-${randomUUID().slice(0, 8)}`;
      const { subject } = (
        await createOfficer(this.#stage, {
          username,
          name: 'smoke test',
          role: 'province',
          area: PROVINCE,
          agency: 'DOPA',
        })
      ).account;
      const cognito = new CognitoIdentityProviderClient(this.#stage.aws);
      const user = { UserPoolId: this.#stage.output('UserPoolId'), Username: username };
      this.#undo.push(async () => {
        await cognito.send(new AdminDeleteUserCommand(user));
        await this.#delete(this.#stage.table('accounts'), accountKey(subject));
        cognito.destroy();
      });
      const secret = password();
      await cognito.send(new AdminSetUserPasswordCommand({ ...user, Password: secret, Permanent: true }));
      const { AuthenticationResult } = await cognito.send(
        new InitiateAuthCommand({
          AuthFlow: 'USER_PASSWORD_AUTH',
          ClientId: this.#stage.output('OfficerClientId'),
          AuthParameters: { USERNAME: username, PASSWORD: secret },
        }),
      );
      this.#token = AuthenticationResult?.IdToken ?? '';
    }
    this.#check('an officer signs in', (await this.#get('/v1/me')).status === 200);
  }

  /** Removing the item takes it off the counters too: the stream says so. */
  async #removeRegistration(id: RegistrationId): Promise<void> {
    const before = await this.#standing();
    const history = this.#stage.table('registrationHistory');
    const references = this.#stage.table('references');
    const { Items: versions = [] } = await this.#client.send(
      new QueryCommand({
        TableName: history,
        KeyConditionExpression: 'citizenId = :person',
        ExpressionAttributeValues: { ':person': this.#person },
        ConsistentRead: true,
        Limit: 100,
      }),
    );
    await this.#delete(this.#stage.table('registrations'), personKey(this.#person));
    for (const { version, receipt } of versions) {
      await this.#delete(history, versionKey(this.#person, Number(version)));
      await this.#delete(references, receiptReference(String(receipt) as Receipt));
    }
    await this.#delete(references, registrationReference(id));
    const counted = await this.#eventually(async () => {
      const { registered, cancelled } = await this.#standing();
      return registered <= before.registered && cancelled < before.cancelled;
    });
    this.#check('the counters are as they were', counted);
  }

  /** The ledger's row goes last: whatever it still counts could not be taken off the counters without it. */
  async #takeOffRecord(cardholders: string): Promise<void> {
    const ledger = this.#stage.table('ledger');
    await this.#delete(cardholders, personKey(this.#person));
    const takenOff = await this.#eventually(async () => {
      const { Item: row = {} } = await this.#client.send(
        new GetCommand({ TableName: ledger, Key: personKey(this.#person), ConsistentRead: true }),
      );
      return row.card === undefined && row.registration === undefined;
    });
    this.#check('the person is in no count', takenOff);
    if (takenOff) await this.#delete(ledger, personKey(this.#person));
  }

  async #standing(): Promise<{ registered: number; cancelled: number }> {
    const { body } = await this.#get(`/v1/mis/coverage?area=${PROVINCE}`);
    return body.total as { registered: number; cancelled: number };
  }

  async #registered(): Promise<number> {
    return (await this.#standing()).registered;
  }

  #lookUp(): Promise<Answer> {
    // Heard only where the measure asks for it.
    return this.#send('POST', '/v1/eligibility', { citizenId: this.#person, birthDate: BIRTH_DATE });
  }

  #get(path: string): Promise<Answer> {
    return this.#send('GET', path);
  }

  async #send(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(`${this.#way.origin}${path}`, {
      method,
      headers: {
        ...this.#way.headers,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.#token === '' ? {} : { authorization: `Bearer ${this.#token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const parsed = (await response.json()) as Record<string, unknown>;
    return { status: response.status, etag: response.headers.get('etag'), body: parsed };
  }

  #delete(table: string, key: Record<string, unknown>): Promise<void> {
    return this.#client.send(new DeleteCommand({ TableName: table, Key: key })).then(() => {});
  }

  async #eventually(holds: () => Promise<boolean>): Promise<boolean> {
    const until = Date.now() + COUNTED_WITHIN_MS;
    while (Date.now() < until) {
      if (await holds()) return true;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    return false;
  }

  #check(what: string, holds: boolean): void {
    if (!holds) this.fail(what, 'no');
    else {
      this.passed += 1;
      this.#say(`  ✓ ${what}`);
    }
  }
}
