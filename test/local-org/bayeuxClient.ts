/** A CometD client that sends one message at a time, so that a test sees each reply as it came. */

export interface BayeuxReply {
  readonly channel: string;
  readonly successful?: boolean;
  readonly clientId?: string;
  readonly error?: string;
  readonly advice?: { readonly reconnect: string; readonly timeout?: number };
  readonly ext?: unknown;
  readonly data?: { readonly payload: Record<string, unknown>; readonly event: { readonly replayId: number } };
}

export class BayeuxClient {
  readonly #endpoint: string;
  readonly #authorization: string | undefined;
  clientId = '';

  constructor(url: string, authorization: string | undefined) {
    this.#endpoint = `${url}/cometd/66.0`;
    this.#authorization = authorization;
  }

  /** Shakes hands; later messages carry the client id. */
  static async connected(url: string, accessToken: string): Promise<BayeuxClient> {
    const client = new BayeuxClient(url, `OAuth ${accessToken}`);
    const [reply] = await client.handshake();
    client.clientId = reply?.clientId ?? '';
    return client;
  }

  async send(...messages: Record<string, unknown>[]): Promise<BayeuxReply[]> {
    const response = await fetch(this.#endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(this.#authorization ? { authorization: this.#authorization } : {})
      },
      body: JSON.stringify(messages.map((message) => ({ clientId: this.clientId || undefined, ...message })))
    });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    return (await response.json()) as BayeuxReply[];
  }

  handshake(): Promise<BayeuxReply[]> {
    return this.send({ channel: '/meta/handshake', version: '1.0', supportedConnectionTypes: ['long-polling'] });
  }

  async subscribe(subscription: string, replay?: unknown): Promise<BayeuxReply | undefined> {
    const ext = replay === undefined ? {} : { ext: { replay: { [subscription]: replay } } };
    const [reply] = await this.send({ channel: '/meta/subscribe', subscription, ...ext });
    return reply;
  }

  /** Polls until an event comes; the poll's own reply is left out. */
  async events(): Promise<BayeuxReply[]> {
    const replies = await this.send({ channel: '/meta/connect', connectionType: 'long-polling' });
    return replies.filter(({ channel }) => channel !== '/meta/connect');
  }

  /** What is there now, without waiting. */
  async pending(): Promise<BayeuxReply[]> {
    const advice = { timeout: 0 };
    const replies = await this.send({ channel: '/meta/connect', connectionType: 'long-polling', advice });
    return replies.filter(({ channel }) => channel !== '/meta/connect');
  }
}
