import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Sha256, sha256Of } from '../../web/officer/imports/sha256.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const expected = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('the checksum that a browser takes of a file', () => {
  it('is SHA-256 at every length around the ends of blocks', () => {
    for (let length = 0; length <= 260; length++) {
      const bytes = Uint8Array.from({ length }, (_, at) => (at * 7 + length) % 256);
      expect(hex(new Sha256().update(bytes).digest()), `${length} bytes`).toBe(expected(bytes));
    }
  });

  it('is the same however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 6 }), (pieces) => {
        const hash = new Sha256();
        for (const piece of pieces) hash.update(piece);
        expect(hex(hash.digest())).toBe(expected(Buffer.concat(pieces)));
      }),
    );
  });

  it('is taken of a file that is larger than a piece, and tells how far it is', async () => {
    const bytes = Buffer.alloc(9_000_001, 'บัตร');
    const told: number[] = [];
    expect(await sha256Of(new Blob([bytes]), (percent) => told.push(percent))).toBe(expected(bytes));
    expect(told).toEqual([0, 46, 93]);
  });
});
