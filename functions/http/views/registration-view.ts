import { districtOf, provinceOf, type SubdistrictCode } from '../../domain/area.ts';
import { maskName } from '../../domain/cardholder.ts';
import { maskCitizenId } from '../../domain/citizen-id.ts';
import type { RegistrationListed } from '../../domain/ports.ts';
import type { Registration } from '../../domain/registration.ts';
import type { RegistrationOfPerson } from '../../domain/registration-desk.ts';

const residenceView = (subdistrict: SubdistrictCode) => ({
  province: provinceOf(subdistrict),
  district: districtOf(subdistrict),
  subdistrict,
});

/** A row of a list: the ID leaves masked, always. */
export const listedView = ({ citizenId, residence, ...rest }: RegistrationListed) => ({
  ...rest,
  maskedId: maskCitizenId(citizenId),
  residence: residenceView(residence),
});

export const versionView = ({ citizenId, residence, ...rest }: Registration) => ({
  ...rest,
  maskedId: maskCitizenId(citizenId),
  residence: residenceView(residence),
});

export const registrationView = ({ registration, cardholder }: RegistrationOfPerson) => ({
  ...versionView(registration),
  maskedName: cardholder && maskName(cardholder.name),
});
