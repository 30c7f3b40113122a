import { LightningElement, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import ME from '@salesforce/user/Id';
import BEGAN from '@salesforce/label/c.Day_Began';
import BEGINS_AT from '@salesforce/label/c.Day_Begins_At';
import BEGINS_IN from '@salesforce/label/c.Day_Begins_In';
import CALLBACKS from '@salesforce/label/c.Day_Callbacks';
import CALLER_HIDDEN from '@salesforce/label/c.Day_Caller_Hidden';
import DUE_AT from '@salesforce/label/c.Day_Due_At';
import DUE_IN from '@salesforce/label/c.Day_Due_In';
import EMPTY from '@salesforce/label/c.Day_Empty';
import ERROR from '@salesforce/label/c.Day_Error';
import LOADING from '@salesforce/label/c.Day_Loading';
import MEETINGS from '@salesforce/label/c.Day_Meetings';
import NOW from '@salesforce/label/c.Day_Now';
import OFFERS from '@salesforce/label/c.Day_Offers';
import OVERDUE from '@salesforce/label/c.Day_Overdue';
import PROPOSED from '@salesforce/label/c.Day_Proposed';
import RINGS from '@salesforce/label/c.Day_Rings';
import STALE from '@salesforce/label/c.Day_Stale';
import TALKING from '@salesforce/label/c.Day_Talking';
import TITLE from '@salesforce/label/c.Day_Title';
import { every } from 'c/handoffClock';
import { HandoffStream } from 'c/handoffStream';
import { fill } from 'c/labelText';
import { durationText, momentText } from 'c/momentText';
import { dayFrom, DAY_QUERY } from './dayQuery';

const minuteMs = 60_000;
/** Nearer than this, how long it still is says more than the hour. */
const soonMs = 60 * minuteMs;

/** What the rep has today: who rings, which meetings and callbacks, and what became of the offers. */
export default class HandoffDay extends LightningElement {
  label = { CALLBACKS, EMPTY, LOADING, MEETINGS, NOW, OFFERS, STALE, TITLE };
  query = DAY_QUERY;
  variables = { me: ME };
  now = Date.now();
  /** The last that was read: an hour without a connection must not empty the list. */
  day;
  errors;
  refresh;
  stopTicking;
  stream;

  @wire(graphql, { query: '$query', variables: '$variables', operationName: 'HandoffDay' })
  take(result) {
    this.refresh = result.refresh ?? this.refresh;
    this.errors = result.errors;
    if (result.data) {
      this.day = dayFrom(result.data);
      this.now = Date.now();
    }
  }

  connectedCallback() {
    this.stopTicking = every(minuteMs, () => this.tick());
    this.stream = new HandoffStream({
      onEvent: (event) => this.hear(event),
      onState: (state) => state === 'live' && this.readAnew()
    });
    this.stream.start();
  }

  disconnectedCallback() {
    this.stopTicking();
    this.stream.stop();
  }

  tick() {
    this.now = Date.now();
    this.readAnew();
  }

  /** An event names the rep who has the handoff now: one that went from here to another names the other. */
  hear({ Rep_Id__c: repId, Handoff_Id__c: handoffId }) {
    if (repId === ME || this.day?.steps.some(({ id }) => id === handoffId)) this.readAnew();
  }

  async readAnew() {
    try {
      await this.refresh?.();
    } catch (error) {
      this.errors = [error];
    }
  }

  get title() {
    return ERROR;
  }

  get isLoading() {
    return !this.day && !this.errors;
  }

  get isStale() {
    return Boolean(this.day && this.errors);
  }

  get isFailed() {
    return Boolean(!this.day && this.errors);
  }

  get isEmpty() {
    return this.sections.length === 0 && this.offers.length === 0;
  }

  get sections() {
    const of = (statuses) => this.day.steps.filter(({ status }) => statuses.includes(status));
    return [
      { title: NOW, id: 'now', steps: of(['Ringing', 'Accepted']).map((step) => this.row(step)) },
      { title: MEETINGS, id: 'meetings', steps: of(['Meeting Proposed', 'Meeting']).map((step) => this.row(step)) },
      { title: CALLBACKS, id: 'callbacks', steps: of(['Callback']).map((step) => this.row(step)) }
    ].filter(({ steps }) => steps.length > 0);
  }

  row(step) {
    const { text, isLate } = this.clock(step);
    return {
      id: step.id,
      caller: step.caller ?? CALLER_HIDDEN,
      text,
      clockClass: isLate ? 'slds-badge slds-theme_error' : 'slds-badge'
    };
  }

  clock({ status, at }) {
    const leftMs = Date.parse(at) - this.now;
    const time = momentText(at, this.now);
    const soon = Math.abs(leftMs) < soonMs;
    switch (status) {
      case 'Ringing':
        return { text: RINGS };
      case 'Accepted':
        return { text: TALKING };
      case 'Meeting Proposed':
        return { text: fill(PROPOSED, time) };
      case 'Meeting':
        if (leftMs <= 0) return { text: fill(BEGAN, time) };
        return { text: soon ? fill(BEGINS_IN, durationText(leftMs), time) : fill(BEGINS_AT, time) };
      default:
        if (leftMs < 0) return { text: fill(OVERDUE, durationText(leftMs)), isLate: true };
        return { text: soon ? fill(DUE_IN, durationText(leftMs)) : fill(DUE_AT, time) };
    }
  }

  get offers() {
    return this.day.offers.map(({ id, kind, status, at, caller }) => ({
      id,
      kind,
      status,
      when: at && momentText(at, this.now),
      caller: caller ?? CALLER_HIDDEN
    }));
  }

  get hasOffers() {
    return this.offers.length > 0;
  }
}
