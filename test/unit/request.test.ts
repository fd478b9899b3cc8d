import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod/mini';
import { addIntakeLocation } from '../../functions/contract/intake-locations.ts';
import { createRegistration, listRegistrations } from '../../functions/contract/registrations.ts';
import { readDailyReport } from '../../functions/contract/reports.ts';
import { Refusal } from '../../functions/domain/refusal.ts';
import { cursorOf, pageOf } from '../../functions/http/paging.ts';
import {
  bodyOf,
  claimsOf,
  idempotencyOf,
  ifMatchOf,
  MAX_BODY_BYTES,
  parsePart,
} from '../../functions/http/request.ts';
import { httpEvent, officerClaims, officeZeroId, writtenForms } from '../support/builders.ts';

const refusalOf = (act: () => unknown): Refusal => {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

const base64 = (bytes: string | Uint8Array) => Buffer.from(bytes).toString('base64');

describe('the body of a request', () => {
  it('is a JSON object, as text or in base64', () => {
    const body = '{"name":"วัด"}';
    expect(bodyOf(httpEvent({ body }))).toEqual({ name: 'วัด' });
    expect(bodyOf(httpEvent({ body: base64(body), isBase64Encoded: true }))).toEqual({ name: 'วัด' });
  });

  it.each(['null', '[]', '[{}]', '"text"', '1', 'true', '', ' ', '{', '{"a":1}{', "{'a':1}", 'a=1'])(
    'is not %j',
    (body) => {
      const expected = { code: 'request.not-json', kind: 'malformed', faults: [] };
      expect(refusalOf(() => bodyOf(httpEvent({ body })))).toMatchObject(expected);
      expect(refusalOf(() => bodyOf(httpEvent({ body: base64(body), isBase64Encoded: true })))).toMatchObject(
        expected,
      );
    },
  );

  it('is not missing', () => {
    expect(refusalOf(() => bodyOf(httpEvent())).code).toBe('request.not-json');
  });

  it.each<[string, number[]]>([
    ['a lone continuation byte', [0x80]],
    ['a cut sequence', [0xe0, 0xb8]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['TIS-620', [0xa1, 0xd2]],
    ['an encoded surrogate', [0xed, 0xa0, 0x80]],
  ])('is not %s in the place of UTF-8', (_, bytes) => {
    const body = Buffer.concat([Buffer.from('{"name":"'), Buffer.from(bytes), Buffer.from('"}')]);
    const event = httpEvent({ body: base64(body), isBase64Encoded: true });
    expect(refusalOf(() => bodyOf(event)).code).toBe('request.not-json');
  });

  it('may be as large as the largest, counted in bytes, and no larger', () => {
    const sized = (bytes: number) => `{"n":"${'x'.repeat(bytes - 8)}"}`;
    expect(bodyOf(httpEvent({ body: sized(MAX_BODY_BYTES) }))).toHaveProperty('n');
    const thai = `{"n":"${'ก'.repeat(MAX_BODY_BYTES / 3)}"}`;
    for (const body of [sized(MAX_BODY_BYTES + 1), thai])
      for (const event of [httpEvent({ body }), httpEvent({ body: base64(body), isBase64Encoded: true })])
        expect(refusalOf(() => bodyOf(event))).toMatchObject({
          code: 'request.too-large',
          kind: 'too-large',
        });
  });

  it('is an object or a refusal, whatever bytes are sent', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 60 }),
          fc.json().map((text) => Buffer.from(text)),
        ),
        (bytes) => {
          const event = httpEvent({ body: base64(bytes), isBase64Encoded: true });
          try {
            expect(bodyOf(event)).toBeTypeOf('object');
          } catch (error) {
            expect(error).toBeInstanceOf(Refusal);
          }
        },
      ),
    );
  });
});

