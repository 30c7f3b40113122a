/** When people and teams can be reached. Instants are milliseconds of the epoch, intervals half-open. */

export interface Interval {
  startMs: number;
  /** First instant that no longer belongs to it. */
  endMs: number;
}

/** A stretch in which a rep cannot be reached. */
export interface Busy extends Interval {
  kind: 'busy' | 'outOfOffice';
  /** Who says so, for the reason kept with an offer: `Salesforce`, `iCalendar`, `Omni-Channel`, `Baton`. */
  source: string;
}

/** A business hours record of the org, with the holidays that close it. */
export interface BusinessHours {
  id: string;
  name: string;
  isDefault: boolean;
  /** IANA name. Opening times are wall-clock times there, across daylight-saving changes. */
  timeZone: string;
  /** Sunday first; null when closed that day. */
  days: readonly (OpeningTimes | null)[];
  holidays: readonly Holiday[];
}

/** Minutes after local midnight; 0 to 1440 is the whole day. */
export interface OpeningTimes {
  startMinute: number;
  endMinute: number;
}

/** One date on which the hours are closed, wholly or for some minutes. Recurring holidays come expanded. */
export interface Holiday {
  name: string;
  /** `2026-12-25`, in the time zone of the hours. */
  date: string;
  /** Null when the whole day is closed. */
  times: OpeningTimes | null;
}

/** What is known of one rep's time. */
export interface RepCalendar {
  /** Undefined when the rep has none of their own: the team's hold. */
  hours: BusinessHours | undefined;
  /** In no order; may overlap. */
  busy: readonly Busy[];
  /** Presence in Omni-Channel; undefined where the org has none or the rep is in no status. */
  presence: { online: boolean; status: string } | undefined;
}

/** A source of busy times, such as the org's own events or an iCalendar address. */
export interface CalendarSource {
  /** Shown in reasons and in the log. */
  readonly name: string;
  /**
   * Busy times of the reps within a stretch of time, by rep id; a rep without any may be left out.
   * @throws BatonError when the source cannot be asked; the last known times then stay
   */
  busyTimes(reps: readonly CalendarOwner[], within: Interval): Promise<ReadonlyMap<string, readonly Busy[]>>;
}

/** What a source must know of a rep. */
export interface CalendarOwner {
  id: string;
  timeZone: string;
  /** Address of an iCalendar feed; null when the rep has given none. A secret: it is never logged. */
  calendarUrl: string | null;
}

/** A time at which a meeting can take place. */
export interface Slot extends Interval {
  repId: string;
}
