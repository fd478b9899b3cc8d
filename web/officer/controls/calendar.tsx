import type { CalendarDate } from '@internationalized/date';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import {
  Button,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  CalendarHeading,
  DateSegment,
  type DateSegmentProps,
} from 'react-aria-components';
import { shellWording } from '../shell/shell-wording.ts';
import { useWording } from '../shell/wording.ts';
import './calendar.css';

/** A part of a day that is typed. 2569 is of no other era, and a phone has no room to say so. */
export function DaySegment({ segment }: Pick<DateSegmentProps, 'segment'>) {
  return segment.type === 'era' ? <></> : <DateSegment segment={segment} className="calendar-segment" />;
}

/** The inside of a calendar and of a calendar of ranges. */
export function Month() {
  const words = useWording(shellWording);
  return (
    <>
      <header className="calendar-head">
        <Button slot="previous" className="calendar-turn" aria-label={words.previousMonth}>
          <ChevronLeft aria-hidden />
        </Button>
        <CalendarHeading className="calendar-title" />
        <Button slot="next" className="calendar-turn" aria-label={words.nextMonth}>
          <ChevronRight aria-hidden />
        </Button>
      </header>
      <CalendarGrid className="calendar-grid" weekdayStyle="short">
        <CalendarGridHeader>
          {(day) => <CalendarHeaderCell className="calendar-weekday">{day}</CalendarHeaderCell>}
        </CalendarGridHeader>
        <CalendarGridBody>
          {(date) => <CalendarCell date={date as CalendarDate} className="calendar-day" />}
        </CalendarGridBody>
      </CalendarGrid>
    </>
  );
}
