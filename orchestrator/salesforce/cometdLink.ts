/**
 * One connection to the streaming API, from its first word to its last. faye speaks the protocol; it never gives up and never
 * tells: it would use a refused token for ever, and go on after its end. So each reply is read here first, and whatever
 * breaks the connection ends it. Whether there is another is for whoever made it.
 *
 * Source: documented, Streaming API Developer Guide, "Streaming API Error Codes".
 */
import faye from 'faye';
import type { ClientRequest } from 'node:http';

export interface CometdLinkEvents {
  replayIdOf: (channel: string) => number;
  /** Each time that all channels have been answered for. */
  onUp: () => void;
  onEvent: (channel: string, data: EventData) => void;
  onSubscriptionRefused: (channel: string, why: string) => void;
  /** At most once. */
  onBroken: (why: string, isTokenRefused: boolean) => void;
}

/** How long a goodbye may take. */
const goodbyeMs = 1_000;

/** One faye client, from its first word to its last. */
export class CometdLink {
  private readonly client: FayeClient;
  private readonly events: CometdLinkEvents;
  /** Channels asked for and not answered yet. */
  private readonly asked = new Set<string>();
  private hasEnded = false;

  constructor(url: string, accessToken: string, events: CometdLinkEvents) {
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

  /** Says goodbye, and nothing after it. Soon all its connections are closed, whether or not the goodbye was answered. */
  end(): void {
    if (!this.hasEnded) {
      this.hasEnded = true;
      this.client.disconnect();
      setTimeout(() => this.letGo(), goodbyeMs).unref();
    }
  }

  /** A goodbye that arrives ends the held poll. On a dead network faye would wait for both, and keep the process alive. */
  private letGo(): void {
    const { _envelopes: sent } = this.client._dispatcher;
    const held = [...sent.values()];
    sent.clear();
    for (const { request, timer } of held) {
      clearTimeout(timer ?? undefined);
      void request?.then((open) => open.destroy());
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
  /** Its own, as of the version that package.json pins: what it has sent and got no answer to. */
  _dispatcher: {
    _envelopes: Map<string, { request?: Promise<ClientRequest> | null; timer?: NodeJS.Timeout | null }>;
  };
}
