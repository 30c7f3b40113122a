/**
 * The streaming API: CometD over long polling, at `/cometd/<version>`.
 *
 * faye speaks the protocol (handshake, polls, advice); an extension adds what is Salesforce's own: who may shake hands
 * and subscribe, replay, and the error texts. Source: documented, Streaming API Developer Guide, "Handling Streaming
 * API Errors", "Streaming API Error Codes" and "Message Durability"; the shapes of the replies are those that jsforce
 * and faye's client read.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import NodeAdapter, { type BayeuxMessage, type EngineHost, type Extension } from 'faye/src/adapters/node_adapter.js';
import type { Org, Session } from '../org.ts';
import { openChannel, type Channel } from './cometdChannels.ts';
import { CometdEngine } from './cometdEngine.ts';
import { answerLogged, refuse } from './cometdRequest.ts';
import type { Host } from './host.ts';
import type { Operation } from './operation.ts';

/** How long a poll without events is held. Source: documented, Streaming API Developer Guide, "Limits". */
const pollSeconds = 110;

export const operations: readonly Operation[] = [
  {
    method: 'POST',
    at: 'root',
    path: '/cometd/:version',
    summary: 'Streaming: platform events and change events over CometD long polling, with replay',
    support: 'partial',
    note: 'Served by the CometD adapter. /event/X__e, /data/XChangeEvent and /data/ChangeEvents; PushTopic, generic, system and custom channels, WebSocket and callback polling are refused; no limit on clients or deliveries.',
    source: 'documented Streaming API Developer Guide; replies as jsforce and faye read them'
  }
];

export interface Cometd {
  /** Whether a request is for this endpoint. */
  serves(request: IncomingMessage): boolean;
  /** Answers a request whose body has not been read. */
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** Answers all held polls at once; later requests get 503. */
  close(): void;
}

/** Serves CometD for one org. `sessionOf` answers undefined for a token that is unknown, expired or revoked. */
function createCometd(org: Org, sessionOf: (accessToken: string) => Session | undefined): Cometd {
  const engines: CometdEngine[] = [];
  const create = (host: EngineHost): CometdEngine => {
    const engine = new CometdEngine(host, org, sessionOf);
    engines.push(engine);
    return engine;
  };
  const adapter = new NodeAdapter({ mount: '/cometd', timeout: pollSeconds, engine: { type: { create } } });
  const [engine] = engines;
  if (!engine) throw new Error('faye has not asked for its engine');
  adapter.addExtension(salesforceExtension(org, engine, sessionOf));
  let closed = false;

  return {
    serves: (request) => /^\/*cometd(?:[/?]|$)/.test(request.url ?? ''),
    handle(request, response) {
      const version = /^\/*cometd\/(\d+)\.0(?:\/|\?|$)/.exec(request.url ?? '')?.[1];
      if (closed) return refuse(response, 503, 'Server is shutting down');
      if (!version) return refuse(response, 400, "API version in the URI is mandatory. URI format: '/cometd/66.0'");
      if (Number(version) < 37) {
        return refuse(
          response,
          400,
          "Unsupported API version. Only API versions '37.0' and above are supported. URI format: '/cometd/66.0'"
        );
      }
      // jsforce first tries to open a WebSocket with a GET; any refusal makes it go on to long polling.
      if (request.method !== 'POST') return refuse(response, 400, 'Only long-polling is supported');
      request.url = `/cometd/${version}.0`;
      adapter.handle(request, response);
    },
    close() {
      if (closed) return;
      closed = true;
      adapter.close();
    }
  };
}

/** Puts {@link createCometd} in front of the listeners that a server has; they never see its requests. */
export function attachCometd(server: Server, org: Org, host: Host): Cometd {
  const cometd = createCometd(org, (accessToken) => host.sessions.find(accessToken));
  const others = server.listeners('request') as ((request: IncomingMessage, response: ServerResponse) => void)[];
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (cometd.serves(request)) {
      void answerLogged(host, request, response, () => cometd.handle(request, response));
      return;
    }
    for (const listener of others) listener.call(server, request, response);
  });
  return cometd;
}

