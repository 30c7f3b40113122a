import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CometdLink } from '../../../orchestrator/salesforce/cometdLink.ts';

interface Message {
  id: string;
  channel: string;
  subscription?: string;
}

/** A streaming API that greets, if it does, and then says nothing more: as after the network has died. */
class DeadServer {
  greets = true;
  readonly sockets = new Set<Socket>();
  private readonly server: Server;
  private wake = (): void => undefined;
  private readonly held: string[] = [];

  constructor() {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const messages = JSON.parse(Buffer.concat(chunks).toString()) as Message[];
        const greeting = {
          successful: true,
          clientId: 'one',
          version: '1.0',
          supportedConnectionTypes: ['long-polling']
        };
        if (this.greets && messages.every(({ channel }) => channel === '/meta/handshake')) {
          response.setHeader('Content-Type', 'application/json');
          response.end(JSON.stringify(messages.map(({ id, channel }) => ({ id, channel, ...greeting }))));
        } else {
          this.held.push(...messages.map(({ channel }) => channel));
          this.wake();
        }
      });
    });
    this.server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.once('close', () => {
        this.sockets.delete(socket);
        this.wake();
      });
    });
  }

  async listen(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/cometd/66.0`;
  }

  async untilHeld(channel: string): Promise<void> {
    await this.until(() => this.held.includes(channel));
  }

  async untilAllAreClosed(): Promise<void> {
    await this.until(() => this.sockets.size === 0);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }
}

let server: DeadServer;
let link: CometdLink;
beforeEach(async () => {
  server = new DeadServer();
  link = new CometdLink(await server.listen(), 'a-token', {
    replayIdOf: () => -1,
    onUp: () => undefined,
    onEvent: () => undefined,
    onSubscriptionRefused: () => undefined,
    onBroken: () => undefined
  });
});
afterEach(() => server.close());

describe('the end of a connection on a dead network', () => {
  it('does not wait for the held poll, nor for the answer to the goodbye', async () => {
    link.subscribe('/event/Handoff_Event__e');
    await server.untilHeld('/meta/connect');
    link.end();
    await server.untilHeld('/meta/disconnect');
    await server.untilAllAreClosed();
    expect(server.sockets.size).toBe(0);
  }, 8_000);

  it('does not wait for a greeting that is never answered', async () => {
    server.greets = false;
    link.subscribe('/event/Handoff_Event__e');
    await server.untilHeld('/meta/handshake');
    link.end();
    await server.untilAllAreClosed();
    expect(server.sockets.size).toBe(0);
  }, 8_000);
});
