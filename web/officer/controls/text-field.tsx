import type { HTMLInputAutoCompleteAttribute, Ref } from 'react';
import { TextField as AriaTextField, Input, TextArea } from 'react-aria-components';
import { FieldLabel, type FieldProps, FieldWords, fieldClass, fieldId } from './field.tsx';

export interface TextFieldProps extends FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly multiline?: boolean;
  readonly rows?: number;
  readonly maxLength?: number;
  readonly type?: 'text' | 'password' | 'tel' | 'email' | 'url' | 'search';
  readonly inputMode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'email' | 'url' | 'search';
  readonly autoComplete?: HTMLInputAutoCompleteAttribute;
  readonly autoFocus?: boolean;
  readonly isReadOnly?: boolean;
  readonly placeholder?: string;
  /** Of the input itself, where a screen sizes it. */
  readonly inputClassName?: string;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly onBlur?: () => void;
}

export function TextField({
  label,
  name,
  description,
  errorMessage,
  isOptional,
  multiline,
  rows = 3,
  inputClassName = '',
  inputRef,
  placeholder,
  ...more
}: TextFieldProps) {
  return (
    <AriaTextField
      {...more}
      name={name}
      validationBehavior="aria"
      isInvalid={errorMessage !== undefined}
      className={fieldClass(errorMessage)}
      id={fieldId(name)}
    >
      <FieldLabel label={label} isRequired={more.isRequired} isOptional={isOptional} />
      {multiline === true ? (
        <TextArea className={`field-input ${inputClassName}`} rows={rows} placeholder={placeholder} />
      ) : (
        <Input
          className={`field-input ${inputClassName}`}
          placeholder={placeholder}
          {...(inputRef === undefined ? {} : { ref: inputRef })}
        />
      )}
      <FieldWords description={description} errorMessage={errorMessage} />
    </AriaTextField>
  );
}
