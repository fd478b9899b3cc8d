import { maskCitizenId } from '../../domain/citizen-id.ts';
import type { Gazetteer } from '../../domain/ports.ts';
import type { Profile } from '../../domain/profile-desk.ts';
import type { Registration } from '../../domain/registration.ts';
import { districtView, residenceView } from './residence-view.ts';

async function registrationView(
  gazetteer: Gazetteer,
  registration: Registration,
  opensRegistration: boolean,
) {
  const { status, intentOn, channel, band, agency, projects, receipt, recordedAt, version, phone } =
    registration;
  return {
    ...{ status, intentOn, channel, band, agency, projects, receipt, recordedAt, version, phone },
    place: {
      name: registration.place.name,
      district: await districtView(gazetteer, registration.place.district),
    },
    residence: await residenceView(gazetteer, registration.residence),
    developmentDistrict: await districtView(gazetteer, registration.developmentDistrict),
    registrationId: opensRegistration ? registration.registrationId : undefined,
  };
}

const versionView = ({ version, status, intentOn, change }: Registration) => ({
  version,
  status,
  intentOn,
  at: change.at,
  change: change.kind,
  reason: change.reason,
});

/** What is known of a person, the ID masked. */
export async function profileView(
  { asOf, cardholder, registration, opensRegistration, versions, payment }: Profile,
  gazetteer: Gazetteer,
) {
  const { citizenId, name, birthDate, subdistrict, band, cardStatus, missing } = cardholder;
  return {
    asOf,
    maskedId: maskCitizenId(citizenId),
    name,
    birthDate,
    residence: await residenceView(gazetteer, subdistrict),
    band,
    cardStatus,
    missingSince: missing?.since,
    registration: registration && (await registrationView(gazetteer, registration, opensRegistration)),
    versions: versions.map(versionView),
    payment,
  };
}
