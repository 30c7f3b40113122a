/**
 * The event bus: what a transaction publishes is numbered and kept when it commits, then delivered.
 */
import { randomUUID } from 'node:crypto';
import type { BusEvent, Clock, EventBus } from '../org.ts';
import type { Statements } from './database.ts';
import type { Transactions } from './transactions.ts';

/** High-volume events and change events are retained for 72 hours (documented: Platform Events Developer Guide). */
const retentionMs = 72 * 3_600_000;

/** Replay ids go up and are not contiguous (documented); a step of more than one keeps clients from counting on it. */
const replayStep = 2;

export function createEventBus(statements: Statements, transactions: Transactions, clock: Clock): EventBus {
  const listeners = new Set<(event: BusEvent) => void>();
  let queued: { channel: string; eventUuid: string; payload: Record<string, unknown> }[] = [];
  let delivering: BusEvent[] = [];
  let lastReplayId =
    (statements.get("SELECT reserved FROM _sequences WHERE name = 'replayId'")?.['reserved'] as number | undefined) ??
    0;
  let purgedAtMs = -Infinity;

  transactions.onBegin(() => {
    const { length } = queued;
    return () => {
      queued.length = Math.min(queued.length, length);
    };
  });

  transactions.onBeforeCommit(() => {
    if (queued.length === 0) return;
    const now = clock.now();
    const events = queued.map((event, index): BusEvent => ({
      ...event,
      replayId: lastReplayId + (index + 1) * replayStep,
      publishedAt: now.toISOString()
    }));
    for (const event of events) {
      statements.run(
        'INSERT INTO _events (replayId, channel, eventUuid, payload, publishedAt) VALUES (?, ?, ?, ?, ?)',
        event.replayId,
        event.channel,
        event.eventUuid,
        JSON.stringify(event.payload),
        event.publishedAt
      );
    }
    statements.run(
      "INSERT OR REPLACE INTO _sequences (name, reserved) VALUES ('replayId', ?)",
      events.at(-1)?.replayId ?? lastReplayId
    );
    if (now.getTime() - purgedAtMs > 3_600_000) {
      statements.run('DELETE FROM _events WHERE publishedAt < ?', oldestRetained());
      purgedAtMs = now.getTime();
    }
    delivering = events;
  });

  transactions.onCommit(() => {
    const events = delivering;
    queued = [];
    delivering = [];
    lastReplayId = events.at(-1)?.replayId ?? lastReplayId;
    for (const event of events) for (const listener of [...listeners]) deliver(listener, event);
  });

  transactions.onRollback(() => {
    if (!transactions.active) delivering = [];
  });

  const oldestRetained = (): string => new Date(clock.now().getTime() - retentionMs).toISOString();

  const bus: EventBus = {
    publish(channel, payload) {
      if (!transactions.active) return transactions.run(() => bus.publish(channel, payload));
      const eventUuid = randomUUID();
      queued.push({ channel, eventUuid, payload });
      return eventUuid;
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    retained: (channel, after) =>
      statements
        .all(
          'SELECT * FROM _events WHERE channel = ? AND replayId > ? AND publishedAt >= ? ORDER BY replayId',
          channel,
          after,
          oldestRetained()
        )
        .map(
          (row) =>
            ({
              ...row,
              payload: JSON.parse(row['payload'] as string) as Record<string, unknown>
            }) as unknown as BusEvent
        ),
    get lastReplayId() {
      return lastReplayId;
    }
  };
  return bus;
}

/** A subscriber's failure is its own: the work is committed, and the other subscribers must still hear of it. */
function deliver(listener: (event: BusEvent) => void, event: BusEvent): void {
  try {
    listener(event);
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : String(error));
  }
}
