import ACCEPTED from '@salesforce/label/c.Briefing_Step_Accepted';
import CALLBACK from '@salesforce/label/c.Briefing_Step_Callback';
import COMPLETED from '@salesforce/label/c.Briefing_Step_Completed';
import MEETING from '@salesforce/label/c.Briefing_Step_Meeting';
import OTHER from '@salesforce/label/c.Briefing_Step_Other';
import PROPOSED from '@salesforce/label/c.Briefing_Step_Proposed';
import RINGING from '@salesforce/label/c.Briefing_Step_Ringing';
import THEIR_TIME from '@salesforce/label/c.Briefing_Their_Time';
import { fill } from 'c/labelText';
import { momentElsewhere, momentText } from 'c/momentText';

/** By `Handoff__c.Status__c`. A status that an admin added is one that people work by. */
const sentences = {
  Ringing: RINGING,
  Accepted: ACCEPTED,
  'Meeting Proposed': PROPOSED,
  Meeting: MEETING,
  Callback: CALLBACK,
  Completed: COMPLETED
};
const timed = ['Meeting Proposed', 'Meeting', 'Callback'];

/**
 * What happens to the caller next, in words, with its time on the rep's clock, and on the caller's where that differs.
 * @param {{ status?: string, nextStep?: string, nextStepAt?: string, callerTimeZone?: string }} handoff
 * @param {number} now
 * @returns {{ text: string, theirs: string | undefined }}
 */
export function nextStepText({ status, nextStep, nextStepAt, callerTimeZone }, now) {
  const at = nextStepAt ? momentText(nextStepAt, now) : '';
  const elsewhere = nextStepAt && timed.includes(status) && momentElsewhere(nextStepAt, now, callerTimeZone);
  return {
    text: fill(sentences[status] ?? OTHER, at, nextStep ?? ''),
    theirs: elsewhere ? fill(THEIR_TIME, elsewhere) : undefined
  };
}
