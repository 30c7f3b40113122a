/**
 * A subscription to the handoff event that is kept alive. It goes on where it was interrupted, by the replay id of the last
 * event; who uses it reads the records anew whenever it is live again, since events alone are not to be trusted.
 */
import { isEmpEnabled, onError, subscribe, unsubscribe } from 'lightning/empApi';
import { after } from 'c/handoffClock';

export const CHANNEL = '/event/Handoff_Event__e';

const fromNowOn = -1;
const firstRetryMs = 2_000;
const lastRetryMs = 30_000;
/** A subscription that is not confirmed by then is tried again. */
const confirmedWithinMs = 15_000;

/**
 * - `connecting`: not subscribed yet.
 * - `live`: events arrive.
 * - `lost`: they do not; it tries again by itself.
 * - `off`: this browser or app has no event stream.
 * @typedef {'connecting' | 'live' | 'lost' | 'off'} StreamState
 */

export class HandoffStream {
  /** @param {{ onEvent: (payload: object) => void, onState: (state: StreamState) => void }} listeners */
  constructor({ onEvent, onState }) {
    this.onEvent = onEvent;
    this.onState = onState;
    this.state = 'connecting';
    this.replayId = fromNowOn;
    this.retryMs = firstRetryMs;
    this.attempt = 0;
    this.subscription = null;
    this.stopped = false;
    this.cancelRetry = () => {};
  }

  async start() {
    let enabled = false;
    try {
      enabled = await isEmpEnabled();
    } catch {
      // Whoever cannot tell has no stream.
    }
    if (this.stopped) return;
    if (!enabled) {
      this.become('off');
      return;
    }
    onError(() => this.lose());
    await this.connect();
  }

  /** Tries at once, when there is reason to believe that it will work. */
  reconnect() {
    if (this.state === 'lost' && !this.stopped) this.connect();
  }

  /** The connection is gone: of itself, or as the browser says. */
  lose() {
    if (this.stopped || this.state === 'off') return;
    this.become('lost');
    this.cancelRetry();
    this.cancelRetry = after(this.retryMs, () => this.connect());
    this.retryMs = Math.min(this.retryMs * 2, lastRetryMs);
  }

  stop() {
    this.stopped = true;
    this.cancelRetry();
    this.leave(this.subscription);
    this.subscription = null;
  }

  async connect() {
    this.attempt += 1;
    const attempt = this.attempt;
    const isStale = () => this.stopped || attempt !== this.attempt;
    this.cancelRetry();
    this.cancelRetry = after(confirmedWithinMs, () => this.lose());
    this.leave(this.subscription);
    this.subscription = null;
    try {
      const subscription = await subscribe(CHANNEL, this.replayId, (message) => this.take(message));
      if (isStale()) {
        this.leave(subscription);
        return;
      }
      this.subscription = subscription;
      this.cancelRetry();
      this.retryMs = firstRetryMs;
      this.become('live');
    } catch {
      if (isStale()) return;
      // It may be this id that is refused: Salesforce keeps events for three days. What is missed is read.
      this.replayId = fromNowOn;
      this.lose();
    }
  }

  take(message) {
    if (this.stopped) return;
    const { payload, event } = message?.data ?? {};
    if (event?.replayId !== undefined) this.replayId = event.replayId;
    if (payload) this.onEvent(payload);
  }

  leave(subscription) {
    if (!subscription) return;
    try {
      unsubscribe(subscription, () => {});
    } catch {
      // It went with the connection.
    }
  }

  become(state) {
    if (this.state === state) return;
    this.state = state;
    this.onState(state);
  }
}
