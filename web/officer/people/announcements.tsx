import { useState } from 'react';
import { Link } from 'react-router';
import type { Schemas } from '../../api/client.ts';
import { Button } from '../controls/button.tsx';
import { Loading } from '../controls/loading.tsx';
import { Notice } from '../controls/notice.tsx';
import { PageHead } from '../controls/page-head.tsx';
import { SelectField } from '../controls/select-field.tsx';
import { showInstant } from '../shell/dates.ts';
import { useOfficer } from '../shell/officer.ts';
import { useProblems } from '../shell/problems.ts';
import { useProvinces } from '../shell/reference-data.ts';
import { useLanguage, useLocalText, useWording } from '../shell/wording.ts';
import { type AnnouncementState, showUnread, useAnnouncements, useMarkRead } from './announcement-source.ts';
import { overrideWording } from './override-wording.ts';
import './people.css';

/** Who of outside has opened people of the province, and why: for the province, and for central. */
export function Component() {
  const { me } = useOfficer();
  const words = useWording(overrideWording);
  const local = useLocalText();
  const [chosen, choose] = useState<string>();
  const provinces = useProvinces({ isWanted: me.role === 'central' });
  const province = me.role === 'province' ? me.province?.code : chosen;
  return (
    <div className="people">
      <PageHead title={words.listTitle} lead={words.listLead} />
      {me.role === 'central' ? (
        <div className="people-filters">
          <SelectField
            label={words.province}
            name="province"
            isRequired
            isSearchable
            key={provinces.data === undefined ? 'waiting' : 'there'}
            isDisabled={provinces.data === undefined}
            items={(provinces.data?.provinces ?? []).map(({ code, name }) => ({
              id: code,
              label: local(name),
            }))}
            value={chosen}
            onChange={choose}
            placeholder={words.chooseProvince}
          />
        </div>
      ) : null}
      {province === undefined ? (
        <Notice tone="info">{me.role === 'district' ? words.onlyProvince : words.chooseFirst}</Notice>
      ) : (
        <Announcements key={province} province={province} />
      )}
    </div>
  );
}

function Announcements({ province }: { province: string }) {
  const words = useWording(overrideWording);
  const troubleOf = useProblems();
  const [state, setState] = useState<AnnouncementState>('all');
  const list = useAnnouncements(province, state);
  const pages = list.data?.pages;
  const announcements = pages?.flatMap((page) => page.announcements) ?? [];
  const unread = pages?.[0]?.unread ?? 0;
  return (
    <>
      <div className="people-filters">
        <SelectField
          label={words.state}
          name="state"
          items={[
            { id: 'all', label: words.all },
            { id: 'unread', label: words.unread(showUnread(unread)) },
          ]}
          value={state}
          onChange={(value) => setState(value === 'unread' ? 'unread' : 'all')}
        />
      </div>
      {list.isPending ? <Loading /> : null}
      {list.isError ? (
        <Notice tone="bad" title={words.cannotLoad}>
          <p>{troubleOf(list.error).summary}</p>
          <Button variant="quiet" onPress={() => void list.refetch()}>
            {words.tryAgain}
          </Button>
        </Notice>
      ) : null}
      {pages !== undefined && announcements.length === 0 ? (
        <Notice tone="good">{state === 'unread' ? words.noneUnread : words.none}</Notice>
      ) : null}
      <ul className="people-announcements">
        {announcements.map((announcement) => (
          <li key={announcement.announcementId}>
            <AnnouncementCard province={province} announcement={announcement} />
          </li>
        ))}
      </ul>
      {list.hasNextPage ? (
        <p>
          <Button
            variant="quiet"
            isPending={list.isFetchingNextPage}
            onPress={() => void list.fetchNextPage()}
          >
            {words.more}
          </Button>
        </p>
      ) : null}
    </>
  );
}

function AnnouncementCard({
  province,
  announcement,
}: {
  province: string;
  announcement: Schemas['Announcement'];
}) {
  const words = useWording(overrideWording);
  const local = useLocalText();
  const { language } = useLanguage();
  const troubleOf = useProblems();
  const mark = useMarkRead(province);
  const { announcementId, at, by, reason, maskedId, district, listed, read } = announcement;
  const area = by.district ?? by.province;
  const office = [
    words.roles[by.role],
    area && local(area.name),
    by.district && local(by.district.province.name),
  ];
  const headingId = `at-${announcementId}`;
  return (
    <article
      className="people-announcement"
      data-unread={read === undefined || undefined}
      aria-labelledby={headingId}
    >
      <h2 id={headingId}>
        {showInstant(at, language)}
        {read === undefined ? <span className="people-new">{words.isNew}</span> : null}
      </h2>
      <p className="people-reason">{reason}</p>
      <dl className="people-facts">
        <div>
          <dt>{words.by}</dt>
          <dd>
            {by.name}
            <small>{office.filter((part) => part !== undefined).join(' · ')}</small>
          </dd>
        </div>
        <div>
          <dt>{words.person}</dt>
          <dd>
            <span className="numbers">{maskedId}</span>
            <small>{local(district.name)}</small>
          </dd>
        </div>
      </dl>
      <div className="people-actions">
        {read === undefined ? (
          <Button isPending={mark.isPending} onPress={() => mark.mutate(announcementId)}>
            {words.markRead}
          </Button>
        ) : (
          <p className="people-as-of">{words.readBy(read.name, showInstant(read.at, language))}</p>
        )}
        {listed === undefined ? null : (
          <Link className="people-open" to={`/people/profile?listed=${listed}`}>
            {words.showProfile}
          </Link>
        )}
      </div>
      {mark.isError ? <Notice tone="bad">{troubleOf(mark.error).summary}</Notice> : null}
    </article>
  );
}
