import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link, useParams } from 'react-router';
import { bodyOf, type Schemas } from '../../api/client.ts';
import { Button } from '../controls/button.tsx';
import { CheckboxField } from '../controls/checkbox-field.tsx';
import { ConfirmDialog } from '../controls/confirm-dialog.tsx';
import { ErrorSummary } from '../controls/error-summary.tsx';
import { fieldId } from '../controls/field.tsx';
import { Loading } from '../controls/loading.tsx';
import { Notice } from '../controls/notice.tsx';
import { PageHead } from '../controls/page-head.tsx';
import { useArea } from '../shell/frame.tsx';
import { useOfficer } from '../shell/officer.ts';
import { useProblems } from '../shell/problems.ts';
import { useWording } from '../shell/wording.ts';
import { changesOf, draftOf, missingIn } from './account-draft.ts';
import { AccountFields } from './account-fields.tsx';
import { type Account, accountsKey, oneKey, useAccount } from './account-source.ts';
import { HandoverSheets } from './handover-sheets.tsx';
import { AccountState } from './screen.tsx';
import { accountsWording } from './wording.ts';
import './accounts.css';

/** One account: what it may do and where, and its way in. */
export function Component() {
  const { subject = '' } = useParams();
  const words = useWording(accountsWording);
  const troubleOf = useProblems();
  const found = useAccount(subject);
  return (
    <div className="accounts">
      <p className="screen-only">
        <Link to="/accounts">{words.back}</Link>
      </p>
      {found.isPending ? <Loading /> : null}
      {found.isError ? (
        <>
          <PageHead title={words.title} />
          <Notice tone="bad">{troubleOf(found.error).summary}</Notice>
        </>
      ) : null}
      {found.data === undefined ? null : <One account={found.data} />}
    </div>
  );
}

function One({ account }: { account: Account }) {
  const { me } = useOfficer();
  const words = useWording(accountsWording);
  const areaOf = useArea();
  const isOwn = me.subject === account.subject;
  return (
    <>
      <div className="screen-only">
        <PageHead
          title={account.name}
          lead={
            <>
              <span className="accounts-username">{account.username}</span> · {areaOf(account)} ·{' '}
              <AccountState account={account} />
            </>
          }
        />
      </div>
      {isOwn ? (
        <Notice tone="info">{words.own}</Notice>
      ) : (
        <>
          <Access account={account} />
          <ChangeForm key={account.version} account={account} />
        </>
      )}
    </>
  );
}

function useSaved(): (account: Account) => void {
  const queries = useQueryClient();
  return (account) => {
    queries.setQueryData(oneKey(account.subject), account);
    void queries.invalidateQueries({ queryKey: accountsKey });
  };
}

const addressOf = ({ subject, version }: Account) => ({
  path: { subject },
  header: { 'If-Match': `"${version}"` },
});

function ChangeForm({ account }: { account: Account }) {
  const { api } = useOfficer();
  const words = useWording(accountsWording);
  const troubleOf = useProblems();
  const queries = useQueryClient();
  const put = useSaved();
  const [draft, setDraft] = useState(() => draftOf(account));
  const [missing, setMissing] = useState<Record<string, string>>({});
  const [isSame, setSame] = useState(false);
  const change = useMutation({
    mutationFn: (body: Schemas['AccountChanges']) =>
      bodyOf(api.PATCH('/v1/accounts/{subject}', { params: addressOf(account), body })),
    onSuccess: put,
  });
  const trouble = change.isError ? troubleOf(change.error) : undefined;
  const faults = { ...trouble?.fields, ...missing };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const found = Object.fromEntries(missingIn(draft).map((field) => [field, words.missing[field]]));
    const changes = changesOf(account, draft);
    const nothing = Object.keys(changes).length === 0;
    change.reset();
    setMissing(found);
    setSame(nothing);
    if (Object.keys(found).length === 0 && !nothing) change.mutate(changes);
  };
  return (
    <form className="accounts-form screen-only" onSubmit={submit} noValidate>
      <h2>{words.change}</h2>
      <ErrorSummary
        problems={Object.entries(faults).map(([path, message]) => ({
          path,
          message,
          inputId: fieldId(path),
        }))}
      />
      {trouble?.code === 'version.stale' ? (
        <Notice tone="warn" title={words.stale}>
          <p>{words.staleHow}</p>
          <Button
            variant="quiet"
            onPress={() => void queries.invalidateQueries({ queryKey: oneKey(account.subject) })}
          >
            {words.reload}
          </Button>
        </Notice>
      ) : trouble === undefined || Object.keys(trouble.fields).length > 0 ? null : (
        <Notice tone="bad">{trouble.summary}</Notice>
      )}
      {isSame ? <Notice tone="info">{words.unchanged}</Notice> : null}
      <AccountFields
        draft={draft}
        onChange={(next) => {
          setDraft(next);
          setSame(false);
        }}
        faults={faults}
        isNew={false}
      />
      <Button type="submit" isPending={change.isPending}>
        {words.save}
      </Button>
    </form>
  );
}

