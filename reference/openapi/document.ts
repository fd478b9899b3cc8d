import * as z from 'zod/mini';
import {
  type OperationText,
  type Samples,
  TAGS,
} from '../../functions/contract/documentation/operation-text.ts';
import { contract, operationTexts } from '../../functions/contract/documentation/operations.ts';
import { OVERVIEW } from '../../functions/contract/documentation/overview.ts';
import { problemsOfShape } from '../../functions/contract/documentation/problems.ts';
import type { FieldText, NamedSchema } from '../../functions/contract/documentation/schema-text.ts';
import { answerSchemas, requestSchemas } from '../../functions/contract/documentation/schemas.ts';
import type { Operation } from '../../functions/contract/operation.ts';
import { PROBLEM_WORDING } from '../../functions/contract/problem-wording.ts';
import type { CallerKind } from '../../functions/domain/caller.ts';
import type { RefusalCode } from '../../functions/domain/refusal.ts';
import type { CsvFile } from '../../functions/http/csv.ts';
import type { Language } from '../../functions/http/language.ts';
import { statementFile } from '../../functions/http/views/bank-view.ts';
import { cardholderReportFile } from '../../functions/http/views/cardholder-report-view.ts';
import { coverageReportFile } from '../../functions/http/views/coverage-report-view.ts';
import { cutOffDifferencesFile, cutOffReportFile } from '../../functions/http/views/cut-off-view.ts';
import { dailyReportFile } from '../../functions/http/views/daily-report-view.ts';
import { lookUpFile } from '../../functions/http/views/people-look-up-view.ts';
import { projectReportFile } from '../../functions/http/views/project-report-view.ts';
import { type Route, routes } from '../../lib/routes.ts';
import type { Json, OpenApiDocument, OperationObject } from './openapi.ts';
import { problemExamples, problemResponses } from './problem-responses.ts';

const schemaRef = (name: string): string => `#/components/schemas/${name}`;
const ref = (kind: string, name: string): Json => ({ $ref: `#/components/${kind}/${name}` });

const schemaNames = new Map<z.ZodMiniType, string>(
  [...requestSchemas, ...answerSchemas].map(({ schema, name }) => [schema, name]),
);

/** The OpenAPI document of the contract on the routes that are deployed. */
export function apiDocument(version: string): OpenApiDocument {
  const paths: Record<string, Record<string, OperationObject>> = {};
  for (const route of routes) {
    paths[route.path] = {
      ...paths[route.path],
      [route.method.toLowerCase()]: operationObject(route),
    };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Sitthi',
      version,
      summary: 'Entitlement look-up, registration of intent and counts',
      description: OVERVIEW,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'The system that serves this description' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: { ...componentsOf(requestSchemas, 'input'), ...componentsOf(answerSchemas, 'output') },
      parameters: PARAMETERS,
      headers: HEADERS,
      examples: problemExamples(contract.flatMap((operation) => problemsOf(operation))),
      securitySchemes: {
        officerIdToken: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description:
            'The ID token that the officers’ client gets at sign-in. An access token, or a token of a bank, is refused (403).',
        },
        bankAccessToken: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description:
            'The access token that a bank’s client fetches for itself by client credentials, for an hour. A token of an officer is refused (403).',
        },
      },
    },
  };
}

/** The schemas by name; what one holds of another is a reference. */
function componentsOf(named: readonly NamedSchema[], io: 'input' | 'output'): Record<string, Json> {
  const registry = z.registry<{ id: string }>();
  for (const { schema, name } of named) registry.add(schema, { id: name });
  const { schemas } = z.toJSONSchema(registry, { io, uri: schemaRef, unrepresentable: 'any' });
  return Object.fromEntries(
    named.map(({ name, description, fields }) => {
      const { $schema: _schema, $id: _id, ...schema } = schemas[name] as Json;
      return [name, { description, ...described(io === 'output' ? open(schema) : schema, fields) }];
    }),
  );
}

/** Answers may gain fields, so a client must not be told that there will be no others. */
function open(schema: Json): Json {
  const { additionalProperties, ...rest } = schema;
  return additionalProperties === false || additionalProperties === undefined ? rest : schema;
}

function described(schema: Json, fields: NamedSchema['fields']): Json {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Json>);
  if (properties.length === 0) return schema;
  return {
    ...schema,
    properties: Object.fromEntries(
      properties.map(([name, property]) => [name, withText(property, fields[name] ?? '')]),
    ),
  };
}

