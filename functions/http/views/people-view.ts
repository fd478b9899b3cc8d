import { maskName } from '../../domain/cardholder.ts';
import { maskCitizenId } from '../../domain/citizen-id.ts';
import type { Participant, RosterEntry } from '../../domain/people.ts';
import type { Shown } from '../../domain/people-desk.ts';

const personView = ({ citizenId, person }: Shown<{ citizenId: Participant['citizenId'] }>) => ({
  maskedId: maskCitizenId(citizenId),
  maskedName: person.name && maskName(person.name),
  registrationId: person.registration?.registrationId,
  receipt: person.registration?.receipt,
});

export const participantView = (row: Shown<Participant>) => {
  const { day: intentOn, source: _, ...counted } = row.counted;
  return { ...personView(row), ...counted, intentOn };
};

export const rosterEntryView = (row: Shown<RosterEntry>) => {
  const { source: _, ...counted } = row.counted;
  return { ...personView(row), ...counted, registered: row.registration?.status === 'INTENT' };
};
