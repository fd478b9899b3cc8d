import { useMutation } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { Button } from '../controls/button.tsx';
import { DataTable } from '../controls/data-table.tsx';
import { Loading } from '../controls/loading.tsx';
import { Notice } from '../controls/notice.tsx';
import { PageHead } from '../controls/page-head.tsx';
import { showSize } from '../documents/document-file.ts';
import { showInstant, showNumber } from '../shell/dates.ts';
import { useOfficer } from '../shell/officer.ts';
import { useProblems } from '../shell/problems.ts';
import { useLanguage, useLocalText, useWording } from '../shell/wording.ts';
import { ChoiceFields } from './choice-fields.tsx';
import { PhaseMark, Who } from './facts.tsx';
import {
  type Choices,
  type ImportReading,
  type ImportRun,
  startRun,
  useImport,
  useTaken,
} from './import-source.ts';
import { Revocation } from './revocation.tsx';
import { RunResult } from './run-result.tsx';
import { StartForReal } from './start-for-real.tsx';
import { wording } from './wording.ts';
import './imports.css';

/** One file of the registry: how far it is, what came of it, and what may be done next. */
export function Component() {
  const { importId = '' } = useParams();
  const words = useWording(wording);
  const troubleOf = useProblems();
  const { language } = useLanguage();
  const reading = useImport(importId);
  const found = reading.data;
  return (
    <div className="imports">
      <Link to="/imports" className="imports-back">
        <ArrowLeft aria-hidden />
        {words.back}
      </Link>
      <PageHead
        title={found === undefined ? words.title : words.importOf(showInstant(found.createdAt, language))}
        lead={found === undefined ? undefined : <FileFacts found={found} />}
      />
      {reading.isPending ? <Loading /> : null}
      {reading.isError ? (
        <Notice tone="bad" title={words.cannotLoad}>
          <p>{troubleOf(reading.error).summary}</p>
          <Button variant="quiet" onPress={() => void reading.refetch()}>
            {words.tryAgain}
          </Button>
        </Notice>
      ) : null}
      {found === undefined ? null : <Stage found={found} />}
      {found === undefined || found.runs.length === 0 ? null : <Runs runs={found.runs} />}
    </div>
  );
}

function FileFacts({ found: { phase, bytes, sha256, createdBy } }: { found: ImportReading }) {
  const words = useWording(wording);
  return (
    <p className="imports-facts">
      <PhaseMark phase={phase} />
      <span className="numbers">{showSize(bytes)}</span>
      <span>
        {words.who} <Who subject={createdBy} />
      </span>
      <span className="imports-whole-checksum">
        SHA-256 <code>{sha256}</code>
      </span>
    </p>
  );
}

/** What stands between the file and its end. */
function Stage({ found }: { found: ImportReading }) {
  const words = useWording(wording);
  const local = useLocalText();
  const run = found.runs.at(-1);
  if (run === undefined)
    return (
      <>
        <Notice tone="info" title={words.waiting}>
          <p>{words.waitingHow}</p>
        </Notice>
        <TryForm found={found} />
      </>
    );
  if (found.phase === 'running') return <Progress run={run} progress={found.progress} />;
  if (run.refused !== undefined)
    return (
      <Notice tone="bad" title={words.refused}>
        <p>{local(run.refused.sentence)}</p>
        <p>
          <Link to="/imports">{words.sendAnother}</Link>
        </p>
      </Notice>
    );
  return (
    <>
      <RunResult found={found} run={run} />
      {found.phase === 'tried' ? <StartForReal found={found} run={run} /> : null}
      {found.phase === 'tried' ? (
        <details className="imports-otherwise">
          <summary>{words.tryOtherwise}</summary>
          <TryForm found={found} />
        </details>
      ) : null}
      {found.phase === 'done' ? <Revocation found={found} run={run} /> : null}
    </>
  );
}

function TryForm({ found }: { found: ImportReading }) {
  const { api } = useOfficer();
  const words = useWording(wording);
  const troubleOf = useProblems();
  const taken = useTaken();
  const last = found.runs.at(-1);
  const [choices, setChoices] = useState<Choices>({
    scope: last?.scope ?? 'whole',
    match: last?.match ?? 'overwrite',
  });
  const start = useMutation({
    mutationFn: () => startRun(api, found, { ...choices, dryRun: true }),
    onSuccess: taken,
  });
  return (
    <form
      className="imports-form"
      aria-label={words.tryIt}
      onSubmit={(event) => {
        event.preventDefault();
        if (!start.isPending) start.mutate();
      }}
    >
      <ChoiceFields value={choices} onChange={setChoices} isDisabled={start.isPending} />
      {start.isError ? (
        <Notice tone="bad" title={words.cannotStart}>
          <p>{troubleOf(start.error).summary}</p>
        </Notice>
      ) : null}
      <Button type="submit" isPending={start.isPending}>
        {words.tryIt}
      </Button>
    </form>
  );
}

function Progress({ run, progress }: { run: ImportRun; progress: ImportReading['progress'] }) {
  const words = useWording(wording);
  const { rows = 0, rejected = 0 } = progress?.counts ?? {};
  const facts = [
    words.soFar(showNumber(rows), showNumber(rejected)),
    ...(progress === undefined ? [] : [words.speed(showNumber(progress.rowsPerSecond))]),
    ...(progress?.secondsLeft === undefined ? [] : [words.left(Math.round(progress.secondsLeft / 60))]),
  ];
  return (
    <section className="imports-running" aria-label={words.running(run.dryRun)}>
      <h2>{words.running(run.dryRun)}</h2>
      <div className="imports-progress">
        <progress
          aria-label={words.progress}
          {...(progress === undefined ? {} : { value: progress.unitsDone, max: progress.units })}
        />
        <p>{facts.join(' · ')}</p>
      </div>
      <p className="imports-how">{words.runningHow}</p>
    </section>
  );
}

function Runs({ runs }: { runs: readonly ImportRun[] }) {
  const words = useWording(wording);
  const { language } = useLanguage();
  const secondsOf = ({ startedAt, finishedAt }: ImportRun): number | undefined =>
    finishedAt === undefined
      ? undefined
      : Math.max(1, Math.round((Date.parse(finishedAt) - Date.parse(startedAt)) / 1_000));
  return (
    <>
      <h2>{words.runs}</h2>
      <DataTable
        caption={words.runs}
        isCaptionHidden
        columns={[
          { id: 'run', label: words.run },
          { id: 'kind', label: words.kind },
          { id: 'scope', label: words.scope },
          { id: 'match', label: words.match },
          { id: 'by', label: words.startedBy },
          { id: 'took', label: words.took, align: 'end' },
        ]}
        rows={runs.toReversed().map((run) => {
          const seconds = secondsOf(run);
          return {
            id: run.runId,
            cells: {
              run: showInstant(run.startedAt, language),
              kind: words.kinds(run.dryRun),
              scope: words.scopes[run.scope],
              match: words.matches[run.match],
              by: <Who subject={run.startedBy} />,
              took: seconds === undefined ? '' : words.seconds(showNumber(seconds)),
            },
          };
        })}
      />
    </>
  );
}
