import { describe, expect, it } from 'vitest';
import { assertThroughEdge, viewerAddressOf } from '../../functions/http/edge.ts';
import { httpEvent } from '../support/builders.ts';
import { secretOf } from '../support/fakes.ts';

const text = (current: string, previous = '') => JSON.stringify({ current, previous });
const sending = (sent?: string) =>
  httpEvent({ headers: sent === undefined ? {} : { 'x-sitthi-edge-secret': sent } });

describe("the edge's secret", () => {
  it.each(['new-secret', 'old-secret'])('lets %s through without reading again', async (sent) => {
    const secret = secretOf(text('new-secret', 'old-secret'));
    await expect(assertThroughEdge(sending(sent), secret)).resolves.toBeUndefined();
    expect(secret.rereads).toBe(0);
  });

  it.each([
    undefined,
    '',
    'wrong',
    'new-secre',
    'new-secret ',
    'NEW-SECRET',
    '[object Object]',
    'undefined',
    'ก',
  ])('lets %j not through', async (sent) => {
    const secret = secretOf(text('new-secret', 'old-secret'));
    await expect(assertThroughEdge(sending(sent), secret)).rejects.toMatchObject({
      code: 'edge.required',
      kind: 'forbidden',
    });
  });

  it('is not an empty text where there is no previous one', async () => {
    await expect(assertThroughEdge(sending(''), secretOf(text('new-secret')))).rejects.toMatchObject({
      code: 'edge.required',
    });
  });

  it('is read again for one that does not match, since it may have been changed', async () => {
    const secret = secretOf(text('old-secret'), text('new-secret', 'old-secret'));
    await expect(assertThroughEdge(sending('new-secret'), secret)).resolves.toBeUndefined();
    await expect(assertThroughEdge(sending('old-secret'), secret)).resolves.toBeUndefined();
    expect(secret.rereads).toBe(1);
  });

  it('is no longer the one before the previous', async () => {
    const secret = secretOf(text('second', 'first'), text('third', 'second'));
    await expect(assertThroughEdge(sending('third'), secret)).resolves.toBeUndefined();
    await expect(assertThroughEdge(sending('first'), secret)).rejects.toMatchObject({
      code: 'edge.required',
    });
  });

  it('is not read at all for a request that brings none', async () => {
    const unread = {
      value: () => Promise.reject(new Error('read')),
      reread: () => Promise.reject(new Error('read')),
    };
    await expect(assertThroughEdge(sending(), unread)).rejects.toMatchObject({ code: 'edge.required' });
  });

  it('that cannot be read lets nobody through', async () => {
    const away = {
      value: () => Promise.reject(new Error('away')),
      reread: () => Promise.reject(new Error('away')),
    };
    await expect(assertThroughEdge(sending('new-secret'), away)).rejects.toThrow('away');
  });
});

describe("the viewer's address", () => {
  it.each(['203.0.113.9', '2001:db8::1', '::ffff:203.0.113.9'])('is %s as the edge saw it', (address) => {
    expect(viewerAddressOf(httpEvent({ headers: { 'x-sitthi-viewer-address': address } }))).toBe(address);
  });

  it.each(['', 'localhost', '203.0.113.9, 10.0.0.1', "203.0.113.9' OR 1=1", '1'.repeat(46), '203.0.113.9\n'])(
    'is unknown when it reads %j',
    (address) => {
      expect(viewerAddressOf(httpEvent({ headers: { 'x-sitthi-viewer-address': address } }))).toBe('unknown');
    },
  );

  it('is unknown when the edge says none, whatever other headers say', () => {
    expect(viewerAddressOf(httpEvent({ headers: { 'x-forwarded-for': '203.0.113.9' } }))).toBe('unknown');
  });
});
