/** Gathers what a decision needs beyond the reading of the call, makes it, and reserves what it takes. */
import type { BusinessHours, RepCalendar } from './domain/calendar.ts';
import type { Decision } from './domain/decision.ts';
import type { Mode } from './domain/mode.ts';
import type { RecentOffer } from './domain/offer.ts';
import type { Policy } from './domain/policy.ts';
import type { Rep } from './domain/rep.ts';
import type { TurnRecord } from './domain/turn.ts';
import type { OrgFacts } from './orgFacts.ts';
import type { Reservations, Reserved } from './reservations.ts';
import { needsBackup } from './routing/decide.ts';
import type { Asked, LeadOwner, Snapshot } from './routing/snapshot.ts';
import { readTurns } from './salesforce/readTurns.ts';
import type { Salesforce } from './salesforce/salesforce.ts';
import { readTeamByName, type TeamReading } from './salesforce/teamReading.ts';
import type { Trace } from './salesforce/trace.ts';

/** Calendars as the decisions use them. */
export interface Calendars {
  /** What is known of a rep's time; undefined when nothing is. */
  get(repId: string): RepCalendar | undefined;
  /** Waits for calendars that have never been read; older ones are read again in the background. Never throws. */
  ensure(reps: readonly Rep[]): Promise<void>;
}

/** A call as read, whoever decides it. */
export interface DecisionFacts {
  callId: string;
  owner: LeadOwner;
  offers: readonly RecentOffer[];
  /** The owning team's newest turns. */
  turns: readonly TurnRecord[];
  modeFor: (policy: Policy) => Mode;
  asked: readonly Asked[];
  /** How many phones have rung for this call. */
  rung: number;
  callerTimeZone: string | null;
}

/** A decision, and how the team that made it is worked. */
export interface MadeDecision {
  decision: Decision;
  policy: Policy;
  hours: BusinessHours | undefined;
  /** Of everyone who was considered, the backup team included. */
  offers: readonly RecentOffer[];
}

export type CallOptions = { deadlineMs: number; trace: Trace; country: string };

export class Deciding {
  private readonly salesforce: Salesforce;
  private readonly facts: OrgFacts;
  private readonly calendars: Calendars;
  private readonly reservations: Reservations;
  private readonly now: () => Date;

  constructor(options: {
    salesforce: Salesforce;
    facts: OrgFacts;
    calendars: Calendars;
    reservations: Reservations;
    now: () => Date;
  }) {
    this.salesforce = options.salesforce;
    this.facts = options.facts;
    this.calendars = options.calendars;
    this.reservations = options.reservations;
    this.now = options.now;
  }

  /**
   * @param request made anew for each call to Salesforce, so that each has what is left of the deadline
   * @throws BatonError
   */
  async decide(call: DecisionFacts, request: () => CallOptions): Promise<MadeDecision> {
    const { owner } = call;
    const team = owner.type === 'team' ? owner.team : undefined;
    const policy = await this.facts.policyOf(team?.developerName ?? null);
    const [hours, fallback] = await Promise.all([
      this.facts.hoursOf(policy),
      this.facts.fallbackOf(policy),
      team ? this.observe(team.id, call.turns, request) : undefined,
      this.calendars.ensure(team?.members ?? (owner.type === 'rep' ? [owner.rep] : []))
    ]);
    const now = this.now();
    const mode = call.modeFor(policy);
    let backup: (TeamReading & { policy: Policy; hours: BusinessHours | undefined }) | undefined;
    const snapshotWith = ({ bookOf, withOwn }: Reserved): Snapshot => ({
      owner,
      policy,
      hours,
      book: bookOf(team?.id ?? ''),
      backup: backup && { ...backup, book: bookOf(backup.team.id) },
      fallback,
      mode,
      asked: call.asked,
      rung: call.rung,
      offers: withOwn([...call.offers, ...(backup?.offers ?? [])]),
      calendarOf: (repId) => this.calendars.get(repId),
      callerTimeZone: call.callerTimeZone,
      now
    });
    const { backupTeam } = policy;
    // Most policies name none, and the snapshot need not be made to know that.
    if (backupTeam !== null && this.reservations.look(now, (reserved) => needsBackup(snapshotWith(reserved)))) {
      backup = await this.readBackup(backupTeam, request);
    }
    const decision = this.reservations.reserve(call.callId, now, snapshotWith);
    const isBackup = backup && decision.turnOf?.id === backup.team.id;
    const offers = [...call.offers, ...(backup?.offers ?? [])];
    return { decision, policy: isBackup ? backup!.policy : policy, hours: isBackup ? backup!.hours : hours, offers };
  }

  private async readBackup(
    developerName: string,
    request: () => CallOptions
  ): Promise<(TeamReading & { policy: Policy; hours: BusinessHours | undefined }) | undefined> {
    const reading = await readTeamByName(this.salesforce, developerName, request());
    if (!reading) {
      return undefined;
    }
    const policy = await this.facts.policyOf(developerName);
    const [hours] = await Promise.all([
      this.facts.hoursOf(policy),
      this.observe(reading.team.id, reading.turns, request),
      this.calendars.ensure(reading.team.members)
    ]);
    return { ...reading, policy, hours };
  }

  /** Takes in a team's turns, and looks for those that other services may have taken unseen. */
  private async observe(teamId: string, turns: readonly TurnRecord[], request: () => CallOptions): Promise<void> {
    const missing = this.reservations.observe(teamId, turns, this.now());
    if (missing.length > 0) {
      this.reservations.observe(teamId, await readTurns(this.salesforce, teamId, missing, request()), this.now());
    }
  }
}
