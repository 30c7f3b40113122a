/** A meeting as a mail to the caller. All that matters stands in the text: not every mailbox shows what is attached. */
import type { NoticeKind } from '../domain/notice.ts';
import type { QueuedNotice } from '../domain/noticeQueue.ts';
import type { EmailText } from './emailText.ts';
import { timeFor } from './noticeTime.ts';
import { oneLine } from './oneLine.ts';

export type InvitationKind = Extract<NoticeKind, 'booked' | 'moved' | 'cancelled'>;

export function isInvitationKind(kind: NoticeKind): kind is InvitationKind {
  return kind === 'booked' || kind === 'moved' || kind === 'cancelled';
}

/** A notice that a mail to the caller can be made of. */
export type MeetingNotice = QueuedNotice & { kind: InvitationKind; rep: { email: string } };

/**
 * Nothing in it that only the company should read: no score, no summary, no link into the org. It leaves as the
 * integration user, who reads no answers, so it names the rep's own address.
 * @param options.hasFile whether the meeting is attached for the caller's calendar
 */
export function invitationText(notice: MeetingNotice, { hasFile }: { hasFile: boolean }): EmailText {
  const { rep, caller, kind } = notice;
  const { subject, opening, when, change, file } = words[kind];
  const lines = [
    `Hello ${oneLine(caller.name)},`,
    '',
    `${opening} ${rep.name}.`,
    '',
    `${when}: ${timeFor(notice.at, notice.endsAt, zoneOf(notice))}`,
    `With: ${rep.name}, ${rep.email}`,
    '',
    `${change} ${rep.email}.`,
    ...(hasFile ? [file] : [])
  ];
  return { subject: `${subject} ${oneLine(rep.name)}`, body: lines.join('\n') };
}

/** The caller's zone where it is known; the rep's, which the time names, otherwise. */
function zoneOf({ callerTimeZone, rep }: QueuedNotice): string {
  return callerTimeZone ?? rep.timeZone;
}

interface Words {
  subject: string;
  opening: string;
  when: string;
  change: string;
  file: string;
}

const words: Readonly<Record<InvitationKind, Words>> = {
  booked: {
    subject: 'Your meeting with',
    opening: 'Your meeting is booked with',
    when: 'When',
    change: 'To move or cancel it, write to',
    file: 'The attachment puts it into your calendar.'
  },
  moved: {
    subject: 'New time for your meeting with',
    opening: 'There is a new time for your meeting with',
    when: 'When',
    change: 'To move or cancel it, write to',
    file: 'The attachment moves it in your calendar.'
  },
  cancelled: {
    subject: 'Cancelled: your meeting with',
    opening: 'We have cancelled your meeting with',
    when: 'Was to begin',
    change: 'To find another time, write to',
    file: 'The attachment takes it out of your calendar.'
  }
};
