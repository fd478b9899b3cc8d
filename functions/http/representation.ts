import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { CsvFile } from './csv.ts';
import { type Language, languageOf } from './language.ts';
import type { HttpAnswer } from './problem.ts';

/** A body with the headers that describe it. */
export type Representation = Pick<HttpAnswer, 'headers' | 'body'>;

export const asJson = (answer: unknown): Representation => ({
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(answer),
});

/** As JSON, or as the table that is made of it, whichever the caller would rather have. */
export function asPreferred<Answer>(
  answer: Answer,
  fileOf: (answer: Answer, language: Language) => CsvFile,
  asked: APIGatewayProxyEventV2['headers'],
): Representation {
  const vary = 'Accept, Accept-Language';
  if (!prefersCsv(asked.accept)) {
    const { headers, body } = asJson(answer);
    return { headers: { ...headers, vary }, body };
  }
  const language = languageOf(asked['accept-language']);
  const { name, text } = fileOf(answer, language);
  return {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}"`,
      'content-language': language,
      vary,
    },
    body: text,
  };
}

/** How much the caller wants a type, by the range that names it most closely; 0 for one that none names. */
function wishFor(type: string, accept: string): number {
  const [kind] = type.split('/');
  const wishes = new Map(
    accept.split(',').map((part) => {
      const [range = '', ...parameters] = part.split(';').map((text) => text.trim());
      const quality = parameters.find((parameter) => /^q=/.test(parameter))?.slice('q='.length);
      return [range, quality === undefined ? 1 : Number(quality) || 0] as const;
    }),
  );
  return wishes.get(type) ?? wishes.get(`${kind}/*`) ?? wishes.get('*/*') ?? 0;
}

/** Whether the caller would rather have a table than JSON; when nothing says so, JSON it is. */
export function prefersCsv(accept = ''): boolean {
  const wanted = accept.slice(0, 500).toLowerCase();
  return wishFor('text/csv', wanted) > wishFor('application/json', wanted);
}
