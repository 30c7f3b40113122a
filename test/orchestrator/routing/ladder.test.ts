import { describe, expect, it } from 'vitest';
import { needsBackup } from '../../../orchestrator/routing/decide.ts';
import {
  backupOf,
  busy,
  decision,
  full,
  obstacleOf,
  offer,
  officeHours,
  reasons,
  rep,
  snapshot,
  team
} from './snapshots.ts';

const owned = (overrides: Parameters<typeof rep>[1] = {}) => ({ type: 'rep', rep: rep('o', overrides) }) as const;
const inMeeting = { busy: [busy('2026-11-23T16:30:00Z', '2026-11-23T17:30:00Z')] };
const callbackMode = { kind: 'callback', because: undefined } as const;

describe("a lead that has an owner, such as its account's", () => {
  it('is put through to the owner and takes no turn', () => {
    const made = decision(owned());
    expect(made).toMatchObject({ kind: 'transfer', rep: { id: 'o' }, turn: null, turnOf: null });
    expect(made.because).toMatchObject([{ rule: 'ownedByRep', figures: { ownerId: 'o' } }]);
  });

  it('rings the backup team when the owner is busy, by its own policy and in its own rotation', () => {
    const made = decision(owned(), {
      calendars: { o: inMeeting },
      backup: backupOf([rep('x'), rep('y')], { ringSeconds: 35 })
    });
    expect(made).toMatchObject({
      kind: 'transfer',
      rep: { id: 'x' },
      at: '2026-11-23T17:00:35.000Z',
      turn: { turn: 1 },
      turnOf: { developerName: 'Backup' }
    });
    expect(reasons(made)).toEqual(['ownedByRep', 'ownerCannotTakeItLive', 'backupTeam', 'turn']);
  });

  it('is a meeting with the owner once nobody of the backup team has taken it', () => {
    const made = decision(owned(), {
      calendars: { o: inMeeting },
      backup: backupOf([rep('x'), rep('y')]),
      asked: [{ repId: 'x' }, { repId: 'y' }]
    });
    expect(made).toMatchObject({ kind: 'meeting', rep: { id: 'o' }, at: '2026-11-23T18:00:00.000Z', turn: null });
  });

  it('is a meeting with the owner who did not answer, not with a team', () => {
    const made = decision(owned(), { asked: [{ repId: 'o', tookTurn: false }] });
    expect(made).toMatchObject({ kind: 'meeting', rep: { id: 'o' }, turn: null });
  });

  it('is a callback by the owner whose calendar is full', () => {
    const made = decision(owned(), { calendars: { o: full } });
    expect(made).toMatchObject({ kind: 'callback', rep: { id: 'o' }, at: '2026-11-23T18:00:00.000Z' });
    expect(reasons(made)).toContain('noSlot');
  });

  it('goes to the backup team when the owner has left, whether it can take it live or not', () => {
    const left = owned({ active: false });
    expect(decision(left, { backup: backupOf([rep('x')]) })).toMatchObject({ kind: 'transfer', rep: { id: 'x' } });
    const away = backupOf([rep('x', { takesTransfers: false })]);
    expect(decision(left, { backup: away })).toMatchObject({ kind: 'meeting', rep: { id: 'x' } });
    expect(decision(left, { backup: away, mode: callbackMode })).toMatchObject({ kind: 'callback', rep: { id: 'x' } });
  });

  it('goes to whom the policy names when the owner has left and there is no backup team', () => {
    expect(decision(owned({ active: false }), { fallback: rep('f') })).toMatchObject({
      kind: 'callback',
      rep: { id: 'f' }
    });
  });

  it('is owed by nobody in particular when nobody is left, and says so', () => {
    const made = decision(owned({ active: false }));
    expect(made).toMatchObject({ kind: 'callback', rep: null, at: '2026-11-23T18:00:00.000Z' });
    expect(reasons(made)).toContain('nobodyFree');
  });
});

