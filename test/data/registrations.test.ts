import { describe, expect, it } from 'vitest';
import { AuditTable } from '../../functions/data/audit.ts';
import { cardholderToItem } from '../../functions/data/cardholders.ts';
import { IDEMPOTENCY_TTL_SECONDS, RegistrationsTable } from '../../functions/data/registrations.ts';
import type { DistrictCode } from '../../functions/domain/area.ts';
import type { Day } from '../../functions/domain/calendar.ts';
import type { Cardholder } from '../../functions/domain/cardholder.ts';
import type { PlaceId } from '../../functions/domain/intake-location.ts';
import type { Idempotency, Page, Registrations } from '../../functions/domain/ports.ts';
import type { Registration, RegistrationId } from '../../functions/domain/registration.ts';
import { chooser, seededRandom } from '../../local/seed/random.ts';
import {
  bangkok,
  cardholder,
  day,
  districtCode,
  HOME,
  instant,
  NEIGHBOUR,
  officeZeroId,
  placeId,
  receipt,
  subdistrictCode,
  writtenForms,
} from '../support/builders.ts';
import { Conflicts, intercept, loseAnswers } from '../support/conflicts.ts';
import { engines, expiryAttributes, makeTables } from '../support/tables.ts';
import { corrected, intent, lineAbout, nextPerson } from './made-up.ts';

const idempotency = (key: string, overrides: Partial<Idempotency> = {}): Idempotency => ({
  caller: 'officer-1',
  key,
  bodyHash: `hash-of-${key}`,
  ...overrides,
});

/** Follows the positions of a list to its end. */
async function everyPage<Row>(
  read: (page: { limit: number; cursor?: string | undefined }) => Promise<Page<Row>>,
  limit: number,
): Promise<{ rows: Row[]; positions: string[] }> {
  const rows: Row[] = [];
  const positions: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await read({ limit, cursor });
    rows.push(...page.rows);
    cursor = page.cursor;
    if (cursor !== undefined) positions.push(cursor);
  } while (cursor !== undefined);
  return { rows, positions };
}

