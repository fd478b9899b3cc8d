import { Readable } from 'node:stream';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkEligibility } from '../../functions/contract/eligibility.ts';
import { clientSettings } from '../../local/emulated-account.ts';
import { erase, erasureText, personFrom } from '../../ops/erasure.ts';
import { type DeployedStage, deployedStage } from '../../ops/stage.ts';
import { answered, type Client, eventually, officer, stack } from '../support/client.ts';
import { addPlace, countedReport, lookUp, register, retirePlace } from './desk.ts';
import { settle, unknownId } from './people.ts';
import { recordOf, scan } from './stores.ts';

const watching = { say: () => undefined, pollMs: 250 };
const REASON = 'คำขอลบข้อมูลของเจ้าของข้อมูล';

let stage: DeployedStage;
let client: Client;
let province: Client;
beforeAll(async () => {
  stage = await deployedStage('local', clientSettings(stack.endpointUrl));
  client = await officer('mueang-ubon');
  province = await officer('ubon');
});

describe('an erasure by the command line', () => {
  it('takes a registered person off the records and the counts, and the look-up knows nobody', async () => {
    const { citizenId } = await settle('340101');
    const place = await addPlace(client, '3401', 'จุดรับลงทะเบียนก่อนลบข้อมูล');
    const before = await countedReport(province, '34');
    await register(client, { citizenId, placeId: place.placeId });
    await countedReport(province, '34');
    const person = await personFrom(Readable.from([`${citizenId}\n`]));
    const counted = await erase(stage, person, { reason: REASON, dryRun: true }, watching);
    expect(counted).toMatchObject({ cardholders: 1, registrations: 1, versions: 1, references: 3 });
    expect(await recordOf(citizenId)).toMatchObject({ current: { citizenId }, versions: [{ citizenId }] });

    const erased = await erase(stage, person, { reason: REASON, dryRun: false }, watching);
    expect(erased).toEqual({ ...counted, ledgerRows: 1 });
    expect(erasureText(erased)).not.toContain(citizenId);
    const { current, versions, ledger } = await recordOf(citizenId);
    expect([current, versions]).toEqual([undefined, []]);
    expect(Object.keys(ledger ?? {}).sort()).toEqual([
      'cardVersion',
      'citizenId',
      'expiresAtEpochSeconds',
      'registrationVersion',
    ]);
    expect(JSON.stringify(await scan('references'))).not.toContain(citizenId);
    expect((await countedReport(province, '34')).total.registered).toBe(before.total.registered);
    const answer = answered(checkEligibility, await lookUp(citizenId));
    expect(answer).toEqual(answered(checkEligibility, await lookUp(unknownId())));
    await retirePlace(client, place);
  });

  it('leaves lines on the trail that name nobody', async () => {
    const lines = await eventually(async () => {
      const found = (await scan('audit')).filter(({ reason }) => reason === REASON);
      expect(found).toHaveLength(2);
      return found;
    });
    expect(lines.map(({ action }) => action).sort()).toEqual(['ERASED_PERSON', 'TRIED_ERASURE']);
    for (const line of lines) expect(line).toMatchObject({ from: 'ops', personKey: expect.any(String) });
  });

  it('refuses a measure that has to be kept', async () => {
    await expect(erase(stage, 'measure', { reason: REASON, dryRun: true }, watching)).rejects.toThrow(
      'is kept until',
    );
  });

  it('takes no reason that names anybody', async () => {
    const person = await personFrom(Readable.from(['1-0000-00000-01-7']));
    await expect(
      erase(stage, person, { reason: 'ลบ 1-0000-00000-01-7', dryRun: true }, watching),
    ).rejects.toThrow('--reason');
  });
});
