import BUSY from '@salesforce/label/c.Pop_Ended_Busy';
import CALL_BACK from '@salesforce/label/c.Pop_Call_Back';
import CANCELLED from '@salesforce/label/c.Pop_Ended_Cancelled';
import DECLINED from '@salesforce/label/c.Pop_Ended_Declined';
import DECLINED_ELSEWHERE from '@salesforce/label/c.Pop_Ended_Declined_Elsewhere';
import ENDED from '@salesforce/label/c.Pop_Ended';
import FOLLOWS_UP from '@salesforce/label/c.Pop_Taken_Follow_Up';
import LEFT from '@salesforce/label/c.Pop_Ended_Left';
import NO_ANSWER from '@salesforce/label/c.Pop_Ended_No_Answer';
import OTHER_REP from '@salesforce/label/c.Pop_Taken_Other';
import RINGING from '@salesforce/label/c.Pop_Taken_Ringing';
import TAKEN from '@salesforce/label/c.Pop_Taken';
import TOO_LATE from '@salesforce/label/c.Pop_Ended_Too_Late';
import UNREACHABLE from '@salesforce/label/c.Pop_Ended_Unreachable';
import VOICEMAIL from '@salesforce/label/c.Pop_Ended_Voicemail';
import { isSame } from 'c/handoffCards';
import { momentText } from 'c/momentText';
import { fill } from 'c/labelText';

const reasons = {
  'No Answer': NO_ANSWER,
  Busy: BUSY,
  Cancelled: CANCELLED,
  'Caller Left': LEFT,
  Unreachable: UNREACHABLE,
  Voicemail: VOICEMAIL
};

/** By the phase that the event names. */
const nowWith = { accepted: TAKEN, ringing: RINGING };

/**
 * Why an offer ended, and what becomes of the caller, in sentences.
 * @param {import('c/handoffCards').Card} card
 * @param {{ takerName: string | undefined, me: string, now: number }} context
 * @returns {string[]}
 */
export function endingOf(card, { takerName, me, now }) {
  const { offer, said, tooLate, taker } = card;
  const sentences = tooLate ? [TOO_LATE] : [];
  if (offer.status === 'Declined') sentences.push(said === 'declined' ? DECLINED : DECLINED_ELSEWHERE);
  else sentences.push(reasons[offer.status] ?? ENDED);
  if (taker) {
    // A call that is over needs nobody's name.
    if (taker.phase !== 'completed') sentences.push(fill(nowWith[taker.phase] ?? FOLLOWS_UP, takerName || OTHER_REP));
  } else if (offer.nextStep === 'Callback' && offer.phase === 'Callback' && isSame(offer.repId, me)) {
    sentences.push(fill(CALL_BACK, momentText(offer.nextStepAt, now)));
  }
  return sentences;
}
