import { LightningElement, api, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { getFieldValue, getRecord } from 'lightning/uiRecordApi';
import ME from '@salesforce/user/Id';
import BECAUSE_FIELD from '@salesforce/schema/Handoff__c.Because__c';
import PASSED_OVER_FIELD from '@salesforce/schema/Handoff__c.Passed_Over__c';
import PREDICTED_FIELD from '@salesforce/schema/Handoff__c.Predicted__c';
import TEAM_NAME_FIELD from '@salesforce/schema/Handoff__c.Team_Name__c';
import DECLINED from '@salesforce/label/c.Trace_Declined';
import EMPTY from '@salesforce/label/c.Trace_Empty';
import ERROR from '@salesforce/label/c.Trace_Error';
import LOADING from '@salesforce/label/c.Trace_Loading';
import OFFER from '@salesforce/label/c.Trace_Offer';
import OFFER_ME from '@salesforce/label/c.Trace_Offer_Me';
import OTHERS_HIDDEN from '@salesforce/label/c.Trace_Others_Hidden';
import PREDICTED from '@salesforce/label/c.Trace_Predicted';
import REP_HIDDEN from '@salesforce/label/c.Trace_Rep_Hidden';
import SHOW_WHY from '@salesforce/label/c.Trace_Show_Why';
import TEAM from '@salesforce/label/c.Trace_Team';
import TEAM_NONE from '@salesforce/label/c.Trace_Team_None';
import TITLE from '@salesforce/label/c.Trace_Title';
import WITHOUT_OFFER from '@salesforce/label/c.Trace_Without_Offer';
import { matchedEntry, readList } from 'c/handoffReasons';
import { fill } from 'c/labelText';
import { momentText } from 'c/momentText';
import { offersFrom, offersOf, TRACE_QUERY } from './traceQuery';

/**
 * Why the lead came to this rep: each offer in order, with the rule, the turn, the balances and who was passed over. It tells what
 * stands on the records and computes no reason of its own.
 */
export default class HandoffTrace extends LightningElement {
  /** A handoff, an offer or a lead. */
  @api recordId;
  @api objectApiName;

  label = { EMPTY, ERROR, LOADING, OTHERS_HIDDEN, PREDICTED, SHOW_WHY, TITLE, WITHOUT_OFFER };
  now = Date.now();

  @wire(getRecord, { recordId: '$recordId', optionalFields: '$recordFields' })
  record;

  @wire(graphql, { query: '$query', variables: '$variables', operationName: 'HandoffTrace' })
  answer;

  get recordFields() {
    return this.isHandoff
      ? [BECAUSE_FIELD, PASSED_OVER_FIELD, PREDICTED_FIELD, TEAM_NAME_FIELD]
      : [`${this.objectApiName}.Id`];
  }

  /** Undefined until it is known what the page is about: the wire waits for it. */
  get query() {
    return this.variables && TRACE_QUERY;
  }

  get variables() {
    const where = this.recordId && offersOf(this.objectApiName, this.recordId);
    return where && { where };
  }

  get isHandoff() {
    return this.objectApiName === 'Handoff__c';
  }

  get errors() {
    return this.record.error ?? this.answer.errors;
  }

  get isLoading() {
    return !this.errors && !(this.record.data && this.answer.data);
  }

  get isReady() {
    return !this.errors && !this.isLoading;
  }

  get offers() {
    const offers = offersFrom(this.answer.data);
    return offers.map((offer, index) => {
      const name = offer.repName ?? REP_HIDDEN;
      const isLast = index === offers.length - 1;
      return {
        ...offer,
        heading: offer.repId === ME ? OFFER_ME : fill(OFFER, name),
        kind: offer.kind,
        at: offer.offeredAt && momentText(offer.offeredAt, this.now),
        declined: offer.declineReason ? fill(DECLINED, offer.declineReason) : undefined,
        isOpen: isLast,
        entry: this.entryOf(offer.handoffId, offers)
      };
    });
  }

  /** A later offer of a call has reasons of its own, but the rules ran once: at its first. */
  entryOf(handoffId, offers) {
    const ofCall = offers.filter((offer) => offer.handoffId === handoffId);
    const told = matchedEntry(ofCall.flatMap(({ because }) => readList(because).items));
    return told ?? (this.isHandoff ? matchedEntry(readList(this.own(BECAUSE_FIELD)).items) : undefined);
  }

  get hasOffers() {
    return this.offers.length > 0;
  }

  own(field) {
    return getFieldValue(this.record.data, field);
  }

  get team() {
    const name = this.own(TEAM_NAME_FIELD);
    return name ? fill(TEAM, name) : TEAM_NONE;
  }

  get isPredicted() {
    return this.isHandoff && this.own(PREDICTED_FIELD) === true;
  }

  /** Reps see their own offers only: who else was asked is told by the reasons, not by their records. */
  get areOthersHidden() {
    return this.offers
      .flatMap(({ passedOver }) => readList(passedOver).items)
      .some(({ rule, repId }) => rule === 'alreadyAsked' && !this.offers.some((offer) => offer.repId === repId));
  }

  /** What a handoff says of itself when nobody could be asked. */
  get ownReasons() {
    const because = this.isHandoff ? this.own(BECAUSE_FIELD) : undefined;
    return because && { because, passedOver: this.own(PASSED_OVER_FIELD) };
  }
}
