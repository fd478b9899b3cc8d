import {
  CreateSecretCommand,
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { AccountsTable } from '../../functions/data/accounts.ts';
import { AuditTable } from '../../functions/data/audit.ts';
import { CardholdersTable } from '../../functions/data/cardholders.ts';
import { documentClient } from '../../functions/data/document-client.ts';
import { geography } from '../../functions/data/geography.ts';
import { IntakeLocationsTable } from '../../functions/data/intake-locations.ts';
import { ProgrammeTable } from '../../functions/data/programme.ts';
import { RegistrationsTable } from '../../functions/data/registrations.ts';
import { type DistrictCode, districtOf, type SubdistrictCode } from '../../functions/domain/area.ts';
import { bangkokDay, instantOf, plusDays } from '../../functions/domain/calendar.ts';
import { type Cardholder, isEntitled } from '../../functions/domain/cardholder.ts';
import type { IntakeLocation } from '../../functions/domain/intake-location.ts';
import type { Measure, ProjectCode } from '../../functions/domain/programme.ts';
import { withdraw } from '../../functions/domain/registration.ts';
import { ids } from '../../functions/runtime/ids.ts';
import subdistricts from '../../reference/geography/subdistricts.geo.json' with { type: 'json' };
import { loadProgramme, originalMeasure } from '../../reference/programme/load.ts';
import projects from '../../reference/programme/projects.json' with { type: 'json' };
import { clientSettings } from '../emulated-account.ts';
import type { SeedResult, StackDescription } from '../stack-file.ts';
import { seedBankClients, seedOfficers } from './officers.ts';
import { madeUpId, type Population, people } from './people.ts';
import { placesOf, WITHOUT_PLACES } from './places.ts';
import { type Choose, chooser, seededRandom } from './random.ts';
import { intentOf, seededLine } from './registrations.ts';

/** Holds what the seed answered: written last, it says that the seed is complete. */
const SEEDED = 'sitthi-local-seed';

const WINDOW_DAYS = 20;
const PEOPLE_OF_UBON = 18_000;
/** Districts elsewhere and their people: Bangkok whole, and a district of each other region. */
const ELSEWHERE: Record<string, number> = {
  '10': 70,
  '5001': 600,
  '4001': 600,
  '3001': 600,
  '9011': 600,
  '8001': 600,
};
const REGISTRATIONS = 2_000;
/** One in so many is withdrawn again. */
const WITHDRAWN_OF = 40;

const isWithdrawn = (nth: number): boolean => nth % WITHDRAWN_OF === WITHDRAWN_OF - 1;

const codes = Object.keys(subdistricts) as SubdistrictCode[];

function populations(): Population[] {
  const byDistrict = new Map<DistrictCode, SubdistrictCode[]>();
  for (const code of codes)
    byDistrict.set(districtOf(code), [...(byDistrict.get(districtOf(code)) ?? []), code]);
  const ubon = [...byDistrict.keys()].filter((district) => district.startsWith('34'));
  return [...byDistrict].flatMap(([district, within]) => {
    const elsewhere = ELSEWHERE[district] ?? ELSEWHERE[district.slice(0, 2)];
    const count = ubon.includes(district) ? Math.floor(PEOPLE_OF_UBON / ubon.length) : elsewhere;
    return count === undefined ? [] : [{ district, people: count, subdistricts: within }];
  });
}

/** The measure as it would be, had it opened twenty days ago. */
function measureOf(today: Date): Measure {
  const day = bangkokDay(today);
  return {
    ...originalMeasure,
    windowFrom: plusDays(day, -WINDOW_DAYS),
    windowTo: plusDays(day, WINDOW_DAYS),
    recordUntil: plusDays(day, WINDOW_DAYS + 15),
  };
}

/** Runs tasks side by side, so many at a time. */
async function sideBySide<Item>(
  items: readonly Item[],
  width: number,
  task: (item: Item, done: number) => Promise<void>,
) {
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const at = next++;
      await task(items[at] as Item, at);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
}

/**
 * Fills an empty stage with made-up people and a running measure; on a stage that has been filled it only tells
 * the log-ins again.
 */
export async function seed(stack: StackDescription, report: (line: string) => void): Promise<SeedResult> {
  const secrets = new SecretsManagerClient(clientSettings(stack.endpointUrl));
  try {
    const before = await seededBefore(secrets);
    if (before !== undefined) return before;
    const result = await fill(stack, report);
    await secrets.send(new CreateSecretCommand({ Name: SEEDED, SecretString: JSON.stringify(result) }));
    return result;
  } finally {
    secrets.destroy();
  }
}

async function seededBefore(secrets: SecretsManagerClient): Promise<SeedResult | undefined> {
  try {
    const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId: SEEDED }));
    return JSON.parse(SecretString) as SeedResult;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

