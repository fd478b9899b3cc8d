import { type Cardholder, maskName } from '../../domain/cardholder.ts';
import { maskCitizenId } from '../../domain/citizen-id.ts';
import type { PersonAtDesk } from '../../domain/person-desk.ts';
import type { Gazetteer } from '../../domain/ports.ts';
import { districtView, residenceView } from './residence-view.ts';

const personView = async (gazetteer: Gazetteer, { name, subdistrict, band }: Cardholder) => ({
  maskedName: maskName(name),
  residence: await residenceView(gazetteer, subdistrict),
  band,
});

/** What an officer sees of the person at the desk: the ID masked, the name by which the card is compared. */
export async function personAtDeskView(person: PersonAtDesk, gazetteer: Gazetteer) {
  const maskedId = maskCitizenId(person.citizenId);
  switch (person.decision) {
    case 'not-found':
      return { decision: person.decision, maskedId };
    case 'elsewhere': {
      const { decision, places, registeredOn } = person;
      const district = await districtView(gazetteer, person.district);
      return { decision, maskedId, district, places, registeredOn };
    }
    case 'may-register':
      return { decision: person.decision, maskedId, ...(await personView(gazetteer, person.cardholder)) };
    case 'registered': {
      const { intentOn, channel, place, registrationId, receipt, version } = person.registration;
      return {
        decision: person.decision,
        maskedId,
        ...(await personView(gazetteer, person.cardholder)),
        registration: {
          intentOn,
          channel,
          place,
          ...(person.within ? { registrationId, receipt, version } : {}),
        },
      };
    }
  }
}
