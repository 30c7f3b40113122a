/**
 * What is known of each rep's time, in memory, so that no caller waits for a calendar: asked for in the background,
 * answered at once, and asked anew only just before a booking.
 */
import type { BusinessHours, Busy, CalendarOwner, CalendarSource, Interval, RepCalendar } from '../domain/calendar.ts';

/** A rep as far as calendars are concerned; a `Rep` is one. */
export interface BookedRep extends CalendarOwner {
  /** Name of the business hours record the rep works by; null for the team's. */
  businessHours: string | null;
}

/** Presence by rep id; undefined where the org keeps none. A rep left out is in no status. */
export type ReadPresence = (repIds: readonly string[]) => Promise<ReadonlyMap<string, Presence> | undefined>;
type Presence = NonNullable<RepCalendar['presence']>;

export interface CalendarBookOptions {
  sources: readonly CalendarSource[];
  readPresence?: ReadPresence;
  /** The rep's own hours; undefined when the team's hold. Asked at each look, since hours change on their own. */
  hoursFor: (rep: BookedRep) => BusinessHours | undefined;
  /** Milliseconds of the epoch. */
  now: () => number;
  /** How far ahead calendars are read. */
  horizonMs: number;
  /** Older calendars are asked for again in the background; a minute by default. */
  maxAgeMs?: number;
  /** How long {@link CalendarBook.live} waits for a source before it makes do with what is known; 1.5 s by default. */
  liveWaitMs?: number;
  /** Told which source failed, and how. Its last known times stay. */
  onError: (source: string, error: unknown) => void;
}

interface Page {
  rep: BookedRep;
  /** Busy times by the name of their source. */
  bySource: Map<string, readonly Busy[]>;
  presence: Presence | undefined;
  /** When the newest reading began; undefined before the first has ended. */
  readAtMs: number | undefined;
  /** Moment at which the newest reading began. */
  readAt: number;
}

interface Booking extends Interval {
  bookedAtMs: number;
  /** Moment of the booking: readings that began before it cannot show it. */
  bookedAt: number;
}

/** Meetings and their buffers that began this long ago still matter. */
const behindMs = 24 * 3_600_000;

/** A booking that no source shows after this long was taken back by someone. */
const bookingShownMs = 5 * 60_000;

/** The name under which a meeting booked here blocks its time until a source shows it. */
const ownName = 'Baton';

export class CalendarBook {
  private readonly options: CalendarBookOptions & { maxAgeMs: number; liveWaitMs: number };
  private readonly pages = new Map<string, Page>();
  /** Meetings booked here, by rep id. */
  private readonly booked = new Map<string, readonly Booking[]>();
  /** Moment at which each rep's calendar was last known to change. */
  private readonly changedAt = new Map<string, number>();
  private readonly reading = new Set<string>();
  /** Counts readings, changes and bookings, to tell which came first: two may fall on one millisecond. */
  private moment = 0;

  constructor(options: CalendarBookOptions) {
    this.options = { maxAgeMs: 60_000, liveWaitMs: 1_500, ...options };
  }

  /** Asks all sources for the reps' times, at once. Never throws: a source that fails leaves its last known times. */
  async refresh(reps: readonly BookedRep[]): Promise<void> {
    if (reps.length === 0) {
      return;
    }
    const beganAtMs = this.options.now();
    const began = (this.moment += 1);
    reps.forEach(({ id }) => this.reading.add(id));
    const within = { startMs: beganAtMs - behindMs, endMs: beganAtMs + this.options.horizonMs };
    const ids = reps.map(({ id }) => id);
    try {
      const [presence, ...answers] = await Promise.all([
        this.askPresence(ids),
        ...this.options.sources.map((source) => this.ask(source, reps, within))
      ]);
      const allAnswered = answers.every((answer) => answer !== undefined);
      for (const rep of reps) {
        const page = this.pageOf(rep);
        if (began < page.readAt) {
          continue;
        }
        answers.forEach((answer, index) => {
          if (answer) {
            page.bySource.set(this.options.sources[index]!.name, answer.get(rep.id) ?? []);
          }
        });
        if (presence) {
          page.presence = presence.known?.get(rep.id);
        }
        page.readAtMs = beganAtMs;
        page.readAt = began;
        const booked = this.booked.get(rep.id) ?? [];
        this.booked.set(
          rep.id,
          booked.filter((booking) => !this.isSettled(booking, page, allAnswered))
        );
      }
    } finally {
      ids.forEach((id) => this.reading.delete(id));
    }
  }

  /** What is known; undefined for a rep whose calendar has never been read. */
  get(repId: string): RepCalendar | undefined {
    const page = this.pages.get(repId);
    return page?.readAtMs === undefined ? undefined : this.calendarOf(page, page.bySource, page.presence);
  }