describe('the backup team', () => {
  const members = team(rep('a'), rep('b'));
  const backup = backupOf([rep('x')]);
  const nobody = { a: inMeeting, b: inMeeting };

  it('is asked only when nobody of the team can', () => {
    expect(decision(members, { backup, calendars: { a: inMeeting } }).rep?.id).toBe('b');
    const made = decision(members, { backup, calendars: nobody });
    expect(made).toMatchObject({ kind: 'transfer', rep: { id: 'x' }, turnOf: { developerName: 'Backup' } });
    expect(obstacleOf(made, 'a')).toBe('busy');
    expect(obstacleOf(made, 'b')).toBe('busy');
  });

  it('leaves the meeting to the team: it helps out, and does not take over', () => {
    const made = decision(members, { backup, calendars: nobody, asked: [{ repId: 'x' }] });
    expect(made).toMatchObject({ kind: 'meeting', rep: { id: 'a' }, turnOf: { developerName: 'West' } });
  });

  it('owes the callback when nobody of the team is left to', () => {
    const made = decision(members, {
      backup,
      mode: callbackMode,
      asked: [
        { repId: 'a', lapsed: true },
        { repId: 'b', lapsed: true }
      ]
    });
    expect(made).toMatchObject({ kind: 'callback', rep: { id: 'x' }, turnOf: { developerName: 'Backup' } });
  });

  describe('is read', () => {
    const policy = { backupTeam: 'Backup' };
    const needs = (given: Parameters<typeof snapshot>[1], owner: Parameters<typeof snapshot>[0] = members): boolean =>
      needsBackup(snapshot(owner, { policy, ...given }));

    it('when nobody else can take the call live', () => {
      expect(needs({ calendars: nobody })).toBe(true);
      expect(needs({ calendars: { o: inMeeting } }, owned())).toBe(true);
    });

    it('when nobody else can owe a callback', () => {
      const lapsed = [{ repId: 'a', lapsed: true }];
      expect(needs({ mode: callbackMode, asked: [...lapsed, { repId: 'b', lapsed: true }] })).toBe(true);
      expect(needs({ mode: callbackMode, asked: lapsed })).toBe(false);
      expect(needs({ mode: callbackMode }, owned({ active: false }))).toBe(true);
      expect(needs({ mode: callbackMode }, owned())).toBe(false);
    });

    it.each([
      ['somebody of the team can', {}],
      ['the call does not begin with a transfer', { calendars: nobody, mode: { kind: 'meeting', because: undefined } }],
      ['as many phones have rung as may', { calendars: nobody, rung: 3 }],
      ['the policy names none', { calendars: nobody, policy: { backupTeam: null } }],
      ['it is the team itself', { calendars: nobody, policy: { backupTeam: 'West' } }],
      ['the team is strict', { calendars: nobody, policy: { ...policy, rotation: 'strict' } }]
    ] as const)('not when %s', (_why, given) => {
      expect(needs(given)).toBe(false);
    });

    it('not for a lead that the rules gave to nobody', () => {
      expect(needs({}, { type: 'service', id: '005', name: 'the integration user' })).toBe(false);
    });
  });
});

describe('the phones of a call', () => {
  const members = team(rep('a'), rep('b'), rep('c'));

  it('never ring twice for the same rep', () => {
    const made = decision(members, { asked: [{ repId: 'a' }] });
    expect(made).toMatchObject({ kind: 'transfer', rep: { id: 'b' } });
    expect(obstacleOf(made, 'a')).toBe('alreadyAsked');
    expect(decision(owned(), { asked: [{ repId: 'o' }] }).kind).toBe('meeting');
  });

  it('are no more than the policy allows, the backup team counted with the team', () => {
    const given = { policy: { maxOffers: 2 }, backup: backupOf([rep('x')]) };
    const one = decision(members, { ...given, asked: [{ repId: 'a' }] });
    expect(one.kind).toBe('transfer');
    const two = decision(members, { ...given, asked: [{ repId: 'a' }, { repId: 'x' }] });
    expect(two.kind).toBe('meeting');
    expect(reasons(two)).toContain('enoughAsked');
  });

  it('do not ring for a rep whose phone rings for another call', () => {
    const made = decision(members, { offers: [offer('a'), offer('b')] });
    expect(made).toMatchObject({ kind: 'transfer', rep: { id: 'c' } });
  });
});

describe('a rep whom the calendar says to be away', () => {
  const outOfOffice = { busy: [busy('2026-11-23T08:00:00Z', '2026-11-25T08:00:00Z', 'outOfOffice')] };

  it('is passed over for a call and for a meeting', () => {
    const members = team(rep('a'), rep('b'));
    const live = decision(members, { calendars: { a: outOfOffice } });
    expect(live.rep?.id).toBe('b');
    expect(live.passedOver[0]).toMatchObject({
      rule: 'outOfOffice',
      until: '2026-11-25T08:00:00.000Z',
      source: 'Salesforce'
    });
    const later = decision(members, { calendars: { a: outOfOffice, b: inMeeting } });
    expect(later).toMatchObject({ kind: 'meeting', rep: { id: 'b' } });
  });

  it('meets the caller after the return, as the owner of the lead', () => {
    const made = decision(owned(), { calendars: { o: outOfOffice } });
    expect(made).toMatchObject({ kind: 'meeting', rep: { id: 'o' }, at: '2026-11-25T08:00:00.000Z' });
  });

  it('is asked again from the moment of the return', () => {
    const back = { busy: [busy('2026-11-23T08:00:00Z', '2026-11-23T17:00:00Z', 'outOfOffice')] };
    expect(decision(team(rep('a'), rep('b')), { calendars: { a: back } }).rep?.id).toBe('a');
  });
});

