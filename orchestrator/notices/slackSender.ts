/**
 * Notices in Slack. With a bot token the rep gets a direct message, with buttons while a call rings; with an incoming
 * webhook alone, the webhook's channel gets one line. With both, the webhook stands in for a rep who is not in Slack.
 */
import { LogLevel, WebClient } from '@slack/web-api';
import { IncomingWebhook } from '@slack/webhook';
import type { QueuedNotice, StandingMessage } from '../domain/noticeQueue.ts';
import { failed, type NoticeSender, type SendOutcome } from './noticeSender.ts';
import { asksForAnswer, endedBlocks, endedText, slackBlocks } from './slackBlocks.ts';
import { SlackDirectory } from './slackDirectory.ts';
import { fromSlackError, isBeyondChange } from './slackFailure.ts';
import { slackText } from './slackText.ts';

export interface SlackOptions {
  webhookUrl?: string | undefined;
  botToken?: string | undefined;
  /** Whether presses of buttons reach this service; without it messages have none. */
  hearsPresses: boolean;
  /** Where Slack's API is. Default `https://slack.com/api/`. */
  apiUrl?: string | undefined;
  now: () => Date;
}

/** Each attempt is made once: the notice's own record says when the next one is, and outlives the process. */
const noRetries = { retries: 0 };

export class SlackSender implements NoticeSender {
  readonly channel = 'slack';
  /** Undefined without a bot token: nobody can be looked up. */
  readonly directory: SlackDirectory | undefined;
  private readonly client: WebClient | undefined;
  private readonly webhookUrl: string | undefined;
  private readonly hearsPresses: boolean;
  private readonly now: () => Date;

  constructor({ webhookUrl, botToken, hearsPresses, apiUrl, now }: SlackOptions) {
    this.webhookUrl = webhookUrl;
    this.hearsPresses = hearsPresses;
    this.now = now;
    if (botToken !== undefined) {
      this.client = new WebClient(botToken, {
        ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/` }),
        retryConfig: noRetries,
        rejectRateLimitedCalls: true,
        timeout: longestRequestMs,
        logLevel: LogLevel.ERROR
      });
      this.directory = new SlackDirectory(this.client, now);
    }
  }

  async send(notice: QueuedNotice, { deadlineMs }: { deadlineMs: number }): Promise<SendOutcome> {
    try {
      return await within(deadlineMs, this.sendOnce(notice, deadlineMs));
    } catch (error) {
      return fromSlackError(error);
    }
  }

  async retract(message: StandingMessage, { deadlineMs }: { deadlineMs: number }): Promise<SendOutcome> {
    const [channel = '', ts = ''] = message.reference.split(' ');
    if (!this.client) {
      return failed('There is no bot token to change the message with.', { retryable: false });
    }
    try {
      const update = { channel, ts, text: endedText(message), blocks: endedBlocks(message) };
      await within(deadlineMs, this.client.chat.update(update));
      return { kind: 'sent', reference: null };
    } catch (error) {
      const outcome = fromSlackError(error);
      return isBeyondChange(error) && outcome.kind === 'failed' ? { ...outcome, retryable: false } : outcome;
    }
  }

  private async sendOnce(notice: QueuedNotice, deadlineMs: number): Promise<SendOutcome> {
    const userId = await this.userIdOf(notice);
    if (this.client && userId !== null) {
      const withButtons = this.hearsPresses && asksForAnswer(notice);
      // A user's id for a channel opens the direct message with them (documented, chat.postMessage, "Channels").
      const posted = await this.client.chat.postMessage({
        channel: userId,
        text: slackText(notice, null),
        blocks: slackBlocks(notice, this.now(), withButtons),
        unfurl_links: false,
        unfurl_media: false
      });
      const { channel, ts } = posted;
      return { kind: 'sent', reference: withButtons && channel && ts ? `${channel} ${ts}` : null };
    }
    if (this.webhookUrl === undefined) {
      return failed('Nobody in Slack has the e-mail address of the rep.', { retryable: false });
    }
    const webhook = new IncomingWebhook(this.webhookUrl, { timeout: deadlineMs, retryConfig: noRetries });
    await webhook.send({ text: slackText(notice, userId), unfurl_links: false, unfurl_media: false });
    return { kind: 'sent', reference: null };
  }

  private async userIdOf({ rep }: QueuedNotice): Promise<string | null> {
    return this.directory && rep.email !== null ? this.directory.userIdOf(rep.email) : null;
  }
}

/** Ends a connection that hangs; the deadline of an attempt is counted around it. */
const longestRequestMs = 5000;

async function within<T>(deadlineMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('deadline')), deadlineMs);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
