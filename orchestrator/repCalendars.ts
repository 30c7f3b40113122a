/** The reps' calendars as decisions and bookings use them. */
import type { CalendarBook } from './calendars/calendarBook.ts';
import type { Interval, RepCalendar } from './domain/calendar.ts';
import type { Rep } from './domain/rep.ts';

/** A caller waits no longer than this for a calendar that has never been read; the rep then counts as free. */
const longestWaitMs = 1_000;

export class RepCalendars {
  private readonly book: CalendarBook;

  constructor(book: CalendarBook) {
    this.book = book;
  }

  get(repId: string): RepCalendar | undefined {
    return this.book.get(repId);
  }

  /** Waits for calendars that have never been read; older ones are read again in the background. Never throws. */
  async ensure(reps: readonly Rep[]): Promise<void> {
    const unknown = reps.filter(({ id }) => this.book.get(id) === undefined);
    if (unknown.length > 0) {
      let timer: NodeJS.Timeout | undefined;
      const waited = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, longestWaitMs);
      });
      await Promise.race([this.book.refresh(unknown), waited]).finally(() => clearTimeout(timer));
    }
    this.book.refreshIfOlder(reps);
  }

  live(rep: Rep, within: Interval): Promise<RepCalendar> {
    return this.book.live(rep, within);
  }

  addBooked(repId: string, meeting: Interval): void {
    this.book.addBooked(repId, meeting);
  }

  removeBooked(repId: string, meeting: Interval): void {
    this.book.removeBooked(repId, meeting);
  }

  /** The rep's calendar has changed. */
  invalidate(repId: string): void {
    this.book.invalidate(repId);
  }
}
