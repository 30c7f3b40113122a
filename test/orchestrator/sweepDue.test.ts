import { describe, expect, it } from 'vitest';
import type { HandoffState, OfferState } from '../../orchestrator/domain/handoffState.ts';
import type { ClosedTask, MeetingEvent, WatchedHandoff } from '../../orchestrator/salesforce/dueHandoffs.ts';
import { whatIsDue, type DueFacts } from '../../orchestrator/whatIsDue.ts';

const noon = Date.parse('2026-12-01T12:00:00.000Z');
const at = (seconds: number): string => new Date(noon + seconds * 1000).toISOString();
const minutes = 60;

const offer = (changes: Partial<OfferState> = {}): OfferState => ({
  id: 'a04000000000001AAA',
  repId: '005000000000001AAA',
  teamId: null,
  kind: 'live',
  status: 'ringing',
  offeredAt: at(-20),
  expiresAt: at(0),
  startsAt: null,
  endsAt: null,
  turn: null,
  ...changes
});

const handoff = (changes: Partial<HandoffState> = {}, more: Partial<WatchedHandoff> = {}): WatchedHandoff => ({
  state: {
    id: 'a03000000000001AAA',
    callId: 'call',
    leadId: '00Q000000000001AAA',
    step: 1,
    phase: 'ringing',
    offers: [offer()],
    repId: '005000000000001AAA',
    teamId: null,
    nextStepAt: at(0),
    score: null,
    callerTimeZone: null,
    taskId: null,
    eventId: null,
    firstContactAt: null,
    ...changes
  },
  beganAt: at(-3600),
  reminded: false,
  ...more
});

const callback = (changes: Partial<HandoffState> = {}, more: Partial<WatchedHandoff> = {}): WatchedHandoff =>
  handoff(
    {
      phase: 'callback',
      offers: [offer({ kind: 'callback', status: 'assigned', expiresAt: null })],
      taskId: '00T000000000001AAA',
      ...changes
    },
    more
  );

const meeting = (changes: Partial<HandoffState> = {}): WatchedHandoff =>
  handoff({
    phase: 'booked',
    offers: [offer({ kind: 'meeting', status: 'booked', expiresAt: null, startsAt: at(0), endsAt: at(30 * minutes) })],
    eventId: '00U000000000001AAA',
    ...changes
  });

const event = (changes: Partial<MeetingEvent> = {}): MeetingEvent => ({
  id: '00U000000000001AAA',
  startsAt: at(0),
  endsAt: at(30 * minutes),
  deletedAt: null,
  ...changes
});

const task = (changes: Partial<ClosedTask> = {}): ClosedTask => ({
  id: '00T000000000009AAA',
  leadId: '00Q000000000001AAA',
  createdById: '005000000000002AAA',
  closedAt: at(-60),
  isCall: true,
  ...changes
});

/** @param seconds after noon */
const due = (watched: WatchedHandoff, seconds: number, facts: Partial<DueFacts> = {}) =>
  whatIsDue(watched, {
    closedTasks: [],
    event: undefined,
    reminderMinutes: 10,
    runningUserId: '005000000000009AAA',
    nowMs: noon + seconds * 1000,
    ...facts
  })?.kind;

describe('what falls due by the clock', () => {
  const proposed = handoff({
    phase: 'proposed',
    nextStepAt: at(7200),
    offers: [offer({ kind: 'meeting', status: 'assigned', expiresAt: at(0), startsAt: at(7200), endsAt: at(9000) })]
  });
  const accepted = handoff({ phase: 'accepted', offers: [offer({ status: 'accepted', offeredAt: at(0) })] });

  it.each([
    ['ringing, 20 s after it has ended', handoff(), 20, 'ringTimedOut'],
    ['a talk, half an hour after it was offered', accepted, 30 * minutes, 'talkTimedOut'],
    ['the choice of a time, when its time is up', proposed, 0, 'choiceTimedOut'],
    ['a meeting, at its end', meeting(), 30 * minutes, 'meetingOver'],
    ['a callback, at its time', callback(), 0, 'callbackLapsed']
  ])('is %s, and not a second before', (_what, watched, seconds, kind) => {
    expect(due(watched, seconds)).toBe(kind);
    expect(due(watched, seconds - 1, { reminderMinutes: 0 })).toBeUndefined();
  });

  it('is nothing of a callback that is offered to nobody', () => {
    expect(due(callback({ offers: [] }), 3600)).toBeUndefined();
  });

  it('is nothing of a handoff that is completed', () => {
    expect(due(handoff({ phase: 'completed', offers: [] }), 3600)).toBeUndefined();
  });
});

