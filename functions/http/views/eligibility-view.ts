import {
  BRANCHES,
  BRING,
  mayRegisterMessage,
  NOT_FOUND,
  NOT_FOUND_WITH_BIRTH_DATE,
  registeredMessage,
} from '../../contract/eligibility-wording.ts';
import type { Eligibility } from '../../domain/eligibility.ts';
import type { Geography } from '../../domain/ports.ts';
import { districtView } from './residence-view.ts';

/** The answer in the words that the citizen reads. */
export async function eligibilityView(eligibility: Eligibility, geography: Geography) {
  switch (eligibility.status) {
    case 'not-found':
      return {
        status: eligibility.status,
        message: eligibility.withBirthDate ? NOT_FOUND_WITH_BIRTH_DATE : NOT_FOUND,
      };
    case 'registered': {
      const { status, registeredOn } = eligibility;
      const district = await districtView(geography, eligibility.district);
      return { status, registeredOn, district, message: registeredMessage(registeredOn, district) };
    }
    case 'may-register': {
      const { status, measure, phase, places } = eligibility;
      const district = await districtView(geography, eligibility.district);
      return {
        status,
        district,
        message: mayRegisterMessage(eligibility, district),
        measure: { ...measure, phase },
        branches: [...BRANCHES],
        places,
        bring: BRING,
      };
    }
  }
}