describe.each(engines)('registrations on $name', (engine) => {
  const tables = makeTables(
    engine,
    'registrations',
    'registrationHistory',
    'references',
    'cardholders',
    'audit',
  );
  const { names } = tables;
  const on = (client = tables.client()): RegistrationsTable =>
    new RegistrationsTable(
      client,
      {
        registrations: names.registrations,
        history: names.registrationHistory,
        references: names.references,
        cardholders: names.cardholders,
      },
      new AuditTable(client, names.audit, async () => 'a key'),
    );
  const registrations = on();

  const create = async (
    overrides: Partial<Registration> = {},
    more: Partial<Parameters<Registrations['save']>[1]> = {},
  ): Promise<Registration> => {
    const first = intent(overrides);
    const written = await registrations.save(first, {
      replaces: undefined,
      audit: lineAbout(first),
      ...more,
    });
    expect(written).toEqual({ outcome: 'written' });
    return first;
  };
  const saveOver = (replaces: Registration, next: Registration, by = registrations) =>
    by.save(next, { replaces, audit: lineAbout(next, { action: 'CORRECTED' }) });
  const inRegistry = async (overrides: Partial<Cardholder> = {}): Promise<Cardholder> => {
    const person = cardholder({ citizenId: nextPerson(), ...overrides });
    await tables.put('cardholders', cardholderToItem(person));
    return person;
  };
  const linesAbout = async (registrationId: RegistrationId) =>
    (await tables.items('audit')).filter(
      ({ about }) => (about as { registrationId: string }).registrationId === registrationId,
    );

  describe('a creation', () => {
    it('writes the current version, its history, its references and its audit line', async () => {
      const person = await inRegistry();
      const key = idempotency('creation');
      const first = await create(
        { citizenId: person.citizenId, phone: '080 000 0000' },
        { idempotency: key, cardholder: person },
      );

      expect(await registrations.current(person.citizenId)).toEqual(first);
      expect(await registrations.version(person.citizenId, 1)).toEqual(first);
      expect(await registrations.versions(person.citizenId, { limit: 10 })).toEqual({ rows: [first] });
      expect(await registrations.byRegistrationId(first.registrationId)).toEqual(first);
      expect(await tables.item('references', { reference: `receipt#${first.receipt}` })).toEqual({
        reference: `receipt#${first.receipt}`,
        citizenId: person.citizenId,
      });
      expect(await registrations.written(key)).toEqual({
        citizenId: person.citizenId,
        version: 1,
        bodyHash: key.bodyHash,
      });
      expect(await linesAbout(first.registrationId)).toEqual([
        expect.objectContaining({ action: 'REGISTERED', actor: 'officer-1', requestId: 'request-1' }),
      ]);
    });

    it('is one request to the store', async () => {
      const client = tables.client();
      const operations: string[] = [];
      intercept(client, ({ operation }, send) => {
        operations.push(operation);
        return send();
      });
      const person = await inRegistry();
      const first = intent({ citizenId: person.citizenId });
      await on(client).save(first, {
        replaces: undefined,
        audit: lineAbout(first),
        idempotency: idempotency('one request'),
        cardholder: person,
      });
      expect(operations).toEqual(['TransactWriteItems']);
    });

    it('keeps nothing that was not told of the person', async () => {
      const { citizenId } = await create();
      const stored = await tables.item('registrations', { citizenId });
      expect(stored).not.toHaveProperty('phone');
      expect(stored).not.toHaveProperty('remark');
    });

    it('lets exactly one of 50 simultaneous first versions win', async () => {
      const citizenId = nextPerson();
      const rivals = Array.from({ length: 50 }, (_, n) =>
        intent({
          citizenId,
          registrationId: `rival-${n}` as RegistrationId,
          receipt: receipt(`RIVAL-${n}`),
          recordedBy: `officer-${n}`,
        }),
      );
      const outcomes = await Promise.all(
        rivals.map((rival, n) =>
          registrations.save(rival, {
            replaces: undefined,
            audit: lineAbout(rival),
            idempotency: idempotency(`rival-${n}`),
          }),
        ),
      );

      const winners = rivals.filter((_, n) => outcomes[n]?.outcome === 'written');
      expect(winners).toHaveLength(1);
      expect(outcomes.filter(({ outcome }) => outcome === 'overtaken')).toHaveLength(49);
      expect(await registrations.current(citizenId)).toEqual(winners[0]);
      expect((await registrations.versions(citizenId, { limit: 10 })).rows).toEqual(winners);
      const references = (await tables.items('references')).filter((item) => item.citizenId === citizenId);
      expect(references).toHaveLength(3);
      const lines = await Promise.all(rivals.map(({ registrationId }) => linesAbout(registrationId)));
      expect(lines.flat()).toHaveLength(1);
    });

    it('lets exactly one win where the store rejects conflicting transactions', async () => {
      const conflicts = new Conflicts(tables.keys, { random: seededRandom(1) });
      const citizenId = nextPerson();
      const results = await Promise.allSettled(
        Array.from({ length: 20 }, (_, n) => {
          const rival = intent({ citizenId, registrationId: `conflicting-${n}` as RegistrationId });
          const writing = { replaces: undefined, audit: lineAbout(rival) };
          return on(conflicts.among(tables.client())).save(rival, writing);
        }),
      );
      const told = results.map((result) =>
        result.status === 'fulfilled' ? result.value.outcome : String(result.reason),
      );
      expect(conflicts.raised).toBeGreaterThan(0);
      expect(told.filter((outcome) => outcome === 'written')).toHaveLength(1);
      // Whoever has met a conflict at every try is asked to come back, and is then told who was first.
      for (const outcome of told) expect(['written', 'overtaken', 'Refusal: store.busy']).toContain(outcome);
      expect((await registrations.versions(citizenId, { limit: 10 })).rows).toHaveLength(1);
    });

    it.each([
      ['cancelled', { cardStatus: 'cancelled' }],
      ['reported dead', { cardStatus: 'deceased' }],
      ['moved to another subdistrict', { subdistrict: subdistrictCode('340201') }],
    ] as const)('writes nothing when the person was %s meanwhile', async (_what, change) => {
      const person = await inRegistry();
      await tables.put('cardholders', cardholderToItem({ ...person, ...change }));
      const before = await tables.contents();
      const first = intent({ citizenId: person.citizenId });

      await expect(
        registrations.save(first, {
          replaces: undefined,
          audit: lineAbout(first),
          idempotency: idempotency(`meanwhile-${person.citizenId.slice(-4)}`),
          cardholder: person,
        }),
      ).rejects.toMatchObject({ code: 'store.busy' });
      expect(await tables.contents()).toEqual(before);
    });

    it('writes nothing when the person left the registry meanwhile', async () => {
      const person = cardholder({ citizenId: nextPerson() });
      const before = await tables.contents();
      const first = intent({ citizenId: person.citizenId });
      await expect(
        registrations.save(first, { replaces: undefined, audit: lineAbout(first), cardholder: person }),
      ).rejects.toMatchObject({ code: 'store.busy' });
      expect(await tables.contents()).toEqual(before);
    });

    it('writes nothing when its audit line cannot be keyed', async () => {
      const client = tables.client();
      const audit = new AuditTable(client, names.audit, () => Promise.reject(new Error('no key today')));
      const before = await tables.contents();
      const first = intent();
      await expect(
        new RegistrationsTable(
          client,
          {
            registrations: names.registrations,
            history: names.registrationHistory,
            references: names.references,
          },
          audit,
        ).save(first, { replaces: undefined, audit: lineAbout(first) }),
      ).rejects.toThrow('no key today');
      expect(await tables.contents()).toEqual(before);
    });

    it('writes nothing when the trail is not there', async () => {
      const client = tables.client();
      const audit = new AuditTable(client, `${names.audit}-gone`, async () => 'a key');
      const before = await tables.contents();
      const first = intent();
      await expect(
        new RegistrationsTable(
          client,
          {
            registrations: names.registrations,
            history: names.registrationHistory,
            references: names.references,
          },
          audit,
        ).save(first, { replaces: undefined, audit: lineAbout(first) }),
      ).rejects.toThrow();
      expect(await tables.contents()).toEqual(before);
    });

    it('never gives a receipt twice', async () => {
      const { receipt: taken } = await create();
      const before = await tables.contents();
      const second = intent({ receipt: taken });
      await expect(
        registrations.save(second, { replaces: undefined, audit: lineAbout(second) }),
      ).rejects.toMatchObject({ code: 'store.busy' });
      expect(await tables.contents()).toEqual(before);
    });
  });

  describe('a request sent again', () => {
    it('is overtaken by the first, which is found under its key', async () => {
      const key = idempotency('again');
      const first = await create({}, { idempotency: key });
      const before = await tables.contents();
      const again = intent({ citizenId: first.citizenId, registrationId: 'again' as RegistrationId });

      expect(
        await registrations.save(again, { replaces: undefined, audit: lineAbout(again), idempotency: key }),
      ).toEqual({ outcome: 'overtaken' });
      expect(await registrations.written(key)).toMatchObject({ citizenId: first.citizenId, version: 1 });
      expect(await tables.contents()).toEqual(before);
    });

    it('writes nothing for another person under the same key', async () => {
      const key = idempotency('for somebody else');
      const first = await create({}, { idempotency: key });
      const before = await tables.contents();
      const other = intent();
      expect(
        await registrations.save(other, {
          replaces: undefined,
          audit: lineAbout(other),
          idempotency: { ...key, bodyHash: 'another body' },
        }),
      ).toEqual({ outcome: 'overtaken' });
      expect(await registrations.written(key)).toMatchObject({
        citizenId: first.citizenId,
        bodyHash: key.bodyHash,
      });
      expect(await tables.contents()).toEqual(before);
    });

    it('is another request under the key of another caller', async () => {
      const key = idempotency('a common key');
      await create({}, { idempotency: key });
      await create({}, { idempotency: { ...key, caller: 'officer-2' } });
      expect(await registrations.written({ ...key, caller: 'officer-3' })).toBeUndefined();
    });

    it('is recognised when the answer to the first was lost on the way', async () => {
      const client = tables.client();
      loseAnswers(client, 1);
      const key = idempotency('lost once');
      const first = intent();
      const { outcome } = await on(client).save(first, {
        replaces: undefined,
        audit: lineAbout(first),
        idempotency: key,
      });
      expect(outcome).toBe('written');
      expect(await registrations.written(key)).toMatchObject({ citizenId: first.citizenId, version: 1 });
      expect(await linesAbout(first.registrationId)).toHaveLength(1);
    });

    it('is recognised when no answer came at all', async () => {
      const client = tables.client();
      loseAnswers(client, 3);
      const key = idempotency('lost');
      const first = intent();
      const writing = { replaces: undefined, audit: lineAbout(first), idempotency: key };
      await expect(on(client).save(first, writing)).rejects.toMatchObject({ code: 'store.busy' });
      expect(await registrations.written(key)).toMatchObject({ citizenId: first.citizenId, version: 1 });
      expect(await registrations.save(first, writing)).toEqual({ outcome: 'overtaken' });
      expect(await linesAbout(first.registrationId)).toHaveLength(1);
    });

    it('can be told for 48 hours: its reference alone expires, in epoch seconds', async () => {
      const first = await create(
        { change: { kind: 'created', by: 'officer-1', at: instant('2018-02-12 09:00') } },
        { idempotency: idempotency('expiring') },
      );
      const expiring = (await tables.items('references')).filter(
        (item) => item.citizenId === first.citizenId,
      );
      expect(
        expiring.map(({ reference, expiresAtEpochSeconds }) => [reference, expiresAtEpochSeconds]),
      ).toEqual([
        ['idem#officer-1#expiring', bangkok('2018-02-12 09:00').getTime() / 1000 + IDEMPOTENCY_TTL_SECONDS],
        [`receipt#${first.receipt}`, undefined],
        [`registration#${first.registrationId}`, undefined],
      ]);
      expect(expiryAttributes.references).toBe('expiresAtEpochSeconds');
    });
  });

  describe('a correction', () => {
    it('over a stale version is overtaken and leaves no trace', async () => {
      const first = await create();
      const second = corrected(first, { remark: 'second' });
      expect(await saveOver(first, second)).toEqual({ outcome: 'written' });
      const before = await tables.contents();
      expect(
        await saveOver(first, corrected(first, { remark: 'stale', receipt: receipt('STALE-RECEIPT') })),
      ).toEqual({ outcome: 'overtaken' });
      expect(await tables.contents()).toEqual(before);
      expect(await registrations.current(first.citizenId)).toEqual(second);
    });

    it('of a registration that does not exist is overtaken', async () => {
      const never = intent();
      expect(await saveOver(never, corrected(never))).toEqual({ outcome: 'overtaken' });
      expect(await registrations.current(never.citizenId)).toBeUndefined();
    });

    it('keeps the receipt and needs no second reference to it', async () => {
      const first = await create();
      const before = await tables.items('references');
      await saveOver(first, corrected(first, { remark: 'corrected' }));
      expect(await tables.items('references')).toEqual(before);
      expect(await registrations.byRegistrationId(first.registrationId)).toMatchObject({ version: 2 });
    });

    it('takes away what it clears, and history keeps what was', async () => {
      const first = await create({ phone: '080 000 0000', remark: 'a remark' });
      const second = corrected(first, { phone: undefined, remark: undefined });
      await saveOver(first, second);
      expect(await registrations.current(first.citizenId)).toEqual(second);
      expect(await tables.item('registrations', { citizenId: first.citizenId })).not.toHaveProperty('phone');
      expect(await registrations.version(first.citizenId, 1)).toEqual(first);
    });

    it('is won by one of several at the same version', async () => {
      const first = await create();
      const rivals = Array.from({ length: 10 }, (_, n) => corrected(first, { remark: `remark ${n}` }));
      const outcomes = await Promise.all(rivals.map((rival) => saveOver(first, rival)));
      expect(outcomes.filter(({ outcome }) => outcome === 'written')).toHaveLength(1);
      expect((await registrations.versions(first.citizenId, { limit: 10 })).rows).toHaveLength(2);
    });

    it('moves the entry in the list of the day with the place and with the day', async () => {
      const [before, after] = [day('2018-02-20'), day('2018-02-21')];
      const first = await create({ intentOn: before });
      const listed = async (district: DistrictCode, on: Day) =>
        (await registrations.ofDay(district, on, undefined, { limit: 10 })).rows.map(
          ({ version }) => version,
        );
      expect(await listed(HOME, before)).toEqual([1]);
      const moved = corrected(first, { intentOn: after });
      await saveOver(first, moved);
      expect([await listed(HOME, before), await listed(HOME, after)]).toEqual([[], [2]]);
      await saveOver(
        moved,
        corrected(moved, { place: { district: NEIGHBOUR, placeId: placeId('elsewhere'), name: 'ที่อื่น' } }),
      );
      expect([await listed(HOME, after), await listed(NEIGHBOUR, after)]).toEqual([[], [3]]);
    });
  });

  it('lets a person register again over a withdrawal, on the same id and a receipt of its own', async () => {
    const first = await create();
    const gone = corrected(first, { status: 'CANCELLED' });
    await saveOver(first, gone);
    const again = corrected(gone, { status: 'INTENT', receipt: receipt('SECOND-RECEIPT') });
    expect(await saveOver(gone, again)).toEqual({ outcome: 'written' });
    expect(await registrations.byRegistrationId(first.registrationId)).toEqual(again);
    const references = (await tables.items('references')).filter(
      (item) => item.citizenId === first.citizenId,
    );
    expect(references.map(({ reference }) => reference)).toEqual([
      `receipt#${first.receipt}`,
      'receipt#SECOND-RECEIPT',
      `registration#${first.registrationId}`,
    ]);
  });

  it('knows nothing under an id, a key or a version that was never written', async () => {
    const { citizenId } = await create();
    expect(await registrations.byRegistrationId('never' as RegistrationId)).toBeUndefined();
    expect(await registrations.written(idempotency('never'))).toBeUndefined();
    expect(await registrations.version(citizenId, 2)).toBeUndefined();
    expect(await registrations.current(nextPerson())).toBeUndefined();
  });

  describe('the versions of a registration', () => {
    it('come page by page, the oldest first, also past the ninth', async () => {
      const versions = [await create()];
      for (let n = 1; n < 12; n++) {
        const earlier = versions.at(-1) as Registration;
        const next = corrected(earlier, { remark: `remark ${n}` });
        await saveOver(earlier, next);
        versions.push(next);
      }
      const { citizenId } = versions[0] as Registration;
      for (const limit of [1, 5, 12, 100])
        expect((await everyPage((page) => registrations.versions(citizenId, page), limit)).rows).toEqual(
          versions,
        );
    });

    it.each(['x', '1.5', '9e99', 'Infinity', '-Infinity', 'NaN', '1;2', '๑', '9007199254740993'])(
      'refuse the position %j',
      async (cursor) => {
        const { citizenId } = await create();
        await expect(registrations.versions(citizenId, { limit: 10, cursor })).rejects.toMatchObject({
          code: 'request.invalid',
        });
      },
    );
  });

  describe('the list of a day', () => {
    const district = districtCode('3403');
    const listedDay = day('2018-02-14');
    const places = ['place00001', 'place00002', 'place000020', 'branch-BAAC'].map(placeId);
    let made: Promise<Registration[]> | undefined;
    /** Some people recorded at the same instant, one in a neighbouring district and one on the next day. */
    const listed = (): Promise<Registration[]> => {
      made ??= (async () => {
        const choose = chooser(seededRandom(14));
        const rows: Registration[] = [];
        for (let n = 0; n < 31; n++)
          rows.push(
            await create({
              intentOn: listedDay,
              recordedAt: instant(`2018-02-14 09:${10 + choose.whole(8)}`),
              place: { district, placeId: choose.of(places), name: 'ที่ใดที่หนึ่ง' },
            }),
          );
        const [place] = places as [PlaceId];
        await create({ intentOn: listedDay, place: { district: NEIGHBOUR, placeId: place, name: 'ที่อื่น' } });
        await create({ intentOn: day('2018-02-15'), place: { district, placeId: place, name: 'วันอื่น' } });
        return rows;
      })();
      return made;
    };
    const sorted = (rows: Registration[]): string[] =>
      rows
        .map(({ place, recordedAt, registrationId }) => `${place.placeId}#${recordedAt}#${registrationId}`)
        .sort();
    const shown = (rows: Awaited<ReturnType<Registrations['ofDay']>>['rows']): string[] =>
      rows.map(({ place, recordedAt, registrationId }) => `${place.placeId}#${recordedAt}#${registrationId}`);

    it('has everybody of the district, in the order in which each place recorded them', async () => {
      const expected = sorted(await listed());
      const { rows, cursor } = await registrations.ofDay(district, listedDay, undefined, { limit: 200 });
      expect(shown(rows)).toEqual(expected);
      expect(cursor).toBeUndefined();
    });

    it.each(places)('has everybody of %s and nobody of a place whose id begins alike', async (place) => {
      const expected = sorted((await listed()).filter((row) => row.place.placeId === place));
      const { rows } = await registrations.ofDay(district, listedDay, place, { limit: 200 });
      expect(shown(rows)).toEqual(expected);
    });

    it.each([1, 2, 7, 31])('is the same in pages of %i', async (limit) => {
      const expected = sorted(await listed());
      const { rows } = await everyPage(
        (page) => registrations.ofDay(district, listedDay, undefined, page),
        limit,
      );
      expect(shown(rows)).toEqual(expected);
      for (const place of places) {
        const ofPlace = await everyPage(
          (page) => registrations.ofDay(district, listedDay, place, page),
          limit,
        );
        expect(shown(ofPlace.rows)).toEqual(expected.filter((row) => row.startsWith(`${place}#`)));
      }
    });

    it('goes on rightly when the row at the position has moved away meanwhile', async () => {
      const own = districtCode('3404');
      const rows: Registration[] = [];
      for (let n = 0; n < 4; n++)
        rows.push(
          await create({
            intentOn: listedDay,
            recordedAt: instant(`2018-02-14 09:1${n}`),
            place: { district: own, placeId: placeId('place00001'), name: 'ที่ว่าการอำเภอ' },
          }),
        );
      const first = await registrations.ofDay(own, listedDay, undefined, { limit: 2 });
      const last = rows[1] as Registration;
      await saveOver(last, corrected(last, { intentOn: day('2018-02-15') }));
      const rest = await registrations.ofDay(own, listedDay, undefined, { limit: 10, cursor: first.cursor });
      expect(rest.rows.map(({ registrationId }) => registrationId)).toEqual(
        rows.slice(2).map(({ registrationId }) => registrationId),
      );
    });

    it('has positions that hold no citizen ID in any form', async () => {
      const people = (await listed()).map(({ citizenId }) => citizenId);
      const { positions } = await everyPage(
        (page) => registrations.ofDay(district, listedDay, undefined, page),
        1,
      );
      expect(positions.length).toBeGreaterThanOrEqual(30);
      const text = positions.flatMap((position) => [position, Buffer.from(position).toString('base64url')]);
      for (const citizenId of people)
        for (const form of writtenForms(citizenId).filter((form) => form.length > 8))
          expect(text.filter((position) => position.includes(form))).toEqual([]);
    });

    it.each(['', '\u0000', '\u001f', '~', '~~', 'é', 'ทดสอบ', '\uffff', '\u{10ffff}'])(
      'refuses the position %j',
      async (cursor) => {
        await expect(
          registrations.ofDay(district, listedDay, undefined, { limit: 10, cursor }),
        ).rejects.toMatchObject({ code: 'request.invalid' });
      },
    );

    it.each([
      '',
      ' ',
      'place00001',
      'place00001"',
      'place00001#~',
      'place00001$',
      'place00002#2018-02-14T02:10:00.000Z#id',
      'branch-BAAC#2018-02-14T02:10:00.000Z#id',
      '~',
      '\u{10ffff}',
    ])('refuses in the list of one place the position %j', async (cursor) => {
      await expect(
        registrations.ofDay(district, listedDay, placeId('place00001'), { limit: 10, cursor }),
      ).rejects.toMatchObject({ code: 'request.invalid' });
    });

    it('refuses a position that it never gave out', async () => {
      await listed();
      const [place] = places as [PlaceId];
      const hostile = [
        `${place}#`,
        `${place}#0`,
        `${place}#\u0000`,
        `${place}#}`,
        `${place}#2018' OR '1'='1`,
        `${place}#:last`,
        `${place}##day`,
        `${place}#0\ud800`,
      ];
      for (const cursor of hostile)
        await expect(
          registrations.ofDay(district, listedDay, place, { limit: 100, cursor }),
        ).rejects.toMatchObject({ code: 'request.invalid' });
    });

    it('shows nothing of another place or day behind a position that could have been', async () => {
      await listed();
      const [place] = places as [PlaceId];
      for (const at of ['2000-01-01T00:00:00.000Z', '2018-02-12T03:00:00.000Z', '2099-01-01T00:00:00.000Z']) {
        const cursor = `${place}#${at}#0`;
        const { rows } = await registrations.ofDay(district, listedDay, place, { limit: 100, cursor });
        for (const row of rows) expect([row.place.placeId, row.intentOn]).toEqual([place, listedDay]);
      }
    });

    it('is empty for a day and a place without registrations', async () => {
      expect(await registrations.ofDay(district, day('2018-02-28'), undefined, { limit: 10 })).toEqual({
        rows: [],
      });
      expect(await registrations.ofDay(district, listedDay, placeId('nowhere'), { limit: 10 })).toEqual({
        rows: [],
      });
    });
  });

  it('reads every current version once, page by page', async () => {
    const pages: string[][] = [];
    for (const segment of [0, 1])
      for await (const { rows } of registrations.states(segment, 2))
        pages.push(rows.map(({ citizenId }) => citizenId));
    const expected = (await tables.items('registrations')).map(({ citizenId }) => citizenId);
    expect(pages.flat().sort()).toEqual(expected.sort());
    expect(Math.max(...pages.map((page) => page.length))).toBeLessThanOrEqual(100);
    expect(pages.flat()).not.toContain(officeZeroId(9_999_999));
  });
});
