/** Live transfer, meeting or callback: the policy decides by score and value, and the caller's wish wins over it. */
import type { Mode } from '../domain/mode.ts';
import type { Policy } from '../domain/policy.ts';
import type { QualifiedCall } from '../domain/call.ts';

export function modeFor({ wish, qualification }: Pick<QualifiedCall, 'wish' | 'qualification'>, policy: Policy): Mode {
  if (wish === 'meeting' || wish === 'callback') {
    const text = `The caller asked for a ${wish}.`;
    return { kind: wish, because: { rule: 'callersWish', text } };
  }
  const { score, teamSize } = qualification;
  const { liveTransferMinScore: least, liveTransferMinTeamSize: leastSize, meetingMinScore } = policy;
  const isValuable = leastSize !== null && (teamSize ?? 0) >= leastSize;
  if (wish === 'transfer' || least === 0 || (score ?? 0) >= least || isValuable) {
    return { kind: 'live', because: undefined };
  }
  const given = score ?? 'not given';
  const figures = { score: score ?? 0, least };
  if ((score ?? 0) >= meetingMinScore) {
    const text = `The score is ${given}; this team takes live transfers from ${least}.`;
    return { kind: 'meeting', because: { rule: 'belowLiveScore', text, figures } };
  }
  const text = `The score is ${given}; this team takes live transfers from ${least} and offers meetings from ${meetingMinScore}.`;
  return { kind: 'callback', because: { rule: 'belowMeetingScore', text, figures: { ...figures, meetingMinScore } } };
}