type Act = 'reset' | 'signOut' | 'disable' | 'enable';

/** The way in: a new password, the end of every session, closed and opened. Each is asked for twice. */
function Access({ account }: { account: Account }) {
  const { api } = useOfficer();
  const words = useWording(accountsWording);
  const troubleOf = useProblems();
  const put = useSaved();
  const [asked, ask] = useState<Act>();
  const [newDevice, setNewDevice] = useState(false);
  const { subject, name, disabled, username } = account;
  const path = { subject };
  const act = useMutation({
    mutationFn: async (what: Act): Promise<{ account: Account; said?: string; password?: string }> => {
      switch (what) {
        case 'reset': {
          const made = await bodyOf(
            api.POST('/v1/accounts/{subject}/password-reset', { params: { path }, body: { newDevice } }),
          );
          return { account: made.account, password: made.temporaryPassword };
        }
        case 'signOut': {
          const out = await bodyOf(api.POST('/v1/accounts/{subject}/sign-out', { params: { path } }));
          return { account: out, said: words.signedOut };
        }
        case 'disable':
        case 'enable': {
          const isOut = what === 'disable';
          const changed = await bodyOf(
            api.PATCH('/v1/accounts/{subject}', { params: addressOf(account), body: { disabled: isOut } }),
          );
          return { account: changed, said: isOut ? words.nowDisabled : words.nowEnabled };
        }
      }
    },
    onSuccess: (done) => put(done.account),
    onSettled: () => ask(undefined),
  });
  const acts: readonly { id: Act; label: string; how: string; sure: string; isDangerous?: boolean }[] = [
    { id: 'reset', label: words.reset, how: words.resetHow, sure: words.resetSure(name) },
    { id: 'signOut', label: words.signOut, how: words.signOutHow, sure: words.signOutSure(name) },
    disabled
      ? { id: 'enable', label: words.enable, how: words.enableHow, sure: words.enableSure(name) }
      : {
          id: 'disable',
          label: words.disable,
          how: words.disableHow,
          sure: words.disableSure(name),
          isDangerous: true,
        },
  ];
  const question = acts.find(({ id }) => id === asked);
  return (
    <section className="accounts-access">
      <div className="screen-only">
        <h2>{words.access}</h2>
        {act.isError ? <Notice tone="bad">{troubleOf(act.error).summary}</Notice> : null}
        {act.data?.said === undefined ? null : <Notice tone="good">{act.data.said}</Notice>}
        <ul>
          {acts.map(({ id, label, how, isDangerous }) => (
            <li key={id}>
              <Button variant={isDangerous === true ? 'danger' : 'quiet'} onPress={() => ask(id)}>
                {label}
              </Button>
              <span>{how}</span>
            </li>
          ))}
        </ul>
      </div>
      {act.data?.password === undefined ? null : (
        <HandoverSheets recipients={[{ username, name, temporaryPassword: act.data.password }]} />
      )}
      {question === undefined ? null : (
        <ConfirmDialog
          isOpen
          isDangerous={question.isDangerous === true}
          title={question.sure}
          confirmLabel={question.label}
          isPending={act.isPending}
          onConfirm={() => act.mutate(question.id)}
          onCancel={() => ask(undefined)}
        >
          <p>{question.how}</p>
          {question.id === 'reset' ? (
            <CheckboxField
              label={words.newDevice}
              name="newDevice"
              value={newDevice}
              onChange={setNewDevice}
            />
          ) : null}
        </ConfirmDialog>
      )}
    </section>
  );
}
