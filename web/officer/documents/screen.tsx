import { useQueryClient } from '@tanstack/react-query';
import { ExternalLink } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../controls/button.tsx';
import { Loading } from '../controls/loading.tsx';
import { Notice } from '../controls/notice.tsx';
import { PageHead } from '../controls/page-head.tsx';
import { useOfficer } from '../shell/officer.ts';
import { useProblems } from '../shell/problems.ts';
import { DOCUMENTS_KEY, useDocuments } from '../shell/reference-data.ts';
import { useLocalText, useWording } from '../shell/wording.ts';
import { DocumentEntry } from './document-entry.tsx';
import type { Task } from './publish-form.tsx';
import type { DocumentKind, DocumentVersion } from './publishing.ts';
import { wording } from './wording.ts';
import './documents.css';

const withCurrent = (document: DocumentKind, current: DocumentVersion): DocumentKind => ({
  ...document,
  current,
  versions: [current, ...document.versions.filter(({ versionId }) => versionId !== current.versionId)],
});

/** เอกสารเผยแพร่: menu 4. */
export function Component() {
  const { me } = useOfficer();
  const words = useWording(wording);
  const local = useLocalText();
  const troubleOf = useProblems();
  const queries = useQueryClient();
  const [open, setOpen] = useState<{ kind: string; task: Task }>();
  const [said, say] = useState<{ kind: string; text: string }>();
  const list = useDocuments();

  return (
    <div className="documents">
      <PageHead
        title={words.title}
        lead={words.lead}
        actions={
          <a className="button button-quiet" href="/documents/" target="_blank" rel="noopener">
            <ExternalLink aria-hidden />
            {words.toPublicPage}
            <span className="visually-hidden"> {words.opensNewTab}</span>
          </a>
        }
      />
      {list.isPending ? <Loading /> : null}
      {list.isError && list.data === undefined ? (
        <Notice tone="bad" title={words.cannotLoad}>
          <p>{troubleOf(list.error).summary}</p>
          <Button variant="quiet" onPress={() => void list.refetch()}>
            {words.tryAgain}
          </Button>
        </Notice>
      ) : null}
      {list.data === undefined ? null : (
        <ol className="documents-list">
          {list.data.map((document) => (
            <DocumentEntry
              key={document.kind}
              document={document}
              mayPublish={me.role === 'central'}
              said={said?.kind === document.kind ? said.text : undefined}
              task={open?.kind === document.kind ? open.task : undefined}
              onTask={(task) => {
                say(undefined);
                setOpen(task === undefined ? undefined : { kind: document.kind, task });
              }}
              onPublished={(version) => {
                setOpen(undefined);
                say({ kind: document.kind, text: words.published(local(version.title)) });
                queries.setQueryData<DocumentKind[]>(DOCUMENTS_KEY, (documents) =>
                  documents?.map((known) =>
                    known.kind === document.kind ? withCurrent(known, version) : known,
                  ),
                );
              }}
            />
          ))}
        </ol>
      )}
    </div>
  );
}
