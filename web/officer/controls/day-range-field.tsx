import { type DateValue, parseDate } from '@internationalized/date';
import { CalendarDays } from 'lucide-react';
import { useState } from 'react';
import {
  Button,
  DateInput,
  DateRangePicker,
  Dialog,
  Group,
  Popover,
  RangeCalendar,
} from 'react-aria-components';
import { shellWording } from '../shell/shell-wording.ts';
import { useWording } from '../shell/wording.ts';
import { DaySegment, Month } from './calendar.tsx';
import { FieldLabel, type FieldProps, FieldWords, fieldClass, fieldId } from './field.tsx';
import { dateOf, dayIn } from './typed-day.ts';

export interface DayRangeFieldProps extends Omit<FieldProps, 'name'> {
  readonly name?: string;
  /** First and last day, YYYY-MM-DD of the common era. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly onChange: (from: string, to: string) => void;
  readonly minDay?: string | undefined;
  readonly maxDay?: string | undefined;
}

const rangeOf = (
  from: string | undefined,
  to: string | undefined,
): { start: DateValue; end: DateValue } | null => {
  const [start, end] = [dateOf(from), dateOf(to)];
  return start === null || end === null ? null : { start, end };
};

export function DayRangeField({
  label,
  name = 'range',
  from,
  to,
  onChange,
  minDay,
  maxDay,
  ...field
}: DayRangeFieldProps) {
  const words = useWording(shellWording);
  const [typed, setTyped] = useState(() => rangeOf(from, to));
  const [told, setTold] = useState({ from, to });
  if (from !== told.from || to !== told.to) {
    setTold({ from, to });
    setTyped(rangeOf(from, to));
  }
  return (
    <div id={fieldId(name)} className={fieldClass(field.errorMessage)}>
      <DateRangePicker<DateValue>
        className="field"
        value={typed}
        onChange={(range) => {
          setTyped(range);
          const days = { from: dayIn(range?.start), to: dayIn(range?.end) };
          if (days.from === undefined || days.to === undefined) return;
          setTold(days);
          onChange(days.from, days.to);
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
          <DateInput slot="start" className="calendar-segments" aria-label={words.from}>
            {(segment) => <DaySegment segment={segment} />}
          </DateInput>
          <span className="calendar-dash" aria-hidden>
            –
          </span>
          <DateInput slot="end" className="calendar-segments" aria-label={words.to}>
            {(segment) => <DaySegment segment={segment} />}
          </DateInput>
          <Button className="field-open" aria-label={words.openCalendar}>
            <CalendarDays aria-hidden />
          </Button>
        </Group>
        <FieldWords description={field.description} errorMessage={field.errorMessage} />
        <Popover className="field-popover">
          <Dialog aria-label={label}>
            <RangeCalendar className="calendar">
              <Month />
            </RangeCalendar>
          </Dialog>
        </Popover>
      </DateRangePicker>
    </div>
  );
}
