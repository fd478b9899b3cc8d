import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Programme } from '../domain/ports.ts';
import type { Agency, Dimension, Measure, Project } from '../domain/programme.ts';
import * as field from './item-fields.ts';
import { programmeKey } from './keys.ts';
import { RecentReading } from './recent-reading.ts';

/** A change of the measure is everywhere after this time. */
export const PROGRAMME_MAX_AGE_MS = 15_000;

const dimensionCode = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);

const MeasureItem = z.object({
  code: z.string(),
  name: field.localText,
  windowFrom: field.day,
  windowTo: field.day,
  recordUntil: field.day,
  bands: z.array(z.object({ band: field.band, incomeUpToBaht: z.number(), extraBahtPerMonth: z.number() })),
  overridesADay: z.optional(z.number()),
  keptYears: z.optional(z.int().check(z.positive())),
  requireBirthDate: z.optional(z.boolean()),
});
const AgenciesItem = z.object({
  agencies: z.array(z.object({ code: field.agencyCode, name: field.localText })),
});
const ProjectsItem = z.object({
  dimensions: z.array(z.object({ code: dimensionCode, name: field.localText })),
  projects: z.array(
    z.object({
      code: field.projectCode,
      dimension: dimensionCode,
      agencies: z.array(field.agencyCode),
      name: field.localText,
      illustrative: z.boolean(),
    }),
  ),
});

/** @throws when no measure has been loaded: the stage is not ready to be used */
export const measureFromItem = (item: unknown): Measure => MeasureItem.parse(item);

export class ProgrammeTable implements Programme {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #measure = new RecentReading(PROGRAMME_MAX_AGE_MS, async () =>
    measureFromItem(await this.#read('measure')),
  );
  readonly #agencies = new RecentReading(
    PROGRAMME_MAX_AGE_MS,
    async () => AgenciesItem.parse(await this.#read('agencies')).agencies,
  );
  readonly #projects = new RecentReading(PROGRAMME_MAX_AGE_MS, async () =>
    ProjectsItem.parse(await this.#read('projects')),
  );

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  measure(): Promise<Measure> {
    return this.#measure.get();
  }

  agencies(): Promise<Agency[]> {
    return this.#agencies.get();
  }

  projects(): Promise<{ dimensions: Dimension[]; projects: Project[] }> {
    return this.#projects.get();
  }

  async loadMeasure(measure: Measure): Promise<void> {
    await this.#put('measure', MeasureItem.parse(measure));
  }

  async loadAgencies(agencies: Agency[]): Promise<void> {
    await this.#put('agencies', AgenciesItem.parse({ agencies }));
  }

  async loadProjects(projects: { dimensions: Dimension[]; projects: Project[] }): Promise<void> {
    await this.#put('projects', ProjectsItem.parse(projects));
  }

  async #read(part: Parameters<typeof programmeKey>[0]): Promise<unknown> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: programmeKey(part) }),
    );
    return Item;
  }

  async #put(part: Parameters<typeof programmeKey>[0], item: object): Promise<void> {
    await this.#client.send(
      new PutCommand({ TableName: this.#table, Item: { ...programmeKey(part), ...item } }),
    );
  }
}
