/** A notice as a mail to the rep. Plain text: it is read on phones and in previews, and the link is all that is pressed. */
import type { QueuedNotice } from '../domain/noticeQueue.ts';
import { headlineFor, requestFor, timeLabelFor } from './headline.ts';
import { timeFor } from './noticeTime.ts';

export interface EmailText {
  subject: string;
  body: string;
}

export function emailText(notice: QueuedNotice): EmailText {
  const { rep, caller, summary, score, lead } = notice;
  const lines = [
    `Hello ${rep.name},`,
    '',
    requestFor(notice),
    '',
    `Who: ${[caller.name, caller.title, caller.company].filter((part) => part !== null).join(', ')}`,
    `${timeLabelFor(notice)}: ${timeFor(notice.at, notice.endsAt, rep.timeZone)}`,
    ...(score === null ? [] : [`Score: ${score} of 100`]),
    ...(summary === null ? [] : ['', summary]),
    '',
    `Lead: ${lead.url}`
  ];
  return { subject: headlineFor(notice), body: lines.join('\n') };
}
