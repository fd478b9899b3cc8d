import { createHash } from 'node:crypto';
import { CONTENT_TYPES, type FileDeclared, type FileExtension } from '../../functions/domain/document.ts';

export const pdf = (text = 'made up'): Buffer => Buffer.from(`%PDF-1.7\n% ${text}\n%%EOF\n`);

/** A ZIP file with empty members of these names, as far as its directory goes. */
export function zip(...names: string[]): Buffer {
  const header = Buffer.alloc(30);
  header.write('PK\x03\x04', 0, 'latin1');
  const entries = names.map((name) => {
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(name.length, 28);
    return Buffer.concat([entry, Buffer.from(name)]);
  });
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(names.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(header.length, 16);
  return Buffer.concat([header, directory, end]);
}

export const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('base64');

export const declared = (bytes: Buffer, type: FileExtension = 'pdf'): FileDeclared => ({
  contentType: CONTENT_TYPES[type],
  sizeBytes: bytes.length,
  sha256: sha256Of(bytes),
});
