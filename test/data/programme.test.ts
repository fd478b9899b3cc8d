import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PROGRAMME_MAX_AGE_MS, ProgrammeTable } from '../../functions/data/programme.ts';
import agencies from '../../reference/programme/agencies.json' with { type: 'json' };
import { loadProgramme } from '../../reference/programme/load.ts';
import projects from '../../reference/programme/projects.json' with { type: 'json' };
import { day, measure } from '../support/builders.ts';
import { failure, intercept, requestsOf } from '../support/conflicts.ts';
import { engines, makeTables } from '../support/tables.ts';

describe.each(engines)('the programme on $name', (engine) => {
  const tables = makeTables(engine, 'programme');
  const { programme: table } = tables.names;
  const writer = new ProgrammeTable(tables.client(), table);

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is not ready to be used before a measure has been loaded', async () => {
    await expect(new ProgrammeTable(tables.client(), table).measure()).rejects.toThrow();
  });

  it('has the measure, agencies and projects that were loaded', async () => {
    await loadProgramme(writer, measure());
    const reader = new ProgrammeTable(tables.client(), table);
    expect(await reader.measure()).toEqual(measure());
    expect(await reader.agencies()).toEqual(agencies);
    expect((await reader.projects()).projects).toEqual(projects);
    expect((await reader.projects()).dimensions).toHaveLength(4);
  });

  it('is read once while it is young, and again after', async () => {
    await loadProgramme(writer, measure());
    const client = tables.client();
    const requests = requestsOf(client);
    const reader = new ProgrammeTable(client, table);
    await reader.measure();
    const later = measure({ windowTo: day('2018-03-10') });
    await writer.loadMeasure(later);
    vi.setSystemTime(Date.now() + PROGRAMME_MAX_AGE_MS - 1);
    expect(await reader.measure()).toEqual(measure());
    expect(requests).toHaveLength(1);
    vi.setSystemTime(Date.now() + 2);
    expect(await reader.measure()).toEqual(later);
    expect(requests).toHaveLength(2);
  });

  it('keeps no reading that failed', async () => {
    await loadProgramme(writer, measure());
    const client = tables.client();
    let broken = true;
    intercept(client, async (_request, send) => (broken ? failure('AccessDeniedException') : send()));
    const reader = new ProgrammeTable(client, table);
    await expect(reader.measure()).rejects.toThrow('AccessDeniedException');
    broken = false;
    expect(await reader.measure()).toEqual(measure());
  });
});
