import type { Because, PassedOver } from './reason.ts';
import type { Rep } from './rep.ts';
import type { TurnRecord } from './turn.ts';

/** Who takes a call, and how. */
export interface Decision {
  kind: 'transfer' | 'callback';
  rep: Rep | null;
  /** When the ringing ends, or the callback is due. ISO 8601 UTC. */
  at: string;
  /** The turn it took; null when it came to the rep without the rotation. */
  turn: TurnRecord | null;
  because: Because[];
  passedOver: PassedOver[];
}
