import { Label, Radio, RadioGroup } from 'react-aria-components';

export interface SplitChoiceProps<Id extends string> {
  readonly label: string;
  readonly choices: readonly { readonly id: Id; readonly label: string }[];
  readonly value: Id;
  readonly onChange: (value: Id) => void;
}

/** One of a few views of the same figures. */
export function SplitChoice<Id extends string>({ label, choices, value, onChange }: SplitChoiceProps<Id>) {
  return (
    <RadioGroup
      className="reports-split"
      value={value}
      onChange={(id) => onChange(id as Id)}
      orientation="horizontal"
    >
      <Label className="field-label">{label}</Label>
      <div className="reports-split-choices">
        {choices.map((choice) => (
          <Radio key={choice.id} value={choice.id} className="reports-split-choice">
            {choice.label}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
