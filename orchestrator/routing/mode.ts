/** Live transfer, meeting or callback: the policy decides by score and value, and the caller's wish wins over it. */
import type { Mode } from '../domain/mode.ts';
import type { Policy } from '../domain/policy.ts';
import type { Qualification, QualifiedCall } from '../domain/call.ts';
import type { Because } from '../domain/reason.ts';

export function modeFor({ wish, qualification }: Pick<QualifiedCall, 'wish' | 'qualification'>, policy: Policy): Mode {
  if (wish === 'meeting' || wish === 'callback') {
    const text = `The caller asked for a ${wish}.`;
    return { kind: wish, because: { rule: 'callersWish', text } };
  }
  const { score } = qualification;
  const { liveTransferMinScore: least } = policy;
  const noMeeting = noMeetingFor(qualification, policy);
  if (wish === 'transfer' || least === 0 || (score ?? 0) >= least || isValuable(qualification, policy)) {
    return { kind: 'live', because: undefined, noMeeting };
  }
  if (noMeeting) {
    return { kind: 'callback', because: noMeeting };
  }
  const text = `The score is ${score ?? 'not given'}; this team takes live transfers from ${least}.`;
  return { kind: 'meeting', because: { rule: 'belowLiveScore', text, figures: { score: score ?? 0, least } } };
}

/** Why a caller who is not put through live is called back and not offered a meeting; undefined when they are offered one. */
export function noMeetingFor(qualification: Qualification, policy: Policy): Because | undefined {
  const { score } = qualification;
  const { liveTransferMinScore: least, meetingMinScore } = policy;
  if ((score ?? 0) >= meetingMinScore || isValuable(qualification, policy)) {
    return undefined;
  }
  const text = `The score is ${score ?? 'not given'}; this team takes live transfers from ${least} and offers meetings from ${meetingMinScore}.`;
  return { rule: 'belowMeetingScore', text, figures: { score: score ?? 0, least, meetingMinScore } };
}

function isValuable({ teamSize }: Qualification, { liveTransferMinTeamSize: leastSize }: Policy): boolean {
  return leastSize !== null && (teamSize ?? 0) >= leastSize;
}
