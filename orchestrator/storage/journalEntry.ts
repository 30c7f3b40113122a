/** One call in the journal, as those who work with it see it. */
import type { Selectable } from 'kysely';
import type { QualifiedCall } from '../domain/call.ts';
import type { JournalTable } from './tables.ts';

/** What the service keeps of an answer that it gave without Salesforce. Plain JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

export interface JournalEntry {
  callId: string;
  call: QualifiedCall;
  /**
   * - `inHand`: an instance works on it right now.
   * - `waiting`: to be written to Salesforce, from `nextAttemptAt` on.
   * - `failed`: Salesforce refused it for good; a person corrects the cause and retries, or discards it.
   */
  state: 'inHand' | 'waiting' | 'failed';
  /** What was answered without Salesforce; undefined for an intent whose caller has no answer yet. */
  predicted: Json | undefined;
  /** ISO 8601 UTC. */
  arrivedAt: string;
  attempts: number;
  /** The message may quote what the caller said. */
  lastError: { code: string; message: string } | null;
  /** ISO 8601 UTC; null when nobody will try by themselves. */
  nextAttemptAt: string | null;
  /** Grows with arrival; the cursor of `Journal.waiting`. */
  position: number;
}

/** @param now an entry in somebody's hand is so only until its lease ends */
export function entryFromRow(row: Selectable<JournalTable>, now: Date): JournalEntry {
  const isHeld = row.held_until !== null && row.held_until > now.toISOString();
  return {
    callId: row.call_id,
    call: JSON.parse(row.call) as QualifiedCall,
    state: isHeld ? 'inHand' : row.next_attempt_at === null ? 'failed' : 'waiting',
    predicted: row.predicted === null ? undefined : (JSON.parse(row.predicted) as Json),
    arrivedAt: row.arrived_at,
    attempts: row.attempts,
    lastError: row.last_code === null ? null : { code: row.last_code, message: row.last_message ?? '' },
    nextAttemptAt: row.next_attempt_at,
    position: row.position
  };
}
