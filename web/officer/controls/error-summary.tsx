import { type MouseEvent, useEffect, useRef } from 'react';
import { shellWording } from '../shell/shell-wording.ts';
import { useWording } from '../shell/wording.ts';
import './error-summary.css';

export interface FieldInTrouble {
  readonly path: string;
  readonly message: string;
  /** `fieldId(name)` of the control. */
  readonly inputId: string;
}

export interface ErrorSummaryProps {
  readonly problems: readonly FieldInTrouble[];
  readonly title?: string;
}

/** What has to be put right, above the form; takes the focus whenever there is something new in it. */
export function ErrorSummary({ problems, title }: ErrorSummaryProps) {
  const words = useWording(shellWording);
  const box = useRef<HTMLDivElement>(null);
  const text = problems.map(({ path, message }) => `${path} ${message}`).join('\n');
  useEffect(() => {
    if (text !== '') box.current?.focus();
  }, [text]);
  if (problems.length === 0) return null;
  return (
    <div ref={box} className="error-summary" role="alert" tabIndex={-1}>
      <h2>{title ?? words.problemTitle}</h2>
      <ul>
        {problems.map(({ path, message, inputId }) => (
          <li key={`${path} ${message}`}>
            <a href={`#${inputId}`} onClick={(event) => focusField(event, inputId)}>
              {message}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

const CONTROLS =
  'input:not([type="hidden"]):not([tabindex="-1"]), textarea, [role="spinbutton"], button:not([tabindex="-1"])';

function focusField(event: MouseEvent, inputId: string): void {
  event.preventDefault();
  const field = document.getElementById(inputId);
  const control = field?.matches(CONTROLS) === true ? field : field?.querySelector<HTMLElement>(CONTROLS);
  control?.focus();
  field?.scrollIntoView({ block: 'center' });
}