async function fill(stack: StackDescription, report: (line: string) => void): Promise<SeedResult> {
  const now = new Date();
  const choose = chooser(seededRandom(2561));
  const client = documentClient({
    ...clientSettings(stack.endpointUrl),
    requestHandler: { requestTimeout: 30_000 },
  });
  const personKey = await secretOf(stack, stack.secrets.personKey);
  const audit = new AuditTable(client, stack.tables.audit, async () => personKey);
  const accounts = new AccountsTable(client, stack.tables.accounts);

  report('officers and bank clients');
  const logIns = await seedOfficers(stack, accounts);
  await seedBankClients(stack, accounts);

  const measure = measureOf(now);
  await loadProgramme(new ProgrammeTable(client, stack.tables.programme), measure);

  const cardholders = [...people(populations(), choose, now)];
  const batches = Array.from({ length: Math.ceil(cardholders.length / 25) }, (_, i) =>
    cardholders.slice(i * 25, i * 25 + 25),
  );
  const registry = new CardholdersTable(client, stack.tables.cardholders);
  await sideBySide(batches, 8, async (batch, done) => {
    if (done % 100 === 0) report(`${done * 25} of ${cardholders.length} cardholders`);
    await registry.load(batch);
  });

  const places = await seedPlaces(
    new IntakeLocationsTable(client, stack.tables.intakeLocations, audit),
    choose,
    now,
    report,
  );

  const registrations = new RegistrationsTable(
    client,
    {
      registrations: stack.tables.registrations,
      history: stack.tables.registrationHistory,
      references: stack.tables.references,
      cardholders: stack.tables.cardholders,
    },
    audit,
  );
  const surroundings = {
    measure,
    projects: projects.map(({ code }) => code as ProjectCode),
    places,
    ids,
    now,
  };
  const entitled = cardholders.filter(isEntitled);
  const step = Math.floor(entitled.length / REGISTRATIONS);
  const coming = entitled.filter((_, i) => i % step === 0).slice(0, REGISTRATIONS);
  const intents = coming.map((cardholder) => intentOf(cardholder, choose, surroundings));
  await sideBySide(intents, 8, async (intent, done) => {
    if (done % 250 === 0) report(`${done} of ${intents.length} registrations`);
    await registrations.save(intent, { replaces: undefined, audit: seededLine(intent) });
    if (!isWithdrawn(done)) return;
    const withdrawn = withdraw(intent, { reason: 'ขอยกเลิกด้วยตนเอง', by: intent.recordedBy, at: now });
    await registrations.save(withdrawn, {
      replaces: intent,
      audit: { ...seededLine(withdrawn), action: 'WITHDREW' },
    });
  });
  client.destroy();
  const standing = new Set(coming.filter((_, i) => !isWithdrawn(i)));
  const came = new Set(coming);
  const untouched = entitled.filter((cardholder) => !came.has(cardholder));
  return { ...logIns, citizens: examples(untouched, [...standing], cardholders.length) };
}

async function seedPlaces(
  table: IntakeLocationsTable,
  choose: Choose,
  now: Date,
  report: (line: string) => void,
): Promise<Map<DistrictCode, IntakeLocation[]>> {
  const by = 'seed';
  const at = instantOf(now);
  const places = new Map<DistrictCode, IntakeLocation[]>();
  for (const { district } of populations()) {
    const name = await geography.district(district);
    if (name === undefined || district === WITHOUT_PLACES) continue;
    places.set(district, [...placesOf(name, choose, { ids, by, at })]);
  }
  await sideBySide([...places.entries()], 8, async ([district, ofDistrict], done) => {
    if (done % 20 === 0) report(`intake locations of ${done} of ${places.size} districts`);
    for (const place of ofDistrict)
      await table.save(place, undefined, {
        action: 'ADDED_INTAKE_LOCATION',
        actor: by,
        at,
        from: 'seed',
        requestId: 'seed',
        about: { district, placeId: place.placeId, version: 1 },
      });
  });
  return places;
}

/** One ID for each answer of the look-up; the two on record live in the district of the demo officer. */
function examples(
  untouched: readonly Cardholder[],
  registered: readonly Cardholder[],
  highest: number,
): SeedResult['citizens'] {
  const ofMueang = ({ subdistrict }: Cardholder) => districtOf(subdistrict) === '3401';
  return {
    mayRegister: idOf(untouched.find(ofMueang)),
    registered: idOf(registered.find(ofMueang)),
    notFound: madeUpId(highest + 1_000),
  };
}

function idOf(cardholder: Cardholder | undefined): string {
  if (cardholder === undefined) throw new Error('The seed has no such person.');
  return cardholder.citizenId;
}

async function secretOf(stack: StackDescription, arn: string): Promise<string> {
  const secrets = new SecretsManagerClient(clientSettings(stack.endpointUrl));
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: arn }));
  secrets.destroy();
  if (SecretString === undefined) throw new Error('The stage has no person key.');
  return SecretString;
}
