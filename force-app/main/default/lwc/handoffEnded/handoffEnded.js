import { LightningElement, api, wire } from 'lwc';
import { getFieldValue, getRecord } from 'lightning/uiRecordApi';
import ME from '@salesforce/user/Id';
import NAME from '@salesforce/schema/User.Name';
import DISMISS from '@salesforce/label/c.Pop_Dismiss';
import UNKNOWN from '@salesforce/label/c.Pop_Caller_Unknown';
import { endingOf } from 'c/handoffEnding';
import { fill } from 'c/labelText';

/** @typedef {import('c/handoffCards').Card} Card */

/** Why an offer ended and who has the caller now. Fires `dismiss` with `detail.offerId`. */
export default class HandoffEnded extends LightningElement {
  /** @type {Card} */
  @api card;

  /** The event names another rep by id; the name comes later, and the words do not wait for it. */
  @wire(getRecord, { recordId: '$takerId', fields: [NAME] })
  taker;

  get takerId() {
    return this.card.taker?.repId;
  }

  get name() {
    return this.card.offer.caller?.name ?? UNKNOWN;
  }

  get words() {
    // A name that was read for an earlier taker is not this one's.
    const isThis = this.taker?.data && this.takerId?.startsWith(this.taker.data.id.slice(0, 15));
    const takerName = isThis ? getFieldValue(this.taker.data, NAME) : undefined;
    return endingOf(this.card, { takerName, me: ME, now: Date.now() }).join(' ');
  }

  get dismissLabel() {
    return fill(DISMISS, this.name);
  }

  dismiss() {
    this.dispatchEvent(new CustomEvent('dismiss', { detail: { offerId: this.card.id } }));
  }
}
