import { FileText, UploadCloud } from 'lucide-react';
import { type ChangeEvent, type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { Button } from '../controls/button.tsx';
import { CheckboxField } from '../controls/checkbox-field.tsx';
import { ErrorSummary } from '../controls/error-summary.tsx';
import { fieldClass, fieldId } from '../controls/field.tsx';
import { Notice } from '../controls/notice.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useOfficer } from '../shell/officer.ts';
import { type Trouble, useProblems } from '../shell/problems.ts';
import { useWording } from '../shell/wording.ts';
import { ACCEPTED, faultOf, showSize } from './document-file.ts';
import {
  type DocumentKind,
  type DocumentVersion,
  publishVersion,
  type Step,
  uploadVersion,
} from './publishing.ts';
import { wording } from './wording.ts';

/** What is to become current: a file to come, the current version said anew, or an earlier one. */
export type Task =
  | { readonly kind: 'upload' }
  | { readonly kind: 'edit' | 'bring-back'; readonly version: DocumentVersion };

export interface PublishFormProps {
  readonly document: DocumentKind;
  readonly task: Task;
  readonly onPublished: (version: DocumentVersion) => void;
  readonly onLeave: () => void;
}

type Field = 'file' | 'title.th' | 'title.en';
type Faults = Partial<Record<Field, string>>;
const FIELDS: readonly Field[] = ['file', 'title.th', 'title.en'];

export function PublishForm({ document, task, onPublished, onLeave }: PublishFormProps) {
  const { api } = useOfficer();
  const words = useWording(wording);
  const troubleOf = useProblems();
  const about = task.kind === 'upload' ? document.current : task.version;
  const [file, setFile] = useState<File>();
  const [title, setTitle] = useState(about?.title ?? document.name);
  const [isPublic, setPublic] = useState(about?.public ?? false);
  const [faults, setFaults] = useState<Faults>({});
  const [trouble, setTrouble] = useState<Trouble>();
  const [step, setStep] = useState<Step>();
  // Publishing may be tried again without sending the same file twice.
  const sent = useRef<{ file: File; versionId: string }>(undefined);
  const heading = useRef<HTMLHeadingElement>(null);
  const headingId = useId();

  useEffect(() => heading.current?.focus(), []);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (step !== undefined) return;
    const found = faultsIn();
    setFaults(found);
    setTrouble(undefined);
    if (Object.keys(found).length > 0) return;
    try {
      const versionId = await versionToPublish();
      setStep({ kind: 'publishing' });
      onPublished(await publishVersion(api, document.kind, versionId, { title, isPublic }));
    } catch (error) {
      const met = troubleOf(error);
      setTrouble(met);
      setFaults(faultsOf(met));
      if (!met.mayRetry) sent.current = undefined;
    } finally {
      setStep(undefined);
    }
  }

  async function versionToPublish(): Promise<string> {
    if (task.kind !== 'upload') return task.version.versionId;
    if (file === undefined) throw new TypeError('There is no file.');
    if (sent.current?.file !== file)
      sent.current = { file, versionId: await uploadVersion(api, document.kind, file, setStep) };
    return sent.current.versionId;
  }

  function faultsIn(): Faults {
    const fault = file === undefined ? undefined : faultOf(file);
    return {
      ...(task.kind === 'upload' && file === undefined ? { file: words.fileMissing } : {}),
      ...(fault === undefined ? {} : { file: words.fileFaults[fault] }),
      ...(title.th.trim() === '' ? { 'title.th': words.titleMissing } : {}),
      ...(title.en.trim() === '' ? { 'title.en': words.titleMissing } : {}),
    };
  }

  const forget = (field: Field): void => setFaults(({ [field]: _, ...others }) => others);
  const isReplacing = task.kind === 'upload' && document.current !== undefined;

  return (
    <form
      className="documents-form"
      aria-labelledby={headingId}
      noValidate
      onSubmit={(event) => void submit(event)}
    >
      <h3 id={headingId} ref={heading} tabIndex={-1}>
        {task.kind === 'edit'
          ? words.formEdit
          : task.kind === 'bring-back'
            ? words.formBringBack
            : isReplacing
              ? words.formReplace
              : words.formUpload}
      </h3>
      {isReplacing ? <p className="documents-form-how">{words.formReplaceHow}</p> : null}
      <ErrorSummary
        problems={FIELDS.filter((field) => faults[field] !== undefined).map((field) => ({
          path: field,
          message: faults[field] ?? '',
          inputId: fieldId(field),
        }))}
      />
      {trouble === undefined || Object.keys(faults).length > 0 ? null : trouble.mayRetry ? (
        <Notice tone="warn" title={words.interrupted}>
          <p>{words.interruptedHow}</p>
        </Notice>
      ) : (
        <Notice tone="bad">{trouble.summary}</Notice>
      )}
      {task.kind === 'upload' ? (
        <FileChoice
          file={file}
          errorMessage={faults.file}
          isDisabled={step !== undefined}
          onChoose={(chosen) => {
            setFile(chosen);
            const fault = faultOf(chosen);
            if (fault === undefined) forget('file');
            else setFaults((others) => ({ ...others, file: words.fileFaults[fault] }));
          }}
        />
      ) : (
        <p className="documents-chosen">
          <FileText aria-hidden />
          <span>
            {task.version.fileName} <small>{showSize(task.version.sizeBytes)}</small>
          </span>
        </p>
      )}
      <div className="documents-titles">
        <TextField
          label={words.titleTh}
          name="title.th"
          isRequired
          value={title.th}
          onChange={(text) => {
            setTitle({ ...title, th: text });
            forget('title.th');
          }}
          maxLength={200}
          errorMessage={faults['title.th']}
        />
        <TextField
          label={words.titleEn}
          name="title.en"
          isRequired
          value={title.en}
          onChange={(text) => {
            setTitle({ ...title, en: text });
            forget('title.en');
          }}
          maxLength={200}
          errorMessage={faults['title.en']}
        />
      </div>
      <CheckboxField
        label={words.public}
        name="public"
        description={words.publicHow}
        value={isPublic}
        onChange={setPublic}
      />
      {step === undefined ? null : <Progress step={step} />}
      <div className="documents-form-actions">
        <Button type="submit" isPending={step !== undefined}>
          {task.kind === 'edit' ? words.saveChange : words.publish}
        </Button>
        <Button variant="quiet" isDisabled={step !== undefined} onPress={onLeave}>
          {words.cancel}
        </Button>
      </div>
    </form>
  );
}

