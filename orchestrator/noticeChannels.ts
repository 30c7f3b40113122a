/** The channels over which reps and callers are told, as the settings say. */
import type { NoticeSettings } from './config.ts';
import { EmailSender, type SendMail } from './notices/emailSender.ts';
import { InvitationSender } from './notices/invitationSender.ts';
import type { NoticeSender } from './notices/noticeSender.ts';
import { SlackSender } from './notices/slackSender.ts';
import type { Salesforce } from './salesforce/salesforce.ts';
import { saveFile } from './salesforce/saveFile.ts';
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
  const sendMail: SendMail = (mail, { deadlineMs }) => sendEmail(salesforce, mail, { deadlineMs, trace: startTrace() });
  const invitations = new InvitationSender({
    sendMail,
    saveFile: (file, { deadlineMs }) => saveFile(salesforce, file, { deadlineMs, trace: startTrace() }),
    now
  });
  return { senders: [...(email ? [new EmailSender(sendMail), invitations] : []), ...(slack ? [slack] : [])], slack };
}
