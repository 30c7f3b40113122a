/** What a decision is made from at one moment of the month, as orchestrator/deciding.ts gathers it from an org. */
import type { HandoffState } from '../domain/handoffState.ts';
import type { Mode } from '../domain/mode.ts';
import { askedOf, rungOf, type OfferEnd } from '../handoff/offerChanges.ts';
import { isOpen } from '../routing/businessHours.ts';
import { needsBackup, type Snapshot } from '../routing/decide.ts';
import { liveObstacles } from '../routing/liveRung.ts';
import type { LeadOwner, WorkedTeam } from '../routing/snapshot.ts';
import { blankBook } from '../routing/teamBook.ts';
import type { SimulatedOrg, Staffing } from './simulatedOrg.ts';
import type { SimulatedCall, TeamState } from './simulatedCall.ts';

/** What is asked of the ladder. */
export interface Question {
  mode: Mode;
  /** What becomes of the offers that there are. */
  changes: readonly OfferEnd[];
}

/** Whose the lead is, and how it is worked. */
export interface Ownership {
  owner: LeadOwner;
  /** Undefined for a lead that goes to no team. */
  own: WorkedTeam | undefined;
  worked: Staffing['general'];
}

export function ownershipOf({ target }: SimulatedCall, org: SimulatedOrg, nowMs: number): Ownership {
  const { general } = org.staffing;
  if (target.kind === 'team') {
    const own = org.team(target.teamId, nowMs)!;
    return { owner: { type: 'team', team: own.team }, own, worked: own };
  }
  const rep = target.kind === 'rep' ? org.rep(target.repId, nowMs) : undefined;
  const service: LeadOwner = { type: 'service', id: '', name: 'the user who creates the leads' };
  return { owner: rep ? { type: 'rep', rep } : service, own: undefined, worked: general };
}

/** With the backup team where the decision needs it. */
export function snapshotFor(
  { call, state }: { call: SimulatedCall; state: HandoffState },
  { owner, own, worked }: Ownership,
  { mode, changes }: Question,
  { org, nowMs }: { org: SimulatedOrg; nowMs: number }
): Snapshot {
  const { policy, hours } = worked;
  const alone: Snapshot = {
    owner,
    policy,
    hours,
    book: own?.book ?? blankBook,
    backup: undefined,
    fallback: policy.fallbackOwner === null ? undefined : org.staffing.fallbacks.get(policy.fallbackOwner),
    mode,
    asked: askedOf(state, changes),
    rung: rungOf(state),
    offers: org.offersOf(own?.team.members ?? (owner.type === 'rep' ? [owner.rep] : [])),
    calendarOf: (repId) => org.calendarOf(repId),
    callerTimeZone: call.callerTimeZone,
    now: new Date(nowMs)
  };
  const backup = needsBackup(alone) ? org.teamNamed(policy.backupTeam, nowMs) : undefined;
  return backup ? { ...alone, backup, offers: [...alone.offers, ...org.offersOf(backup.team.members)] } : alone;
}

/** How the owning team is, as far as live transfers go. */
export function teamStateOf(snapshot: Snapshot, own: WorkedTeam): TeamState {
  const obstacles = liveObstacles(snapshot, own);
  if (own.team.members.some(({ id }) => !obstacles.has(id))) {
    return 'free';
  }
  if ([...obstacles.values()].some(({ rule }) => rule === 'onAnotherCall' || rule === 'dailyCapReached')) {
    return 'taken';
  }
  return isOpen(own.hours, snapshot.now.getTime()) ? 'away' : 'closed';
}
