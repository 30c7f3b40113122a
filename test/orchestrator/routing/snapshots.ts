/** Snapshots for tests of decisions: a Monday, 17:00 UTC, 09:00 in Los Angeles. */
import type { Busy, BusinessHours, RepCalendar } from '../../../orchestrator/domain/calendar.ts';
import type { RecentOffer } from '../../../orchestrator/domain/offer.ts';
import { defaultPolicy, type Policy } from '../../../orchestrator/domain/policy.ts';
import type { Rep } from '../../../orchestrator/domain/rep.ts';
import type { Decision } from '../../../orchestrator/domain/decision.ts';
import { decide, type LeadOwner, type Snapshot } from '../../../orchestrator/routing/decide.ts';
import type { Asked, WorkedTeam } from '../../../orchestrator/routing/snapshot.ts';
import { blankBook } from '../../../orchestrator/routing/teamBook.ts';

export const now = new Date('2026-11-23T17:00:00Z');

export function rep(id: string, overrides: Partial<Rep> = {}): Rep {
  return {
    id,
    name: id.toUpperCase(),
    phone: '+14155550100',
    email: null,
    active: true,
    takesTransfers: true,
    awayUntil: null,
    dailyCap: null,
    weight: 1,
    timeZone: 'America/Los_Angeles',
    skills: [],
    businessHours: null,
    calendarUrl: null,
    ...overrides
  };
}

export function team(...members: Rep[]): Extract<LeadOwner, { type: 'team' }> {
  return { type: 'team', team: { id: '00G000000000001AAA', name: 'West', developerName: 'West', members } };
}

/** The backup team, worked by a policy of its own. */
export function backupOf(members: Rep[], policy: Partial<Policy> = {}): WorkedTeam {
  return {
    team: { id: '00G000000000002AAA', name: 'Backup', developerName: 'Backup', members },
    policy: { ...defaultPolicy, ...policy },
    hours: undefined,
    book: blankBook
  };
}

export interface Given extends Partial<Omit<Snapshot, 'owner' | 'policy' | 'calendarOf' | 'asked'>> {
  policy?: Partial<Policy>;
  asked?: (Partial<Asked> & { repId: string })[];
  calendars?: Record<string, Partial<RepCalendar>>;
}

export function snapshot(owner: LeadOwner, { policy, asked = [], calendars = {}, ...given }: Given = {}): Snapshot {
  return {
    owner,
    policy: { ...defaultPolicy, ...(given.backup ? { backupTeam: given.backup.team.developerName } : {}), ...policy },
    hours: undefined,
    book: blankBook,
    backup: undefined,
    fallback: undefined,
    mode: { kind: 'live', because: undefined },
    asked: asked.map((each) => ({ tookTurn: true, lapsed: false, ...each })),
    rung: asked.length,
    offers: [],
    calendarOf: (repId) => calendars[repId] && { hours: undefined, busy: [], presence: undefined, ...calendars[repId] },
    callerTimeZone: null,
    now,
    ...given
  };
}

export function decision(owner: LeadOwner, given?: Given): Decision {
  return decide(snapshot(owner, given)).decision;
}

/** An offer of another call whose phone rings now. */
export function offer(repId: string, overrides: Partial<RecentOffer> = {}): RecentOffer {
  return {
    id: 'a01',
    callId: 'other',
    repId,
    status: 'ringing',
    offeredAt: '2026-11-23T16:59:50Z',
    expiresAt: '2026-11-23T17:00:10.000Z',
    holdsLiveKey: true,
    ...overrides
  };
}

export function busy(from: string, until: string, kind: Busy['kind'] = 'busy'): Busy {
  return { kind, source: 'Salesforce', startMs: Date.parse(from), endMs: Date.parse(until) };
}

/** A calendar without a free time for longer than any policy looks ahead. */
export const full: Partial<RepCalendar> = { busy: [busy('2026-11-01T00:00:00Z', '2027-11-01T00:00:00Z')] };

const day = { startMinute: 9 * 60, endMinute: 17 * 60 };
/** Monday to Friday, nine to five, in Los Angeles. */
export const officeHours: BusinessHours = {
  id: '01m000000000001AAA',
  name: 'West Coast',
  isDefault: false,
  timeZone: 'America/Los_Angeles',
  days: [null, day, day, day, day, day, null],
  holidays: []
};

export const obstacleOf = (made: Decision, repId: string): string | undefined =>
  made.passedOver.find((passed) => passed.repId === repId)?.rule;
export const reasons = (made: Decision): string[] => made.because.map(({ rule }) => rule);
