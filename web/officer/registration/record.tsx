import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { bodyOf, type Schemas } from '../../api/client.ts';
import { Button } from '../controls/button.tsx';
import { DataTable } from '../controls/data-table.tsx';
import { Loading } from '../controls/loading.tsx';
import { Notice } from '../controls/notice.tsx';
import { PageHead } from '../controls/page-head.tsx';
import { showDay, showInstant } from '../shell/dates.ts';
import { useOfficer } from '../shell/officer.ts';
import { useProblems } from '../shell/problems.ts';
import { useAgencies, useDistricts, useProjects } from '../shell/reference-data.ts';
import { shellWording } from '../shell/shell-wording.ts';
import { useLanguage, useLocalText, useWording } from '../shell/wording.ts';
import { Correction } from './correction.tsx';
import { beginAgainWith } from './desk.ts';
import { shortId } from './short-id.ts';
import { Slip } from './slip.tsx';
import { Withdrawal } from './withdrawal.tsx';
import { registrationWording } from './wording.ts';
import './registration.css';

type Registration = Schemas['Registration'];
type Task = 'correct' | 'withdraw' | 'wrong-person';

/** One registration: read, correct, withdraw, begin again for the right person, print the slip again. */
export function Component() {
  const { registrationId = '' } = useParams();
  return <Record key={registrationId} registrationId={registrationId} />;
}

function Record({ registrationId }: { registrationId: string }) {
  const words = useWording(registrationWording);
  const shell = useWording(shellWording);
  const problems = useProblems();
  const { api } = useOfficer();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [task, setTask] = useState<Task>();
  const [done, setDone] = useState<string>();

  const record = useQuery({
    queryKey: ['registration', registrationId],
    queryFn: () =>
      bodyOf(api.GET('/v1/registrations/{registrationId}', { params: { path: { registrationId } } })),
    staleTime: 0,
  });

  const changed = (now: Registration, what: string) => {
    queries.setQueryData(['registration', registrationId], now);
    void queries.invalidateQueries({ queryKey: ['registration-versions', registrationId] });
    void queries.invalidateQueries({ queryKey: ['day-list'] });
    setTask(undefined);
    setDone(what);
  };

  if (record.data === undefined)
    return (
      <>
        <PageHead title={words.recordTitle} />
        {record.isPending ? <Loading /> : null}
        {record.isError ? (
          <Notice tone="bad">
            <p>
              {problems(record.error).code === 'registration.not-found'
                ? words.recordMissing
                : problems(record.error).summary}
            </p>
            <Button variant="quiet" onPress={() => void record.refetch()}>
              {shell.tryAgain}
            </Button>
          </Notice>
        ) : null}
      </>
    );

  const registration = record.data;
  const stands = registration.status === 'INTENT';
  return (
    <>
      <div className="screen-only">
        <PageHead
          title={words.recordTitle}
          lead={
            <>
              {words.receipt} <strong className="numbers">{registration.receipt}</strong>
            </>
          }
          actions={
            <Link className="button button-quiet" to="/registration">
              {words.backToDesk}
            </Link>
          }
        />
        {done === undefined ? null : <Notice tone="good">{done}</Notice>}
        <Details registration={registration} />
        {stands && task === undefined ? (
          <div className="desk-actions">
            <Button onPress={() => print()}>{words.printAgain}</Button>
            <Button variant="quiet" onPress={() => setTask('correct')}>
              {words.correct}
            </Button>
            <Button variant="quiet" onPress={() => setTask('wrong-person')}>
              {words.wrongPerson}
            </Button>
            <Button variant="danger" onPress={() => setTask('withdraw')}>
              {words.withdraw}
            </Button>
          </div>
        ) : null}
        {task === 'correct' ? (
          <Correction
            registration={registration}
            onReload={async () => (await record.refetch()).data}
            onCancel={() => setTask(undefined)}
            onCorrected={(now) => changed(now, words.corrected)}
          />
        ) : null}
        <Withdrawal
          registration={registration}
          task={task === 'withdraw' || task === 'wrong-person' ? task : undefined}
          onReload={() => void record.refetch()}
          onCancel={() => setTask(undefined)}
          onWithdrawn={(now) => {
            changed(now, words.withdrawn);
            if (task !== 'wrong-person') return;
            beginAgainWith(registration);
            void navigate('/registration');
          }}
        />
      </div>
      {stands ? (
        <section className="desk-section">
          <Slip registration={registration} />
        </section>
      ) : null}
      <History registrationId={registrationId} />
    </>
  );
}

