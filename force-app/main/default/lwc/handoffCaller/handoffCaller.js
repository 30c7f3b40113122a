import { LightningElement, api } from 'lwc';
import BUDGET from '@salesforce/label/c.Pop_Signal_Budget';
import HIDDEN from '@salesforce/label/c.Pop_Caller_Hidden';
import MISSING from '@salesforce/label/c.Pop_Signal_Missing';
import SCORE from '@salesforce/label/c.Pop_Signal_Score';
import SIZE from '@salesforce/label/c.Pop_Signal_Size';
import TIMELINE from '@salesforce/label/c.Pop_Signal_Timeline';
import TRANSCRIPT from '@salesforce/label/c.Pop_Transcript';
import UNKNOWN from '@salesforce/label/c.Pop_Caller_Unknown';
import USE_CASE from '@salesforce/label/c.Pop_Signal_Use_Case';

/** @typedef {import('c/handoffOffers').Caller} Caller */

const signals = [
  { key: 'useCase', label: USE_CASE },
  { key: 'timeline', label: TIMELINE },
  { key: 'teamSize', label: SIZE },
  { key: 'budget', label: BUDGET },
  { key: 'score', label: SCORE }
];

/** Who is calling and what is known of them: what a rep must know before "hello". */
export default class HandoffCaller extends LightningElement {
  /** @type {Caller | null} null when the rep may not see the lead */
  @api caller;
  /** Heading in place of the caller's name, e.g. "On the call with …". */
  @api heading;

  label = { HIDDEN, MISSING, TRANSCRIPT };

  get title() {
    return this.heading ?? this.caller?.name ?? UNKNOWN;
  }

  /** Job and company, or whichever is known. */
  get role() {
    return [this.caller?.title, this.caller?.company].filter(Boolean).join(', ');
  }

  get signals() {
    return signals.map(({ key, label }) => {
      const value = this.caller[key];
      const isMissing = value === null || value === undefined || value === '';
      return { key, label, value: isMissing ? MISSING : value, look: isMissing ? 'slds-text-color_weak' : '' };
    });
  }
}
