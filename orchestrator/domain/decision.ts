import type { Because, PassedOver } from './reason.ts';
import type { Rep } from './rep.ts';
import type { Team } from './team.ts';
import type { TurnRecord } from './turn.ts';

/** Who takes a call, and how. */
export interface Decision {
  kind: 'transfer' | 'meeting' | 'callback';
  rep: Rep | null;
  /** When the ringing ends, the meeting begins, or the callback is due. ISO 8601 UTC. */
  at: string;
  /** When the meeting ends; null for all else. ISO 8601 UTC. */
  endsAt: string | null;
  /** Until when the caller may choose the time of the meeting; null for all else. ISO 8601 UTC. */
  chooseBy: string | null;
  /** The turn it took; null when it came to the rep without the rotation. */
  turn: TurnRecord | null;
  /** The team whose turn it was; null without a turn. */
  turnOf: Team | null;
  because: Because[];
  passedOver: PassedOver[];
}
