/** A call of the simulated month, and what came of it. */
import type { Qualification } from '../domain/call.ts';

/** Whom the rules give a lead to. */
export type CallTarget =
  | { kind: 'team'; teamId: string }
  | { kind: 'rep'; repId: string }
  /** It stays with the user that created it. */
  | { kind: 'service' };

export interface SimulatedCall {
  /** Number of the lead it was drawn as: what the rep and the caller do hangs on it. */
  index: number;
  /** Milliseconds of the epoch. */
  atMs: number;
  target: CallTarget;
  qualification: Qualification;
  /** IANA name; null when unknown. */
  callerTimeZone: string | null;
}

/**
 * How the team of a call was when it came, as far as live transfers go.
 * - `free`: somebody could take it.
 * - `taken`: those who were there were on other calls or had had as many offers as they take in a day.
 * - `away`: the team was open, and everyone was away, in a meeting or takes no transfers.
 * - `closed`: it was outside the team's hours, and nobody had other ones.
 */
export type TeamState = 'free' | 'taken' | 'away' | 'closed';

/** One rep's phone that rang. Instants in milliseconds of the epoch. */
export interface Ring {
  repId: string;
  fromMs: number;
  /** When it stopped ringing. */
  untilMs: number;
  /** When the talk was over; null when nobody answered. */
  talkUntilMs: number | null;
}

export interface CallResult {
  index: number;
  atMs: number;
  target: CallTarget;
  /** What the caller got in the end; there is always exactly one. */
  outcome: 'transfer' | 'meeting' | 'callback';
  /** Who took it; null for a callback that nobody in particular owes. */
  repId: string | null;
  /** The team whose turn gave it to them; null without a turn. */
  teamId: string | null;
  rings: readonly Ring[];
  /** Of the owning team; null for a call that goes to a person. */
  teamState: TeamState | null;
  /** The meeting that was booked; null for all else. */
  meeting: { startMs: number; endMs: number } | null;
}
