import type * as z from 'zod/mini';

/** What the description says of a field; what stands beside the text goes into the field's schema. */
export type FieldText =
  | string
  | {
      description: string;
      format?: 'date' | 'date-time';
      type?: 'integer';
      pattern?: string;
      minimum?: number;
      maximum?: number;
      default?: unknown;
      examples?: readonly unknown[];
    };

/** A schema of the contract under the name that clients know it by. */
export type NamedSchema = {
  name: string;
  schema: z.ZodMiniType;
  description: string;
  fields: Readonly<Record<string, FieldText>>;
};

type ObjectSchema<Shape extends z.core.$ZodShape> = z.ZodMiniObject<Shape, z.core.$ZodObjectConfig>;

/** Every field of an object has its text: a new one does not compile without. */
export const object = <Shape extends z.core.$ZodShape>(
  name: string,
  schema: ObjectSchema<Shape>,
  description: string,
  fields: { [Field in keyof Shape]: FieldText },
): NamedSchema => ({ name, schema, description, fields });

export const named = (name: string, schema: z.ZodMiniType, description: string): NamedSchema => ({
  name,
  schema,
  description,
  fields: {},
});

export const day = (description: string): FieldText => ({
  description,
  format: 'date',
  examples: ['2018-02-14'],
});

/** A day that a caller sends: the schema refuses the years of the Buddhist era. */
export const daySent = (description: string): FieldText => ({
  description: `${description} Common era, \`YYYY-MM-DD\`.`,
  format: 'date',
  pattern: '^(19|20|21)\\d{2}-\\d{2}-\\d{2}$',
});

export const instant = (description: string): FieldText => ({
  description,
  format: 'date-time',
  examples: ['2018-02-14T03:05:07.000Z'],
});

export const whole = (description: string, minimum = 0): FieldText => ({
  description,
  type: 'integer',
  minimum,
});

export const sample = (description: string, ...examples: unknown[]): FieldText => ({ description, examples });
