import type { QueuedNotice } from '../../../orchestrator/domain/noticeQueue.ts';

/** A call that rings at a rep in Chicago. */
export function exampleNotice(changes: Partial<QueuedNotice> = {}): QueuedNotice {
  return {
    id: 'a01000000000001AAA',
    channel: 'slack',
    attempts: 1,
    kind: 'offered',
    rep: { id: '005000000000001AAA', name: 'Rosa Ortiz', email: 'rosa@sample.example', timeZone: 'America/Chicago' },
    handoffId: 'a02000000000001AAA',
    offerId: 'a03000000000001AAA',
    offer: { kind: 'live', status: 'ringing' },
    phase: 'ringing',
    lead: { id: '00Q000000000001AAA', url: 'https://org.example/lightning/r/Lead/00Q000000000001AAA/view' },
    caller: { name: 'Jamie Rivera', company: 'NovaCorp', title: 'VP of Operations' },
    summary: 'Runs an 80-person support team and wants to pilot voice AI in Q2.',
    score: 86,
    at: '2026-12-03T20:00:20.000Z',
    endsAt: null,
    step: 2,
    callerEmail: 'jamie@novacorp.example',
    callerTimeZone: 'America/Denver',
    ...changes
  };
}

/** The same caller's meeting. */
export function exampleMeeting(changes: Partial<QueuedNotice> = {}): QueuedNotice {
  return exampleNotice({
    kind: 'booked',
    offer: { kind: 'meeting', status: 'booked' },
    phase: 'booked',
    at: '2026-12-04T20:00:00.000Z',
    endsAt: '2026-12-04T20:30:00.000Z',
    ...changes
  });
}
