import type { AuditLine } from '../../functions/domain/audit.ts';
import type { CitizenId } from '../../functions/domain/citizen-id.ts';
import type { IntakeLocation } from '../../functions/domain/intake-location.ts';
import type { Registration } from '../../functions/domain/registration.ts';
import { instant, officeZeroId, receipt, registration, registrationId } from '../support/builders.ts';

let people = 0;

/** A person whom no other test of the file has used. */
export const nextPerson = (): CitizenId => officeZeroId(++people);

/** Version 1 of a registration with an id and a receipt of its own. */
export function intent(overrides: Partial<Registration> = {}): Registration {
  const citizenId = overrides.citizenId ?? nextPerson();
  const own = `${citizenId.slice(5, 12)}${overrides.version ?? 1}`;
  return registration({
    citizenId,
    registrationId: registrationId(`id-${own}`),
    receipt: receipt(`RECEIPT-${own}`),
    ...overrides,
  });
}

/** The next version over another one, on the same receipt. */
export const corrected = (earlier: Registration, overrides: Partial<Registration> = {}): Registration => ({
  ...earlier,
  version: earlier.version + 1,
  change: { kind: 'corrected', by: 'officer-1', at: instant('2018-02-07 10:00') },
  ...overrides,
});

export const lineAbout = (written: Registration, overrides: Partial<AuditLine> = {}): AuditLine => ({
  action: 'REGISTERED',
  actor: 'officer-1',
  at: written.change.at,
  person: written.citizenId,
  from: '192.0.2.1',
  requestId: 'request-1',
  about: { registrationId: written.registrationId, version: written.version },
  ...overrides,
});

export const lineAboutPlace = (place: IntakeLocation): AuditLine => ({
  action: 'ADDED_INTAKE_LOCATION',
  actor: 'officer-1',
  at: place.changedAt,
  from: '192.0.2.1',
  requestId: 'request-1',
  about: { district: place.district, placeId: place.placeId, version: place.version },
});
