import { type DateValue, parseDate } from '@internationalized/date';
import { CalendarDays } from 'lucide-react';
import { useState } from 'react';
import { Button, Calendar, DateInput, DatePicker, Dialog, Group, Popover } from 'react-aria-components';
import { shellWording } from '../shell/shell-wording.ts';
import { useWording } from '../shell/wording.ts';
import { DaySegment, Month } from './calendar.tsx';
import { FieldLabel, type FieldProps, FieldWords, fieldClass, fieldId } from './field.tsx';
import { dateOf, dayIn } from './typed-day.ts';

export interface DayFieldProps extends FieldProps {
  /** YYYY-MM-DD of the common era; what is shown is of the Buddhist era. */
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
  readonly minDay?: string | undefined;
  readonly maxDay?: string | undefined;
}

/** A complete day; `undefined` while a part of it is missing. */
export function DayField({ label, name, value, onChange, minDay, maxDay, ...field }: DayFieldProps) {
  const words = useWording(shellWording);
  const [typed, setTyped] = useState(() => dateOf(value));
  const [told, setTold] = useState(value);
  if (value !== told) {
    setTold(value);
    setTyped(dateOf(value));
  }
  return (
    <div id={fieldId(name)} className={fieldClass(field.errorMessage)}>
      <DatePicker<DateValue>
        className="field"
        name={name}
        value={typed}
        onChange={(date) => {
          const day = dayIn(date);
          setTyped(date);
          setTold(day);
          onChange(day);
        }}
        minValue={minDay === undefined ? null : parseDate(minDay)}
        maxValue={maxDay === undefined ? null : parseDate(maxDay)}
        isInvalid={field.errorMessage !== undefined}
        isRequired={field.isRequired === true}
        isDisabled={field.isDisabled === true}
        validationBehavior="aria"
        shouldForceLeadingZeros
      >
        <FieldLabel label={label} isRequired={field.isRequired} isOptional={field.isOptional} />
        <Group className="field-group">
          <DateInput className="calendar-segments">{(segment) => <DaySegment segment={segment} />}</DateInput>
          <Button className="field-open" aria-label={words.openCalendar}>
            <CalendarDays aria-hidden />
          </Button>
        </Group>
        <FieldWords description={field.description} errorMessage={field.errorMessage} />
        <Popover className="field-popover">
          <Dialog aria-label={label}>
            <Calendar className="calendar">
              <Month />
            </Calendar>
          </Dialog>
        </Popover>
      </DatePicker>
    </div>
  );
}
