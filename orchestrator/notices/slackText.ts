/** A notice as one text, for an incoming webhook and for whatever cannot show blocks, such as a phone's lock screen. */
import type { QueuedNotice } from '../domain/noticeQueue.ts';
import { headlineFor, timeLabelFor } from './headline.ts';
import { timeFor } from './noticeTime.ts';
import { clip, escapeSlack, slackDate, slackLink } from './slackMarkup.ts';
import { withoutContactData } from './withoutContactData.ts';

/** Slack shows some 40,000 characters, and nobody reads them. */
const longestSummary = 600;

/**
 * @param mention the rep as Slack knows them, e.g. `U0123ABCD`; null names the rep without ringing a bell
 */
export function slackText(notice: QueuedNotice, mention: string | null): string {
  const who = mention === null ? `*${escapeSlack(notice.rep.name)}*` : `<@${mention}>`;
  const about = summaryFor(notice);
  return [
    `${who}: ${escapeSlack(headlineFor(notice))}`,
    `${timeLabelFor(notice)} ${whenFor(notice)}`,
    ...(about === null ? [] : [escapeSlack(about)]),
    slackLink(notice.lead.url, 'Open lead')
  ].join('\n');
}

/** The summary fit for Slack; null when there is none. */
export function summaryFor({ summary }: Pick<QueuedNotice, 'summary'>): string | null {
  return summary === null ? null : clip(withoutContactData(summary), longestSummary);
}

/** When, in the reader's own time zone; seconds count only while a phone rings. */
export function whenFor({ kind, offer, at, endsAt, rep }: QueuedNotice): string {
  const fallback = timeFor(at, endsAt, rep.timeZone);
  if (kind === 'offered' && offer?.kind === 'live') {
    return slackDate(at, '{time_secs}', fallback);
  }
  const start = slackDate(at, '{date_long_pretty} at {time}', fallback);
  return endsAt === null ? start : `${start} to ${slackDate(endsAt, '{time}', timeFor(endsAt, null, rep.timeZone))}`;
}
