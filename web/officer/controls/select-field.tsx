import { ChevronDown } from 'lucide-react';
import {
  Button,
  ComboBox,
  Group,
  Input,
  ListBox,
  ListBoxItem,
  Popover,
  Select,
  SelectValue,
} from 'react-aria-components';
import { shellWording } from '../shell/shell-wording.ts';
import { useWording } from '../shell/wording.ts';
import { FieldLabel, type FieldProps, FieldWords, fieldClass, fieldId } from './field.tsx';

export interface SelectItem {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
}

export interface SelectFieldProps extends FieldProps {
  readonly items: readonly SelectItem[];
  readonly value: string | undefined;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  /** Typed text narrows the list; for lists longer than a screen. */
  readonly isSearchable?: boolean;
}

export function SelectField(props: SelectFieldProps) {
  return props.isSearchable === true ? <Searchable {...props} /> : <Plain {...props} />;
}

function Plain({ label, name, items, value, onChange, placeholder, ...field }: SelectFieldProps) {
  const words = useWording(shellWording);
  return (
    <div id={fieldId(name)} className={fieldClass(field.errorMessage)}>
      <Select
        className="field"
        name={name}
        value={value ?? null}
        onChange={(key) => key !== null && onChange(String(key))}
        placeholder={placeholder ?? words.choose}
        isInvalid={field.errorMessage !== undefined}
        isRequired={field.isRequired === true}
        isDisabled={field.isDisabled === true}
        validationBehavior="aria"
      >
        <FieldLabel label={label} isRequired={field.isRequired} isOptional={field.isOptional} />
        <Button className="field-input field-choose">
          <SelectValue>{({ selectedText, defaultChildren }) => selectedText || defaultChildren}</SelectValue>
          <ChevronDown aria-hidden />
        </Button>
        <FieldWords description={field.description} errorMessage={field.errorMessage} />
        <Popover className="field-popover">
          <Choices items={items} />
        </Popover>
      </Select>
    </div>
  );
}

function Searchable({ label, name, items, value, onChange, placeholder, ...field }: SelectFieldProps) {
  const words = useWording(shellWording);
  return (
    <div id={fieldId(name)} className={fieldClass(field.errorMessage)}>
      <ComboBox
        className="field"
        name={name}
        value={value ?? null}
        onChange={(key) => key !== null && onChange(String(key))}
        defaultItems={items}
        menuTrigger="focus"
        allowsEmptyCollection
        isInvalid={field.errorMessage !== undefined}
        isRequired={field.isRequired === true}
        isDisabled={field.isDisabled === true}
        validationBehavior="aria"
      >
        <FieldLabel label={label} isRequired={field.isRequired} isOptional={field.isOptional} />
        <Group className="field-group">
          <Input className="field-bare" placeholder={placeholder ?? words.choose} />
          <Button className="field-open" aria-label={words.openList}>
            <ChevronDown aria-hidden />
          </Button>
        </Group>
        <FieldWords description={field.description} errorMessage={field.errorMessage} />
        <Popover className="field-popover">
          <Choices />
        </Popover>
      </ComboBox>
    </div>
  );
}

function Choices({ items }: { items?: readonly SelectItem[] }) {
  const words = useWording(shellWording);
  return (
    <ListBox<SelectItem>
      className="field-list"
      {...(items === undefined ? {} : { items })}
      renderEmptyState={() => <div className="field-nothing">{words.noChoice}</div>}
    >
      {(item) => (
        <ListBoxItem id={item.id} textValue={item.label} className="field-item">
          <span>{item.label}</span>
          {item.hint === undefined ? null : <small>{item.hint}</small>}
        </ListBoxItem>
      )}
    </ListBox>
  );
}
