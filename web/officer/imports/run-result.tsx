import { Download } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../controls/button.tsx';
import { DataTable } from '../controls/data-table.tsx';
import { Notice } from '../controls/notice.tsx';
import { showNumber } from '../shell/dates.ts';
import { useOfficer } from '../shell/officer.ts';
import { useProblems } from '../shell/problems.ts';
import { useWording } from '../shell/wording.ts';
import { CHANGES } from './changes.ts';
import { downloadRejects, type ImportReading, type ImportRun } from './import-source.ts';
import { wording } from './wording.ts';

const OF_ROWS = ['rows', 'accepted', 'rejected'];
const OF_PEOPLE = [...CHANGES, 'unchanged', 'kept', 'stillMissing'];
/** Told even when there is nobody. */
const ALWAYS = new Set([...OF_ROWS, 'new', 'changed', 'moved', 'unchanged']);

/** What a run did or, of a dry run, would do. */
export function RunResult({ found, run }: { found: ImportReading; run: ImportRun }) {
  const words = useWording(wording);
  const { counts = {}, rejectsByCode = {}, setAside = [] } = run;
  return (
    <section className="imports-result">
      <h2>{run.dryRun ? words.tried : words.done}</h2>
      {run.nothingChanged === true ? <Notice tone="info">{words.nothingChanged}</Notice> : null}
      {setAside.length === 0 ? null : (
        <Notice tone="warn" title={words.setAside(setAside.length)}>
          <p>{words.setAsideHow}</p>
          <p>
            <code>{setAside.join(' ')}</code>
          </p>
        </Notice>
      )}
      <div className="imports-counts">
        <Counts title={words.ofRows} names={OF_ROWS} counts={counts} />
        <Counts title={words.ofPeople} names={OF_PEOPLE} counts={counts} />
      </div>
      {Object.keys(rejectsByCode).length === 0 ? null : (
        <Rejects importId={found.importId} rejectsByCode={rejectsByCode} />
      )}
    </section>
  );
}

type CountsOf = NonNullable<ImportRun['counts']>;

function Counts({ title, names, counts }: { title: string; names: readonly string[]; counts: CountsOf }) {
  const words = useWording(wording);
  return (
    <div>
      <h3>{title}</h3>
      <dl>
        {names
          .filter((name) => ALWAYS.has(name) || (counts[name] ?? 0) > 0)
          .map((name) => (
            <div key={name} data-count={name}>
              <dt>{words.counts[name]}</dt>
              <dd className="numbers">{showNumber(counts[name] ?? 0)}</dd>
            </div>
          ))}
      </dl>
    </div>
  );
}

function Rejects({ importId, rejectsByCode }: { importId: string; rejectsByCode: CountsOf }) {
  const { api } = useOfficer();
  const words = useWording(wording);
  const troubleOf = useProblems();
  const [trouble, setTrouble] = useState<string>();
  const [isPending, setPending] = useState(false);
  const download = async (): Promise<void> => {
    setPending(true);
    setTrouble(undefined);
    try {
      await downloadRejects(api, importId);
    } catch (error) {
      setTrouble(troubleOf(error).summary);
    } finally {
      setPending(false);
    }
  };
  return (
    <>
      <h3>{words.rejects}</h3>
      <DataTable
        caption={words.rejects}
        isCaptionHidden
        columns={[
          { id: 'reason', label: words.reason },
          { id: 'count', label: words.count, align: 'end' },
          { id: 'code', label: words.code },
        ]}
        rows={Object.entries(rejectsByCode)
          .toSorted(([, one], [, other]) => other - one)
          .map(([code, count]) => ({
            id: code,
            cells: {
              reason: words.reasons[code] ?? code,
              count: showNumber(count),
              code: <code>{code}</code>,
            },
          }))}
      />
      <p className="imports-how">{words.downloadRejectsHow}</p>
      <Button variant="quiet" isPending={isPending} onPress={() => void download()}>
        {isPending ? null : <Download aria-hidden />}
        {words.downloadRejects}
      </Button>
      {trouble === undefined ? null : (
        <Notice tone="bad" title={words.cannotDownload}>
          <p>{trouble}</p>
        </Notice>
      )}
    </>
  );
}
