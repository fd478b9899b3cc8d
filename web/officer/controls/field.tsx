import type { ReactNode } from 'react';
import { FieldError, Label, Text } from 'react-aria-components';
import { shellWording } from '../shell/shell-wording.ts';
import { useWording } from '../shell/wording.ts';
import './field.css';

export interface FieldProps {
  readonly label: string;
  /** The path of the field in the API's problems, and the name in the form. */
  readonly name: string;
  readonly description?: ReactNode;
  readonly errorMessage?: string | undefined;
  readonly isRequired?: boolean | undefined;
  readonly isDisabled?: boolean | undefined;
  /** Marks a field that may stay empty, where most of its form must be filled. */
  readonly isOptional?: boolean | undefined;
}

/** What an error summary points at; the first control inside takes the focus. */
export const fieldId = (name: string): string => `field-${name.replaceAll(/[^\w-]/g, '-')}`;

export const fieldClass = (errorMessage: string | undefined): string =>
  errorMessage === undefined ? 'field' : 'field field-wrong';

export function FieldLabel({
  label,
  isRequired,
  isOptional,
}: Pick<FieldProps, 'label' | 'isRequired' | 'isOptional'>) {
  const words = useWording(shellWording);
  return (
    <Label className="field-label">
      {label}
      {isRequired === true ? (
        <span className="field-mark" aria-hidden>
          {' *'}
        </span>
      ) : null}
      {isOptional === true ? <span className="field-optional"> ({words.optional})</span> : null}
    </Label>
  );
}

export function FieldWords({ description, errorMessage }: Pick<FieldProps, 'description' | 'errorMessage'>) {
  return (
    <>
      {description === undefined ? null : (
        <Text slot="description" className="field-description">
          {description}
        </Text>
      )}
      <FieldError className="field-error">{errorMessage}</FieldError>
    </>
  );
}
