/**
 * One CometD client for the page: long polling with Salesforce's replay extension. It comes back by itself after a lost
 * connection, an unknown client or an ended session, and asks for what it missed.
 */
import { accessToken } from './session.ts';

/** A message of the Bayeux protocol, as far as it is read here. */
interface Message {
  readonly channel: string;
  readonly clientId?: string;
  readonly subscription?: string;
  readonly successful?: boolean;
  readonly error?: string;
  readonly advice?: { readonly reconnect?: 'retry' | 'handshake' | 'none' };
  readonly data?: { readonly event?: { readonly replayId?: number } };
}

export interface Subscription {
  readonly channel: string;
  /** Where to go on: -1 new events only, -2 all retained, n after n. It follows what arrives. */
  replayId: number;
  readonly onMessage: (message: Message) => void;
}

const address = '/cometd/66.0';
/** How long it waits before it tries again, while the org is away. */
const retryMs = 500;

const subscriptions = new Set<Subscription>();
const errorListeners = new Set<(message: Message) => void>();
let clientId: string | undefined;
let running = false;

export function onCometdError(listener: (message: Message) => void): void {
  errorListeners.add(listener);
}

/**
 * Subscribes, and starts the client with the first subscription. A replay id that the org no longer knows ends the
 * subscription and goes to the error listeners, as on the platform.
 * @throws Message that refuses
 */
export async function subscribe(subscription: Subscription): Promise<void> {
  await connected();
  // Live from here on: events may come with the very reply that confirms the subscription.
  subscriptions.add(subscription);
  await confirm(subscription);
}

export async function unsubscribe(subscription: Subscription): Promise<void> {
  subscriptions.delete(subscription);
  const others = [...subscriptions].some(({ channel }) => channel === subscription.channel);
  if (others || !clientId) return;
  await send([{ channel: '/meta/unsubscribe', clientId, subscription: subscription.channel }]);
}

/** Several of one page share the client's subscription to a channel; only the first one says where to start. */
async function confirm(subscription: Subscription): Promise<void> {
  const { channel, replayId } = subscription;
  const replies = await send([
    { channel: '/meta/subscribe', clientId, subscription: channel, ext: { replay: { [channel]: replayId } } }
  ]);
  const refusal = replies.find((reply) => reply.channel === '/meta/subscribe' && !reply.successful);
  if (!refusal || refusal.advice?.reconnect === 'handshake') return;
  subscriptions.delete(subscription);
  report(refusal);
  throw refusal;
}

let connecting: Promise<void> | undefined;

function connected(): Promise<void> {
  if (clientId) return Promise.resolve();
  connecting ??= handshake().finally(() => (connecting = undefined));
  return connecting;
}

async function handshake(): Promise<void> {
  const shake = async (anew: boolean): Promise<Message | undefined> => {
    const bearer = await accessToken(anew);
    const message = { channel: '/meta/handshake', version: '1.0', supportedConnectionTypes: ['long-polling'] };
    return (await post([{ ...message, ext: { replay: true } }], bearer))[0];
  };
  let reply = await shake(false);
  if (!reply?.successful) reply = await shake(true);
  if (!reply?.successful) throw reply ?? new Error('The org did not answer the handshake.');
  clientId = reply.clientId;
  if (!running) {
    running = true;
    void poll();
  }
}

/** Holds one request at the org all the time; what ends it is answered by a new start. */
async function poll(): Promise<void> {
  for (;;) {
    try {
      if (!clientId) {
        await connected();
        await Promise.allSettled([...subscriptions].map(confirm));
      }
      await send([{ channel: '/meta/connect', clientId, connectionType: 'long-polling' }]);
    } catch {
      clientId = undefined;
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }
}

async function send(messages: readonly object[]): Promise<readonly Message[]> {
  const replies = await post(messages, await accessToken());
  for (const reply of replies) {
    if (!reply.channel.startsWith('/meta/')) deliver(reply);
    else if (reply.successful === false && reply.channel !== '/meta/subscribe') {
      if (reply.advice?.reconnect === 'none') await accessToken(true);
      clientId = undefined;
    }
  }
  return replies;
}

function deliver(message: Message): void {
  for (const subscription of subscriptions) {
    if (subscription.channel !== message.channel) continue;
    subscription.replayId = message.data?.event?.replayId ?? subscription.replayId;
    subscription.onMessage(message);
  }
}

function report(message: Message): void {
  for (const listener of errorListeners) listener(message);
}

async function post(messages: readonly object[], bearer: string): Promise<readonly Message[]> {
  const reply = await fetch(address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${bearer}` },
    body: JSON.stringify(messages)
  });
  if (!reply.ok) throw new Error(`The org answered ${reply.status} to ${address}.`);
  return (await reply.json()) as Message[];
}
