import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readCoverageReport, readDailyReport } from '../../functions/contract/reports.ts';
import type { Programme } from '../../functions/domain/ports.ts';
import { readCoverage, readDaily } from '../../functions/domain/report-desk.ts';
import { officerEndpoint } from '../../functions/http/endpoint.ts';
import type { HttpAnswer } from '../../functions/http/problem.ts';
import { prefersCsv } from '../../functions/http/representation.ts';
import { coverageReportFile, coverageReportView } from '../../functions/http/views/coverage-report-view.ts';
import { dailyReportFile, dailyReportView } from '../../functions/http/views/daily-report-view.ts';
import { InMemoryCounters, itemsOf, knownGazetteer } from '../support/books.ts';
import {
  cardContribution,
  contribution,
  httpEvent,
  IN_WINDOW,
  lambdaContext,
  OFFICER_CLIENT,
  officerAccount,
  officerClaims,
  provinceOfficer,
} from '../support/builders.ts';
import { accountsOf, capturedOutput, programmeOf, secretOf, Trail } from '../support/fakes.ts';
import { assertConforms } from '../support/openapi-validation.ts';

const EDGE = { 'x-sitthi-edge-secret': 'edge-secret', 'x-sitthi-viewer-address': '203.0.113.9' };
const { area } = provinceOfficer();
const trail = new Trail();
const gate = {
  edgeSecret: secretOf(JSON.stringify({ current: 'edge-secret', previous: '' })),
  accounts: accountsOf(officerAccount({ role: 'province', area })),
  officerClientId: OFFICER_CLIENT,
  audit: trail,
};

let output: ReturnType<typeof capturedOutput>;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: IN_WINDOW });
  output = capturedOutput();
});
afterEach(() => {
  output.stop();
  vi.useRealTimers();
});

const counters = new InMemoryCounters(itemsOf([contribution(), cardContribution(), cardContribution()]));
const gazetteer = knownGazetteer();
const HOSTILE = '=HYPERLINK("http://evil.example","ดูรายชื่อ")';
const programme: Programme = {
  ...programmeOf(),
  agencies: async () =>
    (await programmeOf().agencies()).map((agency) => ({ ...agency, name: { th: HOSTILE, en: HOSTILE } })),
};

const coverage = officerEndpoint(readCoverageReport, gate, async ({ officer, query, occasion }) => ({
  body: coverageReportView(await readCoverage({ counters, gazetteer }, officer, query, occasion.at)),
  csv: coverageReportFile,
}));
const daily = officerEndpoint(readDailyReport, gate, async ({ officer, query, occasion }) => ({
  body: dailyReportView(await readDaily({ counters, gazetteer, programme }, officer, query, occasion.at)),
  csv: dailyReportFile,
}));

type Handler = (
  event: ReturnType<typeof httpEvent>,
  context: ReturnType<typeof lambdaContext>,
) => Promise<HttpAnswer>;

const ask = (handler: Handler, headers: Record<string, string> = {}, query: Record<string, string> = {}) =>
  handler(
    httpEvent({ claims: officerClaims(), headers: { ...EDGE, ...headers }, queryStringParameters: query }),
    lambdaContext(),
  );
const CSV = { accept: 'text/csv' };

describe('what a caller would rather have', () => {
  it.each([
    ['text/csv', true],
    ['text/csv; charset=utf-8', true],
    ['TEXT/CSV', true],
    ['text/*', true],
    ['text/csv, */*;q=0.1', true],
    ['application/json;q=0.5, text/csv', true],
    ['text/csv;q=0.9, application/json;q=0.1', true],
    ['text/csv;header=present;q=0.9, application/json;q=0.1', true],
    [undefined, false],
    ['', false],
    ['*/*', false],
    ['application/json', false],
    ['application/json, text/csv', false],
    ['text/csv;q=0.1, application/json', false],
    ['text/csv;q=0.1, */*', false],
    ['text/csv;q=0', false],
    ['text/csv;q=x', false],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', false],
    ['text/csvx', false],
    [`${'a/b,'.repeat(200)}text/csv`, false],
  ])('by %j is a table: %s', (accept, csv) => {
    expect(prefersCsv(accept)).toBe(csv);
  });
});

describe('a report as an endpoint', () => {
  it('answers JSON, and says what would change the answer', async () => {
    const { statusCode, headers, body } = await ask(coverage);
    expect(statusCode).toBe(200);
    expect(headers).toEqual({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      vary: 'Accept, Accept-Language',
    });
    expect(JSON.parse(body)).toMatchObject({
      area: { level: 'province', code: '34', parents: [{ level: 'country' }] },
      asOf: IN_WINDOW.toISOString(),
      total: { cardholders: 2, registered: 1, coverage: 50 },
    });
    assertConforms('GET', '/v1/mis/coverage', statusCode, headers, body);
  });

  it('answers a file to whoever asks for one', async () => {
    const { statusCode, headers, body } = await ask(coverage, CSV);
    expect(headers).toEqual({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="coverage-34.csv"',
      'content-language': 'th',
      'cache-control': 'no-store',
      vary: 'Accept, Accept-Language',
    });
    expect(body).toMatch(/^\ufeffรหัส,พื้นที่,/);
    assertConforms('GET', '/v1/mis/coverage', statusCode, headers, body);
  });

  it('writes the file in the language of the caller', async () => {
    const { headers, body } = await ask(coverage, { ...CSV, 'accept-language': 'en-GB' });
    expect(headers['content-language']).toBe('en');
    expect(body).toMatch(/^\ufeffCode,Area,/);
  });

  it('lets no name of the programme become a formula', async () => {
    const { statusCode, headers, body } = await ask(daily, CSV, { from: '2018-02-05', to: '2018-02-06' });
    expect(body).toContain('HYPERLINK');
    for (const line of body.replace(/^\ufeff/, '').split('\r\n'))
      expect(line).not.toMatch(/(^|,)"?[=+@\t\r-]/);
    expect(headers['content-disposition']).toBe('attachment; filename="daily-34-2018-02-05-2018-02-06.csv"');
    assertConforms('GET', '/v1/mis/daily', statusCode, headers, body);
  });

  it('holds a file to the contract too: what JSON may not say, a file cannot', async () => {
    const broken = officerEndpoint(readCoverageReport, gate, async ({ officer, query, occasion }) => {
      const view = coverageReportView(
        await readCoverage({ counters, gazetteer }, officer, query, occasion.at),
      );
      return { body: { ...view, total: undefined as never }, csv: coverageReportFile };
    });
    expect((await ask(broken, CSV)).statusCode).toBe(500);
  });

  it.each([
    [{ area: '3' }, 400, 'request.invalid'],
    [{ area: '340' }, 400, 'request.invalid'],
    [{ area: '340101' }, 400, 'request.invalid'],
    [{ area: '๓๔' }, 400, 'request.invalid'],
    [{ area: '' }, 400, 'request.invalid'],
    [{ sort: 'name' }, 400, 'request.invalid'],
    [{ order: 'up' }, 400, 'request.invalid'],
    [{ province: '34' }, 400, 'request.invalid'],
    [{ area: '35' }, 404, 'province.not-found'],
    [{ area: '1001' }, 404, 'district.not-found'],
  ])('refuses %j as a problem, also to whoever asked for a file', async (query, status, code) => {
    const answer = await ask(coverage, CSV, query);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(JSON.parse(answer.body)).toMatchObject({ code });
    assertConforms('GET', '/v1/mis/coverage', status, answer.headers, answer.body);
  });
});
