import type { DistrictCode } from './area.ts';
import { type Audit, type AuditAction, type AuditLine, type Occasion, refusedLine } from './audit.ts';
import { type RowKey, type Settled, settleRows } from './bank-batch.ts';
import {
  type BankRecord,
  type BankRecordKey,
  type BankReference,
  parseBankReference,
} from './bank-reference.ts';
import { type Day, instantOf } from './calendar.ts';
import type { BankClient } from './caller.ts';
import { residenceDistrict } from './cardholder.ts';
import { type CitizenId, parseCitizenId } from './citizen-id.ts';
import type { PersonOnRecord } from './eligibility.ts';
import type { Geography, Ids, Programme, Registrations } from './ports.ts';
import type { AgencyCode, ProjectCode } from './programme.ts';
import { Refusal } from './refusal.ts';
import {
  assertEntitled,
  bankBranch,
  correct,
  isStanding,
  type Registration,
  refuseSecond,
  register,
  withdraw,
} from './registration.ts';
import { assertKnown, lineFor } from './registration-desk.ts';

/** What banks have sent, and the people of their rows; consistent reads for a whole batch. */
export type BankRecords = {
  /** What was written under these references; one that is not there was never accepted. */
  written(
    of: Pick<BankRecordKey, 'bank' | 'of'>,
    references: readonly BankReference[],
  ): Promise<Map<BankReference, BankRecord>>;
  people(citizenIds: readonly CitizenId[]): Promise<Map<CitizenId, PersonOnRecord>>;
};

export type BankDesk = {
  records: BankRecords;
  registrations: Pick<Registrations, 'current' | 'save'>;
  programme: Programme;
  geography: Geography;
  ids: Pick<Ids, 'registrationId' | 'receipt'>;
  audit: Audit;
  /** The time of each row: cut-offs rest on a write that follows its instant within seconds. */
  clock: () => Date;
};

/** A row as the bank wrote it. `bodyHash` tells the same row from another under the same reference. */
export type Sent<Row> = Row & { bodyHash: string };

export type BankIntent = Sent<{
  reference: string;
  citizenId: string;
  intentOn: Day;
  agency?: AgencyCode | undefined;
  developmentDistrict?: DistrictCode | undefined;
  projects?: ProjectCode[] | undefined;
  phone?: string | undefined;
  remark?: string | undefined;
  consent: boolean;
  branch?: string | undefined;
}>;

/** Names a change of what was sent under `reference`; the version is the one that the bank knows. */
type Change = { requestReference: string; reference: string; version?: number | undefined };

export type BankCorrection = Sent<
  Change & {
    intentOn?: Day | undefined;
    agency?: AgencyCode | undefined;
    developmentDistrict?: DistrictCode | undefined;
    projects?: ProjectCode[] | undefined;
    phone?: string | null | undefined;
    remark?: string | null | undefined;
    branch?: string | undefined;
    reason?: string | undefined;
  }
>;

export type BankWithdrawal = Sent<Change & { reason: string }>;

/** What a bank is told of a row that was accepted, the same however often it sends it. */
export type BankReceipt = Pick<BankRecord, 'registrationId' | 'version' | 'receipt'> & {
  /** The row had been accepted before. */
  repeated: boolean;
};

/** A batch is answered before the API gives up at 30 seconds: no row begins after this. */
const ROWS_BEGIN_WITHIN_MS = 10_000;

const inTime = ({ clock }: Pick<BankDesk, 'clock'>, { at }: Occasion) => {
  const until = at.getTime() + ROWS_BEGIN_WITHIN_MS;
  return () => clock().getTime() < until;
};

/** A bank's lines are more than one key of the trail takes. */
const bankLine = (
  action: AuditAction,
  caller: BankClient,
  registration: Registration,
  occasion: Occasion,
): AuditLine => ({ ...lineFor(action, caller, registration, occasion), isSpread: true });

