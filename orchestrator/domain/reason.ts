/** Why it went this way. Every decision returns its reasons; they are kept on the handoff for ever. */

/** Why a rep cannot take a call now. */
export type Obstacle =
  | { rule: 'inactive' }
  | { rule: 'away'; until: string }
  | { rule: 'takesNoTransfers' }
  | { rule: 'noPhone' }
  | { rule: 'dailyCapReached'; cap: number; offersToday: number }
  | { rule: 'onAnotherCall'; until: string }
  | { rule: 'balance'; shortfall: number; isTie: boolean };

/** A rep who was not chosen, and why. */
export type PassedOver = Obstacle & { repId: string; repName: string; text: string };

/** One step of the reasoning: a code to match on, a sentence to read, and the figures behind it. */
export interface Because {
  rule:
    | 'assignmentRule'
    | 'ownedByRep'
    | 'ownedByService'
    | 'turn'
    | 'strictTurn'
    | 'belowLiveScore'
    | 'nobodyFree'
    | 'everyoneAway'
    | 'emptyTeam'
    | 'repCannotTakeItLive';
  text: string;
  figures?: Readonly<Record<string, number | string>>;
}
