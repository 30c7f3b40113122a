/**
 * A subscription to channels of the streaming API that stays up: after a break it is made anew, with a pause that grows,
 * from the last event that was seen. Source: documented, Streaming API Developer Guide, "Message Durability".
 */
import { CometdLink } from './cometdLink.ts';
import { fromThrown } from './salesforceErrors.ts';
import type { Salesforce } from './salesforce.ts';

export interface ChangeStreamOptions {
  salesforce: Salesforce;
  /** Each may be refused without harm to the others. */
  channels: readonly string[];
  onEvent: (channel: string, payload: Record<string, unknown>) => void;
  /** Hears once of a channel that the org does not grant, with its words. */
  onRefused: (channel: string, why: string) => void;
  /** Hears each time that events flow, for the first time or again: some may have been missed. */
  onUp: () => void;
  /** Hears of each break, with its cause. */
  onError: (error: unknown) => void;
  /** 0 to 1; spreads the returns of several processes. Default `Math.random`. */
  random?: () => number;
  /** Before the second attempt to come back, in milliseconds; each further one waits twice as long. Default 1000. */
  firstPauseMs?: number;
}

const longestPauseMs = 60_000;
const loginDeadlineMs = 10_000;
/** Only new events: what came before is for the sweep. */
const newOnly = -1;

export class ChangeStream {
  private readonly options: Required<ChangeStreamOptions>;
  /** The newest event seen, by channel. */
  private readonly lastReplayId = new Map<string, number>();
  private readonly refused = new Set<string>();
  private link: CometdLink | undefined;
  private timer: NodeJS.Timeout | undefined;
  private refusedToken: string | undefined;
  private attempts = 0;
  private isOn = false;

  constructor(options: ChangeStreamOptions) {
    this.options = { random: Math.random, firstPauseMs: 1_000, ...options };
  }

  start(): void {
    if (!this.isOn) {
      this.isOn = true;
      void this.open();
    }
  }

  stop(): void {
    this.isOn = false;
    clearTimeout(this.timer);
    this.link?.end();
    this.link = undefined;
  }

  private async open(): Promise<void> {
    try {
      const { url, accessToken } = await this.options.salesforce.streamingLogin(this.refusedToken, loginDeadlineMs);
      if (this.isOn) {
        this.refusedToken = undefined;
        this.link = this.connect(url, accessToken);
      }
    } catch (error) {
      this.breakOff(fromThrown(error));
    }
  }

  private connect(url: string, accessToken: string): CometdLink {
    const link = new CometdLink(url, accessToken, {
      replayIdOf: (channel) => this.lastReplayId.get(channel) ?? newOnly,
      onUp: () => {
        this.attempts = 0;
        this.options.onUp();
      },
      onEvent: (channel, { event, payload }) => {
        this.lastReplayId.set(channel, event.replayId);
        this.options.onEvent(channel, payload);
      },
      onSubscriptionRefused: (channel, why) => {
        if (/replayId/i.test(why)) {
          // The org has forgotten it, or is another one: from now on, then.
          this.lastReplayId.delete(channel);
          this.breakOff(new Error(why), link);
        } else if (!this.refused.has(channel)) {
          this.refused.add(channel);
          this.options.onRefused(channel, why);
        }
      },
      onBroken: (why, isTokenRefused) => {
        this.refusedToken = isTokenRefused ? accessToken : undefined;
        this.breakOff(new Error(why), link);
      }
    });
    this.options.channels.forEach((channel) => link.subscribe(channel));
    return link;
  }

  /** Comes back after a pause. @param link the one that broke; another may have taken its place already */
  private breakOff(error: unknown, link?: CometdLink): void {
    link?.end();
    if (!this.isOn || link !== this.link) {
      return;
    }
    this.link = undefined;
    this.options.onError(error);
    const { firstPauseMs, random } = this.options;
    const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** this.attempts) * (0.5 + random() / 2);
    this.attempts += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.open(), pauseMs);
  }
}