function salesforceExtension(
  org: Org,
  engine: CometdEngine,
  sessionOf: (accessToken: string) => Session | undefined
): Extension {
  const sessionFor = (request: IncomingMessage | null): Session | undefined => {
    const token = /^(?:OAuth|Bearer)\s+(\S+)$/i.exec(request?.headers.authorization ?? '')?.[1];
    return token === undefined ? undefined : sessionOf(token);
  };

  return {
    /** Checks in this order: authentication, the client, then the request itself. An error set here stops faye from acting. */
    incoming({ error: _sentByClient, ...message }, request, callback) {
      const session = sessionFor(request);
      if (!session) return callback({ ...message, error: authenticationError(request) });
      if (message.channel === '/meta/handshake') return callback(withError(message, handshakeError(message)));
      if (!message.clientId || !engine.belongsTo(message.clientId, session)) {
        return callback({ ...message, error: '403::Unknown client' });
      }
      if (message.channel === '/meta/connect' && message.connectionType !== 'long-polling') {
        return callback({ ...message, error: `400::Invalid connection type {${message.connectionType ?? ''}}` });
      }
      if (message.channel === '/meta/subscribe') return callback(subscribe(org, engine, session, message));
      if (!message.channel?.startsWith('/meta/')) {
        return callback({
          ...message,
          error: '403::((The local org does not support publishing over CometD; create the event by REST.))'
        });
      }
      callback(message);
    },

    outgoing(message, request, callback) {
      if (message.channel === '/meta/handshake') {
        message.supportedConnectionTypes = ['long-polling'];
        message.minimumVersion = '1.0';
        const session = sessionFor(request);
        if (message.clientId && session) engine.own(message.clientId, session);
        message.ext = { replay: true, 'payload.format': true };
      }
      if (message.error?.startsWith('401::')) refuseAuthentication(message);
      // faye words it its own way where the client id is not known at all.
      if (message.error === '403::Unknown client' || /^401:.+:Unknown client$/.test(message.error ?? '')) {
        message.error = '403::Unknown client';
        delete message.clientId;
        message.advice = { interval: 0, reconnect: 'handshake' };
      }
      callback(message);
    }
  };
}

function authenticationError(request: IncomingMessage | null): string {
  return request?.headers.authorization ? '401::Authentication invalid' : '401::Request requires authentication';
}

/** A refused handshake names its reason in `ext`; jsforce's AuthFailure extension looks for `reconnect: 'none'`. */
function refuseAuthentication(message: BayeuxMessage): void {
  message.advice = { reconnect: 'none', interval: 0 };
  if (message.channel !== '/meta/handshake') return;
  message.ext = { sfdc: { failureReason: message.error }, replay: true };
  message.advice = { reconnect: 'none' };
  message.error = '403::Handshake denied';
}

function handshakeError(message: BayeuxMessage): string | undefined {
  const offered = message.supportedConnectionTypes;
  if (!offered || offered.includes('long-polling')) return undefined;
  return `400::Invalid connection type {${offered.join()}}`;
}

/** Opens each channel asked for, or none: all are checked before the first is opened. */
function subscribe(org: Org, engine: CometdEngine, session: Session, message: BayeuxMessage): BayeuxMessage {
  const names = [message.subscription ?? []].flat();
  if (names.length === 0) return { ...message, error: '400::Channel name not specified' };
  const openings: { channel: Channel; replayFrom: number }[] = [];
  for (const name of names) {
    const channel = openChannel(org, session, name);
    if ('error' in channel) return { ...message, error: channel.error };
    const replayFrom = replayFor(name, message.ext) ?? -1;
    if (
      typeof replayFrom !== 'number' ||
      !Number.isInteger(replayFrom) ||
      replayFrom < -2 ||
      replayFrom > org.events.lastReplayId
    ) {
      return { ...message, error: invalidReplay(replayFrom) };
    }
    openings.push({ channel, replayFrom });
  }
  for (const { channel, replayFrom } of openings) engine.open(message.clientId ?? '', channel, replayFrom);
  return message;
}

function replayFor(channel: string, ext: Record<string, unknown> | undefined): unknown {
  const replay = ext?.replay;
  return typeof replay === 'object' && replay !== null ? (replay as Record<string, unknown>)[channel] : undefined;
}

function invalidReplay(replayId: unknown): string {
  return `400::The replayId {${String(replayId)}} you provided was invalid.  Please provide a valid ID, -2 to replay all events, or -1 to replay only new events.`;
}

function withError(message: BayeuxMessage, error: string | undefined): BayeuxMessage {
  return error === undefined ? message : { ...message, error };
}
