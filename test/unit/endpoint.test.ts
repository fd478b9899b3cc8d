import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkEligibility as checkContract } from '../../functions/contract/eligibility.ts';
import { NOT_FOUND, NOT_FOUND_WITH_BIRTH_DATE } from '../../functions/contract/eligibility-wording.ts';
import { changeIntakeLocation } from '../../functions/contract/intake-locations.ts';
import { listProjects } from '../../functions/contract/programme.ts';
import { createRegistration as createContract } from '../../functions/contract/registrations.ts';
import type { Cardholder } from '../../functions/domain/cardholder.ts';
import { checkEligibility } from '../../functions/domain/check-eligibility.ts';
import { parseCitizenId } from '../../functions/domain/citizen-id.ts';
import { changeIntakeLocation as change } from '../../functions/domain/intake-location-desk.ts';
import type { EligibilityRecords } from '../../functions/domain/ports.ts';
import type { Measure } from '../../functions/domain/programme.ts';
import { Refusal } from '../../functions/domain/refusal.ts';
import type { Registration } from '../../functions/domain/registration.ts';
import { createRegistration } from '../../functions/domain/registration-desk.ts';
import { type AnswerOf, officerEndpoint, publicEndpoint } from '../../functions/http/endpoint.ts';
import type { HttpAnswer } from '../../functions/http/problem.ts';
import { eligibilityView } from '../../functions/http/views/eligibility-view.ts';
import { registrationView } from '../../functions/http/views/registration-view.ts';
import type { LogCode } from '../../functions/runtime/logger.ts';
import {
  cardholder,
  httpEvent,
  IN_WINDOW,
  lambdaContext,
  measure,
  OFFICER_CLIENT,
  officerAccount,
  officerClaims,
  officeZeroId,
  place,
  placeId,
  registration,
  writtenForms,
} from '../support/builders.ts';
import {
  accountsOf,
  capturedOutput,
  cardholdersOf,
  countedIds,
  InMemoryLocations,
  InMemoryRegistrations,
  knownGeography,
  lookedUp,
  openDesk,
  programmeOf,
  secretOf,
  Trail,
} from '../support/fakes.ts';

const PERSON = officeZeroId(7_351_946);
const SOMEBODY = cardholder({ citizenId: PERSON });
const EDGE = { 'x-sitthi-edge-secret': 'edge-secret', 'x-sitthi-viewer-address': '203.0.113.9' };
const LOG_CODES = ['REQUEST_ANSWERED', 'REQUEST_REFUSED', 'REQUEST_FAILED'] as const satisfies LogCode[];

/** Of a line, beside what the logger says of the function. */
const LOG_FACTS = ['requestId', 'operation', 'status', 'code', 'ms', 'error', 'stack'];
const OF_THE_FUNCTION =
  /^(level|message|timestamp|service|cold_start|sampling_rate|function_.+|xray_trace_id)$/;

const edgeSecret = secretOf(JSON.stringify({ current: 'edge-secret', previous: '' }));
const trail = new Trail();
const gate = {
  edgeSecret,
  accounts: accountsOf(officerAccount()),
  officerClientId: OFFICER_CLIENT,
  audit: trail,
};

let output: ReturnType<typeof capturedOutput>;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: IN_WINDOW });
  output = capturedOutput();
});
afterEach(() => {
  output.stop();
  vi.useRealTimers();
});

type Handler = (
  event: ReturnType<typeof httpEvent>,
  context: ReturnType<typeof lambdaContext>,
) => Promise<HttpAnswer>;
type Call = Parameters<typeof httpEvent>[0];

async function call(handler: Handler, event: Call = {}) {
  const { headers, ...rest } = event;
  const {
    statusCode,
    headers: answered,
    body,
  } = await handler(httpEvent({ ...rest, headers: { ...EDGE, ...headers } }), lambdaContext());
  return {
    status: statusCode,
    headers: answered,
    body: JSON.parse(body) as Record<string, unknown>,
    text: body,
  };
}

