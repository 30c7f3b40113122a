/** What a notice tells, in one line: the subject of a mail and the first line of a message. */
import type { QueuedNotice } from '../domain/noticeQueue.ts';
import { oneLine } from './oneLine.ts';

/** Without times, which each channel writes its own way. */
export function headlineFor(notice: Pick<QueuedNotice, 'kind' | 'offer' | 'caller'>): string {
  const who = `${oneLine(notice.caller.name)} of ${oneLine(notice.caller.company)}`;
  switch (notice.kind) {
    case 'offered':
      switch (notice.offer?.kind) {
        case 'live':
          return `Call for you: ${who}`;
        case 'meeting':
          return `Meeting to agree on: ${who}`;
        default:
          return `Callback for you: ${who}`;
      }
    case 'booked':
      return `Meeting booked: ${who}`;
    case 'moved':
      return `Meeting moved: ${who}`;
    case 'cancelled':
      return `Meeting cancelled: ${who}`;
    case 'callbackDue':
      return `Callback due: ${who}`;
    case 'callbackLapsed':
      return `Callback missed: ${who}`;
  }
}

/** What the time of the notice is the time of: `Rings until`, `Due`, `When`. */
export function timeLabelFor({ kind, offer }: Pick<QueuedNotice, 'kind' | 'offer'>): string {
  switch (kind) {
    case 'offered':
      return offer?.kind === 'live' ? 'Rings until' : offer?.kind === 'meeting' ? 'Earliest' : 'Due';
    case 'booked':
    case 'moved':
      return 'When';
    case 'cancelled':
      return 'Was to begin';
    case 'callbackDue':
      return 'Due';
    case 'callbackLapsed':
      return 'Was due';
  }
}

/** What the rep is asked to do, or told has been done. */
export function requestFor({ kind, offer }: Pick<QueuedNotice, 'kind' | 'offer'>): string {
  switch (kind) {
    case 'offered':
      switch (offer?.kind) {
        case 'live':
          return 'The caller is on the line and is being put through to you.';
        case 'meeting':
          return 'The caller is choosing a time with you; another notice follows when it is booked.';
        default:
          return 'Please call back before it is due; a call logged on the lead settles it.';
      }
    case 'booked':
      return 'The meeting is in your calendar. The caller chose the time.';
    case 'moved':
      return 'The meeting has a new time in your calendar.';
    case 'cancelled':
      return 'The meeting is off. You still owe the caller a call unless the lead says otherwise.';
    case 'callbackDue':
      return 'The caller is waiting for your call. After the due time it goes to someone else.';
    case 'callbackLapsed':
      return 'Nobody called in time, so the callback has been passed on. There is nothing left for you to do.';
  }
}