/** Reads each row for itself: one that cannot be read is refused, and the others are not touched by it. */
const readEach = <Row, Read>(
  rows: readonly (Row | Refusal)[],
  read: (row: Row) => Read,
): (Read | Refusal)[] =>
  rows.map((row) => {
    if (row instanceof Refusal) return row;
    try {
      return read(row);
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  });

const readable = <Row>(rows: readonly (Row | Refusal)[]): Row[] =>
  rows.filter((row): row is Row => !(row instanceof Refusal));

const unique = <Key>(keys: readonly Key[]): Key[] => [...new Set(keys)];

const sameReference = (path: 'reference' | 'requestReference', reference: BankReference): RowKey => ({
  key: `${path} ${reference}`,
  refuse: (row) => new Refusal('row.duplicate-reference', { path, facts: { row } }),
});

/** @throws Refusal bank-reference.reused when another row was accepted under the reference */
function repeatOf(record: BankRecord, bodyHash: string, path: string): BankReceipt {
  if (record.bodyHash !== bodyHash) throw new Refusal('bank-reference.reused', { path });
  const { registrationId, version, receipt } = record;
  return { registrationId, version, receipt, repeated: true };
}

/**
 * Registers the people of a batch, each row for itself. A bank registers anybody; of any number of simultaneous
 * rows for one person, of officers and of banks, exactly one is accepted.
 */
export async function registerRows(
  desk: BankDesk,
  caller: BankClient,
  rows: readonly (BankIntent | Refusal)[],
  occasion: Occasion,
): Promise<Settled<BankReceipt>[]> {
  const { bank } = caller;
  const intents = readEach(rows, (row) => ({
    ...row,
    reference: parseBankReference(row.reference),
    citizenId: parseCitizenId(row.citizenId),
  }));
  const named = readable(intents);
  const [records, people] = await Promise.all([
    desk.records.written({ bank, of: 'intent' }, unique(named.map(({ reference }) => reference))),
    desk.records.people(unique(named.map(({ citizenId }) => citizenId))),
  ]);
  return settleRows(intents, {
    keysOf: ({ reference, citizenId }): RowKey[] => [
      sameReference('reference', reference),
      {
        key: `person ${citizenId}`,
        refuse: (row) => new Refusal('row.duplicate-person', { facts: { row } }),
      },
    ],
    mayStart: inTime(desk, occasion),
    settle: async (intent) => {
      const { reference, citizenId } = intent;
      try {
        return await registerRow(
          desk,
          caller,
          intent,
          records.get(reference),
          people.get(citizenId),
          occasion,
        );
      } catch (error) {
        if (error instanceof Refusal) await leaveRefusal(desk, caller, intent, error, occasion);
        throw error;
      }
    },
  });
}

/** A refused row tells the bank something about the person: that he has registered, or may not. */
async function leaveRefusal(
  { audit, clock }: BankDesk,
  { subject, bank }: BankClient,
  { citizenId, reference }: { citizenId: CitizenId; reference: BankReference },
  refusal: Refusal,
  occasion: Occasion,
): Promise<void> {
  const attempt = { actor: subject, person: citizenId, about: { bank, reference }, isSpread: true } as const;
  const line = refusedLine(attempt, refusal, { ...occasion, at: clock() });
  if (line !== undefined) await audit.append(line);
}

async function registerRow(
  desk: BankDesk,
  caller: BankClient,
  intent: BankIntent & { reference: BankReference; citizenId: CitizenId },
  record: BankRecord | undefined,
  person: PersonOnRecord | undefined,
  occasion: Occasion,
): Promise<BankReceipt> {
  const { bank } = caller;
  const {
    reference,
    bodyHash,
    citizenId,
    branch,
    agency = bank as string as AgencyCode,
    projects = [],
  } = intent;
  if (record !== undefined) return repeatOf(record, bodyHash, 'reference');
  const key: BankRecordKey = { bank, of: 'intent', reference, bodyHash };
  const earlier = person?.registration;
  const cardholder = person?.cardholder;
  assertEntitled(cardholder);
  if (isStanding(earlier)) return (await writtenMeanwhile(desk, key)) ?? refuse(refuseSecond(earlier));
  const form = { ...intent, agency, projects };
  await assertKnown(desk, form);
  const at = desk.clock();
  const registration = register(form, earlier, {
    measure: await desk.programme.measure(),
    cardholder,
    place: bankBranch(bank, residenceDistrict(cardholder), branch),
    channel: bank,
    by: caller.subject,
    at,
    registrationId: desk.ids.registrationId(),
    receipt: desk.ids.receipt(),
    bankReference: reference,
  });
  const written = await desk.registrations.save(registration, {
    replaces: earlier,
    audit: bankLine('REGISTERED', caller, registration, { ...occasion, at }),
    bankRecord: key,
    cardholder,
  });
  if (written.outcome === 'written') return receiptOf(registration);
  const meanwhile = await writtenMeanwhile(desk, key);
  if (meanwhile !== undefined) return meanwhile;
  const current = await desk.registrations.current(citizenId);
  return refuse(isStanding(current) ? refuseSecond(current) : new Refusal('store.busy'));
}

const refuse = (refusal: Refusal): never => {
  throw refusal;
};

const receiptOf = ({ registrationId, version, receipt }: Registration): BankReceipt => ({
  registrationId,
  version,
  receipt,
  repeated: false,
});

/** The same row, sent twice at once, may have been accepted since the batch was read. */
async function writtenMeanwhile(
  { records }: Pick<BankDesk, 'records'>,
  { bodyHash, ...key }: BankRecordKey,
): Promise<BankReceipt | undefined> {
  const record = (await records.written(key, [key.reference])).get(key.reference);
  return record && repeatOf(record, bodyHash, key.of === 'intent' ? 'reference' : 'requestReference');
}

/**
 * Corrects what the bank has sent, each row for itself; what it did not send does not exist for it.
 */
export const correctRows = (
  desk: Omit<BankDesk, 'ids' | 'audit'>,
  caller: BankClient,
  rows: readonly (BankCorrection | Refusal)[],
  occasion: Occasion,
): Promise<Settled<BankReceipt>[]> =>
  changeRows(desk, caller, rows, occasion, 'CORRECTED', async (registration, row, at) => {
    const { requestReference, reference, version, bodyHash, branch, ...fields } = row;
    await assertKnown(desk, fields);
    const place =
      branch === undefined ? undefined : bankBranch(caller.bank, registration.place.district, branch);
    const measure = await desk.programme.measure();
    return correct(registration, { ...fields, place }, { measure, by: caller.subject, at });
  });

/** Withdraws what the bank has sent, each row for itself; the people may register again. */
export const withdrawRows = (
  desk: Pick<BankDesk, 'records' | 'registrations' | 'clock'>,
  caller: BankClient,
  rows: readonly (BankWithdrawal | Refusal)[],
  occasion: Occasion,
): Promise<Settled<BankReceipt>[]> =>
  changeRows(desk, caller, rows, occasion, 'WITHDREW', async (registration, { reason }, at) =>
    withdraw(registration, { reason, by: caller.subject, at }),
  );

async function changeRows<Row extends Sent<Change>>(
  desk: Pick<BankDesk, 'records' | 'registrations' | 'clock'>,
  caller: BankClient,
  rows: readonly (Row | Refusal)[],
  occasion: Occasion,
  action: 'CORRECTED' | 'WITHDREW',
  change: (registration: Registration, row: Row, at: Date) => Promise<Registration>,
): Promise<Settled<BankReceipt>[]> {
  const { bank } = caller;
  const changes = readEach(rows, (row) => ({
    row,
    reference: parseBankReference(row.reference),
    requestReference: parseBankReference(row.requestReference, 'requestReference'),
  }));
  const named = readable(changes);
  const [done, sent] = await Promise.all([
    desk.records.written({ bank, of: 'change' }, unique(named.map((row) => row.requestReference))),
    desk.records.written({ bank, of: 'intent' }, unique(named.map(({ reference }) => reference))),
  ]);
  const people = await desk.records.people(unique([...sent.values()].map(({ citizenId }) => citizenId)));

  async function settle({ row, reference, requestReference }: (typeof named)[number]): Promise<BankReceipt> {
    const key: BankRecordKey = { bank, of: 'change', reference: requestReference, bodyHash: row.bodyHash };
    const before = done.get(requestReference);
    if (before !== undefined) return repeatOf(before, row.bodyHash, 'requestReference');
    try {
      const record = sent.get(reference);
      if (record === undefined) throw new Refusal('bank-reference.not-found', { path: 'reference' });
      const registration = sentAs(record, people.get(record.citizenId)?.registration);
      if (row.version !== undefined && row.version !== registration.version)
        throw new Refusal('version.stale', { path: 'version', facts: { version: registration.version } });
      const at = desk.clock();
      const next = await change(registration, row, at);
      const audit = bankLine(action, caller, next, { ...occasion, at });
      const written = await desk.registrations.save(next, { replaces: registration, audit, bankRecord: key });
      if (written.outcome === 'written') return receiptOf(next);
      throw new Refusal('store.busy');
    } catch (error) {
      const meanwhile = error instanceof Refusal ? await writtenMeanwhile(desk, key) : undefined;
      if (meanwhile !== undefined) return meanwhile;
      throw error;
    }
  }

  return settleRows(changes, {
    keysOf: ({ reference, requestReference }): RowKey[] => [
      sameReference('requestReference', requestReference),
      sameReference('reference', reference),
    ],
    mayStart: inTime(desk, occasion),
    settle,
  });
}

/**
 * The registration that was made under a reference, as it stands.
 * @throws Refusal registration.not-standing when the person has been registered anew since, by whomever
 */
function sentAs({ receipt }: BankRecord, current: Registration | undefined): Registration {
  if (current?.receipt !== receipt) throw new Refusal('registration.not-standing', { path: 'reference' });
  return current;
}

/** What has become of an intent that the bank sent. */
export type BankStanding = { reference: BankReference } & (
  | { found: false }
  | { found: true; record: BankRecord; current: Registration | undefined }
);

/** What stands of these references; one of another bank is not found. */
export async function lookUpReferences(
  { records, audit }: Pick<BankDesk, 'records'> & { audit: Audit },
  { bank, subject }: BankClient,
  references: readonly BankReference[],
  { at, from, requestId }: Occasion,
): Promise<BankStanding[]> {
  const sent = await records.written({ bank, of: 'intent' }, unique(references));
  const [people] = await Promise.all([
    records.people(unique([...sent.values()].map(({ citizenId }) => citizenId))),
    audit.append({
      action: 'LOOKED_UP_BANK_REFERENCES',
      actor: subject,
      at: instantOf(at),
      from,
      requestId,
      about: { bank, references: references.length, found: sent.size },
      isSpread: true,
    }),
  ]);
  return references.map((reference) => {
    const record = sent.get(reference);
    if (record === undefined) return { reference, found: false };
    const current = people.get(record.citizenId)?.registration;
    return {
      reference,
      found: true,
      record,
      current: current?.receipt === record.receipt ? current : undefined,
    };
  });
}
