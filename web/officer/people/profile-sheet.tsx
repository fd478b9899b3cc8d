import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { bodyOf, type Schemas } from '../../api/client.ts';
import { Button } from '../controls/button.tsx';
import { DataTable } from '../controls/data-table.tsx';
import { Notice } from '../controls/notice.tsx';
import { showDay, showInstant, showNumber } from '../shell/dates.ts';
import { useOfficer } from '../shell/officer.ts';
import { useProblems } from '../shell/problems.ts';
import { useLanguage, useLocalText, useWording } from '../shell/wording.ts';
import { peopleWording } from './wording.ts';
import './people.css';

type Profile = Schemas['Profile'];
type Named = Schemas['PersonNamed'];

function Facts({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="people-facts">
      {facts.map(([label, fact]) =>
        fact === undefined ? null : (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{fact}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

/** What is known of a person. Without `named` the person is of another area, where nobody shows whole IDs. */
export function ProfileSheet({ profile, named }: { profile: Profile; named?: Named }) {
  const words = useWording(peopleWording);
  const local = useLocalText();
  const { language } = useLanguage();
  const { name, registration, missingSince } = profile;
  const { province, district, subdistrict } = profile.residence;
  return (
    <article className="people-profile">
      <h2>
        {name.title}
        {name.first} {name.last}
      </h2>
      <p className="people-as-of">{words.asOf(showInstant(profile.asOf, language))}</p>
      <h3>{words.registry}</h3>
      <Facts
        facts={[
          [
            words.citizenId,
            named === undefined ? (
              <span key="id" className="numbers">
                {profile.maskedId}
              </span>
            ) : (
              <WholeId key="id" maskedId={profile.maskedId} named={named} />
            ),
          ],
          [words.birthDate, showDay(profile.birthDate, language, 'long')],
          [words.residence, [subdistrict, district, province].map((area) => local(area.name)).join(' · ')],
          [words.band, words.bands[profile.band]],
          [words.cardStatus, words.cards[profile.cardStatus]],
        ]}
      />
      {missingSince === undefined ? null : (
        <Notice tone="warn">{words.missingSince(showDay(missingSince, language))}</Notice>
      )}
      <h3>{words.payment}</h3>
      <Payment payment={profile.payment} />
      <h3>{words.registration}</h3>
      {registration === undefined ? (
        <p>{words.noRegistration}</p>
      ) : (
        <>
          <p className="people-status" data-status={registration.status}>
            {words.statuses[registration.status]}
          </p>
          <Facts
            facts={[
              [words.intentOn, showDay(registration.intentOn, language, 'long')],
              [words.place, `${registration.place.name} · ${local(registration.place.district.name)}`],
              [words.channel, words.channels[registration.channel]],
              [
                words.receipt,
                <span key="receipt" className="numbers">
                  {registration.receipt}
                </span>,
              ],
            ]}
          />
          {registration.registrationId === undefined ? null : (
            <p className="screen-only">
              <Link to={`/registration/records/${registration.registrationId}`}>{words.openRecord}</Link>
            </p>
          )}
          <History versions={profile.versions} />
        </>
      )}
    </article>
  );
}

function History({ versions }: { versions: Profile['versions'] }) {
  const words = useWording(peopleWording);
  const { language } = useLanguage();
  return (
    <DataTable
      caption={words.history}
      columns={[
        { id: 'version', label: words.version },
        { id: 'change', label: words.change },
        { id: 'intentOn', label: words.intentOn },
        { id: 'at', label: words.at },
        { id: 'reason', label: words.reason },
      ]}
      rows={versions.map(({ version, change, intentOn, at, reason }) => ({
        id: String(version),
        cells: {
          version,
          change: words.changes[change],
          intentOn: showDay(intentOn, language),
          at: showInstant(at, language),
          reason: reason ?? '-',
        },
      }))}
    />
  );
}

function Payment({ payment }: { payment: Profile['payment'] }) {
  const words = useWording(peopleWording);
  const { language } = useLanguage();
  if (payment === undefined) return <p>{words.noPayment}</p>;
  const { bahtPerMonth, fromMonth, cutOff } = payment;
  const month = showDay(`${fromMonth}-01`, language, 'long').replace(/^1 /, '');
  const onList = (list: NonNullable<typeof cutOff>): string => {
    if (list.phase === 'freezing') return words.listInMaking(list.name);
    return list.isListed ? words.onList(list.name) : words.notOnList(list.name);
  };
  return (
    <>
      <p className="people-baht">{words.baht(showNumber(bahtPerMonth), month)}</p>
      <p>{cutOff === undefined ? words.noList : onList(cutOff)}</p>
    </>
  );
}

/** Masked until an officer who has the right asks for all of it; each asking is recorded. */
function WholeId({ maskedId, named }: { maskedId: string; named: Named }) {
  const { api, me } = useOfficer();
  const words = useWording(peopleWording);
  const troubleOf = useProblems();
  const whole = useMutation({
    mutationFn: () => bodyOf(api.POST('/v1/people/full-id', { body: named })),
  });
  return (
    <>
      <span className="numbers">{whole.data?.citizenId ?? maskedId}</span>
      {me.rights.includes('see-full-id') ? (
        <Button
          variant="quiet"
          isPending={whole.isPending}
          onPress={() => (whole.data === undefined ? whole.mutate() : whole.reset())}
        >
          {whole.data === undefined ? words.showFullId : words.hideFullId}
        </Button>
      ) : null}
      {whole.isError ? <Notice tone="bad">{troubleOf(whole.error).summary}</Notice> : null}
    </>
  );
}
