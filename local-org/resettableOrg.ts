/**
 * One org to hold on to, behind which the real one can be replaced: handlers, subscriptions and the clock survive a
 * reset.
 */
import type { BusEvent, Clock, EventBus, Org } from './org.ts';

export interface ResettableOrg {
  readonly org: Org;
  /** Puts another org behind the same face. Its clock goes on as the face's. */
  replace(next: Org): void;
}

/** @param first the org to begin with; every org put behind the face must use `clock` */
export function createResettableOrg(first: Org, clock: Clock): ResettableOrg {
  let current = first;
  const listeners = new Set<(event: BusEvent) => void>();
  let stopListening = listen();

  function listen(): () => void {
    return current.events.onEvent((event) => {
      for (const listener of listeners) listener(event);
    });
  }

  const events: EventBus = {
    publish: (channel, payload) => current.events.publish(channel, payload),
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    retained: (channel, after) => current.events.retained(channel, after),
    get lastReplayId() {
      return current.events.lastReplayId;
    }
  };

  const org: Org = {
    get organizationId() {
      return current.organizationId;
    },
    get url() {
      return current.url;
    },
    get db() {
      return current.db;
    },
    get schema() {
      return current.schema;
    },
    get metadata() {
      return current.metadata;
    },
    get records() {
      return current.records;
    },
    clock,
    events,
    access: (session) => current.access(session),
    mintId: (keyPrefix) => current.mintId(keyPrefix),
    transaction: (work) => current.transaction(work),
    query: (session, soql, options) => current.query(session, soql, options),
    queryMore: (session, locator, options) => current.queryMore(session, locator, options)
  };

  return {
    org,
    replace(next) {
      stopListening();
      current = next;
      stopListening = listen();
    }
  };
}
