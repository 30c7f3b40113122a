import { describe, expect, it } from 'vitest';
import type { QueuedNotice } from '../../../orchestrator/domain/noticeQueue.ts';
import { whyOutdated } from '../../../orchestrator/notices/outdated.ts';
import { exampleMeeting, exampleNotice } from './exampleNotice.ts';

const rings = exampleNotice();
const before = new Date(Date.parse(rings.at) - 1);
const after = new Date(rings.at);
const callback = (changes: Partial<QueuedNotice> = {}): QueuedNotice =>
  exampleNotice({
    kind: 'callbackDue',
    offer: { kind: 'callback', status: 'assigned' },
    phase: 'callback',
    ...changes
  });
const takenBack = (phase: QueuedNotice['phase']): QueuedNotice =>
  exampleMeeting({ channel: 'invitation', kind: 'cancelled', phase, offer: { kind: 'meeting', status: 'cancelled' } });
const meetingBegins = new Date(exampleMeeting().at);

describe('a notice', () => {
  it.each<[string, QueuedNotice, Date]>([
    ['a call while it rings', rings, before],
    ['a callback that is still owed, even after it was due', callback({ kind: 'offered' }), after],
    ['a meeting that stands', exampleMeeting(), before],
    ['a meeting at its new time', exampleMeeting({ kind: 'moved' }), before],
    ['a cancelled meeting, for ever', exampleMeeting({ kind: 'cancelled' }), meetingBegins],
    ['an invitation taken back, once the meeting is off', takenBack('callback'), before],
    ['a callback that is owed', callback(), before],
    ['a callback that the team owes', callback({ offer: null, offerId: null }), before],
    ['a callback that lapsed, for ever', callback({ kind: 'callbackLapsed', phase: 'completed' }), after]
  ])('is told of %s', (_what, notice, now) => {
    expect(whyOutdated(notice, now)).toBeUndefined();
  });

  it.each<[string, QueuedNotice, Date]>([
    ['a call that has rung out', rings, after],
    ['a call that somebody took', exampleNotice({ offer: { kind: 'live', status: 'accepted' } }), before],
    [
      'a callback that was made',
      callback({ kind: 'offered', offer: { kind: 'callback', status: 'completed' } }),
      before
    ],
    ['a meeting that was cancelled', exampleMeeting({ offer: { kind: 'meeting', status: 'cancelled' } }), before],
    ['a meeting that has begun', exampleMeeting(), meetingBegins],
    ['an invitation taken back, when another time is booked by now', takenBack('booked'), before],
    ['a reminder of a callback that was made', callback({ phase: 'completed' }), before],
    ['a reminder for whom it was taken from', callback({ offer: { kind: 'callback', status: 'lapsed' } }), before]
  ])('is not told of %s', (_what, notice, now) => {
    expect(whyOutdated(notice, now)).toMatch(/\.$/);
  });
});
