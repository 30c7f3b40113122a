/**
 * The event stream as tests see it: what is published reaches whoever is subscribed, those who subscribe from a replay id get
 * what they missed, and an outage refuses and tells, as the real one does.
 */
let subscriptions = [];
let errorListeners = [];
let kept = [];
let enabled = true;
let isDown = false;

export const isEmpEnabled = jest.fn(async () => enabled);

export const subscribe = jest.fn(async (channel, replayId, listener) => {
  if (isDown) throw new Error('400::Connection lost');
  const subscription = { id: `subscription${subscriptions.length}`, channel, replayId, listener };
  subscriptions.push(subscription);
  const missed = replayId < 0 ? [] : kept.filter((message) => message.data.event.replayId > replayId);
  missed.filter((message) => message.channel === channel).forEach((message) => listener(message));
  return { id: subscription.id, channel, replayId };
});

export const unsubscribe = jest.fn(async ({ id }, done) => {
  subscriptions = subscriptions.filter((subscription) => subscription.id !== id);
  done?.({ id });
});

export const onError = jest.fn(async (listener) => {
  errorListeners.push(listener);
});

export const setDebugFlag = jest.fn(async () => {});

/** @returns {number} the replay id */
export function publish(channel, payload) {
  const replayId = 100 + kept.length;
  const message = { channel, data: { payload, event: { replayId } } };
  kept.push(message);
  if (!isDown) subscriptions.filter((each) => each.channel === channel).forEach((each) => each.listener(message));
  return replayId;
}

/** From now on nothing arrives, subscribing fails, and whoever listens for errors is told. */
export function cut() {
  isDown = true;
  subscriptions = [];
  errorListeners.forEach((listener) => listener({ error: '402::Unknown client', channel: '/meta/connect' }));
}

export function mend() {
  isDown = false;
}

/** As in the mobile app, where there is no event stream. */
export function disable() {
  enabled = false;
}

export function subscribed() {
  return subscriptions.map(({ channel, replayId }) => ({ channel, replayId }));
}

export function reset() {
  subscriptions = [];
  errorListeners = [];
  kept = [];
  enabled = true;
  isDown = false;
}
