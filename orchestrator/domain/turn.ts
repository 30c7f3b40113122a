/** Millionths of a turn by rep id. */
export type Balances = Readonly<Record<string, number>>;

/** A turn as it stands on its offer. */
export interface TurnRecord {
  turn: number;
  repId: string;
  /** What this turn changed; sums to zero. */
  change: Balances;
  /** Balances after it, as its writer knew them. */
  balances: Balances;
  /** Number of each rep's last turn, as its writer knew them. */
  lastTurnOf: Readonly<Record<string, number>>;
}
