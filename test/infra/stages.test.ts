import { describe, expect, it } from 'vitest';
import { stageNamed, stages } from '../../lib/stages.ts';
import { templates } from '../support/templates.ts';

describe('the stages', () => {
  it('cover Bangkok and Singapore, and each synthesizes whole', () => {
    expect(new Set(Object.values(stages).map(({ region }) => region))).toEqual(
      new Set(['ap-southeast-7', 'ap-southeast-1']),
    );
    for (const name of ['staging', 'production'] as const) {
      const { storage, service, mis } = templates(name);
      for (const template of [storage, service, mis]) {
        expect(Object.keys(template.toJSON().Resources as object).length).toBeGreaterThan(10);
      }
    }
  });

  it('relax a protection only where no real person is', () => {
    expect(stages.production).toMatchObject({
      removal: 'retain',
      deletionProtection: true,
      pointInTimeRecovery: true,
      mfa: 'required',
      officerAuthFlows: 'USER_SRP_AUTH',
      routeScopes: true,
    });
    expect(stages.staging).toMatchObject({ mfa: 'required', officerAuthFlows: 'USER_SRP_AUTH' });
  });

  it('refuse a name that is not one of theirs', () => {
    expect(() => stageNamed('prodution')).toThrow('choose one of local, staging, production');
  });
});