/** What a log may never hold of a person, in any form. */
function expectNobodyInTheLog({ name, citizenId }: Cardholder = SOMEBODY): void {
  const logged = output.text();
  for (const form of [...writtenForms(citizenId), name.first, name.last])
    expect(logged, `the log holds ${form}`).not.toContain(form);
  for (const escaped of [name.first, name.last])
    expect(logged).not.toContain(JSON.stringify(escaped).slice(1, -1));
}

const logged = () => output.lines().map(({ message }) => message);

const recordsOf = (
  known?: Cardholder,
  standing?: Registration,
  inForce: Measure = measure(),
): EligibilityRecords => ({
  person: async () => lookedUp({ cardholder: known, registration: standing, measure: inForce }),
  publishedPlaces: async () => [{ placeId: placeId('place00001'), name: 'หอประชุม' }],
});

const lookUp = (records: EligibilityRecords) =>
  publicEndpoint(checkContract, gate, async ({ body, occasion }) => ({
    body: await eligibilityView(await checkEligibility(body, occasion, openDesk(records)), knownGeography()),
  }));

const asked = (citizenId: unknown = PERSON, birthDate?: unknown): Call => ({
  body: JSON.stringify({ citizenId, birthDate }),
});

describe('the look-up as an endpoint', () => {
  it('answers who may register, and keeps what the contract does not name to itself', async () => {
    const answer = await call(lookUp(recordsOf(SOMEBODY)), asked());
    expect(answer.status).toBe(200);
    expect(answer.headers).toEqual({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
    });
    expect(answer.body).toMatchObject({
      status: 'may-register',
      district: { code: '3401' },
      measure: { phase: 'open' },
      places: [{ name: 'หอประชุม' }],
    });
    expect(answer.text).not.toMatch(/recordUntil|bands|UP_TO_30000|subdistrict|340101/);
    for (const form of [...writtenForms(PERSON), SOMEBODY.name.first, SOMEBODY.name.last])
      expect(answer.text).not.toContain(form);
  });

  it('answers who has registered with the day and the district, and nothing else of it', async () => {
    const answer = await call(lookUp(recordsOf(SOMEBODY, registration({ citizenId: PERSON }))), asked());
    expect(Object.keys(answer.body).sort()).toEqual(['district', 'message', 'registeredOn', 'status']);
    expect(answer.text).not.toMatch(/receipt|AAAA|place|officer/);
  });

  it('gives one answer, byte for byte, for an unknown person and for a card that does not entitle', async () => {
    const answers = await Promise.all(
      [undefined, 'cancelled' as const, 'deceased' as const, 'not-passed' as const].map((cardStatus) =>
        call(lookUp(recordsOf(cardStatus && { ...SOMEBODY, cardStatus })), asked()),
      ),
    );
    expect(answers[0]?.body).toEqual({ status: 'not-found', message: NOT_FOUND });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    const lines = output
      .lines()
      .map(({ operation, status, message, level }) => ({ operation, status, message, level }));
    for (const line of lines) expect(line).toEqual(lines[0]);
  });

  it('gives that answer, byte for byte, for a wrong birth date, too, while the measure asks for it', async () => {
    const asking = measure({ requireBirthDate: true });
    const guess = asked(PERSON, '1970-05-05');
    const answers = await Promise.all([
      call(lookUp(recordsOf(undefined, undefined, asking)), guess),
      call(lookUp(recordsOf({ ...SOMEBODY, cardStatus: 'cancelled' }, undefined, asking)), guess),
      call(lookUp(recordsOf(SOMEBODY, undefined, asking)), guess),
      call(lookUp(recordsOf(SOMEBODY, registration({ citizenId: PERSON }), asking)), guess),
    ]);
    expect(answers[0]?.status).toBe(200);
    expect(answers[0]?.body).toEqual({ status: 'not-found', message: NOT_FOUND_WITH_BIRTH_DATE });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(output.text()).toBe('');
    const right = await call(
      lookUp(recordsOf(SOMEBODY, undefined, asking)),
      asked(PERSON, SOMEBODY.birthDate),
    );
    expect(right.body.status).toBe('may-register');
    expect(right.text).not.toContain(SOMEBODY.birthDate);
  });

  it('asks for a birth date that is missing in both languages, by the name of its field, whoever is meant', async () => {
    const asking = measure({ requireBirthDate: true });
    for (const [language, says] of [
      ['th', /วันเดือนปีเกิด/],
      ['en', /date of birth/],
    ] as const) {
      const event = { ...asked(), headers: { 'accept-language': language } };
      const answers = await Promise.all(
        [undefined, { ...SOMEBODY, cardStatus: 'deceased' as const }, SOMEBODY].map((known) =>
          call(lookUp(recordsOf(known, undefined, asking)), event),
        ),
      );
      expect(answers[0]).toMatchObject({
        status: 422,
        body: {
          code: 'look-up.birth-date-required',
          detail: expect.stringMatching(says),
          errors: [
            { path: 'birthDate', code: 'look-up.birth-date-required', message: expect.stringMatching(says) },
          ],
        },
      });
      for (const answer of answers) expect(answer).toEqual(answers[0]);
    }
  });

  it.each(['2504-03-27', '1961-3-27', '1961-02-29', '27/03/2504', '', 19_610_327, null])(
    'refuses %j for a birth date, asked for or not, and repeats it nowhere',
    async (birthDate) => {
      for (const requireBirthDate of [true, false]) {
        const records = recordsOf(SOMEBODY, undefined, measure({ requireBirthDate }));
        const answer = await call(lookUp(records), asked(PERSON, birthDate));
        expect(answer).toMatchObject({
          status: 400,
          body: { code: 'request.invalid', errors: [{ path: 'birthDate' }] },
        });
        if (birthDate) expect(answer.text + output.text()).not.toContain(String(birthDate));
      }
    },
  );

  it('logs nothing of an answer: the access log has it', async () => {
    await call(lookUp(recordsOf(SOMEBODY)), asked());
    expect(output.text()).toBe('');
  });

  it.each<[string, Call, number, string]>([
    [
      'a wrong check digit',
      asked(`${PERSON.slice(0, 12)}${(Number(PERSON[12]) + 1) % 10}`),
      422,
      'citizen-id.checksum',
    ],
    ['an ID that is too short', asked(PERSON.slice(1)), 400, 'citizen-id.format'],
    ['an ID as a number', asked(Number(PERSON)), 400, 'request.invalid'],
    ['an ID as the name of a field', { body: JSON.stringify({ [PERSON]: 1 }) }, 400, 'request.invalid'],
    ['a body that is no JSON', { body: `citizenId=${PERSON}` }, 400, 'request.not-json'],
    ['another secret', { ...asked(), headers: { 'x-sitthi-edge-secret': PERSON } }, 403, 'edge.required'],
  ])('refuses %s without repeating it in the answer or the log', async (_, event, status, code) => {
    const answer = await call(lookUp(recordsOf(SOMEBODY)), {
      ...event,
      rawPath: `/v1/${PERSON}`,
      rawQueryString: `id=${PERSON}`,
      queryStringParameters: { id: PERSON },
    });
    expect(answer).toMatchObject({ status, body: { code, status, requestId: 'request-1' } });
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.headers['cache-control']).toBe('no-store');
    for (const form of writtenForms(PERSON)) expect(answer.text).not.toContain(form);
    expect(output.lines()).toMatchObject([{ message: 'REQUEST_REFUSED', level: 'INFO', status, code }]);
    expectNobodyInTheLog();
  });

  it('refuses in the language of the caller', async () => {
    const inEnglish = await call(lookUp(recordsOf()), { body: '', headers: { 'accept-language': 'en' } });
    const inThai = await call(lookUp(recordsOf()), { body: '' });
    expect(inEnglish.body.title).toBe('Bad request');
    expect(inEnglish.headers['content-language']).toBe('en');
    expect(inThai.body.title).toBe('คำขอไม่ถูกต้อง');
  });

  it('answers nothing, and reads nothing, for a request that did not come through the edge', async () => {
    let read = 0;
    const records = recordsOf(SOMEBODY);
    const counting = {
      ...records,
      person: (...of: Parameters<EligibilityRecords['person']>) => {
        read += 1;
        return records.person(...of);
      },
    };
    const handler: Handler = lookUp(counting);
    const { statusCode } = await handler(httpEvent({ body: '{}' }), lambdaContext());
    expect([statusCode, read]).toEqual([403, 0]);
  });
});

