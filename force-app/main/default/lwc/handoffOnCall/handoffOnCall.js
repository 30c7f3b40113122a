import { LightningElement, api } from 'lwc';
import { NavigationMixin } from 'lightning/navigation';
import HANDOFF from '@salesforce/schema/Handoff__c';
import ELSEWHERE from '@salesforce/label/c.Pop_Answered_Elsewhere';
import ON_CALL from '@salesforce/label/c.Pop_On_Call';
import OPEN from '@salesforce/label/c.Pop_Open_Handoff';
import UNKNOWN from '@salesforce/label/c.Pop_Caller_Unknown';
import { fill } from 'c/labelText';

/** @typedef {import('c/handoffCards').Card} Card */

/** The call that the rep has taken, with its briefing in short and the way to the whole of it. */
export default class HandoffOnCall extends NavigationMixin(LightningElement) {
  /** @type {Card} */
  @api card;

  label = { ELSEWHERE, OPEN };
  address = '#';

  async connectedCallback() {
    this.address = await this[NavigationMixin.GenerateUrl](this.page);
  }

  get page() {
    return {
      type: 'standard__recordPage',
      attributes: {
        recordId: this.card.offer.handoffId,
        objectApiName: HANDOFF.objectApiName,
        actionName: 'view'
      }
    };
  }

  get heading() {
    return fill(ON_CALL, this.card.offer.caller?.name ?? UNKNOWN);
  }

  get wasAnsweredElsewhere() {
    return this.card.said !== 'accepted';
  }

  open(event) {
    // With Ctrl or Cmd the browser opens a tab of its own, as with every link.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this[NavigationMixin.Navigate](this.page);
  }
}
