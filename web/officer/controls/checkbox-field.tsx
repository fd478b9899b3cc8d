import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Checkbox } from 'react-aria-components';
import { type FieldProps, fieldClass, fieldId } from './field.tsx';
import './checkbox-field.css';

export interface CheckboxFieldProps extends Omit<FieldProps, 'label'> {
  readonly label: ReactNode;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}

export function CheckboxField({
  label,
  name,
  description,
  errorMessage,
  value,
  onChange,
  ...field
}: CheckboxFieldProps) {
  const errorId = `${fieldId(name)}-error`;
  return (
    <div id={fieldId(name)} className={fieldClass(errorMessage)}>
      <Checkbox
        className="checkbox"
        name={name}
        isSelected={value}
        onChange={onChange}
        isRequired={field.isRequired === true}
        isDisabled={field.isDisabled === true}
        isInvalid={errorMessage !== undefined}
        validationBehavior="aria"
        {...(errorMessage === undefined ? {} : { 'aria-describedby': errorId })}
      >
        <CheckMark />
        <span>
          {label}
          {field.isRequired === true ? (
            <span className="field-mark" aria-hidden>
              {' *'}
            </span>
          ) : null}
          {description === undefined ? null : <small className="field-description">{description}</small>}
        </span>
      </Checkbox>
      {errorMessage === undefined ? null : (
        <span id={errorId} className="field-error">
          {errorMessage}
        </span>
      )}
    </div>
  );
}

export function CheckMark() {
  return (
    <span className="checkbox-box" aria-hidden>
      <Check />
    </span>
  );
}
