import { SelectField } from '../controls/select-field.tsx';
import { useWording } from '../shell/wording.ts';
import type { Choices } from './import-source.ts';
import { wording } from './wording.ts';

const SCOPES = ['whole', 'part'] as const;
const MATCHES = ['overwrite', 'keep'] as const;

interface ChoiceFieldsProps {
  readonly value: Choices;
  readonly isDisabled: boolean;
  readonly onChange: (value: Choices) => void;
}

/** Who is in the file, and whose word counts. */
export function ChoiceFields({ value, isDisabled, onChange }: ChoiceFieldsProps) {
  const words = useWording(wording);
  return (
    <div className="imports-choices">
      <SelectField
        label={words.scope}
        name="scope"
        items={SCOPES.map((id) => ({ id, label: words.scopes[id] }))}
        value={value.scope}
        description={words.scopeHow[value.scope]}
        isDisabled={isDisabled}
        onChange={(id) => onChange({ ...value, scope: id as Choices['scope'] })}
      />
      <SelectField
        label={words.match}
        name="match"
        items={MATCHES.map((id) => ({ id, label: words.matches[id] }))}
        value={value.match}
        isDisabled={isDisabled}
        onChange={(id) => onChange({ ...value, match: id as Choices['match'] })}
      />
    </div>
  );
}
