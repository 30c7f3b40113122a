/**
 * A subscription to channels of the streaming API that stays up: after a break it is made anew, with a pause that grows,
 * from the last event that was seen. faye speaks the protocol; who may give up, and when, is decided here, since faye by
 * itself would use a refused token for ever and go on after its end.
 *
 * Source: documented, Streaming API Developer Guide, "Message Durability" and "Streaming API Error Codes".
 */
import faye from 'faye';
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
  private link: Link | undefined;
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

  private connect(url: string, accessToken: string): Link {
    const link: Link = new Link(url, accessToken, {
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
  private breakOff(error: unknown, link?: Link): void {
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

interface LinkEvents {
  replayIdOf: (channel: string) => number;
  /** Each time that all channels have been answered for. */
  onUp: () => void;
  onEvent: (channel: string, data: EventData) => void;
  onSubscriptionRefused: (channel: string, why: string) => void;
  /** At most once. */
  onBroken: (why: string, isTokenRefused: boolean) => void;
}

/** One faye client, from its first word to its last. */
class Link {
  private readonly client: FayeClient;
  private readonly events: LinkEvents;
  /** Channels asked for and not answered yet. */
  private readonly asked = new Set<string>();
  private hasEnded = false;

  constructor(url: string, accessToken: string, events: LinkEvents) {
    this.events = events;
    const isOver = (): boolean => this.hasEnded;
    this.client = new faye.Client(url, { scheduler: schedulerUntil(isOver) }) as unknown as FayeClient;
    // Salesforce has long polling alone.
    this.client.disable('websocket');
    this.client.setHeader('Authorization', `OAuth ${accessToken}`);
    this.client.addExtension({
      incoming: (message: Message, pass: Pass) => this.receive(message, pass),
      outgoing: (message: Message, pass: Pass) => this.send(message, pass)
    });
    this.client.on('transport:down', () => this.breakDown('Salesforce cannot be reached.', false));
  }

  subscribe(channel: string): void {
    // Refusals are read off the reply itself.
    this.client.subscribe(channel, () => undefined).then(undefined, () => undefined);
  }

  /** Says goodbye, and nothing after it. */
  end(): void {
    if (!this.hasEnded) {
      this.hasEnded = true;
      this.client.disconnect();
    }
  }

  private breakDown(why: string, isTokenRefused: boolean): void {
    if (!this.hasEnded) {
      this.events.onBroken(why, isTokenRefused);
    }
  }

  private send(message: Message, pass: Pass): void {
    if (this.hasEnded && message.channel !== '/meta/disconnect') {
      pass(null);
      return;
    }
    const { channel, subscription } = message;
    if (channel !== '/meta/subscribe' || subscription === undefined) {
      pass(message);
      return;
    }
    this.asked.add(subscription);
    pass({ ...message, ext: { ...message.ext, replay: { [subscription]: this.events.replayIdOf(subscription) } } });
  }

  private receive(message: Message, pass: Pass): void {
    const { channel, successful, error = '', advice, subscription, data } = message;
    if (this.hasEnded) {
      pass(message);
    } else if (channel === undefined) {
      // A reply that is no CometD at all, such as REST's list of errors.
      this.breakDown(`The streaming API answered ${message.errorCode ?? 'something else'}.`, isSession(message));
      pass(null);
    } else if (successful === false && isSession(message)) {
      this.breakDown(`The streaming API refused the token: ${error}`, true);
      pass(message);
    } else if (channel === '/meta/subscribe' && !/Unknown client/i.test(error)) {
      if (successful === false) {
        this.events.onSubscriptionRefused(subscription ?? '', error);
      }
      pass(message);
      this.answered(subscription ?? '');
    } else if (successful === false && channel !== '/meta/disconnect' && advice?.reconnect !== 'handshake') {
      this.breakDown(`The streaming API refused ${channel}: ${error}`, false);
      pass(message);
    } else {
      if (data !== undefined) {
        this.events.onEvent(channel, data);
      }
      pass(message);
    }
  }

  private answered(channel: string): void {
    if (this.asked.delete(channel) && this.asked.size === 0 && !this.hasEnded) {
      this.events.onUp();
    }
  }
}

/** `401::Authentication invalid`, also as the reason of a handshake that was denied. */
function isSession({ error = '', errorCode, ext }: Message): boolean {
  return /^401/.test(error) || /^401/.test(ext?.sfdc?.failureReason ?? '') || errorCode === 'INVALID_SESSION_ID';
}

/** faye asks its scheduler whether to send a message again. After the end nothing is; a break is dealt with here. */
function schedulerUntil(isOver: () => boolean): unknown {
  return class {
    private readonly timeoutS: number;
    private isSent = false;

    constructor(_message: unknown, { timeout }: { timeout: number }) {
      this.timeoutS = timeout;
    }

    /** Seconds, as the interval. */
    getTimeout(): number {
      return isOver() ? 1 : this.timeoutS;
    }

    getInterval(): number {
      return 0.05;
    }

    isDeliverable(): boolean {
      return !this.isSent;
    }

    send(): void {
      this.isSent = true;
    }

    succeed(): void {}

    fail(): void {}

    abort(): void {}
  };
}

interface EventData {
  payload: Record<string, unknown>;
  event: { replayId: number };
}

interface Message {
  channel?: string;
  successful?: boolean;
  error?: string;
  errorCode?: string;
  advice?: { reconnect?: string };
  subscription?: string;
  data?: EventData;
  ext?: { replay?: unknown; sfdc?: { failureReason?: string } };
}

/** Null ends the message here. */
type Pass = (message: Message | null) => void;

/** What the types that come with jsforce leave out of it. */
interface FayeClient {
  setHeader(name: string, value: string): void;
  disable(feature: string): void;
  addExtension(extension: {
    incoming: (message: Message, pass: Pass) => void;
    outgoing: (message: Message, pass: Pass) => void;
  }): void;
  on(event: 'transport:down', listener: () => void): void;
  subscribe(channel: string, listener: () => void): PromiseLike<void>;
  disconnect(): void;
}
