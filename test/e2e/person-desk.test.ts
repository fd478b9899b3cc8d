import { describe, expect, it } from 'vitest';
import { listDistricts, listProvinces, listSubdistricts } from '../../functions/contract/areas.ts';
import { identifyPerson } from '../../functions/contract/desk.ts';
import { answered, anybody, officer, refused, stack } from '../support/client.ts';

const identify = async (username: string, citizenId: string) =>
  (await officer(username)).post('/v1/desk/person', { citizenId });

describe('the person at the desk', () => {
  it('may register, has registered, or is not found', async () => {
    const decisions = [];
    for (const id of [stack.citizens.mayRegister, stack.citizens.registered, stack.citizens.notFound]) {
      const answer = await identify('mueang-ubon', id);
      expect(answer.text).not.toContain(id);
      decisions.push(answered(identifyPerson, answer).decision);
    }
    expect(decisions).toEqual(['may-register', 'registered', 'not-found']);
  });

  it('is not named to an officer of another district', async () => {
    const person = answered(identifyPerson, await identify('phra-nakhon', stack.citizens.mayRegister));
    expect(person).toMatchObject({ decision: 'elsewhere', district: { code: '3401' } });
    expect(JSON.stringify(person)).not.toMatch(/maskedName|UP_TO/);
  });

  it('is asked for the digits again when one is wrong', async () => {
    const last = stack.citizens.mayRegister.at(-1) === '0' ? '1' : '0';
    const wrong = `${stack.citizens.mayRegister.slice(0, -1)}${last}`;
    const { errors } = refused(await identify('mueang-ubon', wrong), 422, 'citizen-id.checksum');
    expect(errors).toMatchObject([{ path: 'citizenId' }]);
  });
});

describe('the names of areas', () => {
  it('are those of 77 provinces and of what lies in them', async () => {
    const { provinces } = answered(listProvinces, await anybody.get('/v1/provinces'));
    expect(provinces).toHaveLength(77);
    const { districts } = answered(listDistricts, await anybody.get('/v1/provinces/34/districts'));
    expect(districts).toHaveLength(25);
    const { subdistricts } = answered(listSubdistricts, await anybody.get('/v1/districts/3401/subdistricts'));
    expect(subdistricts.every(({ code }) => code.startsWith('3401'))).toBe(true);
    refused(await anybody.get('/v1/provinces/99/districts'), 404, 'province.not-found');
  });
});
