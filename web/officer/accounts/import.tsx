import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import { Link } from 'react-router';
import { bodyOf, type Schemas } from '../../api/client.ts';
import { Button } from '../controls/button.tsx';
import { CheckboxField } from '../controls/checkbox-field.tsx';
import { DataTable } from '../controls/data-table.tsx';
import { Notice } from '../controls/notice.tsx';
import { PageHead } from '../controls/page-head.tsx';
import { save } from '../reports/download.ts';
import { showNumber } from '../shell/dates.ts';
import { useOfficer } from '../shell/officer.ts';
import { useProblems } from '../shell/problems.ts';
import { useLocalText, useWording } from '../shell/wording.ts';
import { accountsKey, administers } from './account-source.ts';
import { HandoverSheets } from './handover-sheets.tsx';
import { template, textOf } from './officer-file.ts';
import { accountsWording } from './wording.ts';
import './accounts.css';

type Line = Schemas['OfficerLine'];

const OUTCOMES = ['created', 'renewed', 'would-create', 'would-renew', 'stands', 'rejected'] as const;
const TO_DO: readonly Line['outcome'][] = ['would-create', 'would-renew'];

/** Many officers by a file: first tried, then made. */
export function Component() {
  const { me, api } = useOfficer();
  const words = useWording(accountsWording);
  const troubleOf = useProblems();
  const queries = useQueryClient();
  const [file, setFile] = useState<File>();
  const [renew, setRenew] = useState(false);
  const [fault, setFault] = useState<string>();
  const chooser = useRef<HTMLInputElement>(null);
  const hint = useId();
  const send = useMutation({
    mutationFn: ({ csv, dryRun }: { csv: string; dryRun: boolean }) =>
      bodyOf(api.POST('/v1/accounts/import', { body: { csv, dryRun, renew } })),
    onSuccess: ({ dryRun }) => (dryRun ? undefined : queries.invalidateQueries({ queryKey: accountsKey })),
  });
  const go = async (dryRun: boolean): Promise<void> => {
    if (file === undefined) return setFault(words.fileMissing);
    const csv = await textOf(file);
    if (csv === undefined) return setFault(words.fileUnreadable);
    setFault(undefined);
    send.mutate({ csv, dryRun });
  };
  const result = send.data;
  const toDo =
    result?.dryRun === true ? result.rows.filter(({ outcome }) => TO_DO.includes(outcome)).length : 0;
  const handed =
    result?.rows.flatMap(({ username = '', name = '', temporaryPassword }) =>
      temporaryPassword === undefined ? [] : [{ username, name, temporaryPassword }],
    ) ?? [];
  return (
    <div className="accounts">
      <div className="screen-only">
        <p>
          <Link to="/accounts">{words.back}</Link>
        </p>
        <PageHead title={words.importTitle} lead={words.importLead} />
      </div>
      {administers(me) ? (
        <div className="accounts-import screen-only">
          <div>
            <p className="accounts-label">{words.file}</p>
            <p id={hint} className="accounts-hint">
              {words.fileHint}
            </p>
            <div className="accounts-chooser">
              <Button variant="quiet" aria-describedby={hint} onPress={() => chooser.current?.click()}>
                {words.chooseFile}
              </Button>
              <span>{file?.name ?? words.noFile}</span>
              <Button variant="quiet" onPress={() => save(template(), 'officers.csv')}>
                {words.template}
              </Button>
            </div>
            <input
              ref={chooser}
              type="file"
              accept=".csv,text/csv"
              aria-label={words.file}
              tabIndex={-1}
              className="visually-hidden"
              onChange={({ currentTarget: { files } }) => {
                setFile(files?.[0]);
                setFault(undefined);
                send.reset();
              }}
            />
          </div>
          <CheckboxField
            label={words.renew}
            name="renew"
            value={renew}
            onChange={(value) => {
              setRenew(value);
              send.reset();
            }}
          />
          {fault === undefined ? null : <Notice tone="bad">{fault}</Notice>}
          {send.isError ? <Notice tone="bad">{troubleOf(send.error).summary}</Notice> : null}
          <div className="accounts-chooser">
            <Button
              variant={toDo > 0 ? 'quiet' : 'primary'}
              isPending={send.isPending && send.variables.dryRun}
              onPress={() => void go(true)}
            >
              {words.check}
            </Button>
            {toDo === 0 ? null : (
              <Button isPending={send.isPending} onPress={() => void go(false)}>
                {words.doImport(showNumber(toDo))}
              </Button>
            )}
          </div>
        </div>
      ) : (
        <Notice tone="info">{words.notYours}</Notice>
      )}
      {handed.length === 0 ? null : <HandoverSheets recipients={handed} />}
      {result === undefined ? null : <Result rows={result.rows} dryRun={result.dryRun} />}
    </div>
  );
}

function Result({ rows, dryRun }: { rows: readonly Line[]; dryRun: boolean }) {
  const words = useWording(accountsWording);
  const local = useLocalText();
  const tally = OUTCOMES.map(
    (outcome) => [outcome, rows.filter((row) => row.outcome === outcome).length] as const,
  )
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => `${words.outcomes[outcome]} ${showNumber(count)}`);
  const fieldNames: Readonly<Record<string, string>> = {
    username: words.username,
    name: words.name,
    role: words.role,
    area: words.area,
    agency: words.agency,
    email: words.email,
    phone: words.phone,
    expiresOn: words.expiresOn,
    rights: words.rights,
  };
  return (
    <section className="accounts-result screen-only">
      <p className="accounts-tally" role="status">
        {dryRun ? words.checked : words.imported}: {tally.join(' · ') || words.nothingToDo}
      </p>
      <DataTable
        caption={dryRun ? words.checked : words.imported}
        isCaptionHidden
        columns={[
          { id: 'line', label: words.line, align: 'end' },
          { id: 'username', label: words.username },
          { id: 'outcome', label: words.outcome },
          { id: 'what', label: words.what },
          { id: 'name', label: words.name },
        ]}
        rows={rows.map(({ line, username, name, outcome, errors }) => ({
          id: String(line),
          cells: {
            line,
            username,
            name,
            outcome: (
              <span className={outcome === 'rejected' ? 'accounts-state accounts-shut' : 'accounts-state'}>
                {words.outcomes[outcome]}
              </span>
            ),
            what: errors.map(({ path, code, message }) => (
              <div key={`${path} ${code}`}>
                {fieldNames[path] === undefined ? '' : `${fieldNames[path]}: `}
                {local(message)}
              </div>
            )),
          },
        }))}
      />
    </section>
  );
}