  /** Those of the reps whose calendar is older than the age limit, has changed since, or was never read. */
  stale(repIds: readonly string[]): string[] {
    const limitMs = this.options.now() - this.options.maxAgeMs;
    return repIds.filter((id) => {
      const page = this.pages.get(id);
      return page?.readAtMs === undefined || page.readAtMs < limitMs || page.readAt < (this.changedAt.get(id) ?? 0);
    });
  }

  /** Reads again in the background what is stale and not being read already. */
  refreshIfOlder(reps: readonly BookedRep[]): void {
    const stale = new Set(this.stale(reps.map(({ id }) => id)));
    const due = reps.filter(({ id }) => stale.has(id) && !this.reading.has(id));
    void this.refresh(due);
  }

  /** The rep's calendar has changed: it is stale from now on, whatever its age. */
  invalidate(repId: string): void {
    this.changedAt.set(repId, (this.moment += 1));
  }

  /** Blocks the time of a meeting that was just booked, until a source shows it. */
  addBooked(repId: string, { startMs, endMs }: Interval): void {
    const booking = { startMs, endMs, bookedAtMs: this.options.now(), bookedAt: (this.moment += 1) };
    this.booked.set(repId, [...(this.booked.get(repId) ?? []), booking]);
  }

  /** Frees the time of a meeting that was booked here and then moved or cancelled. */
  removeBooked(repId: string, { startMs, endMs }: Interval): void {
    const booked = this.booked.get(repId) ?? [];
    this.booked.set(
      repId,
      booked.filter((each) => each.startMs !== startMs || each.endMs !== endMs)
    );
    this.invalidate(repId);
  }

  /**
   * One rep's time as the sources have it this moment, for use just before a booking. Where a source fails or takes too
   * long, its last known times stand in.
   */
  async live(rep: BookedRep, within: Interval): Promise<RepCalendar> {
    const page = this.pageOf(rep);
    const bySource = new Map(page.bySource);
    const reading = this.options.sources.map(async (source) => {
      const answer = await this.inTime(source.name, this.ask(source, [rep], within));
      if (answer) {
        bySource.set(source.name, answer.get(rep.id) ?? []);
      }
    });
    const presence = this.inTime('Omni-Channel', this.askPresence([rep.id]));
    await Promise.all(reading);
    const answered = await presence;
    return this.calendarOf(page, bySource, answered ? answered.known?.get(rep.id) : page.presence);
  }

  private calendarOf(page: Page, bySource: Page['bySource'], presence: Presence | undefined): RepCalendar {
    const booked = (this.booked.get(page.rep.id) ?? []).map(({ startMs, endMs }): Busy => ({
      startMs,
      endMs,
      kind: 'busy',
      source: ownName
    }));
    return { hours: this.options.hoursFor(page.rep), busy: [...[...bySource.values()].flat(), ...booked], presence };
  }

  private pageOf(rep: BookedRep): Page {
    const known = this.pages.get(rep.id);
    if (known) {
      known.rep = rep;
      return known;
    }
    const page: Page = { rep, bySource: new Map(), presence: undefined, readAtMs: undefined, readAt: 0 };
    this.pages.set(rep.id, page);
    return page;
  }

  /** Whether a booking is over, or a source that was asked after it shows it, or ought to have shown it long since. */
  private isSettled(booking: Booking, page: Page, allAnswered: boolean): boolean {
    const nowMs = this.options.now();
    if (booking.endMs <= nowMs) {
      return true;
    }
    if (booking.bookedAt > page.readAt) {
      return false;
    }
    const shown = [...page.bySource.values()]
      .flat()
      .some(({ startMs, endMs }) => startMs <= booking.startMs && endMs >= booking.endMs);
    return shown || (allAnswered && nowMs - booking.bookedAtMs > bookingShownMs);
  }

  private ask(
    source: CalendarSource,
    reps: readonly BookedRep[],
    within: Interval
  ): Promise<ReadonlyMap<string, readonly Busy[]> | undefined> {
    return this.reported(source.name, () => source.busyTimes(reps, within));
  }

  /** Undefined when it could not be read; `known` undefined where the org keeps no presence. */
  private askPresence(
    repIds: readonly string[]
  ): Promise<{ known: ReadonlyMap<string, Presence> | undefined } | undefined> {
    const { readPresence } = this.options;
    return this.reported('Omni-Channel', async () => ({ known: await readPresence?.(repIds) }));
  }

  private async reported<T>(name: string, read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      this.options.onError(name, error);
      return undefined;
    }
  }

  private async inTime<T>(name: string, answer: Promise<T | undefined>): Promise<T | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => {
        this.options.onError(name, new Error('The calendar did not answer in time.'));
        resolve(undefined);
      }, this.options.liveWaitMs);
    });
    try {
      return await Promise.race([answer, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