describe('reading a part by its schema', () => {
  const faultsOf = (schema: z.ZodMiniType, part: unknown) => refusalOf(() => parsePart(schema, part)).faults;

  it('names every field that is missing', () => {
    expect(faultsOf(createRegistration.body, {})).toEqual([
      { path: 'citizenId', code: 'field.missing' },
      { path: 'placeId', code: 'field.missing' },
      { path: 'agency', code: 'field.missing' },
      { path: 'consent', code: 'field.missing' },
    ]);
  });

  it('tells a field of the wrong type from a missing one', () => {
    const body = { citizenId: 1_000_000_000_017, placeId: null, agency: 'DOPA', consent: 'yes' };
    expect(faultsOf(createRegistration.body, body)).toEqual([
      { path: 'citizenId', code: 'field.wrong-type' },
      { path: 'placeId', code: 'field.wrong-type' },
      { path: 'consent', code: 'field.wrong-type' },
    ]);
  });

  it('names a field inside an object and an item of a list', () => {
    const position = { latitude: 50, longitude: 'x', altitude: 1 };
    expect(faultsOf(addIntakeLocation.body, { name: 'ก', position })).toEqual([
      { path: 'position.latitude', code: 'field.out-of-range' },
      { path: 'position.longitude', code: 'field.wrong-type' },
      { path: 'position.altitude', code: 'field.unknown' },
    ]);
    const projects = ['P01', 'not a code', 3];
    const body = { citizenId: '1', placeId: 'place00001', agency: 'DOPA', consent: true, projects };
    expect(faultsOf(createRegistration.body, body)).toEqual([
      { path: 'projects[1]', code: 'field.bad-format' },
      { path: 'projects[2]', code: 'field.wrong-type' },
    ]);
  });

  it('tells too long from too short', () => {
    const body = { name: 'ก'.repeat(201), hours: ' ' };
    expect(faultsOf(addIntakeLocation.body, body)).toEqual([
      { path: 'name', code: 'field.too-long' },
      { path: 'hours', code: 'field.too-short' },
    ]);
  });

  it('refuses a field that nobody knows, and repeats its name when it looks like one', () => {
    expect(faultsOf(addIntakeLocation.body, { name: 'ก', colour: 'red' })).toEqual([
      { path: 'colour', code: 'field.unknown' },
    ]);
  });

  it('never repeats a name that could say who somebody is', () => {
    const person = officeZeroId(7_351_946);
    for (const form of [
      ...writtenForms(person),
      `id${person}`,
      `${person}x`,
      'สมหญิง',
      'a.b',
      '__proto__x1',
    ]) {
      const faults = faultsOf(addIntakeLocation.body, { name: 'ก', [form]: 1, position: { [form]: 1 } });
      expect(JSON.stringify(faults)).not.toContain(form);
      expect(faults).toContainEqual({ path: '?', code: 'field.unknown' });
      expect(faults).toContainEqual({ path: 'position.?', code: 'field.unknown' });
    }
  });

  it('refuses a field named after a property that every object has', () => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const body: unknown = JSON.parse(`{"name":"ก","${name}":{"polluted":true}}`);
      expect(faultsOf(addIntakeLocation.body, body)).toHaveLength(1);
    }
    expect({}).not.toHaveProperty('polluted');
  });

  it('names at most twenty of the fields that nobody knows', () => {
    const letters = Array.from({ length: 40 }, (_, n) => [`extra${'abcdefghij'[n % 10]}${'x'.repeat(n)}`, 1]);
    const faults = faultsOf(addIntakeLocation.body, { name: 'ก', ...Object.fromEntries(letters) });
    expect(faults).toHaveLength(20);
  });

  it('reads a query, where a number is text', () => {
    expect(parsePart(listRegistrations.query, { limit: '50', day: '2018-02-12' })).toEqual({
      limit: 50,
      day: '2018-02-12',
    });
    expect(parsePart(listRegistrations.query, {})).toEqual({});
  });

  it.each([
    ['0', 'field.out-of-range'],
    ['201', 'field.out-of-range'],
    ['-1', 'field.bad-format'],
    ['1e2', 'field.bad-format'],
    ['', 'field.bad-format'],
    ['ห้า', 'field.bad-format'],
  ])('refuses a page of %j rows: %s', (limit, code) => {
    expect(faultsOf(listRegistrations.query, { limit })).toEqual([{ path: 'limit', code }]);
  });

  it.each([{ unknown: '1' }, { limit: '5', citizenId: '1000000000017' }])('refuses the query %j', (query) => {
    expect(faultsOf(listRegistrations.query, query)).toMatchObject([{ code: 'field.unknown' }]);
  });

  it.each(['2018-02-29', '2561-02-30'])('refuses %s, a day that does not exist', (from) => {
    expect(faultsOf(readDailyReport.query, { from })).toEqual([{ path: 'from', code: 'field.bad-format' }]);
  });

  it('names a day that is not written as one once', () => {
    expect(faultsOf(readDailyReport.query, { from: '12/02/2561' })).toEqual([
      { path: 'from', code: 'field.bad-format' },
    ]);
  });
});