describe('a defect or an outage behind an endpoint', () => {
  const failures: [string, () => unknown][] = [
    [
      'an error that quotes the item',
      () =>
        Object.assign(new Error(`conditional check failed for ${PERSON} ${SOMEBODY.name.first}`), {
          item: { citizenId: { S: PERSON }, name: SOMEBODY.name },
          requestBody: JSON.stringify(SOMEBODY),
          code: PERSON,
        }),
    ],
    [
      'an error with a cause',
      () => new Error('outer', { cause: new Error(`${PERSON} ${SOMEBODY.name.last}`) }),
    ],
    ['several errors at once', () => new AggregateError([new Error(PERSON)], PERSON)],
    ['an error of several lines', () => new Error(`first line\n${PERSON}\n  ${SOMEBODY.name.first}`)],
    ['a text', () => `${PERSON} ${SOMEBODY.name.first}`],
    ['an object', () => ({ citizenId: PERSON, message: PERSON })],
  ];

  it.each(failures)('is a 500 that neither says nor logs what it held: %s', async (_, thrown) => {
    const failing: EligibilityRecords = { ...recordsOf(), person: () => Promise.reject(thrown()) };
    const answer = await call(lookUp(failing), asked());
    expect(answer).toMatchObject({ status: 500, body: { code: 'internal', requestId: 'request-1' } });
    expect(answer.headers['cache-control']).toBe('no-store');
    for (const form of [...writtenForms(PERSON), SOMEBODY.name.first])
      expect(answer.text).not.toContain(form);
    expect(output.lines()).toMatchObject([{ message: 'REQUEST_FAILED', level: 'ERROR', status: 500 }]);
    expectNobodyInTheLog();
  });

  it('logs no line of a message that looks like a line of a stack', async () => {
    const failing: EligibilityRecords = {
      ...recordsOf(),
      person: () => Promise.reject(new Error(`could not read\n    at row ${PERSON}`)),
    };
    await call(lookUp(failing), asked());
    expectNobodyInTheLog();
  });

  it('says where in the code it happened', async () => {
    const failing: EligibilityRecords = { ...recordsOf(), person: () => Promise.reject(new TypeError('x')) };
    await call(lookUp(failing), asked());
    const [line] = output.lines();
    expect(line).toMatchObject({ error: 'TypeError' });
    expect(line?.stack).toMatch(/endpoint\.test\.ts/);
  });

  it('is an answer that does not keep the contract', async () => {
    const broken = publicEndpoint(checkContract, gate, async () => ({
      body: JSON.parse(`{"status":"registered","registeredOn":"${PERSON}"}`) as AnswerOf<
        typeof checkContract
      >['body'],
    }));
    await expect(call(broken, asked())).resolves.toMatchObject({ status: 500, body: { code: 'internal' } });
    expectNobodyInTheLog();
  });

  it('is a 503 that says when to come back, when the store is busy', async () => {
    const busy: EligibilityRecords = {
      ...recordsOf(),
      person: () => Promise.reject(new Refusal('store.busy')),
    };
    const answer = await call(lookUp(busy), asked());
    expect(answer).toMatchObject({ status: 503, body: { code: 'store.busy' } });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('a public list as an endpoint', () => {
  it('may be kept for a while by browsers and the edge, but not when it is refused', async () => {
    const projects = publicEndpoint(listProjects, gate, async () => ({
      body: await programmeOf().projects(),
    }));
    const answer = await call(projects);
    expect(answer.headers['cache-control']).toBe('public, max-age=10');
    const refused = await call(projects, { headers: { 'x-sitthi-edge-secret': 'wrong' } });
    expect(refused.headers['cache-control']).toBe('no-store');
  });
});

describe('registering as an endpoint', () => {
  function deskWith(...standing: Registration[]) {
    const audit = new Trail();
    return {
      audit,
      registrations: new InMemoryRegistrations(audit, ...standing),
      cardholders: cardholdersOf(SOMEBODY),
      locations: new InMemoryLocations(audit, place()),
      programme: programmeOf(),
      geography: knownGeography(),
      ids: countedIds(),
    };
  }
  let desk: ReturnType<typeof deskWith>;
  beforeEach(() => {
    desk = deskWith();
  });

  const registering: Handler = (event, context) =>
    officerEndpoint(createContract, gate, async ({ officer, body, idempotency, occasion }) => {
      const { citizenId, projects = [], ...form } = body;
      const created = await createRegistration(
        desk,
        officer,
        parseCitizenId(citizenId),
        { ...form, projects },
        idempotency,
        occasion,
      );
      return {
        body: registrationView(created),
        version: created.registration.version,
        headers: created.replayed ? { 'idempotency-replayed': 'true' } : {},
      };
    })(event, context);

  const FORM = { citizenId: PERSON, placeId: 'place00001', agency: 'DOPA', consent: true };
  const withoutToken: Call = { headers: { 'idempotency-key': 'key-000001' }, body: JSON.stringify(FORM) };
  const sent = (body: object = FORM, claims = officerClaims(), key = 'key-000001'): Call => ({
    claims,
    headers: { 'idempotency-key': key },
    body: JSON.stringify(body),
  });

  it('answers 201 with the masked person, the version as ETag, and nothing that the contract does not name', async () => {
    const answer = await call(registering, sent());
    expect(answer.status).toBe(201);
    expect(answer.headers).toMatchObject({ etag: '"1"', 'cache-control': 'no-store' });
    expect(answer.headers).not.toHaveProperty('idempotency-replayed');
    expect(answer.body).toMatchObject({
      maskedId: `1-00XX-XXXXX-XX-X`,
      maskedName: 'นางมะลิวัลย์ ก…',
      intentOn: '2018-02-12',
      residence: { province: '34', district: '3401', subdistrict: '340101' },
      change: { kind: 'created' },
    });
    for (const form of [...writtenForms(PERSON), SOMEBODY.name.last]) expect(answer.text).not.toContain(form);
    expect(logged()).toEqual(['REQUEST_ANSWERED']);
    expectNobodyInTheLog();
  });

  it('tells the audit trail who did it, from where and under which request', async () => {
    await call(registering, sent());
    expect(desk.audit.lines).toMatchObject([
      {
        action: 'REGISTERED',
        actor: 'officer-1',
        from: '203.0.113.9',
        requestId: 'request-1',
        person: PERSON,
      },
    ]);
  });

  it('answers the second of a double click as the first, and says that it is a repetition', async () => {
    const [first, second] = [await call(registering, sent()), await call(registering, sent())];
    expect(second.body).toEqual(first.body);
    expect(second.status).toBe(201);
    expect(second.headers).toMatchObject({ etag: '"1"', 'idempotency-replayed': 'true' });
  });

  it('takes the same request for the same though its fields come in another order', async () => {
    await call(registering, sent());
    const reordered = Object.fromEntries(Object.entries(FORM).toReversed());
    expect((await call(registering, sent(reordered))).headers).toHaveProperty('idempotency-replayed');
  });

  it('names the first registration to whoever asks second, and logs nobody', async () => {
    desk = deskWith(registration({ citizenId: PERSON, channel: 'GSB' }));
    const answer = await call(registering, sent());
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'registration.already-registered', facts: { first: { channel: 'GSB' } } },
    });
    for (const form of writtenForms(PERSON)) expect(answer.text).not.toContain(form);
    expectNobodyInTheLog();
  });

  it('answers nothing of the person when the audit line cannot be written', async () => {
    desk.audit.broken = true;
    const answer = await call(registering, sent());
    expect(answer.status).toBeGreaterThanOrEqual(500);
    expect(answer.text).not.toContain('มะลิวัลย์');
    expect(desk.registrations.history).toEqual([]);
    expectNobodyInTheLog();
  });

  it.each<[string, Call, number, string]>([
    ['without a token', withoutToken, 401, 'token.missing'],
    ['with an access token', sent(FORM, officerClaims({ token_use: 'access' })), 403, 'caller.wrong-kind'],
    ["with a bank's client", sent(FORM, officerClaims({ aud: 'bank-client' })), 403, 'caller.wrong-kind'],
    ['without an account', sent(FORM, officerClaims({ sub: 'officer-9' })), 403, 'account.unknown'],
    ['without an Idempotency-Key', sent(FORM, officerClaims(), ''), 400, 'idempotency-key.missing'],
    ['without a consent', sent({ ...FORM, consent: false }), 422, 'registration.consent-required'],
    ['without an agency', sent({ ...FORM, agency: undefined }), 400, 'request.invalid'],
    ['with a field nobody knows', sent({ ...FORM, recordedBy: 'me' }), 400, 'request.invalid'],
  ])('refuses %s', async (_, event, status, code) => {
    const answer = await call(registering, event);
    expect(answer).toMatchObject({ status, body: { code } });
    expect(desk.registrations.history).toEqual([]);
    expect(logged()).toEqual(['REQUEST_REFUSED']);
    expectNobodyInTheLog();
  });

  it('says who may not before it says what is wrong with the request', async () => {
    const answer = await call(registering, { ...sent({}), claims: officerClaims({ sub: 'officer-9' }) });
    expect(answer.body.code).toBe('account.unknown');
  });

  it('logs codes of the closed list only, each with the operation and the status', async () => {
    for (const event of [sent(), sent({}), sent({ ...FORM, remark: 'x' })]) await call(registering, event);
    desk.audit.broken = true;
    desk.cardholders = { byCitizenId: () => Promise.reject(new Error(PERSON)) };
    await call(registering, sent(FORM, officerClaims(), 'key-000009'));
    expect(output.lines()).toHaveLength(4);
    for (const line of output.lines()) {
      expect(LOG_CODES).toContain(line.message);
      for (const fact of Object.keys(line).filter((key) => !OF_THE_FUNCTION.test(key)))
        expect(LOG_FACTS).toContain(fact);
      expect(line).toMatchObject({ operation: 'create-registration', status: expect.any(Number) });
    }
    expectNobodyInTheLog();
  });
});

describe('changing a place as an endpoint', () => {
  const audit = new Trail();
  const desk = {
    locations: new InMemoryLocations(audit, place()),
    geography: knownGeography(),
    ids: countedIds(),
  };
  const changing = officerEndpoint(
    changeIntakeLocation,
    gate,
    async ({ officer, path, body, ifMatch, occasion }) => {
      const changed = await change(desk, officer, { ...path, version: ifMatch }, body, occasion);
      return { body: changed, version: changed.version };
    },
  );
  const event = (ifMatch: string | undefined, path = { district: '3401', placeId: 'place00001' }): Call => ({
    claims: officerClaims(),
    pathParameters: path,
    headers: ifMatch === undefined ? {} : { 'if-match': ifMatch },
    body: JSON.stringify({ name: 'ศาลาใหม่' }),
  });

  it('wants the version that was read, and gives the one that was made', async () => {
    expect(await call(changing, event(undefined))).toMatchObject({
      status: 428,
      body: { code: 'if-match.missing' },
    });
    expect(await call(changing, event('"9"'))).toMatchObject({
      status: 412,
      body: { facts: { version: 1 } },
    });
    const changed = await call(changing, event('"1"'));
    expect(changed).toMatchObject({
      status: 200,
      headers: { etag: '"2"' },
      body: { version: 2, name: 'ศาลาใหม่' },
    });
    expect(changed.body).not.toHaveProperty('recordedBy');
  });

  it('refuses a path that is not one', async () => {
    const answer = await call(changing, event('"1"', { district: '34', placeId: '#published' }));
    expect(answer).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'district' }, { path: 'placeId' }] },
    });
  });

  it('is forbidden in another district', async () => {
    const answer = await call(changing, event('"1"', { district: '3402', placeId: 'place00001' }));
    expect(answer).toMatchObject({ status: 403, body: { code: 'area.outside' } });
  });
});