/** A field that may be `null` has its annotations where it is not. */
function withText(schema: Json, text: FieldText): Json {
  const { description, ...more } = typeof text === 'string' ? { description: text } : text;
  const { anyOf } = schema as { anyOf?: Json[] };
  if (anyOf === undefined) return { description, ...schema, ...more };
  return { description, anyOf: anyOf.map((one) => (one.type === 'null' ? one : { ...one, ...more })) };
}

function operationObject({ method, path, entry, caller }: Route): OperationObject {
  const operation: Operation | undefined = contract.find(({ id }) => id === entry);
  if (operation === undefined)
    throw new Error(`${method} ${path}: ${entry} is not in the documented contract`);
  if (operation.caller !== caller)
    throw new Error(`${entry} is for ${operation.caller}, its route for ${caller}`);
  const text = textOf(operation);
  return {
    operationId: operation.id,
    tags: [text.tag],
    summary: text.summary,
    description: withRowProblems(text),
    security: SECURITY[caller],
    parameters: parametersOf(operation, text),
    ...(operation.body === undefined ? {} : { requestBody: requestBodyOf(operation.body, text) }),
    responses: {
      [operation.status ?? 200]: answerOf(operation, text),
      ...problemResponses(problemsOf(operation), { behindToken: caller !== 'public' }),
    },
  };
}

const SECURITY: Record<CallerKind, Json[]> = {
  public: [],
  officer: [{ officerIdToken: [] }],
  bank: [{ bankAccessToken: [] }],
};

/** What a row of a batch is refused by stands in the answer and under no status, so the description lists it. */
const withRowProblems = ({ description, rowProblems = [] }: AnyText): string =>
  rowProblems.length === 0
    ? description
    : [
        description,
        'A row that does not fit its schema is refused with `request.invalid`, one that met with contention with `store.busy`. Other codes of rows:',
        rowProblems.map((code) => `- \`${code}\`: ${PROBLEM_WORDING[code].en}`).join('\n'),
      ].join('\n\n');

/** The text of any operation: what each one may hold is held against its own contract where it is written. */
type AnyText = Pick<OperationText, 'tag' | 'summary' | 'description'> & {
  problems: readonly RefusalCode[];
  rowProblems?: readonly RefusalCode[];
  etag?: true;
  answers: Samples<unknown>;
  requests?: Samples<unknown> | undefined;
  path?: unknown;
  query?: unknown;
};

function textOf({ id }: Operation): AnyText {
  const texts: Readonly<Record<string, AnyText>> = operationTexts;
  const text = texts[id];
  if (text === undefined) throw new Error(`${id} has no text`);
  return text;
}

const problemsOf = (operation: Operation): RefusalCode[] => [
  ...new Set([...problemsOfShape(operation), ...textOf(operation).problems]),
];

function parametersOf(operation: Operation, text: AnyText): Json[] {
  return [
    ...ofPart('path', operation.path, text.path),
    ...ofPart('query', operation.query, text.query),
    ...(operation.ifMatch ? [ref('parameters', 'IfMatch')] : []),
    ...(operation.idempotencyKey ? [ref('parameters', 'IdempotencyKey')] : []),
    ref('parameters', 'AcceptLanguage'),
  ];
}

function ofPart(place: 'path' | 'query', part: z.ZodMiniType | undefined, texts: unknown): Json[] {
  if (part === undefined) return [];
  const schema = z.toJSONSchema(part, { io: 'input', unrepresentable: 'any' });
  return Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const text = (texts as Record<string, FieldText>)[name] ?? '';
    const { description, examples, ...more } = typeof text === 'string' ? { description: text } : text;
    const isNumber = more.type === 'integer';
    return {
      name,
      in: place,
      required: schema.required?.includes(name) ?? false,
      description,
      schema: isNumber ? more : { ...(property as Json), ...more },
      ...(examples === undefined ? {} : { example: examples[0] }),
    };
  });
}

const requestBodyOf = (body: z.ZodMiniType, { requests = {} }: AnyText): Json => ({
  required: true,
  content: { 'application/json': { schema: refTo(body), examples: requests } },
});

type Tabular = Extract<(typeof contract)[number], { csv: true }>;

/** What makes the table of each answer that can be had as one. */
const TABLES: {
  [Op in Tabular as Op['id']]: (answer: z.output<Op['answer']>, language: Language) => CsvFile;
} = {
  'read-coverage-report': coverageReportFile,
  'read-daily-report': dailyReportFile,
  'read-project-report': projectReportFile,
  'read-cardholder-report': cardholderReportFile,
  'read-cut-off': cutOffReportFile,
  'list-cut-off-differences': cutOffDifferencesFile,
  'read-bank-statement': statementFile,
  'look-up-people': lookUpFile,
};

