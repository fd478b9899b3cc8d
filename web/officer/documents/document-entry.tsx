import { Download, FileUp, Globe, Lock } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../controls/button.tsx';
import { Notice } from '../controls/notice.tsx';
import { showInstant } from '../shell/dates.ts';
import { useOfficer } from '../shell/officer.ts';
import { useProblems } from '../shell/problems.ts';
import { useLanguage, useLocalText, useWording } from '../shell/wording.ts';
import { extensionOf, showSize } from './document-file.ts';
import { PublishForm, type Task } from './publish-form.tsx';
import { type DocumentKind, type DocumentVersion, download } from './publishing.ts';
import { wording } from './wording.ts';

export interface DocumentEntryProps {
  readonly document: DocumentKind;
  /** What central has begun with this document. */
  readonly task: Task | undefined;
  /** What has just been done with it. */
  readonly said: string | undefined;
  readonly mayPublish: boolean;
  readonly onTask: (task: Task | undefined) => void;
  readonly onPublished: (version: DocumentVersion) => void;
}

/** One of the nine kinds: its current version, and the earlier ones under it. */
export function DocumentEntry({ document, task, said, mayPublish, onTask, onPublished }: DocumentEntryProps) {
  const words = useWording(wording);
  const local = useLocalText();
  const { current } = document;
  const name = local(document.name);
  const earlier = document.versions.filter(({ versionId }) => versionId !== current?.versionId);
  const [trouble, setTrouble] = useState<string>();
  const heading = useRef<HTMLHeadingElement>(null);
  const wasOpen = useRef(false);
  const isOpen = task !== undefined;
  useEffect(() => {
    if (wasOpen.current && !isOpen) heading.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  return (
    <li className="documents-entry" data-empty={current === undefined || undefined}>
      <p className="documents-number" aria-hidden>
        {document.number}
      </p>
      <div className="documents-about">
        <h2 ref={heading} tabIndex={-1}>
          <span className="visually-hidden">{words.number(document.number)} </span>
          {name}
        </h2>
        {current === undefined ? (
          <p className="documents-meta">{words.nothingYet}</p>
        ) : (
          <VersionFacts version={current} kindName={name} />
        )}
      </div>
      <div className="documents-acts">
        {current === undefined ? null : (
          <DownloadButton kind={document.kind} version={current} onTrouble={setTrouble} />
        )}
        {mayPublish && task === undefined ? (
          <Button
            variant="quiet"
            aria-label={current === undefined ? words.uploadFor(name) : words.replaceThe(name)}
            onPress={() => onTask({ kind: 'upload' })}
          >
            <FileUp aria-hidden />
            {current === undefined ? words.upload : words.replace}
          </Button>
        ) : null}
        {mayPublish && task === undefined && current !== undefined ? (
          <Button
            variant="quiet"
            aria-label={words.editThe(name)}
            onPress={() => onTask({ kind: 'edit', version: current })}
          >
            {words.edit}
          </Button>
        ) : null}
      </div>
      {said === undefined ? null : (
        <div className="documents-wide">
          <Notice tone="good">{said}</Notice>
        </div>
      )}
      {trouble === undefined ? null : (
        <div className="documents-wide">
          <Notice tone="bad" title={words.cannotDownload}>
            <p>{trouble}</p>
          </Notice>
        </div>
      )}
      {task === undefined ? null : (
        <div className="documents-wide">
          <PublishForm
            key={task.kind === 'upload' ? 'upload' : task.version.versionId}
            document={document}
            task={task}
            onPublished={onPublished}
            onLeave={() => onTask(undefined)}
          />
        </div>
      )}
      {earlier.length === 0 ? null : (
        <details className="documents-wide documents-earlier">
          <summary>{words.earlier(earlier.length)}</summary>
          <ul>
            {earlier.map((version) => (
              <EarlierVersion
                key={version.versionId}
                kind={document.kind}
                version={version}
                onTrouble={setTrouble}
                onBringBack={mayPublish ? () => onTask({ kind: 'bring-back', version }) : undefined}
              />
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}

function VersionFacts({ version, kindName }: { version: DocumentVersion; kindName: string }) {
  const words = useWording(wording);
  const local = useLocalText();
  const { language } = useLanguage();
  const title = local(version.title);
  return (
    <>
      {title === kindName ? null : <p className="documents-title">{title}</p>}
      <p className="documents-meta">
        <span className="documents-type">{extensionOf(version.fileName).toUpperCase()}</span>
        <span className="numbers">{showSize(version.sizeBytes)}</span>
        <span>{words.publishedAt(showInstant(version.publishedAt, language))}</span>
      </p>
      <p className="documents-readers" data-public={version.public || undefined}>
        {version.public ? <Globe aria-hidden /> : <Lock aria-hidden />}
        {version.public ? words.isPublic : words.isInternal}
      </p>
    </>
  );
}

interface DownloadButtonProps {
  readonly kind: string;
  readonly version: DocumentVersion;
  readonly onTrouble: (summary: string | undefined) => void;
}

function DownloadButton({ kind, version, onTrouble }: DownloadButtonProps) {
  const { api } = useOfficer();
  const words = useWording(wording);
  const local = useLocalText();
  const troubleOf = useProblems();
  const [isPending, setPending] = useState(false);

  async function start(): Promise<void> {
    setPending(true);
    onTrouble(undefined);
    try {
      await download(api, kind, version.versionId);
    } catch (error) {
      onTrouble(troubleOf(error).summary);
    } finally {
      setPending(false);
    }
  }

  return (
    <Button
      aria-label={words.downloadThe(
        local(version.title),
        extensionOf(version.fileName).toUpperCase(),
        showSize(version.sizeBytes),
      )}
      isPending={isPending}
      onPress={() => void start()}
    >
      {isPending ? null : <Download aria-hidden />}
      {words.download}
    </Button>
  );
}

interface EarlierVersionProps extends DownloadButtonProps {
  readonly onBringBack: (() => void) | undefined;
}

function EarlierVersion({ kind, version, onTrouble, onBringBack }: EarlierVersionProps) {
  const words = useWording(wording);
  const local = useLocalText();
  const { language } = useLanguage();
  const when = showInstant(version.publishedAt, language);
  return (
    <li>
      <div>
        <p>{local(version.title)}</p>
        <p className="documents-meta">
          <span className="documents-type">{extensionOf(version.fileName).toUpperCase()}</span>
          <span className="numbers">{showSize(version.sizeBytes)}</span>
          <span>{words.publishedAt(when)}</span>
        </p>
      </div>
      <div className="documents-acts">
        <DownloadButton kind={kind} version={version} onTrouble={onTrouble} />
        {onBringBack === undefined ? null : (
          <Button
            variant="quiet"
            aria-label={words.bringBackThe(local(version.title), when)}
            onPress={onBringBack}
          >
            {words.bringBack}
          </Button>
        )}
      </div>
    </li>
  );
}
