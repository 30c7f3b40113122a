/**
 * The engine behind faye's server: clients, their subscriptions, and what each has still to receive.
 *
 * faye's own engine broadcasts a published message to a channel. Salesforce delivers per client: a subscription starts
 * at a replay id of its own, and change events lose the fields that this subscriber cannot read. So this engine takes
 * events from the org's bus, not from publishing clients, and keeps one queue for each client.
 */
import type { BayeuxMessage, Engine, EngineHost } from 'faye/src/adapters/node_adapter.js';
import type { BusEvent, Org, Session } from '../org.ts';
import { eventFor, type Channel } from './cometdChannels.ts';

/** A client that has not polled for this long after its last poll began is forgotten: 110 s held, then 40 s to come back. */
const silenceMs = 150_000;

interface Client {
  session: Session | undefined;
  readonly channels: Map<string, Channel>;
  readonly queue: BayeuxMessage[];
  silence: NodeJS.Timeout | undefined;
}

/** Where a subscription starts: -1 for new events only, -2 for all retained, n for those after n. */
export type ReplayFrom = number;

export class CometdEngine implements Engine {
  readonly #host: EngineHost;
  readonly #org: Org;
  /** Undefined once a token has been revoked. */
  readonly #sessionOf: (accessToken: string) => Session | undefined;
  readonly #clients = new Map<string, Client>();
  readonly #stopListening: () => void;

  constructor(host: EngineHost, org: Org, sessionOf: (accessToken: string) => Session | undefined) {
    this.#host = host;
    this.#org = org;
    this.#sessionOf = sessionOf;
    this.#stopListening = org.events.onEvent((event) => this.#deliverLive(event));
  }

  /** Ties a client that faye has just created to the session that shook hands. */
  own(clientId: string, session: Session): void {
    const client = this.#clients.get(clientId);
    if (client) client.session = session;
  }

  /** Whether this client exists and belongs to the user who asks. */
  belongsTo(clientId: string, session: Session): boolean {
    return this.#clients.get(clientId)?.session?.userId === session.userId;
  }

  /** Queues the retained events that a new subscription asks for; live ones follow without a gap, since all of this is synchronous. */
  open(clientId: string, channel: Channel, replayFrom: ReplayFrom): void {
    const client = this.#clients.get(clientId);
    if (!client) return;
    client.channels.set(channel.name, channel);
    if (replayFrom === -1) return;
    const after = replayFrom === -2 ? 0 : replayFrom;
    const events = channel.sources.flatMap((source) => this.#org.events.retained(source, after));
    events.sort((one, other) => one.replayId - other.replayId);
    for (const event of events) this.#queue(client, channel, event);
    this.emptyQueue(clientId);
  }

  createClient(callback: (clientId: string) => void, context?: unknown): void {
    const clientId = this.#host.generateId();
    this.#clients.set(clientId, { session: undefined, channels: new Map(), queue: [], silence: undefined });
    this.ping(clientId);
    this.#host.trigger('handshake', clientId);
    callback.call(context, clientId);
  }

  clientExists(clientId: string, callback: (exists: boolean) => void, context?: unknown): void {
    callback.call(context, this.#clients.has(clientId));
  }

  destroyClient(clientId: string): void {
    const client = this.#clients.get(clientId);
    if (!client) return;
    clearTimeout(client.silence);
    this.#clients.delete(clientId);
    this.#host.trigger('disconnect', clientId);
    this.#host.trigger('close', clientId);
  }

  ping(clientId: string): void {
    const client = this.#clients.get(clientId);
    if (!client) return;
    clearTimeout(client.silence);
    client.silence = setTimeout(() => this.destroyClient(clientId), silenceMs).unref();
  }

  /** Nothing to do: {@link open} has been called with the replay id, which faye does not pass on. */
  subscribe(): void {}

  unsubscribe(clientId: string, channel: string): void {
    this.#clients.get(clientId)?.channels.delete(channel);
  }

  /** Nothing to do: clients cannot publish over CometD, and are refused before this. */
  publish(): void {}

  emptyQueue(clientId: string): void {
    const client = this.#clients.get(clientId);
    if (!client || client.queue.length === 0 || !this.#host.hasConnection(clientId)) return;
    this.#host.deliver(clientId, client.queue.splice(0));
  }

  disconnect(): void {
    this.#stopListening();
    for (const client of this.#clients.values()) clearTimeout(client.silence);
    this.#clients.clear();
  }

  #deliverLive(event: BusEvent): void {
    for (const [clientId, client] of this.#clients) {
      for (const channel of client.channels.values()) {
        if (channel.sources.includes(event.channel)) this.#queue(client, channel, event);
      }
      this.emptyQueue(clientId);
    }
  }

  #queue(client: Client, channel: Channel, event: BusEvent): void {
    if (!client.session || !this.#sessionOf(client.session.accessToken)) return;
    const data = eventFor(this.#org, client.session, event);
    if (data) client.queue.push({ channel: channel.name, data });
  }
}
