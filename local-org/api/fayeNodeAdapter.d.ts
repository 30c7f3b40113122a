/**
 * The server side of faye 1.4, as far as the local org uses it. It is declared by its path, since the package brings no
 * types and jsforce declares the module `faye` with the client alone.
 */
declare module 'faye/src/adapters/node_adapter.js' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  export interface BayeuxMessage {
    channel?: string;
    clientId?: string;
    id?: string;
    subscription?: string | string[];
    supportedConnectionTypes?: string[];
    connectionType?: string;
    minimumVersion?: string;
    successful?: boolean;
    error?: string;
    advice?: { reconnect?: 'retry' | 'handshake' | 'none'; interval?: number; timeout?: number };
    ext?: Record<string, unknown>;
    data?: unknown;
  }

  /** What faye's server offers to the engine behind it. */
  export interface EngineHost {
    generateId(): string;
    hasConnection(clientId: string): boolean;
    /** Hands messages to the client's held poll; false when it holds none. */
    deliver(clientId: string, messages: BayeuxMessage[]): boolean;
    trigger(event: 'handshake' | 'disconnect' | 'close', clientId: string): void;
  }

  /** Keeps clients, subscriptions and undelivered messages. */
  export interface Engine {
    createClient(callback: (clientId: string) => void, context?: unknown): void;
    clientExists(clientId: string, callback: (exists: boolean) => void, context?: unknown): void;
    destroyClient(clientId: string): void;
    ping(clientId: string): void;
    subscribe(clientId: string, channel: string): void;
    unsubscribe(clientId: string, channel: string): void;
    publish(message: BayeuxMessage, channels: string[]): void;
    emptyQueue(clientId: string): void;
    disconnect(): void;
  }

  export interface Extension {
    incoming?(
      message: BayeuxMessage,
      request: IncomingMessage | null,
      callback: (message: BayeuxMessage) => void
    ): void;
    outgoing?(
      message: BayeuxMessage,
      request: IncomingMessage | null,
      callback: (message: BayeuxMessage) => void
    ): void;
  }

  export default class NodeAdapter {
    constructor(options: {
      mount: string;
      /** How long a poll is held, in seconds. */
      timeout: number;
      engine: { type: { create(host: EngineHost): Engine } };
    });
    addExtension(extension: Extension): void;
    /** Answers one HTTP request whose body has not been read yet. */
    handle(request: IncomingMessage, response: ServerResponse): void;
    /** Answers all held polls and forgets all clients. */
    close(): void;
  }
}
