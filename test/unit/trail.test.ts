import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lookUpBankReferences } from '../../functions/contract/bank.ts';
import { identifyPerson } from '../../functions/contract/desk.ts';
import { readRegistration } from '../../functions/contract/registrations.ts';
import { readCoverageReport } from '../../functions/contract/reports.ts';
import type { AuditLine } from '../../functions/domain/audit.ts';
import type { Account } from '../../functions/domain/caller.ts';
import { Refusal, type RefusalCode } from '../../functions/domain/refusal.ts';
import { bankEndpoint, officerEndpoint } from '../../functions/http/endpoint.ts';
import type { HttpAnswer } from '../../functions/http/problem.ts';
import {
  httpEvent,
  IN_WINDOW,
  lambdaContext,
  OFFICER_CLIENT,
  officerAccount,
  officerClaims,
  officeZeroId,
  writtenForms,
} from '../support/builders.ts';
import { accountsOf, capturedOutput, secretOf, Trail } from '../support/fakes.ts';

const EDGE = { 'x-sitthi-edge-secret': 'edge-secret', 'x-sitthi-viewer-address': '203.0.113.9' };
const PERSON = officeZeroId(4_711);

let trail: Trail;
let output: ReturnType<typeof capturedOutput>;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: IN_WINDOW });
  trail = new Trail();
  output = capturedOutput();
});
afterEach(() => {
  output.stop();
  vi.useRealTimers();
});

const gateOf = (account: Account = officerAccount()) => ({
  edgeSecret: secretOf(JSON.stringify({ current: 'edge-secret', previous: '' })),
  accounts: accountsOf(account),
  officerClientId: OFFICER_CLIENT,
  audit: trail,
});

type Call = NonNullable<Parameters<typeof httpEvent>[0]>;
type Handler = (
  event: ReturnType<typeof httpEvent>,
  context: ReturnType<typeof lambdaContext>,
) => Promise<HttpAnswer>;

const call = (handler: Handler, { headers, ...rest }: Call) =>
  handler(httpEvent({ claims: officerClaims(), ...rest, headers: { ...EDGE, ...headers } }), lambdaContext());

const throwing = (refusal: Refusal) => async () => {
  throw refusal;
};
const REGISTRATION = { pathParameters: { registrationId: 'registration0001' } };
const reading = (refusal: Refusal, account?: Account): Handler =>
  officerEndpoint(readRegistration, gateOf(account), throwing(refusal));
const identifying = (refusal: Refusal): Handler =>
  officerEndpoint(identifyPerson, gateOf(), throwing(refusal));
const ofPerson = (citizenId: unknown = PERSON): Call => ({ body: JSON.stringify({ citizenId }) });

