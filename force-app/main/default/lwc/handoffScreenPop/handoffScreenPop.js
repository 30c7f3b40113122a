import { LightningElement, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { EnclosingUtilityId, open, updateUtility } from 'lightning/platformUtilityBarApi';
import { notifyRecordUpdateAvailable, updateRecord } from 'lightning/uiRecordApi';
import ME from '@salesforce/user/Id';
import DECLINE_REASON_FIELD from '@salesforce/schema/Handoff_Offer__c.Decline_Reason__c';
import ID_FIELD from '@salesforce/schema/Handoff_Offer__c.Id';
import STATUS_FIELD from '@salesforce/schema/Handoff_Offer__c.Status__c';
import EMPTY from '@salesforce/label/c.Pop_Empty';
import FEEDBACK_LATER from '@salesforce/label/c.Pop_Feedback_Later';
import FEEDBACK_OVER from '@salesforce/label/c.Pop_Feedback_Over';
import INCOMING from '@salesforce/label/c.Pop_Incoming';
import INCOMING_PERSON from '@salesforce/label/c.Pop_Incoming_Person';
import LOADING from '@salesforce/label/c.Pop_Loading';
import LOST from '@salesforce/label/c.Pop_Connection_Lost';
import NO_ACCESS from '@salesforce/label/c.Pop_No_Access';
import NOT_READ from '@salesforce/label/c.Pop_Not_Read';
import OFF from '@salesforce/label/c.Pop_Connection_Off';
import SOUND from '@salesforce/label/c.Pop_Sound';
import TITLE from '@salesforce/label/c.Pop_Title';
import TITLE_COUNT from '@salesforce/label/c.Pop_Title_Count';
import UNKNOWN from '@salesforce/label/c.Pop_Caller_Unknown';
import {
  afterAnswer,
  afterEvent,
  afterReading,
  feedbackDue,
  isSame,
  withCard,
  withoutCard,
  withoutOld
} from 'c/handoffCards';
import { every } from 'c/handoffClock';
import { allowRinging, askedAbout, mayRing, rememberAsking } from 'c/handoffMemory';
import { lacksRights, OFFERS_QUERY, readingOf } from 'c/handoffOffers';
import { HandoffReader } from 'c/handoffReader';
import { HandoffRinger } from 'c/handoffRinger';
import { HandoffStream } from 'c/handoffStream';
import { fill } from 'c/labelText';

/**
 * @typedef {import('c/handoffCards').Card} Card
 * @typedef {import('c/handoffOffers').Offer} Offer
 */

const tickMs = 10_000;
/** While something rings or is accepted, even a stream that seems alive is not trusted for longer. */
const trustedForMs = 60_000;

const statusOf = { accept: 'Accepted', decline: 'Declined' };
const saidBy = { accept: 'accepted', decline: 'declined' };

/**
 * The rep's calls as they ring, in the utility bar. An event only says that something changed; what is shown is read from
 * Salesforce, where sharing and field security decide what this rep may see.
 */
export default class HandoffScreenPop extends LightningElement {
  label = { EMPTY, FEEDBACK_LATER, LOADING, NO_ACCESS, NOT_READ, SOUND };
  variables = { me: ME };
  /** @type {Card[]} */
  cards = [];
  /** @type {Offer | undefined} the call that is asked about */
  feedback;
  reading;
  readError;
  streamState = 'connecting';
  ringsAloud = mayRing();
  announcement = '';
  isConnected = false;

  ringer = new HandoffRinger();
  reader = new HandoffReader((error) => this.failToRead(error));
  stream;
  stopTicking;
  shownTitle = TITLE;

  @wire(EnclosingUtilityId)
  utilityId;

  @wire(graphql, { query: OFFERS_QUERY, operationName: 'HandoffScreenPop', variables: '$variables' })
  takeReading({ data, errors, refresh }) {
    if (errors?.length) this.failToRead(errors);
    else if (data) this.show(readingOf(data));
    this.reader.take(refresh);
  }

  connectedCallback() {
    this.isConnected = true;
    this.stream = new HandoffStream({
      onEvent: (payload) => this.hear(payload),
      onState: (state) => this.heedStream(state)
    });
    this.stream.start();
    this.stopTicking = every(tickMs, () => this.tick());
    document.addEventListener('visibilitychange', this.comeBack);
    window.addEventListener('online', this.comeBack);
    window.addEventListener('offline', this.goOffline);
    window.addEventListener('pointerdown', this.unlockSound);
    window.addEventListener('keydown', this.unlockSound);
  }

  disconnectedCallback() {
    this.isConnected = false;
    this.stream.stop();
    this.stopTicking();
    this.ringer.close();
    document.removeEventListener('visibilitychange', this.comeBack);
    window.removeEventListener('online', this.comeBack);
    window.removeEventListener('offline', this.goOffline);
    window.removeEventListener('pointerdown', this.unlockSound);
    window.removeEventListener('keydown', this.unlockSound);
  }

  // What happened elsewhere

  async hear({
    Handoff_Id__c: handoffId,
    Offer_Id__c: offerId,
    Lead_Id__c: leadId,
    Rep_Id__c: repId,
    State__c: phase
  }) {
    const isShown = this.cards.some(({ offer }) => isSame(offer.handoffId, handoffId));
    if (!isShown && !isSame(repId, ME)) return;
    this.cards = afterEvent(this.cards, { handoffId, repId, phase }, ME);
    await this.reader.read();
    // Record pages that are open do not know of writes outside this browser.
    const recordIds = [handoffId, offerId, leadId].filter(Boolean);
    notifyRecordUpdateAvailable(recordIds.map((recordId) => ({ recordId }))).catch(() => {});
  }

  heedStream(state) {
    this.streamState = state;
    // Whatever happened before the stream was live was told to nobody.
    if (state === 'live') this.reader.read();
  }

  comeBack = () => {
    if (document.visibilityState === 'hidden') return;
    this.stream.reconnect();
    this.reader.read();
  };

  goOffline = () => this.stream.lose();

  tick() {
    const now = Date.now();
    this.cards = withoutOld(this.cards, now);
    const isPolling = this.streamState === 'lost' || this.streamState === 'off';
    const isBusy = this.cards.some(({ state }) => state !== 'ended');
    if (isPolling || (isBusy && now - this.reader.readAt >= trustedForMs)) this.reader.read();
  }

  failToRead(error) {
    if (this.isConnected) this.readError = error;
  }

  // What is shown

  show(reading) {
    if (!this.isConnected) return;
    const before = this.cards;
    this.readError = undefined;
    this.reading = reading;
    this.cards = afterReading(before, reading, Date.now());
    const known = new Set(before.map(({ id }) => id));
    const ringing = this.cards.filter(({ state }) => state === 'ringing');
    const opened = ringing.filter(({ id }) => !known.has(id));
    if (opened.length > 0) this.announcement = this.incoming(opened[0].offer.caller);
    const isNewlyDue = this.askForFeedback();
    const leftCall = before.some(
      ({ id, state }) => state === 'accepted' && !this.cards.some((card) => card.id === id && card.state === 'accepted')
    );
    this.showInUtilityBar(opened.length > 0 || (isNewlyDue && leftCall));
  }

  incoming(caller) {
    const name = caller?.name ?? UNKNOWN;
    return caller?.company ? fill(INCOMING, name, caller.company) : fill(INCOMING_PERSON, name);
  }

  /** @returns {boolean} whether there is a call to ask about that was not asked about before */
  askForFeedback() {
    const before = this.feedback?.handoffId;
    this.feedback = feedbackDue(this.reading, askedAbout(), Date.now());
    return this.feedback !== undefined && this.feedback.handoffId !== before;
  }

  /** @param {boolean} opens whether something new is to be seen at once */
  showInUtilityBar(opens) {
    const count = this.cards.filter(({ state }) => state === 'ringing').length;
    if (count > 0 && this.ringsAloud) this.ringer.start();
    else this.ringer.stop();
    // Outside a utility bar there is nothing to open.
    if (!this.utilityId) return;
    const label = count > 0 ? fill(TITLE_COUNT, TITLE, count) : TITLE;
    if (label !== this.shownTitle) {
      this.shownTitle = label;
      updateUtility(this.utilityId, { label, highlighted: count > 0 }).catch(() => {});
    }
    // The rep may be typing: the focus stays where it is, and the call is announced.
    if (opens) open(this.utilityId, { autoFocus: false }).catch(() => {});
  }

  get shownCards() {
    return this.cards.map((card) => ({
      ...card,
      key: card.id,
      card,
      isRinging: card.state === 'ringing',
      isOnCall: card.state === 'accepted'
    }));
  }

  get isEmpty() {
    return this.reading !== undefined && this.cards.length === 0 && !this.feedback;
  }

  get isLoading() {
    return this.reading === undefined && !this.readError;
  }

  get hasNoAccess() {
    return lacksRights(this.readError);
  }

  /** Not besides the banner, which says the same more calmly. */
  get showsReadError() {
    return this.readError !== undefined && this.streamState !== 'lost';
  }

  get banner() {
    return { lost: LOST, off: OFF }[this.streamState];
  }

  get feedbackHeading() {
    return fill(FEEDBACK_OVER, this.feedback.caller?.name ?? UNKNOWN);
  }

  get soundIcon() {
    return this.ringsAloud ? 'utility:volume_high' : 'utility:volume_off';
  }

  // What the rep does

  accept(event) {
    this.answer('accept', event.detail.offerId, {});
  }

  decline(event) {
    const { offerId, reason } = event.detail;
    this.answer('decline', offerId, { [DECLINE_REASON_FIELD.fieldApiName]: reason || null });
  }

  /** Saves the answer. Whatever the org says to it, the offer is read anew before the rep is told how it stands. */
  async answer(answer, offerId, fields) {
    this.cards = withCard(this.cards, offerId, { saving: answer, error: undefined });
    const statusField = { [STATUS_FIELD.fieldApiName]: statusOf[answer] };
    try {
      await updateRecord({ fields: { [ID_FIELD.fieldApiName]: offerId, ...statusField, ...fields } });
      this.cards = afterAnswer(this.cards, offerId, saidBy[answer], Date.now());
      this.showInUtilityBar(false);
      await this.reader.read();
    } catch (error) {
      await this.reader.read();
      // If it has ended meanwhile, its card says why; if not, the rep may try again.
      const isStillOpen = this.cards.some(({ id, state }) => id === offerId && state === 'ringing');
      if (isStillOpen) this.cards = withCard(this.cards, offerId, { saving: null, error });
    }
  }

  /** The ring clock has run out: the org says what becomes of the offer. */
  readAfterLapse() {
    this.reader.read();
  }

  dismiss(event) {
    this.cards = withoutCard(this.cards, event.detail.offerId);
  }

  endFeedback() {
    rememberAsking(this.feedback.handoffId);
    this.askForFeedback();
  }

  switchSound() {
    this.ringsAloud = !this.ringsAloud;
    allowRinging(this.ringsAloud);
    this.unlockSound();
    this.showInUtilityBar(false);
  }

  unlockSound = () => {
    if (this.ringsAloud) this.ringer.unlock();
  };
}
