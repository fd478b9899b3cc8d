import { FileText, UploadCloud } from 'lucide-react';
import { type ChangeEvent, type FormEvent, useId, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { Button } from '../controls/button.tsx';
import { fieldClass, fieldId } from '../controls/field.tsx';
import { Notice } from '../controls/notice.tsx';
import { showSize } from '../documents/document-file.ts';
import { useOfficer } from '../shell/officer.ts';
import { type Trouble, useProblems } from '../shell/problems.ts';
import { useWording } from '../shell/wording.ts';
import { ChoiceFields } from './choice-fields.tsx';
import { type Choices, type Import, type Step, sendFile, startRun } from './import-source.ts';
import { faultOf } from './registry-file.ts';
import { wording } from './wording.ts';

/** Sends a file and has it tried; then the screen is the import's. */
export function SendForm() {
  const { api } = useOfficer();
  const words = useWording(wording);
  const troubleOf = useProblems();
  const navigate = useNavigate();
  const [file, setFile] = useState<File>();
  const [choices, setChoices] = useState<Choices>({ scope: 'whole', match: 'overwrite' });
  const [fault, setFault] = useState<string>();
  const [trouble, setTrouble] = useState<Trouble>();
  const [step, setStep] = useState<Step>();
  // A start that was refused may be tried again without sending the same file twice.
  const sent = useRef<{ file: File; made: Import }>(undefined);
  const headingId = useId();

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (step !== undefined) return;
    const found = file === undefined ? undefined : faultOf(file);
    setFault(file === undefined ? words.fileMissing : found && words.fileFaults[found]);
    setTrouble(undefined);
    if (file === undefined || found !== undefined) {
      document.querySelector<HTMLElement>(`#${fieldId('file')} input`)?.focus();
      return;
    }
    try {
      if (sent.current?.file !== file) sent.current = { file, made: await sendFile(api, file, setStep) };
      const { made } = sent.current;
      setStep({ kind: 'starting' });
      await startRun(api, made, { ...choices, dryRun: true });
      await navigate(`/imports/${made.importId}`);
    } catch (error) {
      setTrouble(troubleOf(error));
    } finally {
      setStep(undefined);
    }
  }

  return (
    <form
      className="imports-form"
      aria-labelledby={headingId}
      noValidate
      onSubmit={(event) => void submit(event)}
    >
      <h2 id={headingId}>{words.sendTitle}</h2>
      {trouble === undefined ? null : trouble.mayRetry ? (
        <Notice tone="warn" title={words.interrupted}>
          <p>{words.interruptedHow}</p>
        </Notice>
      ) : (
        <Notice tone="bad" title={words.cannotStart}>
          <p>{trouble.summary}</p>
        </Notice>
      )}
      <FileChoice
        file={file}
        errorMessage={fault}
        isDisabled={step !== undefined}
        onChoose={(chosen) => {
          const found = faultOf(chosen);
          setFile(chosen);
          setFault(found && words.fileFaults[found]);
        }}
      />
      <ChoiceFields value={choices} onChange={setChoices} isDisabled={step !== undefined} />
      {step === undefined ? null : <Sending step={step} />}
      <Button type="submit" isPending={step !== undefined}>
        {words.send}
      </Button>
    </form>
  );
}

function Sending({ step }: { step: Step }) {
  const words = useWording(wording);
  const text = step.kind === 'starting' ? words.steps.starting : words.steps[step.kind](step.percent);
  return (
    <div className="imports-progress">
      <progress
        aria-label={words.sendingProgress}
        max={100}
        {...(step.kind === 'starting' ? {} : { value: step.percent })}
      />
      <p>
        {text} <small>{words.stay}</small>
      </p>
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
      <div className="imports-drop">
        <input
          type="file"
          name="file"
          accept=".csv,.txt,text/csv"
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
        {file === undefined ? null : <small className="imports-drop-other">{words.chooseOther}</small>}
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
