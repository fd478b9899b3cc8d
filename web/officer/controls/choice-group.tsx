import { Checkbox, CheckboxGroup } from 'react-aria-components';
import { CheckMark } from './checkbox-field.tsx';
import { FieldLabel, type FieldProps, FieldWords, fieldClass, fieldId } from './field.tsx';
import './choice-group.css';

export interface Choice {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
}

export interface ChoiceGroupProps extends FieldProps {
  readonly groups: readonly { readonly label?: string; readonly items: readonly Choice[] }[];
  readonly value: readonly string[];
  readonly onChange: (value: string[]) => void;
}

/** Any number of choices, under headings. */
export function ChoiceGroup({ label, name, groups, value, onChange, ...field }: ChoiceGroupProps) {
  return (
    <div id={fieldId(name)} className={fieldClass(field.errorMessage)}>
      <CheckboxGroup
        className="field"
        name={name}
        value={[...value]}
        onChange={onChange}
        isInvalid={field.errorMessage !== undefined}
        isDisabled={field.isDisabled === true}
        validationBehavior="aria"
      >
        <FieldLabel label={label} isRequired={field.isRequired} isOptional={field.isOptional} />
        <FieldWords description={field.description} errorMessage={field.errorMessage} />
        <div className="choice-groups">
          {groups.map((group, index) => (
            // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be broken into columns
            <div key={group.label ?? index} role="group" aria-label={group.label}>
              {group.label === undefined ? null : <p className="choice-heading">{group.label}</p>}
              {group.items.map(({ id, label: text, hint }) => (
                <Checkbox key={id} value={id} className="checkbox">
                  <CheckMark />
                  <span>
                    {text}
                    {hint === undefined ? null : <small className="field-description">{hint}</small>}
                  </span>
                </Checkbox>
              ))}
            </div>
          ))}
        </div>
      </CheckboxGroup>
    </div>
  );
}
