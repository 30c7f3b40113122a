import { describe, expect, it } from 'vitest';
import { decision, now, obstacleOf, offer, reasons, rep, team } from './snapshots.ts';

const away = '2027-01-01T00:00:00Z';

describe('a decision for a team', () => {
  it('puts the caller through to the rep whose turn it is', () => {
    const made = decision(team(rep('b'), rep('a')));
    expect(made).toMatchObject({
      kind: 'transfer',
      rep: { id: 'a' },
      at: '2026-11-23T17:00:20.000Z',
      endsAt: null,
      chooseBy: null,
      turn: { turn: 1 },
      turnOf: { developerName: 'West' }
    });
    expect(obstacleOf(made, 'b')).toBe('balance');
    expect(reasons(made)).toEqual(['assignmentRule', 'turn']);
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

  it('passes over a rep whose phone has just stopped ringing, until a late report can say that they answered', () => {
    const chosenAfter = (expiresAt: string): string | undefined =>
      decision(team(rep('a'), rep('b')), { offers: [offer('a', { expiresAt })] }).rep?.id;
    expect(chosenAfter('2026-11-23T16:59:59.000Z')).toBe('b');
    expect(chosenAfter('2026-11-23T16:59:41.000Z')).toBe('b');
    expect(chosenAfter('2026-11-23T16:59:40.000Z')).toBe('a');
  });

  it('does not pass over a rep who owes a callback or a meeting of another call', () => {
    const assigned = offer('a', { status: 'assigned', expiresAt: null, holdsLiveKey: false });
    expect(decision(team(rep('a'), rep('b')), { offers: [assigned] }).rep?.id).toBe('a');
  });

  it("counts the daily cap by the rep's own day", () => {
    const yesterdayThere = offer('a', { status: 'noAnswer', offeredAt: '2026-11-23T07:59:00Z', holdsLiveKey: false });
    const todayThere = offer('a', { status: 'noAnswer', offeredAt: '2026-11-23T08:01:00Z', holdsLiveKey: false });
    const capped = rep('a', { dailyCap: 1 });
    expect(decision(team(capped, rep('b')), { offers: [yesterdayThere] }).rep?.id).toBe('a');
    const made = decision(team(capped, rep('b')), { offers: [todayThere] });
    expect(made.rep?.id).toBe('b');
    expect(obstacleOf(made, 'a')).toBe('dailyCapReached');
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

  it('minds weights only in a weighted rotation', () => {
    const members = team(rep('a', { weight: 1 }), rep('b', { weight: 3 }));
    expect(decision(members, { policy: { rotation: 'weighted' } }).rep?.id).toBe('b');
    expect(decision(members).rep?.id).toBe('a');
  });

  it('rings as long as the policy says', () => {
    expect(decision(team(rep('a')), { policy: { ringSeconds: 45 } }).at).toBe('2026-11-23T17:00:45.000Z');
  });

  it('gives instants in whole seconds, as the org keeps them', () => {
    const made = decision(team(rep('a')), { now: new Date(now.getTime() + 987) });
    expect(made.at).toBe('2026-11-23T17:00:20.000Z');
  });
});

describe('a decision for a team of which nobody can take a call live', () => {
  it('proposes a meeting with the next in turn who is not away', () => {
    const made = decision(team(rep('a', { awayUntil: away }), rep('b', { takesTransfers: false })));
    expect(made).toMatchObject({
      kind: 'meeting',
      rep: { id: 'b' },
      at: '2026-11-23T18:00:00.000Z',
      endsAt: '2026-11-23T18:30:00.000Z',
      chooseBy: '2026-11-23T17:10:00.000Z',
      turn: { turn: 1 }
    });
    expect(reasons(made)).toEqual(['assignmentRule', 'nobodyFree', 'turn']);
    expect(obstacleOf(made, 'a')).toBe('away');
  });

  it('owes a callback by the one who is back first when everyone is away, due after the return, and takes no turn', () => {
    const made = decision(
      team(rep('a', { awayUntil: away }), rep('b', { awayUntil: '2026-11-30T09:00:00Z' }), rep('c', { active: false }))
    );
    expect(made).toMatchObject({ kind: 'callback', rep: { id: 'b' }, turn: null, at: '2026-11-30T10:00:00.000Z' });
    expect(reasons(made)).toEqual(['assignmentRule', 'nobodyFree', 'everyoneAway']);
  });

  it('owes a callback as a team when the team has no members', () => {
    const made = decision(team());
    expect(made).toMatchObject({ kind: 'callback', rep: null, turn: null, at: '2026-11-23T18:00:00.000Z' });
    expect(reasons(made)).toContain('emptyTeam');
  });
});

describe('a decision for a strict team', () => {
  const strict = { policy: { rotation: 'strict' } } as const;

  it('puts the caller through to whose turn it is when they can take it', () => {
    expect(decision(team(rep('a'), rep('b')), strict)).toMatchObject({ kind: 'transfer', rep: { id: 'a' } });
  });

  it('skips nobody: the one whose turn it is has it, as a meeting where they cannot take it live', () => {
    const made = decision(team(rep('a', { takesTransfers: false }), rep('b')), strict);
    expect(made).toMatchObject({ kind: 'meeting', rep: { id: 'a' }, turn: { turn: 1 } });
    expect(reasons(made)).toEqual(['assignmentRule', 'strictTurn', 'repCannotTakeItLive']);
  });

  it('waits for the return of the one whose turn it is', () => {
    const members = team(rep('a', { awayUntil: '2026-11-30T09:00:00Z' }), rep('b'));
    expect(decision(members, strict)).toMatchObject({
      kind: 'meeting',
      rep: { id: 'a' },
      at: '2026-11-30T09:00:00.000Z'
    });
    const called = decision(members, { ...strict, mode: { kind: 'callback', because: undefined } });
    expect(called).toMatchObject({ kind: 'callback', rep: { id: 'a' }, at: '2026-11-30T10:00:00.000Z' });
  });

  it('never picks someone who has left', () => {
    expect(decision(team(rep('a', { active: false }), rep('b')), strict).rep?.id).toBe('b');
  });

  it('says when the policy lets no further phone ring', () => {
    const made = decision(team(rep('a'), rep('b')), {
      policy: { ...strict.policy, maxOffers: 1 },
      asked: [{ repId: 'a' }]
    });
    expect(made).toMatchObject({ kind: 'meeting', rep: { id: 'b' } });
    expect(reasons(made)).toContain('enoughAsked');
  });
});

describe('a decision for a lead that the rules gave to nobody', () => {
  const nobody = { type: 'service', id: '005', name: 'the integration user' } as const;

  it('owes a callback and says that nobody owns it', () => {
    const made = decision(nobody);
    expect(made).toMatchObject({ kind: 'callback', rep: null });
    expect(made.because[0]?.rule).toBe('ownedByService');
  });

  it('gives the callback to whom the policy names', () => {
    const made = decision(nobody, { fallback: rep('f') });
    expect(made).toMatchObject({ kind: 'callback', rep: { id: 'f' }, turn: null });
    expect(reasons(made)).toEqual(['ownedByService', 'fallbackOwner']);
  });

  it('does not give it to somebody who has left', () => {
    expect(decision(nobody, { fallback: rep('f', { active: false }) }).rep).toBeNull();
  });
});
