import { describe, expect, it } from 'vitest';
import type { Qualification, QualifiedCall } from '../../../orchestrator/domain/call.ts';
import type { Mode } from '../../../orchestrator/domain/mode.ts';
import { defaultPolicy, type Policy } from '../../../orchestrator/domain/policy.ts';
import { modeFor } from '../../../orchestrator/routing/mode.ts';

function mode(
  policy: Partial<Policy>,
  told: Partial<Pick<Qualification, 'score' | 'teamSize'>> & { wish?: QualifiedCall['wish'] } = {}
): Mode {
  const qualification: Qualification = {
    score: told.score ?? null,
    summary: null,
    timeline: null,
    useCase: null,
    teamSize: told.teamSize ?? null,
    employees: null,
    industry: null,
    budget: null,
    productInterest: []
  };
  return modeFor({ wish: told.wish ?? null, qualification }, { ...defaultPolicy, ...policy });
}

describe('where the ladder begins for a caller', () => {
  it('is a live transfer for everyone, scored or not, unless the policy says otherwise', () => {
    expect(mode({})).toEqual({ kind: 'live', because: undefined, noMeeting: undefined });
    expect(mode({}, { score: 0 }).kind).toBe('live');
  });

  it('is a meeting for who scored below what the team takes live, and live for who scored just that', () => {
    const policy = { liveTransferMinScore: 60 };
    expect(mode(policy, { score: 59 })).toMatchObject({ kind: 'meeting', because: { rule: 'belowLiveScore' } });
    expect(mode(policy, { score: 60 }).kind).toBe('live');
    expect(mode(policy, { score: null }).kind).toBe('meeting');
  });

  it('is a callback for who scored below what meetings are offered from, and a meeting for who scored just that', () => {
    const policy = { liveTransferMinScore: 60, meetingMinScore: 30 };
    expect(mode(policy, { score: 29 })).toMatchObject({ kind: 'callback', because: { rule: 'belowMeetingScore' } });
    expect(mode(policy, { score: 30 }).kind).toBe('meeting');
    expect(mode(policy, { score: null }).kind).toBe('callback');
  });

  it('is live for a team so large that the score does not matter, and not for one smaller by one', () => {
    const policy = { liveTransferMinScore: 60, liveTransferMinTeamSize: 50, meetingMinScore: 30 };
    expect(mode(policy, { score: 10, teamSize: 50 })).toEqual({
      kind: 'live',
      because: undefined,
      noMeeting: undefined
    });
    expect(mode(policy, { score: 10, teamSize: 49 }).kind).toBe('callback');
    expect(mode(policy, { score: 10 }).kind).toBe('callback');
  });

  it('is what the caller wishes, whatever the score', () => {
    const policy = { liveTransferMinScore: 60, meetingMinScore: 30 };
    expect(mode(policy, { score: 0, wish: 'transfer' }).kind).toBe('live');
    expect(mode(policy, { score: 99, wish: 'meeting' })).toMatchObject({
      kind: 'meeting',
      because: { rule: 'callersWish' }
    });
    expect(mode(policy, { score: 0, wish: 'meeting' }).kind).toBe('meeting');
    expect(mode(policy, { score: 99, wish: 'callback' }).kind).toBe('callback');
  });

  it('has no meeting below a live transfer for who scored too little for one', () => {
    const policy = { meetingMinScore: 30 };
    expect(mode(policy, { score: 29 })).toMatchObject({ kind: 'live', noMeeting: { rule: 'belowMeetingScore' } });
    expect(mode(policy, { score: 30 }).noMeeting).toBeUndefined();
    expect(mode(policy, { score: 29, wish: 'transfer' }).noMeeting).toBeDefined();
  });
});