function Progress({ step }: { step: Step }) {
  const words = useWording(wording);
  const text = step.kind === 'sending' ? words.steps.sending(step.percent) : words.steps[step.kind];
  return (
    <div className="documents-progress">
      <progress
        aria-label={words.progress}
        max={100}
        {...(step.kind === 'sending' ? { value: step.percent } : {})}
      />
      <p role="status">{text}</p>
    </div>
  );
}

interface FileChoiceProps {
  readonly file: File | undefined;
  readonly errorMessage: string | undefined;
  readonly isDisabled: boolean;
  readonly onChoose: (file: File) => void;
}

/** The input lies over the whole area, so that the browser itself takes a click, a key or a dropped file. */
function FileChoice({ file, errorMessage, isDisabled, onChoose }: FileChoiceProps) {
  const words = useWording(wording);
  const rules = useId();
  const error = useId();
  const choose = ({ target }: ChangeEvent<HTMLInputElement>): void => {
    const chosen = target.files?.[0];
    if (chosen !== undefined) onChoose(chosen);
  };
  return (
    <div id={fieldId('file')} className={fieldClass(errorMessage)}>
      <span className="field-label" id={`${rules}-label`}>
        {words.file}
        <span className="field-mark" aria-hidden>
          {' *'}
        </span>
      </span>
      <div className="documents-drop">
        <input
          type="file"
          name="file"
          accept={ACCEPTED}
          disabled={isDisabled}
          aria-labelledby={`${rules}-label ${rules}-chosen`}
          aria-describedby={errorMessage === undefined ? rules : `${error} ${rules}`}
          aria-invalid={errorMessage !== undefined}
          required
          onChange={choose}
        />
        {file === undefined ? <UploadCloud aria-hidden /> : <FileText aria-hidden />}
        <span id={`${rules}-chosen`}>
          {file === undefined ? (
            words.chooseFile
          ) : (
            <>
              <strong>{file.name}</strong> <small>{showSize(file.size)}</small>
            </>
          )}
        </span>
        {file === undefined ? null : <small className="documents-drop-other">{words.chooseOther}</small>}
      </div>
      <span id={rules} className="field-description">
        {words.fileRules}
      </span>
      {errorMessage === undefined ? null : (
        <span id={error} className="field-error">
          {errorMessage}
        </span>
      )}
    </div>
  );
}

/** What the API says of a file's size, type or hash is at fault in the field of the file. */
function faultsOf({ fields }: Trouble): Faults {
  return Object.fromEntries(
    Object.entries(fields).map(([path, message]) => [path.startsWith('title.') ? path : 'file', message]),
  );
}