function Details({ registration }: { registration: Registration }) {
  const words = useWording(registrationWording);
  const { language } = useLanguage();
  const local = useLocalText();
  const { data: agencies } = useAgencies();
  const { data: projects } = useProjects();
  const { data: districts } = useDistricts(registration.developmentDistrict.slice(0, 2));
  const agency = agencies?.agencies.find(({ code }) => code === registration.agency);
  const district = districts?.districts.find(({ code }) => code === registration.developmentDistrict);
  const rows = [
    [words.status, words.statuses[registration.status]],
    [words.name, registration.maskedName ?? words.none],
    [
      words.citizenId,
      <span key="id" className="numbers">
        {registration.maskedId}
      </span>,
    ],
    [words.intentOn, showDay(registration.intentOn, language, 'long')],
    [words.place, registration.place.name],
    [words.channel, words.channels[registration.channel]],
    [words.agency, agency === undefined ? registration.agency : local(agency.name)],
    [words.band, words.bands[registration.band]],
    [
      words.developmentDistrict,
      district === undefined ? registration.developmentDistrict : local(district.name),
    ],
    [words.phone, registration.phone ?? words.none],
    [words.consentedAt, showInstant(registration.consentedAt, language)],
    [words.recordedAt, showInstant(registration.recordedAt, language)],
  ] as const;
  return (
    <dl className="desk-record" data-status={registration.status}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      {registration.projects.length === 0 ? null : (
        <div className="desk-record-wide">
          <dt>{words.projects}</dt>
          <dd>
            <ul>
              {registration.projects.map((code) => {
                const project = projects?.projects.find((one) => one.code === code);
                return <li key={code}>{project === undefined ? code : local(project.name)}</li>;
              })}
            </ul>
          </dd>
        </div>
      )}
      {registration.remark === undefined ? null : (
        <div className="desk-record-wide">
          <dt>{words.remark}</dt>
          <dd className="desk-remark">{registration.remark}</dd>
        </div>
      )}
    </dl>
  );
}

function History({ registrationId }: { registrationId: string }) {
  const words = useWording(registrationWording);
  const { language } = useLanguage();
  const { api } = useOfficer();
  const versions = useQuery({
    queryKey: ['registration-versions', registrationId],
    queryFn: () =>
      bodyOf(
        api.GET('/v1/registrations/{registrationId}/versions', {
          params: { path: { registrationId }, query: { limit: 50 } },
        }),
      ),
    staleTime: 0,
  });
  if (versions.data === undefined) return null;
  return (
    <section className="desk-section screen-only">
      <h2>{words.history}</h2>
      <DataTable
        caption={words.history}
        isCaptionHidden
        columns={[
          { id: 'version', label: words.version },
          { id: 'what', label: words.what },
          { id: 'when', label: words.when },
          { id: 'who', label: words.who },
          { id: 'why', label: words.why },
        ]}
        rows={versions.data.versions.map(({ version, change }) => ({
          id: String(version),
          cells: {
            version: String(version),
            what: words.kinds[change.kind],
            when: showInstant(change.at, language),
            who: <span className="numbers">{shortId(change.by)}</span>,
            why: change.reason ?? '',
          },
        }))}
      />
    </section>
  );
}