describe('a call outside the hours', () => {
  /** Monday, 18:30 in Los Angeles. */
  const evening = new Date('2026-11-24T02:30:00Z');

  it('is a meeting on the next business day', () => {
    const made = decision(team(rep('a')), { hours: officeHours, now: evening });
    expect(made).toMatchObject({ kind: 'meeting', rep: { id: 'a' }, at: '2026-11-24T17:00:00.000Z' });
    expect(obstacleOf(decision(team(rep('a'), rep('b')), { hours: officeHours, now: evening }), 'b')).toBe('offHours');
  });

  it('or a callback, due so many business minutes after the opening', () => {
    const made = decision(team(rep('a')), { hours: officeHours, now: evening, mode: callbackMode });
    expect(made).toMatchObject({ kind: 'callback', at: '2026-11-24T18:00:00.000Z' });
  });

  it('goes to whoever works by other hours', () => {
    const late = {
      ...officeHours,
      name: 'Late',
      days: officeHours.days.map((day) => day && { ...day, endMinute: 1200 })
    };
    const made = decision(team(rep('a'), rep('b')), {
      hours: officeHours,
      now: evening,
      calendars: { b: { hours: late } }
    });
    expect(made).toMatchObject({ kind: 'transfer', rep: { id: 'b' } });
  });

  it('does not exist where the org has no such hours: it is always open', () => {
    const made = decision(team(rep('a')), { hours: undefined, now: evening });
    expect(made).toMatchObject({ kind: 'transfer', rep: { id: 'a' } });
  });

  it('begins before a ringing that would outlast the hours', () => {
    const closing = new Date('2026-11-24T00:59:50Z');
    expect(decision(team(rep('a')), { hours: officeHours, now: closing }).kind).toBe('meeting');
    const before = new Date('2026-11-24T00:59:40Z');
    expect(decision(team(rep('a')), { hours: officeHours, now: before }).kind).toBe('transfer');
  });
});

describe('a callback', () => {
  it('is due in business minutes, across the night and by the rep’s own hours', () => {
    /** Monday, 16:40 in Los Angeles: 20 minutes are left of the day. */
    const now = new Date('2026-11-24T00:40:00Z');
    const made = decision(team(rep('a')), { hours: officeHours, now, mode: callbackMode });
    expect(made.at).toBe('2026-11-24T17:40:00.000Z');
    const chicago = { ...officeHours, timeZone: 'America/Chicago' };
    const own = decision(team(rep('a')), {
      hours: officeHours,
      now,
      mode: callbackMode,
      calendars: { a: { hours: chicago } }
    });
    expect(own.at).toBe('2026-11-24T16:00:00.000Z');
  });

  it('is due all the same where the hours never open', () => {
    const never = { ...officeHours, days: [null, null, null, null, null, null, null] };
    expect(decision(team(rep('a')), { hours: never, mode: callbackMode }).at).toBe('2026-11-23T18:00:00.000Z');
  });

  it('is what is left when nobody has a time for a meeting', () => {
    const made = decision(team(rep('a'), rep('b')), { calendars: { a: full, b: full } });
    expect(made).toMatchObject({ kind: 'callback', rep: { id: 'a' }, turn: { turn: 1 } });
    expect(reasons(made)).toEqual(['assignmentRule', 'nobodyFree', 'noSlot', 'turn']);
  });

  it('never goes back to who let it lapse, while somebody else is there', () => {
    const members = team(rep('a'), rep('b'));
    const made = decision(members, { mode: callbackMode, asked: [{ repId: 'a', lapsed: true }] });
    expect(made).toMatchObject({ kind: 'callback', rep: { id: 'b' }, turn: { turn: 1 } });
  });

  it('goes to whom the policy names when everyone has let it lapse, and then to the team as a whole', () => {
    const asked = [
      { repId: 'a', lapsed: true },
      { repId: 'b', lapsed: true }
    ];
    const given = { mode: callbackMode, fallback: rep('f'), asked };
    const members = team(rep('a'), rep('b'));
    expect(decision(members, given)).toMatchObject({ rep: { id: 'f' }, turn: null });
    const after = decision(members, { ...given, asked: [...asked, { repId: 'f', lapsed: true }] });
    expect(after).toMatchObject({ kind: 'callback', rep: null, turn: null });
  });
});

