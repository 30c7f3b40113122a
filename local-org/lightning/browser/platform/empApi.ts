/**
 * `lightning/empApi` over the org's real CometD endpoint. What it does not do: share a connection between tabs, or keep
 * replay ids when the page is left. Channels are those of the local org: `/event/X__e` and `/data/XChangeEvent`.
 */
import * as cometd from '../cometd.ts';

export type EmpSubscription = Readonly<{ channel: string; id: number; replayId: number }>;
type Listener = (message: unknown) => void;

let last = 0;
let debug = false;
const live = new Map<number, cometd.Subscription>();

/** @param replayId -1 for new events, -2 for all that are kept, n for those after n */
export async function subscribe(channel: string, replayId: number, onMessage: Listener): Promise<EmpSubscription> {
  const subscription: cometd.Subscription = {
    channel,
    replayId,
    onMessage(message) {
      // Ids alone: an event's own fields stay out of the console.
      if (debug) console.debug('empApi', channel, message.data?.event?.replayId);
      onMessage(message);
    }
  };
  await cometd.subscribe(subscription);
  last += 1;
  live.set(last, subscription);
  return { channel, id: last, replayId };
}

export async function unsubscribe(subscription: EmpSubscription, onReply?: Listener): Promise<void> {
  const found = live.get(subscription.id);
  if (found) {
    live.delete(subscription.id);
    await cometd.unsubscribe(found);
  }
  onReply?.({ channel: '/meta/unsubscribe', subscription: subscription.channel, successful: true });
}

export function onError(listener: Listener): void {
  cometd.onCometdError(listener);
}

export function setDebugFlag(flag: boolean): void {
  debug = flag;
}

export function isEmpEnabled(): Promise<boolean> {
  return Promise.resolve(true);
}
