import { type DateValue, parseDate } from '@internationalized/date';
import { CalendarDays } from 'lucide-react';
import {
  Button,
  DateInput,
  DateRangePicker,
  DateSegment,
  Dialog,
  Group,
  Popover,
  RangeCalendar,
} from 'react-aria-components';
import { shellWording } from '../shell/shell-wording.ts';
import { useWording } from '../shell/wording.ts';
import { Month } from './calendar.tsx';
import { FieldLabel, type FieldProps, FieldWords, fieldClass, fieldId } from './field.tsx';

export interface DayRangeFieldProps extends Omit<FieldProps, 'name'> {
  readonly name?: string;
  /** First and last day, YYYY-MM-DD of the common era. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly onChange: (from: string, to: string) => void;
  readonly minDay?: string | undefined;
  readonly maxDay?: string | undefined;
}

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
  return (
    <div id={fieldId(name)} className={fieldClass(field.errorMessage)}>
      <DateRangePicker<DateValue>
        className="field"
        value={from === undefined || to === undefined ? null : { start: parseDate(from), end: parseDate(to) }}
        onChange={(range) => range !== null && onChange(range.start.toString(), range.end.toString())}
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
            {(segment) => <DateSegment segment={segment} className="calendar-segment" />}
          </DateInput>
          <span className="calendar-dash" aria-hidden>
            –
          </span>
          <DateInput slot="end" className="calendar-segments" aria-label={words.to}>
            {(segment) => <DateSegment segment={segment} className="calendar-segment" />}
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
