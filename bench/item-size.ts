import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** An item as it travels: attribute values by name. */
export type WireItem = Record<string, AttributeValue>;

const bytesOf = (text: string): number => Buffer.byteLength(text);

/** A byte for two significant digits and one more; a sign costs a byte too. Zeros at either end are not kept. */
export function numberBytes(text: string): number {
  const digits = text.replace(/^-/, '').replace(/e.*$/i, '').replace('.', '').replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '').length;
  return Math.ceil(significant / 2) + 1 + (text.startsWith('-') ? 1 : 0);
}

function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return bytesOf(value.S);
  if (value.N !== undefined) return numberBytes(value.N);
  if (value.BOOL !== undefined || value.NULL !== undefined) return 1;
  if (value.L !== undefined) return value.L.reduce((sum, element) => sum + 1 + valueBytes(element), 3);
  if (value.M !== undefined)
    return Object.entries(value.M).reduce(
      (sum, [name, element]) => sum + 1 + bytesOf(name) + valueBytes(element),
      3,
    );
  throw new Error(`no rule for ${Object.keys(value)}`);
}

/**
 * What an item weighs when it is read or written, in bytes: names and values.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export const itemBytes = (item: WireItem): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + bytesOf(name) + valueBytes(value), 0);

const units = (bytes: number, unitBytes: number): number => Math.max(1, Math.ceil(bytes / unitBytes));

/** A write is charged by the kilobyte, a missing item as one. */
export const writeUnits = (bytes: number): number => units(bytes, 1_024);

/** A consistent read is charged by four kilobytes, an eventually consistent one half of it. */
export const readUnits = (bytes: number, consistent: boolean): number =>
  units(bytes, 4_096) * (consistent ? 1 : 0.5);
