/** A notice as a Slack message with buttons, and what is left of it once its offer has ended. */
import type { QueuedNotice, StandingMessage } from '../domain/noticeQueue.ts';
import type { OfferStatus } from '../domain/offer.ts';
import { headlineFor, requestFor, timeLabelFor } from './headline.ts';
import { secondsUntil } from './noticeTime.ts';
import { clip, escapeSlack, slackLink } from './slackMarkup.ts';
import { summaryFor, whenFor } from './slackText.ts';

/** One block of Block Kit. */
export interface SlackBlock {
  type: string;
  [field: string]: unknown;
}

/** What the buttons are called on the wire; the value of the first two is the offer's id. */
export const slackActions = { accept: 'baton_accept', decline: 'baton_decline', openLead: 'baton_open_lead' } as const;

/** Longest a header may be. Source: documented, Block Kit "Header block"; the other texts stay far below their limits. */
const longestHeader = 150;

/** Whether the message asks for an answer: only a call that rings can be accepted or declined. */
export function asksForAnswer({ kind, offer, offerId }: QueuedNotice): boolean {
  return kind === 'offered' && offer?.kind === 'live' && offerId !== null;
}

/**
 * @param withButtons whether presses can be heard; without them only the link is shown
 */
export function slackBlocks(notice: QueuedNotice, now: Date, withButtons: boolean): SlackBlock[] {
  const { caller, score, lead, offerId } = notice;
  const facts = [
    `*${timeLabelFor(notice)}* ${whenFor(notice)}${countdown(notice, now)}`,
    ...(score === null ? [] : [`*Score* ${score} of 100`])
  ];
  const summary = summaryFor(notice);
  const who = [caller.name, caller.title, caller.company].filter((part) => part !== null).join(', ');
  const answers = withButtons && asksForAnswer(notice);
  return [
    { type: 'header', text: { type: 'plain_text', text: clip(headlineFor(notice), longestHeader) } },
    { type: 'section', text: { type: 'mrkdwn', text: `*${escapeSlack(who)}*\n${facts.join('\n')}` } },
    // As plain text: an asterisk that a caller said must not make the rest bold.
    ...(summary === null ? [] : [{ type: 'section', text: { type: 'plain_text', text: summary } }]),
    { type: 'context', elements: [{ type: 'mrkdwn', text: escapeSlack(requestFor(notice)) }] },
    {
      type: 'actions',
      elements: [
        ...(answers
          ? [
              button('Accept', { action_id: slackActions.accept, value: offerId!, style: 'primary' }),
              button('Decline', { action_id: slackActions.decline, value: offerId!, style: 'danger' })
            ]
          : []),
        button('Open lead', { action_id: slackActions.openLead, url: lead.url })
      ]
    }
  ];
}

/** The message of an offer that has ended. */
export function endedBlocks(message: StandingMessage): SlackBlock[] {
  return [{ type: 'section', text: { type: 'mrkdwn', text: endedText(message) } }];
}

export function endedText({ caller, lead, offerStatus }: StandingMessage): string {
  const who = escapeSlack(`${caller.name} of ${caller.company}`);
  return `${who}: ${whyEnded[offerStatus]} ${slackLink(lead.url, 'Open lead')}`;
}

const whyEnded: Readonly<Record<OfferStatus, string>> = {
  ringing: 'it rings.',
  accepted: 'you took the call.',
  declined: 'you declined.',
  noAnswer: 'it rang out.',
  voicemail: 'your voicemail answered.',
  busy: 'your line was busy.',
  unreachable: 'your number could not be reached.',
  callerLeft: 'the caller left before you could answer.',
  assigned: 'it is now a callback of yours.',
  booked: 'a meeting with you is booked.',
  lapsed: 'the time for it is over.',
  cancelled: 'it is no longer needed.',
  completed: 'the call is over.'
};

/** Slack cannot count down, so this says how long it was when the message was written. */
function countdown(notice: QueuedNotice, now: Date): string {
  return asksForAnswer(notice) ? ` (${secondsUntil(notice.at, now)} seconds from now)` : '';
}

function button(
  text: string,
  more: { action_id: string; value?: string; url?: string; style?: 'primary' | 'danger' }
): SlackBlock {
  return { type: 'button', text: { type: 'plain_text', text }, ...more };
}
