/** Why it went this way. Every decision returns its reasons; they are kept on the handoff for ever. */

/** Why a rep cannot take a call now. */
export type Obstacle =
  | { rule: 'inactive' }
  | { rule: 'away'; until: string }
  | { rule: 'takesNoTransfers' }
  | { rule: 'noPhone' }
  | { rule: 'dailyCapReached'; cap: number; offersToday: number }
  | { rule: 'onAnotherCall'; until: string }
  /** An event in the rep's calendar. */
  | { rule: 'busy'; until: string; source: string }
  | { rule: 'outOfOffice'; until: string; source: string }
  /** Outside the rep's or the team's business hours; null when they never open. */
  | { rule: 'offHours'; opensAt: string | null; hours: string }
  /** Omni-Channel presence. */
  | { rule: 'notOnline'; status: string }
  | { rule: 'alreadyAsked' }
  /** Let a callback of this handoff lapse. */
  | { rule: 'letItLapse' }
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
    | 'matched'
    | 'keptOwner'
    | 'callersWish'
    | 'belowLiveScore'
    | 'belowMeetingScore'
    | 'ownerCannotTakeItLive'
    | 'backupTeam'
    | 'nobodyFree'
    | 'everyoneAway'
    | 'emptyTeam'
    | 'enoughAsked'
    | 'askedBefore'
    | 'noSlot'
    | 'slot'
    | 'fallbackOwner'
    | 'repCannotTakeItLive'
    | 'callerLeft'
    | 'nobodyReported'
    | 'notChosen'
    | 'meetingCancelled'
    | 'callbackLapsed'
    | 'chosenByCaller'
    | 'predicted'
    | 'predictionDiffered';
  text: string;
  figures?: Readonly<Record<string, number | string>>;
}