describe('If-Match', () => {
  it.each([
    ['"1"', 1],
    ['"42"', 42],
    [' "3" ', 3],
  ])('%j is version %i', (tag, version) => {
    expect(ifMatchOf(httpEvent({ headers: { 'if-match': tag } }))).toBe(version);
  });

  it.each([{}, { 'if-match': '' }, { 'if-match': '  ' }])('is required: %j', (headers) => {
    expect(refusalOf(() => ifMatchOf(httpEvent({ headers })))).toMatchObject({
      code: 'if-match.missing',
      kind: 'precondition-required',
      faults: [{ path: 'If-Match' }],
    });
  });

  it.each(['3', 'W/"3"', '*', '"3", "4"', '"-1"', '"1.0"', '""', '"abc"', '"12345678901"', '"๓"'])(
    '%j is a version that never was',
    (tag) => {
      expect(refusalOf(() => ifMatchOf(httpEvent({ headers: { 'if-match': tag } })))).toMatchObject({
        code: 'version.stale',
        kind: 'stale',
      });
    },
  );
});

describe('Idempotency-Key', () => {
  const keyed = (key: string | undefined, body: unknown = { a: 1 }, caller = 'officer-1') =>
    idempotencyOf(httpEvent({ headers: key === undefined ? {} : { 'idempotency-key': key } }), caller, body);

  it.each([
    '12345678',
    'a'.repeat(64),
    '0b9e7c1e-7a5b-4d43-9a2f-5c1d2f3e4a5b',
    ' spaced-key ',
    'under_score',
  ])('may be %j', (key) => {
    expect(keyed(key)).toMatchObject({ caller: 'officer-1', key: key.trim() });
  });

  it.each([undefined, '', '1234567', 'a'.repeat(65), 'with blank', 'ก'.repeat(8), 'semi;colon', 'a#b#c#d#e'])(
    'is not %j',
    (key) => {
      expect(refusalOf(() => keyed(key))).toMatchObject({
        code: 'idempotency-key.missing',
        kind: 'malformed',
        faults: [{ path: 'Idempotency-Key' }],
      });
    },
  );

  it('stands for one body, and its hash repeats nothing of it', () => {
    const person = officeZeroId(7_351_946);
    const { bodyHash } = keyed('12345678', { citizenId: person });
    expect(keyed('12345678', { citizenId: person }).bodyHash).toBe(bodyHash);
    expect(keyed('12345678', { citizenId: officeZeroId(1) }).bodyHash).not.toBe(bodyHash);
    for (const form of writtenForms(person)) expect(bodyHash).not.toContain(form);
  });

  it('stands for the same body whatever the order in which its fields were sent', () => {
    const one = { citizenId: '1', placeId: 'place00001', agency: 'DOPA', consent: true, remark: ' ก ' };
    const other = Object.fromEntries(Object.entries(one).toReversed());
    const hashes = [one, other].map(
      (body) => keyed('12345678', parsePart(createRegistration.body, body)).bodyHash,
    );
    expect(hashes[0]).toBe(hashes[1]);
  });
});

describe('the claims of a verified token', () => {
  it('are none on a route without an authorizer', () => {
    expect(claimsOf(httpEvent())).toBeUndefined();
  });

  it("are an officer's of an ID token, whose client is its audience", () => {
    expect(
      claimsOf(httpEvent({ claims: officerClaims({ iat: '1518400800', client_id: 'another' }) })),
    ).toEqual({
      tokenUse: 'id',
      subject: 'officer-1',
      clientId: 'officers-client',
      issuedAtEpochSeconds: 1_518_400_800,
    });
  });

  it("are a bank's of an access token, whose client is named apart", () => {
    const claims = { token_use: 'access', sub: 'bank', client_id: 'bank-client', aud: 'another', iat: '1' };
    expect(claimsOf(httpEvent({ claims }))).toMatchObject({ tokenUse: 'access', clientId: 'bank-client' });
  });

  it.each([{}, { token_use: 'refresh' }, { token_use: ['id'] }])('of the kind %j are nobody', (claims) => {
    expect(refusalOf(() => claimsOf(httpEvent({ claims: { sub: 'x', ...claims } })))).toMatchObject({
      code: 'caller.wrong-kind',
    });
  });

  it('that say nothing more name nobody and no time', () => {
    expect(claimsOf(httpEvent({ claims: { token_use: 'id' } }))).toEqual({
      tokenUse: 'id',
      subject: '',
      clientId: '',
      issuedAtEpochSeconds: Number.NaN,
    });
  });
});

describe('a page of a list', () => {
  it('has fifty rows unless the caller asks otherwise', () => {
    expect(pageOf({})).toEqual({ limit: 50, cursor: undefined });
    expect(pageOf({ limit: 10 })).toEqual({ limit: 10, cursor: undefined });
  });

  it('goes on where the cursor says, which a URL can carry', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (position) => {
        const cursor = cursorOf(position);
        expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(pageOf({ cursor })).toMatchObject({ cursor: position });
      }),
    );
    expect(cursorOf(undefined)).toBeUndefined();
  });
});