describe('whoever was asked before', () => {
  const everyone = [{ repId: 'b' }, { repId: 'a' }];
  const members = team(rep('a'), rep('b'));

  it('keeps the call when all were, the first of them first, and takes no second turn', () => {
    const made = decision(members, { asked: everyone });
    expect(made).toMatchObject({ kind: 'meeting', rep: { id: 'b' }, turn: null });
    expect(reasons(made)).toContain('askedBefore');
  });

  it('does not keep it while somebody was not', () => {
    const given = { asked: everyone, policy: { maxOffers: 2 } };
    const made = decision(team(rep('a'), rep('b'), rep('c')), given);
    expect(made).toMatchObject({ kind: 'meeting', rep: { id: 'c' }, turn: { turn: 1 } });
  });

  it('does not keep it while away: then the next of those who were asked does', () => {
    const given = {
      asked: everyone,
      calendars: { b: { busy: [busy('2026-11-23T08:00:00Z', '2026-11-25T08:00:00Z', 'outOfOffice')] } }
    };
    expect(decision(members, given)).toMatchObject({ rep: { id: 'a' }, turn: null });
  });
});

describe('a meeting', () => {
  it('is with the next in turn of those who have time within a day of the earliest', () => {
    const taken = { a: { busy: [busy('2026-11-23T00:00:00Z', '2026-11-24T17:00:00Z')] } };
    const members = team(rep('a', { takesTransfers: false }), rep('b', { takesTransfers: false }));
    expect(decision(members, { calendars: taken })).toMatchObject({ rep: { id: 'a' }, at: '2026-11-24T17:00:00.000Z' });
    const longer = { a: { busy: [busy('2026-11-23T00:00:00Z', '2026-11-24T18:15:00Z')] } };
    expect(decision(members, { calendars: longer })).toMatchObject({
      rep: { id: 'b' },
      at: '2026-11-23T18:00:00.000Z'
    });
  });

  it('is with whoever has a time at all', () => {
    const members = team(rep('a', { takesTransfers: false }), rep('b', { takesTransfers: false }));
    expect(decision(members, { calendars: { a: full } })).toMatchObject({ kind: 'meeting', rep: { id: 'b' } });
  });

  it('lies in hours that the caller keeps as well', () => {
    const mode = { kind: 'meeting', because: undefined } as const;
    const made = decision(team(rep('a')), { mode, callerTimeZone: 'Pacific/Auckland' });
    expect(made.at).toBe('2026-11-23T19:00:00.000Z');
  });
});

describe('where the ladder begins', () => {
  const because = { rule: 'callersWish', text: 'The caller asked for it.' } as const;

  it('is a meeting or a callback where the mode says so, though somebody is free', () => {
    const met = decision(team(rep('a')), { mode: { kind: 'meeting', because } });
    expect(met).toMatchObject({ kind: 'meeting', rep: { id: 'a' }, turn: { turn: 1 } });
    expect(reasons(met)).toEqual(['assignmentRule', 'callersWish', 'turn']);
    const called = decision(team(rep('a')), { mode: { kind: 'callback', because } });
    expect(called).toMatchObject({ kind: 'callback', rep: { id: 'a' }, turn: { turn: 1 } });
    expect(decision(owned(), { mode: { kind: 'callback', because } })).toMatchObject({
      kind: 'callback',
      rep: { id: 'o' }
    });
  });

  it('has no meeting below a live transfer for who scored too little for one', () => {
    const noMeeting = { rule: 'belowMeetingScore', text: 'The score is 10.' } as const;
    const mode = { kind: 'live', because: undefined, noMeeting } as const;
    expect(decision(team(rep('a')), { mode }).kind).toBe('transfer');
    const given = { mode, calendars: { a: inMeeting, o: inMeeting } };
    for (const owner of [team(rep('a')), owned()]) {
      const made = decision(owner, given);
      expect(made.kind).toBe('callback');
      expect(reasons(made)).toContain('belowMeetingScore');
    }
    expect(decision(team(rep('a')), { ...given, policy: { rotation: 'strict' } }).kind).toBe('callback');
  });
});
