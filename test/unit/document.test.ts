import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertAsDeclared, fileTypeOf } from '../../functions/domain/document.ts';
import { declared, pdf, sha256Of, zip } from '../support/documents.ts';

const TYPES = '[Content_Types].xml';
const stored = (bytes: Buffer) => ({ bytes, sha256: sha256Of(bytes), objectVersion: 'v1' });

describe('the type of a file', () => {
  it.each([
    ['pdf', pdf()],
    ['docx', zip(TYPES, 'word/document.xml')],
    ['xlsx', zip(TYPES, 'xl/workbook.xml', 'xl/styles.xml')],
    ['pptx', zip(TYPES, 'ppt/presentation.xml')],
  ])('%s is known by its content', (type, bytes) => {
    expect(fileTypeOf(bytes)).toBe(type);
  });

  it.each([
    ['a page', Buffer.from('<html><script>alert(1)</script>')],
    ['a program', Buffer.from('MZ\x90\x00', 'latin1')],
    ['any other archive', zip('readme.txt')],
    ['an archive that only pretends', zip('word/document.xml')],
    ['a document with macros', zip(TYPES, 'word/document.xml', 'word/vbaProject.bin')],
    ['an archive cut off', zip(TYPES, 'word/document.xml').subarray(0, 60)],
    ['nothing', Buffer.alloc(0)],
  ])('is none for %s', (_what, bytes) => {
    expect(fileTypeOf(bytes)).toBeUndefined();
  });

  it('is decided for any bytes, without an error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, asZip) => {
        const written = asZip ? Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), bytes]) : bytes;
        expect([undefined, 'pdf']).toContain(fileTypeOf(written));
      }),
    );
  });
});

describe('a file that was uploaded', () => {
  it('is taken when it is what was announced', () => {
    expect(() => assertAsDeclared(declared(pdf()), stored(pdf()))).not.toThrow();
  });

  it('is refused when it is another one', () => {
    expect(() => assertAsDeclared(declared(pdf()), stored(pdf('another')))).toThrow('document.altered');
    expect(() => assertAsDeclared({ ...declared(pdf()), sizeBytes: 1 }, stored(pdf()))).toThrow(
      'document.altered',
    );
  });

  it('is refused when it is not of the type that was announced', () => {
    expect(() => assertAsDeclared(declared(pdf(), 'docx'), stored(pdf()))).toThrow(
      'document.not-what-it-says',
    );
  });
});
