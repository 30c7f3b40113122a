import { LightningElement, api } from 'lwc';
import ACCEPT from '@salesforce/label/c.Pop_Accept';
import ACCEPTING from '@salesforce/label/c.Pop_Accepting';
import BACK from '@salesforce/label/c.Pop_Decline_Back';
import BUSY from '@salesforce/label/c.Pop_Decline_Busy';
import DECLINE from '@salesforce/label/c.Pop_Decline';
import DECLINING from '@salesforce/label/c.Pop_Declining';
import MEETING from '@salesforce/label/c.Pop_Decline_Meeting';
import NOT_SAVED from '@salesforce/label/c.Pop_Not_Saved';
import OTHER from '@salesforce/label/c.Pop_Decline_Other';
import WHY from '@salesforce/label/c.Pop_Decline_Why';
import WRONG from '@salesforce/label/c.Pop_Decline_Wrong';

/** @typedef {import('c/handoffCards').Card} Card */

/** Length of Handoff_Offer__c.Decline_Reason__c. */
const longestReason = 255;

/**
 * One ringing call. Fires `accept`, `decline` with `detail.reason`, and `lapse` when the ring clock has run out; all name the
 * offer as `detail.offerId`.
 */
export default class HandoffOffer extends LightningElement {
  /** @type {Card} */
  @api card;

  label = { BACK, DECLINE, NOT_SAVED, OTHER, WHY };
  longestReason = longestReason;
  /** One press declines: a phone is ringing. */
  quickReasons = [BUSY, MEETING, WRONG];
  isAskingWhy = false;
  moveFocus = false;
  reason = '';

  renderedCallback() {
    if (!this.moveFocus) return;
    this.moveFocus = false;
    this.template.querySelector(this.isAskingWhy ? '[data-id="reason"]' : '[data-id="decline"]')?.focus();
  }

  get isSaving() {
    return this.card.saving !== null;
  }

  get acceptLabel() {
    return this.card.saving === 'accept' ? ACCEPTING : ACCEPT;
  }

  get declineLabel() {
    return this.card.saving === 'decline' ? DECLINING : DECLINE;
  }

  askWhy() {
    this.isAskingWhy = true;
    this.moveFocus = true;
  }

  goBack() {
    this.isAskingWhy = false;
    this.moveFocus = true;
  }

  /** Escape leaves the reasons, as it leaves a dialog. */
  leaveByKey(event) {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    this.goBack();
  }

  keepReason(event) {
    this.reason = event.detail.value ?? '';
  }

  accept() {
    this.tell('accept');
  }

  declineQuickly(event) {
    this.tell('decline', { reason: event.target.value });
  }

  decline() {
    this.tell('decline', { reason: this.reason.trim().slice(0, longestReason) });
  }

  lapse() {
    this.tell('lapse');
  }

  tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail: { offerId: this.card.id, ...detail } }));
  }
}