/** Made of the examples in JSON as a function would make it. */
function tableOf({ id }: Operation, { answers }: AnyText): Json {
  const fileOf = (TABLES as Record<string, (answer: unknown, language: Language) => CsvFile>)[id];
  const [sample] = Object.values(answers);
  if (fileOf === undefined || sample === undefined) throw new Error(`${id} has no table`);
  const examples = (['th', 'en'] as const).map((language) => [
    language,
    // The mark at the head is left out: it would be invisible here.
    {
      summary: language === 'th' ? 'In Thai' : 'In English',
      value: fileOf(sample.value, language).text.replace(/^\ufeff/, ''),
    },
  ]);
  return {
    'text/csv': {
      schema: {
        type: 'string',
        description: 'RFC 4180 in UTF-8 with its mark, for a spreadsheet; the first line holds the headings.',
      },
      examples: Object.fromEntries(examples),
    },
  };
}

const DONE = { 200: 'Done.', 201: 'Made.', 202: 'Begun; it goes on.' } as const;

function answerOf(operation: Operation, text: AnyText): Json {
  const { publicSeconds, idempotencyKey, csv, file = 'application/json' } = operation;
  return {
    description: DONE[operation.status ?? 200],
    headers: {
      'Cache-Control': {
        description:
          publicSeconds === undefined
            ? 'Never to be kept.'
            : `Browsers and the edge may keep it for ${publicSeconds} seconds.`,
        required: true,
        schema: { const: publicSeconds === undefined ? 'no-store' : `public, max-age=${publicSeconds}` },
      },
      ...(text.etag ? { ETag: ref('headers', 'ETag') } : {}),
      ...(idempotencyKey ? { 'Idempotency-Replayed': ref('headers', 'IdempotencyReplayed') } : {}),
      ...(csv
        ? {
            Vary: ref('headers', 'Vary'),
            'Content-Disposition': ref('headers', 'ContentDisposition'),
            'Content-Language': ref('headers', 'ContentLanguage'),
          }
        : {}),
    },
    content: {
      [file]: { schema: refTo(operation.answer), examples: text.answers },
      ...(csv ? tableOf(operation, text) : {}),
    },
  };
}

function refTo(schema: z.ZodMiniType): Json {
  const name = schemaNames.get(schema);
  if (name === undefined) throw new Error('a schema of the contract has no name in the documentation');
  return { $ref: schemaRef(name) };
}

const PARAMETERS: Record<string, Json> = {
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    required: true,
    description: 'The version to change: the `ETag` of the answer that you have read, quotes included.',
    schema: { type: 'string', pattern: '^"\\d{1,9}"$' },
    example: '"1"',
  },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    description: 'A new value for each intent, such as a UUID; the same one when the request is sent again.',
    schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{8,64}$' },
    example: '0b8f5d3e-6f0a-4c55-9c1d-2a4e7f1b9d60',
  },
  AcceptLanguage: {
    name: 'Accept-Language',
    in: 'header',
    required: false,
    description: 'Language of problems and of files: Thai, unless English is preferred.',
    schema: { type: 'string', maxLength: 200 },
    example: 'en',
  },
};

const HEADERS: Record<string, Json> = {
  ETag: {
    description: 'The version, for `If-Match`.',
    required: true,
    schema: { type: 'string', pattern: '^"\\d+"$' },
    example: '"1"',
  },
  IdempotencyReplayed: {
    description: 'Present when the request had been answered before, and this is that answer again.',
    required: false,
    schema: { const: 'true' },
  },
  Vary: {
    description: 'What decides between JSON and a file, and its language.',
    required: true,
    schema: { const: 'Accept, Accept-Language' },
  },
  ContentDisposition: {
    description: 'What a file is called, after the report, the area and the days.',
    required: false,
    schema: { type: 'string', pattern: '^attachment; filename="[a-z0-9-]+\\.csv"$' },
    example: 'attachment; filename="coverage-34.csv"',
  },
  RetryAfter: {
    description: 'Seconds to wait before the request is sent again.',
    required: false,
    schema: { type: 'string', pattern: '^\\d+$' },
    example: '2',
  },
  ContentLanguage: {
    description: 'The language of the texts.',
    required: false,
    schema: { type: 'string', enum: ['th', 'en'] },
  },
};
