/** A meeting as a mail to the caller: all that matters stands in the text, since not every mailbox shows the attachment. */
import type { QueuedNotice } from '../domain/noticeQueue.ts';
import { timeFor } from './noticeTime.ts';
import { oneLine } from './oneLine.ts';
import type { EmailText } from './emailText.ts';

/**
 * Nothing in it that only the company should read: no score, no summary, no link into the org.
 * @param options.hasFile whether the meeting is attached for the caller's calendar
 */
export function invitationText(notice: QueuedNotice, { hasFile }: { hasFile: boolean }): EmailText {
  const { rep, caller, kind } = notice;
  const isCancelled = kind === 'cancelled';
  const lines = [
    `Hello ${oneLine(caller.name)},`,
    '',
    `${headlines[kind]?.(rep.name) ?? ''}.`,
    '',
    `${isCancelled ? 'It was to be' : 'When'}: ${timeFor(notice.at, notice.endsAt, zoneOf(notice))}`,
    `With: ${withWhom(notice)}`,
    '',
    isCancelled ? `To find another time, write to ${rep.email}.` : `To move or cancel it, write to ${rep.email}.`,
    ...(hasFile ? [isCancelled ? 'The attachment takes it out of your calendar.' : 'The attachment puts it into your calendar.'] : [])
  ];
  return { subject: subjects[kind]?.(rep.name) ?? '', body: lines.join('\n') };
}
