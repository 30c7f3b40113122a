import { describe, expect, it } from 'vitest';
import { defaultPolicy, type Policy } from '../../../orchestrator/domain/policy.ts';
import type { RecentOffer } from '../../../orchestrator/domain/offer.ts';
import type { Rep } from '../../../orchestrator/domain/rep.ts';
import type { Decision } from '../../../orchestrator/domain/decision.ts';
import { decide, type LeadOwner } from '../../../orchestrator/routing/decide.ts';
import { blankBook } from '../../../orchestrator/routing/teamBook.ts';

const now = new Date('2026-11-23T17:00:00Z');

function rep(id: string, overrides: Partial<Rep> = {}): Rep {
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
    ...overrides
  };
}

function team(...members: Rep[]): LeadOwner {
  return { type: 'team', team: { id: '00G000000000001AAA', name: 'West', developerName: 'West', members } };
}

function decision(
  owner: LeadOwner,
  options: { policy?: Partial<Policy>; offers?: RecentOffer[]; score?: number | null } = {}
): Decision {
  return decide({
    owner,
    score: options.score ?? null,
    policy: { ...defaultPolicy, ...options.policy },
    offers: options.offers ?? [],
    book: blankBook,
    now
  }).decision;
}

function offer(repId: string, overrides: Partial<RecentOffer> = {}): RecentOffer {
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

const obstacleOf = (made: Decision, repId: string) => made.passedOver.find((passed) => passed.repId === repId)?.rule;

describe('a decision for a team', () => {
  it('puts the caller through to the rep whose turn it is', () => {
    const made = decision(team(rep('b'), rep('a')));
    expect(made).toMatchObject({
      kind: 'transfer',
      rep: { id: 'a' },
      at: '2026-11-23T17:00:20.000Z',
      turn: { turn: 1 }
    });
    expect(obstacleOf(made, 'b')).toBe('balance');
  });

  it.each([
    ['inactive', rep('a', { active: false }), 'inactive'],
    ['away', rep('a', { awayUntil: '2026-11-24T08:00:00Z' }), 'away'],
    ['not taking transfers', rep('a', { takesTransfers: false }), 'takesNoTransfers'],
    ['without a phone', rep('a', { phone: null }), 'noPhone']
  ])('passes over a rep who is %s, and says so', (_what, absent, rule) => {
    const made = decision(team(absent, rep('b')));
    expect(made.rep?.id).toBe('b');
    expect(obstacleOf(made, 'a')).toBe(rule);
  });

  it('does not pass over a rep whose absence has ended', () => {
    expect(decision(team(rep('a', { awayUntil: '2026-11-23T17:00:00Z' }), rep('b'))).rep?.id).toBe('a');
  });

  it('passes over a rep who is being offered another call', () => {
    const made = decision(team(rep('a'), rep('b')), { offers: [offer('a')] });
    expect(made.rep?.id).toBe('b');
    expect(obstacleOf(made, 'a')).toBe('onAnotherCall');
  });

  it('does not pass over a rep whose last offer has stopped ringing', () => {
    const lapsed = offer('a', { expiresAt: '2026-11-23T16:59:59.000Z' });
    expect(decision(team(rep('a'), rep('b')), { offers: [lapsed] }).rep?.id).toBe('a');
  });

  it("counts the daily cap by the rep's own day", () => {
    const yesterdayThere = offer('a', { status: 'accepted', offeredAt: '2026-11-23T07:59:00Z' });
    const todayThere = offer('a', { status: 'accepted', offeredAt: '2026-11-23T08:01:00Z' });
    const capped = rep('a', { dailyCap: 1 });
    expect(decision(team(capped, rep('b')), { offers: [yesterdayThere] }).rep?.id).toBe('a');
    const made = decision(team(capped, rep('b')), { offers: [todayThere] });
    expect(made.rep?.id).toBe('b');
    expect(obstacleOf(made, 'a')).toBe('dailyCapReached');
  });

  it('owes a callback by the next in turn who is not away when nobody can take it live', () => {
    const made = decision(team(rep('a', { awayUntil: '2027-01-01T00:00:00Z' }), rep('b', { takesTransfers: false })));
    expect(made).toMatchObject({
      kind: 'callback',
      rep: { id: 'b' },
      at: '2026-11-23T18:00:00.000Z',
      turn: { turn: 1 }
    });
    expect(made.because.map(({ rule }) => rule)).toContain('nobodyFree');
  });

  it('owes a callback by the one who is back first when everyone is away, due after the return, and takes no turn', () => {
    const made = decision(
      team(
        rep('a', { awayUntil: '2027-01-01T00:00:00Z' }),
        rep('b', { awayUntil: '2026-11-30T09:00:00Z' }),
        rep('c', { active: false })
      )
    );
    expect(made).toMatchObject({ kind: 'callback', rep: { id: 'b' }, turn: null, at: '2026-11-30T10:00:00.000Z' });
    expect(made.because.map(({ rule }) => rule)).toContain('everyoneAway');
  });

  it('counts the callback of a strict rotation from the return of the one whose turn it is', () => {
    const made = decision(team(rep('a', { awayUntil: '2026-11-30T09:00:00Z' }), rep('b')), {
      policy: { rotation: 'strict' }
    });
    expect(made).toMatchObject({ kind: 'callback', rep: { id: 'a' }, at: '2026-11-30T10:00:00.000Z' });
  });

  it('passes over a rep who is on a call that was accepted, until nobody can be on the phone that long', () => {
    const accepted = offer('a', { status: 'accepted', offeredAt: '2026-11-23T16:40:00Z' });
    expect(decision(team(rep('a'), rep('b')), { offers: [accepted] }).rep?.id).toBe('b');
    const ended = { ...accepted, holdsLiveKey: false };
    expect(decision(team(rep('a'), rep('b')), { offers: [ended] }).rep?.id).toBe('a');
    const long = { ...accepted, offeredAt: '2026-11-23T16:20:00Z' };
    expect(decision(team(rep('a'), rep('b')), { offers: [long] }).rep?.id).toBe('a');
  });

  it('tells a tie from a greater claim', () => {
    const made = decision(team(rep('a'), rep('b')));
    expect(made.passedOver[0]).toMatchObject({ repId: 'b', rule: 'balance', isTie: true });
  });

  it('owes a callback as a team when the team has no members', () => {
    expect(decision(team()).because.map(({ rule }) => rule)).toContain('emptyTeam');
  });

  it('skips nobody in a strict rotation: the one whose turn it is owes a callback', () => {
    const absent = rep('a', { takesTransfers: false });
    const made = decision(team(absent, rep('b')), { policy: { rotation: 'strict' } });
    expect(made).toMatchObject({ kind: 'callback', rep: { id: 'a' } });
  });

  it('never picks someone who has left, even in a strict rotation', () => {
    expect(decision(team(rep('a', { active: false }), rep('b')), { policy: { rotation: 'strict' } }).rep?.id).toBe('b');
  });

  it('minds weights only in a weighted rotation', () => {
    const members = team(rep('a', { weight: 1 }), rep('b', { weight: 3 }));
    expect(decision(members, { policy: { rotation: 'weighted' } }).rep?.id).toBe('b');
    expect(decision(members).rep?.id).toBe('a');
  });

  it('calls back who scored below what the team takes live, and puts through who scored just that', () => {
    const policy = { liveTransferMinScore: 60 };
    expect(decision(team(rep('a')), { policy, score: 59 }).kind).toBe('callback');
    expect(decision(team(rep('a')), { policy, score: 60 }).kind).toBe('transfer');
    expect(decision(team(rep('a')), { policy, score: null }).kind).toBe('callback');
  });
});

describe("a decision for the account's owner", () => {
  it('puts the caller through and takes no turn', () => {
    expect(decision({ type: 'rep', rep: rep('a') })).toMatchObject({ kind: 'transfer', rep: { id: 'a' }, turn: null });
  });

  it('names nobody when the owner is no longer active', () => {
    expect(decision({ type: 'rep', rep: rep('a', { active: false }) })).toMatchObject({ kind: 'callback', rep: null });
  });

  it('owes a callback by the owner who cannot take it live', () => {
    const made = decision({ type: 'rep', rep: rep('a', { takesTransfers: false }) });
    expect(made).toMatchObject({ kind: 'callback', rep: { id: 'a' }, turn: null });
  });
});

describe('a decision for a lead that the rules gave to nobody', () => {
  it('owes a callback and says that nobody owns it', () => {
    const made = decision({ type: 'service', id: '005', name: 'the integration user' });
    expect(made).toMatchObject({ kind: 'callback', rep: null });
    expect(made.because[0]?.rule).toBe('ownedByService');
  });
});
