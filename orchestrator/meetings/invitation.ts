/**
 * The invitation that the caller's calendar understands: iTIP (RFC 5546) as iCalendar text (RFC 5545). A meeting keeps
 * its UID through all its moves and to its end; each message about it has a higher SEQUENCE than the one before, or
 * calendars take it for an old one and leave everything as it was.
 */
import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalCalendarMethod,
  ICalEventStatus,
  ICalEventTransparency
} from 'ical-generator';

export interface Participant {
  name: string;
  email: string;
}

export interface Invitation {
  /** The same for a meeting always, unlike that of any other, e.g. `a0B…@baton`. */
  uid: string;
  /** 0 for the first booking; one more for each move, and for the cancellation. */
  sequence: number;
  /** A booking and a move are both a request; only a cancellation is not. */
  method: 'REQUEST' | 'CANCEL';
  /** ISO 8601 UTC. Of a cancelled meeting, when it would have been. */
  start: string;
  end: string;
  /** When this message is written. ISO 8601 UTC. */
  writtenAt: string;
  summary: string;
  description: string;
  /** The rep. Answers of the caller's calendar go to this address. */
  organizer: Participant;
  /** The caller. */
  attendee: Participant;
  /** Where the meeting takes place or is described; null for a phone call. */
  url: string | null;
}

/** Content-Type of the text, which names the method as RFC 6047 asks. */
export function invitationContentType(method: Invitation['method']): string {
  return `text/calendar; charset=utf-8; method=${method}`;
}

/**
 * The invitation as iCalendar text, lines of 75 bytes ended by CRLF. Times are in UTC: the caller's calendar shows them
 * on the caller's clock, wherever that is by then.
 * @throws RangeError when the meeting does not end after it begins, or the sequence is no whole number from 0
 */
export function invitation(options: Invitation): string {
  const { uid, sequence, method, start, end, writtenAt, summary, description, organizer, attendee, url } = options;
  if (!(Date.parse(end) > Date.parse(start))) {
    throw new RangeError(`A meeting cannot end at ${end} when it begins at ${start}.`);
  }
  if (!Number.isInteger(sequence) || sequence < 0) {
    throw new RangeError(`The sequence of a meeting cannot be ${sequence}.`);
  }
  const isCancelled = method === 'CANCEL';
  const calendar = ical({
    prodId: { company: 'Baton', product: 'Baton', language: 'EN' },
    method: isCancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST
  });
  calendar.createEvent({
    id: oneLine(uid),
    sequence,
    stamp: new Date(writtenAt),
    start: new Date(start),
    end: new Date(end),
    summary: oneLine(summary),
    description: withoutControls(description),
    status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    transparency: isCancelled ? ICalEventTransparency.TRANSPARENT : ICalEventTransparency.OPAQUE,
    organizer: { name: parameter(organizer.name), email: oneLine(organizer.email) },
    attendees: [
      {
        name: parameter(attendee.name),
        email: oneLine(attendee.email),
        role: ICalAttendeeRole.REQ,
        ...(isCancelled ? {} : { status: ICalAttendeeStatus.NEEDSACTION, rsvp: true })
      }
    ],
    url: url && plainUri(url)
  });
  // The library leaves the end of the last line away.
  return `${calendar.toString()}\r\n`;
}

/** A parameter cannot hold a double quote at all (RFC 5545, section 3.2). */
function parameter(text: string): string {
  return oneLine(text).replaceAll('"', "'");
}

/** What callers and voice agents say may hold line breaks; in a property they would begin one of their own. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

/** The library escapes these as if an address were a text, which calendars then open as it stands. */
function plainUri(url: string): string {
  return url.replace(/[\\;,"]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** All but line breaks and tabs, which a description may hold. */
function withoutControls(text: string): string {
  return text.replace(/\r\n?|[\u2028\u2029]/g, '\n').replace(/[^\P{Cc}\n\t]/gu, '');
}
