import { maskName } from '../../domain/cardholder.ts';
import { maskCitizenId } from '../../domain/citizen-id.ts';
import type { Participant, RosterEntry } from '../../domain/people.ts';
import type { RosterWish, Shown } from '../../domain/people-desk.ts';
import { tokenOf } from '../paging.ts';

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

export const rosterEntryView = (row: Shown<RosterEntry>, names: RosterWish['names']) => {
  const { source: _, ...counted } = row.counted;
  return {
    ...personView(row),
    ...counted,
    listed: tokenOf(row.position),
    name: names === 'whole' ? row.person.name : undefined,
    registered: row.registration?.status === 'INTENT',
  };
};
