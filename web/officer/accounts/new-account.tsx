import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import { bodyOf } from '../../api/client.ts';
import { Button } from '../controls/button.tsx';
import { ErrorSummary } from '../controls/error-summary.tsx';
import { fieldId } from '../controls/field.tsx';
import { Notice } from '../controls/notice.tsx';
import { PageHead } from '../controls/page-head.tsx';
import { type Me, useOfficer } from '../shell/officer.ts';
import { useProblems } from '../shell/problems.ts';
import { useWording } from '../shell/wording.ts';
import { type AccountDraft, missingIn, newAccountOf } from './account-draft.ts';
import { AccountFields } from './account-fields.tsx';
import { accountsKey, administers } from './account-source.ts';
import { HandoverSheets } from './handover-sheets.tsx';
import { accountsWording } from './wording.ts';
import './accounts.css';

const emptyDraft = ({ province }: Me): AccountDraft => ({
  username: '',
  name: '',
  role: 'district',
  province: province?.code ?? '',
  district: '',
  agency: 'DOPA',
  email: '',
  phone: '',
  expiresOn: '',
  rights: [],
});

/** One officer, made by hand. */
export function Component() {
  const { me, api } = useOfficer();
  const words = useWording(accountsWording);
  const troubleOf = useProblems();
  const queries = useQueryClient();
  const [draft, setDraft] = useState(() => emptyDraft(me));
  const [missing, setMissing] = useState<Record<string, string>>({});
  const create = useMutation({
    mutationFn: () => bodyOf(api.POST('/v1/accounts', { body: newAccountOf(draft) })),
    onSuccess: () => queries.invalidateQueries({ queryKey: accountsKey }),
  });
  const trouble = create.isError ? troubleOf(create.error) : undefined;
  const faults = { ...trouble?.fields, ...missing };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const found = Object.fromEntries(missingIn(draft).map((field) => [field, words.missing[field]]));
    create.reset();
    setMissing(found);
    if (Object.keys(found).length === 0) create.mutate();
  };
  const { subject } = (trouble?.facts ?? {}) as { subject?: string };
  return (
    <div className="accounts">
      <div className="screen-only">
        <p>
          <Link to="/accounts">{words.back}</Link>
        </p>
        <PageHead title={words.newTitle} lead={words.newLead} />
      </div>
      {!administers(me) ? <Notice tone="info">{words.notYours}</Notice> : null}
      {create.data !== undefined ? (
        <>
          <HandoverSheets
            recipients={[{ ...create.data.account, temporaryPassword: create.data.temporaryPassword }]}
          />
          <p className="screen-only">
            <Button
              variant="quiet"
              onPress={() => {
                create.reset();
                setDraft({ ...emptyDraft(me), agency: draft.agency });
              }}
            >
              {words.add}
            </Button>
          </p>
        </>
      ) : administers(me) ? (
        <form className="accounts-form" onSubmit={submit} noValidate>
          <ErrorSummary
            problems={Object.entries(faults).map(([path, message]) => ({
              path,
              message,
              inputId: fieldId(path),
            }))}
          />
          {trouble === undefined || Object.keys(trouble.fields).length > 0 ? null : (
            <Notice tone="bad">{trouble.summary}</Notice>
          )}
          {subject === undefined ? null : (
            <p>
              <Link to={`/accounts/${subject}`}>{words.taken}</Link>
            </p>
          )}
          <AccountFields draft={draft} onChange={setDraft} faults={faults} isNew />
          <Button type="submit" isPending={create.isPending}>
            {words.create}
          </Button>
        </form>
      ) : null}
    </div>
  );
}
