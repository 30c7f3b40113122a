/** The channels over which reps are told, as the settings say. */
import type { NoticeSettings } from './config.ts';
import { EmailSender } from './notices/emailSender.ts';
import type { NoticeSender } from './notices/noticeSender.ts';
import { SlackSender } from './notices/slackSender.ts';
import type { Salesforce } from './salesforce/salesforce.ts';
import { sendEmail } from './salesforce/sendEmail.ts';
import { startTrace } from './salesforce/trace.ts';

export interface NoticeChannels {
  senders: NoticeSender[];
  /** Undefined without a Slack app; tells who pressed a button. */
  slack: SlackSender | undefined;
}

export function createNoticeChannels(
  salesforce: Salesforce,
  settings: NoticeSettings,
  now: () => Date
): NoticeChannels {
  const { email, slackWebhookUrl: webhookUrl, slackBotToken: botToken, slackApiUrl: apiUrl } = settings;
  const slack =
    webhookUrl === undefined && botToken === undefined
      ? undefined
      : new SlackSender({ webhookUrl, botToken, apiUrl, hearsPresses: settings.slackSigningSecret !== undefined, now });
  const mail = new EmailSender((text, { deadlineMs }) =>
    sendEmail(salesforce, text, { deadlineMs, trace: startTrace() })
  );
  return { senders: [...(email ? [mail] : []), ...(slack ? [slack] : [])], slack };
}
