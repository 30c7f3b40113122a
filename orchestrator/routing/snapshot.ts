/** Everything a decision is made from. */
import type { BusinessHours, RepCalendar } from '../domain/calendar.ts';
import type { Mode } from '../domain/mode.ts';
import type { RecentOffer } from '../domain/offer.ts';
import type { Policy } from '../domain/policy.ts';
import type { Rep } from '../domain/rep.ts';
import type { Team } from '../domain/team.ts';
import type { TeamBook } from './teamBook.ts';

/** Who owns the lead after the assignment rules ran. */
export type LeadOwner =
  | { type: 'team'; team: Team }
  /** `kept` when the lead was theirs before the call. */
  | { type: 'rep'; rep: Rep; kept?: boolean }
  /** The rules gave it to nobody: it stayed with the user that created it. */
  | { type: 'service'; id: string; name: string };

/** A team and how it is worked. */
export interface WorkedTeam {
  team: Team;
  policy: Policy;
  /** Undefined when the org has no such hours: always open. */
  hours: BusinessHours | undefined;
  book: TeamBook;
}

/** A rep who has been asked for this call before. */
export interface Asked {
  repId: string;
  /** Whether a turn of the rotation went to them for it. */
  tookTurn: boolean;
  /** Whether they let a callback of it lapse. */
  lapsed: boolean;
}

export interface Snapshot {
  owner: LeadOwner;
  /** The policy of the team, or the default; its hours, and the team's book where a team owns the lead. */
  policy: Policy;
  hours: BusinessHours | undefined;
  book: TeamBook;
  /** The policy's backup team; undefined when it has none or it has not been read. */
  backup: WorkedTeam | undefined;
  /** Who owes a callback that nobody else can take; undefined when the policy names nobody. */
  fallback: Rep | undefined;
  /** Where on the ladder to begin, and why. */
  mode: Mode;
  asked: readonly Asked[];
  /** How many phones have rung for this call. */
  rung: number;
  /** Offers of the reps concerned since yesterday, this process's own included. */
  offers: readonly RecentOffer[];
  /** A rep's calendar; undefined when nothing is known, which counts as free. */
  calendarOf: (repId: string) => RepCalendar | undefined;
  /** IANA name; null when unknown. */
  callerTimeZone: string | null;
  now: Date;
}
