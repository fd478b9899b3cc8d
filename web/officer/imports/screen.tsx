import { Button } from '../controls/button.tsx';
import { DataTable } from '../controls/data-table.tsx';
import { EmptyState } from '../controls/empty-state.tsx';
import { Loading } from '../controls/loading.tsx';
import { Notice } from '../controls/notice.tsx';
import { PageHead } from '../controls/page-head.tsx';
import { showSize } from '../documents/document-file.ts';
import { showInstant, showNumber } from '../shell/dates.ts';
import { useProblems } from '../shell/problems.ts';
import { useLanguage, useWording } from '../shell/wording.ts';
import { changesIn } from './changes.ts';
import { Checksum, PhaseMark, Who } from './facts.tsx';
import { type Import, useImports } from './import-source.ts';
import { SendForm } from './send-form.tsx';
import { wording } from './wording.ts';
import './imports.css';

/** Where central sends files of the registry, and the imports so far. */
export function Component() {
  const words = useWording(wording);
  const troubleOf = useProblems();
  const list = useImports();
  return (
    <div className="imports">
      <PageHead title={words.title} lead={words.lead} />
      <SendForm />
      <h2>{words.history}</h2>
      {list.isPending ? <Loading /> : null}
      {list.isError && list.data === undefined ? (
        <Notice tone="bad" title={words.cannotLoad}>
          <p>{troubleOf(list.error).summary}</p>
          <Button variant="quiet" onPress={() => void list.refetch()}>
            {words.tryAgain}
          </Button>
        </Notice>
      ) : null}
      {list.data === undefined ? null : list.data.length === 0 ? (
        <EmptyState title={words.noHistory} />
      ) : (
        <History imports={list.data} />
      )}
    </div>
  );
}

function History({ imports }: { imports: readonly Import[] }) {
  const words = useWording(wording);
  const { language } = useLanguage();
  return (
    <DataTable
      caption={words.history}
      isCaptionHidden
      columns={[
        { id: 'when', label: words.when },
        { id: 'phase', label: words.phase },
        { id: 'rows', label: words.rows, align: 'end' },
        { id: 'rejected', label: words.rejected, align: 'end' },
        { id: 'changes', label: words.changes, align: 'end' },
        { id: 'who', label: words.who },
        { id: 'size', label: words.size, align: 'end' },
        { id: 'checksum', label: words.checksum },
      ]}
      rows={imports.map(({ importId, createdAt, createdBy, phase, bytes, sha256, runs }) => {
        const counts = runs.at(-1)?.counts;
        return {
          id: importId,
          href: `/imports/${importId}`,
          cells: {
            when: showInstant(createdAt, language),
            phase: <PhaseMark phase={phase} />,
            rows: counts && showNumber(counts.rows ?? 0),
            rejected: counts && showNumber(counts.rejected ?? 0),
            changes: counts && showNumber(changesIn(counts)),
            who: <Who subject={createdBy} />,
            size: showSize(bytes),
            checksum: <Checksum sha256={sha256} />,
          },
        };
      })}
    />
  );
}
