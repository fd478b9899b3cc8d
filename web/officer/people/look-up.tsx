import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useRef, useState } from 'react';
import { bodyOf, type Schemas } from '../../api/client.ts';
import { Button } from '../controls/button.tsx';
import { DataTable } from '../controls/data-table.tsx';
import { Notice } from '../controls/notice.tsx';
import { PageHead } from '../controls/page-head.tsx';
import { TextField } from '../controls/text-field.tsx';
import { save } from '../reports/download.ts';
import { showDay, showNumber } from '../shell/dates.ts';
import { useOfficer } from '../shell/officer.ts';
import { useProblems } from '../shell/problems.ts';
import { useLanguage, useLocalText, useWording } from '../shell/wording.ts';
import { type Answers, base64Of, csvOf, MAX_FILE_BYTES } from './look-up-file.ts';
import { peopleWording } from './wording.ts';
import './people.css';

const OUTCOMES = ['registered', 'may-register', 'not-entitled', 'not-found', 'fault'] as const;

/** Many people at once, by a file or by what was pasted. */
export function Component() {
  const { api } = useOfficer();
  const words = useWording(peopleWording);
  const troubleOf = useProblems();
  const [file, setFile] = useState<File>();
  const [pasted, setPasted] = useState('');
  const [fault, setFault] = useState<string>();
  const chooser = useRef<HTMLInputElement>(null);
  const hint = useId();
  const lookUp = useMutation({
    // In JSON, as it is asked for here; the table is made of the same rows, and nobody is looked up twice for it.
    mutationFn: async () =>
      bodyOf(
        api.POST('/v1/people/look-ups', {
          body:
            file === undefined
              ? { citizenIds: pasted.trim().split(/\r?\n/) }
              : { file: await base64Of(file) },
        }),
      ) as Promise<Schemas['PeopleLookedUp']>,
  });
  const ask = (event: FormEvent): void => {
    event.preventDefault();
    const nothing = file === undefined && pasted.trim() === '';
    const isTooLarge = file !== undefined && file.size > MAX_FILE_BYTES;
    setFault(nothing ? words.nothing : isTooLarge ? words.tooLarge : undefined);
    if (!nothing && !isTooLarge) lookUp.mutate();
  };
  return (
    <div className="people">
      <PageHead title={words.lookUpTitle} lead={words.lookUpLead} />
      <form className="people-look-up screen-only" onSubmit={ask} noValidate>
        <div>
          <p className="people-label">{words.file}</p>
          <p id={hint} className="people-hint">
            {words.fileHint}
          </p>
          <Button variant="quiet" aria-describedby={hint} onPress={() => chooser.current?.click()}>
            {words.chooseFile}
          </Button>{' '}
          <span>{file?.name ?? words.noFile}</span>
          <input
            ref={chooser}
            type="file"
            accept=".csv,.txt,text/csv"
            aria-label={words.file}
            tabIndex={-1}
            className="visually-hidden"
            onChange={({ currentTarget: { files } }) => {
              setFile(files?.[0]);
              setPasted('');
            }}
          />
        </div>
        <TextField
          label={words.orPaste}
          name="citizenIds"
          multiline
          rows={5}
          value={pasted}
          onChange={(text) => {
            setPasted(text);
            setFile(undefined);
            if (chooser.current !== null) chooser.current.value = '';
          }}
          errorMessage={fault}
        />
        <Button type="submit" isPending={lookUp.isPending}>
          {words.lookUp}
        </Button>
      </form>
      {lookUp.isError ? <Notice tone="bad">{troubleOf(lookUp.error).summary}</Notice> : null}
      {lookUp.data === undefined ? null : <Results rows={lookUp.data.rows} asOf={lookUp.data.asOf} />}
    </div>
  );
}

function Results({ rows, asOf }: { rows: Answers; asOf: string }) {
  const words = useWording(peopleWording);
  const local = useLocalText();
  const { language } = useLanguage();
  const cells = rows.map((row) => {
    if (row.outcome === 'fault')
      return [row.line, `${words.outcomes.fault}: ${local(row.message)}`, '', '', '', ''];
    const { line, maskedId, outcome, district, registration } = row;
    return [
      line,
      words.outcomes[outcome],
      maskedId,
      district === undefined ? '' : local(district.name),
      registration === undefined ? '' : showDay(registration.intentOn, language),
      registration === undefined ? '' : `${registration.place} (${words.channels[registration.channel]})`,
    ];
  });
  const columns = [
    { id: 'line', label: words.line },
    { id: 'outcome', label: words.outcome },
    { id: 'id', label: words.maskedId },
    { id: 'district', label: words.district },
    { id: 'day', label: words.intentOn },
    { id: 'place', label: words.place },
  ];
  const tally = OUTCOMES.map(
    (outcome) => [outcome, rows.filter((row) => row.outcome === outcome).length] as const,
  )
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => `${words.outcomes[outcome]} ${showNumber(count)}`);
  return (
    <section className="people-results">
      <p className="people-tally" role="status">
        {tally.join(' · ')}
      </p>
      <p className="screen-only">
        <Button
          variant="quiet"
          onPress={() =>
            save(
              csvOf(
                columns.map(({ label }) => label),
                cells,
              ),
              `look-up-${asOf.slice(0, 10)}.csv`,
            )
          }
        >
          {words.download}
        </Button>
      </p>
      <DataTable
        caption={words.results}
        columns={columns}
        rows={cells.map((row) => ({
          id: String(row[0]),
          cells: Object.fromEntries(columns.map(({ id }, at) => [id, row[at]])),
        }))}
      />
    </section>
  );
}
