/** An account executive who may take a lead. */
export interface Rep {
  id: string;
  name: string;
  /** Number a call can be put through to, or null. */
  phone: string | null;
  email: string | null;
  active: boolean;
  /** The rep's own switch for live transfers. */
  takesTransfers: boolean;
  /** Instant until which the rep is away, ISO 8601 UTC; null when present. */
  awayUntil: string | null;
  /** Offers a day at most; null for no cap. */
  dailyCap: number | null;
  /** Share of the work relative to the others; 1 is a full share. */
  weight: number;
  /** IANA name, e.g. `America/Chicago`. */
  timeZone: string;
  skills: readonly string[];
  /** Name of the business hours record the rep works by; null for the team's. */
  businessHours: string | null;
  /** Address of the rep's iCalendar feed; null for none. A secret: it is never logged. */
  calendarUrl: string | null;
}