describe('a refusal', () => {
  it('leaves a line: who, when, from where, what for, and which rule said no', async () => {
    const answer = await call(reading(new Refusal('registration.not-found')), REGISTRATION);
    expect(answer.statusCode).toBe(404);
    expect(trail.lines).toEqual<AuditLine[]>([
      {
        action: 'WAS_REFUSED',
        actor: 'officer-1',
        at: IN_WINDOW.toISOString() as AuditLine['at'],
        from: '203.0.113.9',
        person: undefined,
        requestId: 'request-1',
        about: { operation: 'read-registration', registrationId: 'registration0001' },
        refused: 'registration.not-found',
      },
    ]);
  });

  it.each<[string, Partial<Account>, Record<string, unknown>, RefusalCode]>([
    ['of an account that is disabled', { disabled: true }, {}, 'account.disabled'],
    ['of one that has expired', { expiresOn: '2018-02-01' as never }, {}, 'account.expired'],
    ['of somebody without an account', {}, { sub: 'officer-9' }, 'account.unknown'],
    ['of another kind of token', {}, { token_use: 'access' }, 'caller.wrong-kind'],
    ['of a token that was signed out', { notBeforeEpochSeconds: 9_999_999_999 }, {}, 'token.signed-out'],
  ])('leaves one %s, before anything is read', async (_, account, claims, refused) => {
    let handled = 0;
    const handler: Handler = officerEndpoint(
      readRegistration,
      gateOf(officerAccount(account as never)),
      async () => {
        handled += 1;
        throw new Error('never');
      },
    );
    await call(handler, { ...REGISTRATION, claims: officerClaims(claims) });
    expect(trail.lines).toMatchObject([{ actor: claims.sub ?? 'officer-1', refused }]);
    expect(handled).toBe(0);
  });

  it('leaves one of who asks too often, of whomever', async () => {
    const answer = await call(identifying(new Refusal('override.daily-limit')), ofPerson());
    expect(answer.statusCode).toBe(429);
    await call(reading(new Refusal('override.daily-limit')), REGISTRATION);
    expect(trail.lines).toMatchObject([
      { person: PERSON, refused: 'override.daily-limit' },
      { person: undefined, refused: 'override.daily-limit' },
    ]);
  });

  it('leaves one of a person who is named in the request, when the answer tells something about him', async () => {
    await call(identifying(new Refusal('registration.already-registered')), ofPerson());
    await call(identifying(new Refusal('cardholder.not-entitled')), ofPerson());
    await call(identifying(new Refusal('account.disabled')), ofPerson());
    expect(trail.lines.map(({ person, refused }) => [person, refused])).toEqual([
      [PERSON, 'registration.already-registered'],
      [PERSON, 'cardholder.not-entitled'],
      [PERSON, 'account.disabled'],
    ]);
  });

  it('leaves one of the person whom the rule itself names, who is not in the answer', async () => {
    const answer = await call(reading(new Refusal('area.outside', { person: PERSON })), REGISTRATION);
    expect(trail.lines).toMatchObject([{ person: PERSON, refused: 'area.outside' }]);
    for (const form of writtenForms(PERSON)) {
      expect(answer.body).not.toContain(form);
      expect(output.text()).not.toContain(form);
    }
  });

  it.each<[string, Refusal, Call]>([
    ['a malformed request', new Refusal('request.invalid'), ofPerson()],
    ['an ID that is nobody’s', new Refusal('citizen-id.checksum'), ofPerson('1000000000018')],
    ['a version that is stale', new Refusal('version.stale'), REGISTRATION],
    ['a store that is busy', new Refusal('store.busy'), ofPerson()],
  ])('leaves none of %s', async (_, refusal, event) => {
    await call(event === REGISTRATION ? reading(refusal) : identifying(refusal), event);
    expect(trail.lines).toEqual([]);
  });

  it('repeats no path that has not the shape of one', async () => {
    const pathParameters = { registrationId: `${PERSON} น.ส.` };
    await call(reading(new Refusal('registration.not-found'), officerAccount({ disabled: true })), {
      pathParameters,
    });
    expect(trail.lines).toMatchObject([{ about: { operation: 'read-registration' } }]);
    expect(JSON.stringify(trail.lines)).not.toContain(PERSON);
  });

  it('leaves none without a verified token, or past the edge', async () => {
    await call(reading(new Refusal('area.outside')), { ...REGISTRATION, claims: undefined as never });
    await call(reading(new Refusal('area.outside')), {
      ...REGISTRATION,
      headers: { 'x-sitthi-edge-secret': 'wrong' },
    });
    expect(trail.lines).toEqual([]);
  });

  it('of a bank stands beside its other lines', async () => {
    const handler: Handler = bankEndpoint(
      lookUpBankReferences,
      gateOf(),
      throwing(new Refusal('store.busy')),
    );
    await call(handler, { body: '{}' });
    expect(trail.lines).toMatchObject([{ refused: 'caller.wrong-kind', isSpread: true }]);
  });

  it('is answered by a 503 and logged as a fault when its line cannot be written', async () => {
    trail.broken = true;
    const answer = await call(identifying(new Refusal('registration.already-registered')), ofPerson());
    expect(answer.statusCode).toBe(503);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'store.busy' });
    expect(answer.body).not.toContain('already');
    expect(output.lines()).toMatchObject([
      { level: 'ERROR', message: 'AUDIT_LINE_FAILED', operation: 'identify-person', error: 'Error' },
      { level: 'INFO', message: 'REQUEST_REFUSED', status: 503 },
    ]);
    expect(output.text()).not.toContain(PERSON);
  });
});

describe('a read whose line cannot be written', () => {
  it('is a 503', async () => {
    trail.broken = true;
    const handler: Handler = officerEndpoint(readRegistration, gateOf(), async ({ occasion }) => {
      const line = { action: 'READ_REGISTRATION', actor: 'officer-1', about: {}, ...occasion } as const;
      await trail.append({ ...line, at: occasion.at.toISOString() as AuditLine['at'] });
      throw new Error('answered without a line');
    });
    expect((await call(handler, REGISTRATION)).statusCode).toBe(503);
  });
});

describe('a report', () => {
  const reporting = (): Handler =>
    officerEndpoint(readCoverageReport, gateOf(), async () => ({
      body: {
        area: { level: 'district', code: '3401', name: { th: 'ก', en: 'A' } },
        asOf: '',
        total: { cardholders: 0, registered: 0, cancelled: 0 },
        rows: [],
      } as never,
      csv: () => ({ name: 'coverage.csv', text: 'a,b\n' }),
    }));
  const asked: Call = { queryStringParameters: { area: '3401' } };

  it('that is taken away as a file leaves a line with what was asked for', async () => {
    await call(reporting(), { ...asked, headers: { accept: 'text/csv' } });
    expect(trail.lines).toMatchObject([
      { action: 'EXPORTED', actor: 'officer-1', about: { operation: 'read-coverage-report', area: '3401' } },
    ]);
  });

  it('that is looked at leaves none: it is about nobody', async () => {
    await call(reporting(), { ...asked, headers: { accept: 'application/json' } });
    expect(trail.lines).toEqual([]);
  });

  it('is not given away when the line cannot be written', async () => {
    trail.broken = true;
    const answer = await call(reporting(), { ...asked, headers: { accept: 'text/csv' } });
    expect(answer.statusCode).toBe(503);
  });
});