describe('the reminder of a callback', () => {
  it('is due as long before it as the policy says, once, until it lapses', () => {
    expect(due(callback(), -601)).toBeUndefined();
    expect(due(callback(), -600)).toBe('callbackReminder');
    expect(due(callback({}, { reminded: true }), -600)).toBeUndefined();
    expect(due(callback(), 0)).toBe('callbackLapsed');
  });

  it('is due for nobody where nobody was offered it, or the policy wants none', () => {
    expect(due(callback({ offers: [] }), -1)).toBeUndefined();
    expect(due(callback(), -1, { reminderMinutes: 0 })).toBeUndefined();
  });
});

describe('what a rep pressed', () => {
  it.each([
    ['accepted', 'repAccepted'],
    ['declined', 'repDeclined']
  ] as const)('counts before the clock: %s', (status, kind) => {
    expect(due(handoff({ offers: [offer({ status })] }), 3600)).toBe(kind);
  });
});

describe('a contact', () => {
  it('comes before the lapse of its callback, whenever it is found', () => {
    expect(due(callback(), 3600, { closedTasks: [task()] })).toBe('contactMade');
  });

  it.each([
    ['its own Task, whoever closed it and whatever its kind', { id: '00T000000000001AAA', isCall: false }, true],
    ['its own Task by an id of 15 characters', { id: '00T000000000001', isCall: false }, true],
    ['a call that somebody logged', {}, true],
    ['a call at the moment at which it began', { closedAt: at(-3600) }, true],
    ['a call from before it began', { closedAt: at(-3601) }, false],
    ['a Task of another kind', { isCall: false }, false],
    ['a call that the service itself logged', { createdById: '005000000000009AAA' }, false]
  ])('is %s', (_what, changes, counts) => {
    expect(due(callback(), -3000, { closedTasks: [task(changes)] })).toBe(counts ? 'contactMade' : undefined);
  });

  it('is the first of several', () => {
    const found = whatIsDue(callback(), {
      closedTasks: [task({ closedAt: at(-60) }), task({ closedAt: at(-90) }), task({ closedAt: at(-4000) })],
      event: undefined,
      reminderMinutes: 0,
      runningUserId: '005000000000009AAA',
      nowMs: noon
    });
    expect(found).toEqual({ kind: 'contactMade', at: at(-90) });
  });

  it('before a meeting is noted once, and leaves the meeting', () => {
    const facts = { closedTasks: [task()], event: event() };
    expect(due(meeting(), 60, facts)).toBe('firstContact');
    expect(due(meeting({ firstContactAt: at(-60) }), 60, facts)).toBeUndefined();
  });

  it('while a phone rings or a caller chooses is left to whoever reports it', () => {
    expect(due(handoff(), -1, { closedTasks: [task()] })).toBeUndefined();
  });
});

describe('the Event of a meeting', () => {
  it.each([
    ['begins later', { startsAt: at(600), endsAt: at(40 * minutes) }, 'meetingMoved'],
    ['ends later', { endsAt: at(45 * minutes) }, 'meetingMoved'],
    ['is where it was', {}, undefined],
    ['was deleted before its end', { deletedAt: at(30 * minutes - 1) }, 'meetingDeleted']
  ])('that %s', (_what, changes, kind) => {
    expect(due(meeting(), 60, { event: event(changes) })).toBe(kind);
  });

  it('counts before the end that the handoff knows', () => {
    const later = event({ startsAt: at(7200), endsAt: at(9000) });
    expect(due(meeting(), 30 * minutes, { event: later })).toBe('meetingMoved');
    expect(due(meeting(), 24 * 3600, { event: event({ deletedAt: at(-60) }) })).toBe('meetingDeleted');
  });

  it('deleted after its end has taken place', () => {
    expect(due(meeting(), 24 * 3600, { event: event({ deletedAt: at(30 * minutes) }) })).toBe('meetingOver');
  });

  it('that is not seen tells nothing', () => {
    expect(due(meeting(), 60)).toBeUndefined();
    expect(due(meeting(), 30 * minutes)).toBe('meetingOver');
  });
});
