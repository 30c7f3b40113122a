import { LightningElement, api, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { getFieldDisplayValue, getFieldValue, getRecord } from 'lightning/uiRecordApi';
import BUDGET from '@salesforce/label/c.Briefing_Budget';
import CALLS_ERROR from '@salesforce/label/c.Briefing_Calls_Error';
import COMPANY from '@salesforce/label/c.Briefing_Company';
import EMAIL from '@salesforce/label/c.Briefing_Email';
import ERROR from '@salesforce/label/c.Briefing_Error';
import FIRST_CALL from '@salesforce/label/c.Briefing_First_Call';
import LANGUAGE from '@salesforce/label/c.Briefing_Language';
import LEAD_HIDDEN from '@salesforce/label/c.Briefing_Lead_Hidden';
import LOADING from '@salesforce/label/c.Briefing_Loading';
import NEXT_STEP from '@salesforce/label/c.Briefing_Next_Step';
import NO_HANDOFF from '@salesforce/label/c.Briefing_No_Handoff';
import NO_SUMMARY from '@salesforce/label/c.Briefing_No_Summary';
import NO_TRANSCRIPT from '@salesforce/label/c.Briefing_No_Transcript';
import NOT_CAPTURED from '@salesforce/label/c.Briefing_Not_Captured';
import OPEN_HANDOFF from '@salesforce/label/c.Briefing_Open_Handoff';
import PAST_CALLS from '@salesforce/label/c.Briefing_Past_Calls';
import PAST_CALL from '@salesforce/label/c.Briefing_Past_Call';
import PAST_CALL_NOBODY from '@salesforce/label/c.Briefing_Past_Call_Nobody';
import PHONE from '@salesforce/label/c.Briefing_Phone';
import PRODUCT from '@salesforce/label/c.Briefing_Product_Interest';
import ROLE from '@salesforce/label/c.Briefing_Role';
import SIGNALS from '@salesforce/label/c.Briefing_Signals';
import TEAM_SIZE from '@salesforce/label/c.Briefing_Team_Size';
import TIER_COOL from '@salesforce/label/c.Briefing_Tier_Cool';
import TIER_HOT from '@salesforce/label/c.Briefing_Tier_Hot';
import TIER_NONE from '@salesforce/label/c.Briefing_Tier_None';
import TIER_WARM from '@salesforce/label/c.Briefing_Tier_Warm';
import TIMELINE from '@salesforce/label/c.Briefing_Timeline';
import TITLE from '@salesforce/label/c.Briefing_Title';
import TRANSCRIPT from '@salesforce/label/c.Briefing_Transcript';
import USE_CASE from '@salesforce/label/c.Briefing_Use_Case';
import { fill } from 'c/labelText';
import { momentText } from 'c/momentText';
import { callsFrom, CALLS_QUERY } from './briefingQuery';
import { HANDOFF_FIELDS, LEAD_FIELDS, ofHandoff, ofLead } from './briefingFields';
import { nextStepText } from './nextStep';

/** What a rep must know before "hello": on the page of a handoff or of a lead. */
export default class HandoffBriefing extends LightningElement {
  @api recordId;
  @api objectApiName;
  /** Scores from here on are called hot. */
  @api hotFrom = 80;
  /** Scores from here on, below hot, are called warm. */
  @api warmFrom = 50;

  label = {
    CALLS_ERROR,
    COMPANY,
    EMAIL,
    ERROR,
    FIRST_CALL,
    LEAD_HIDDEN,
    LOADING,
    NEXT_STEP,
    NO_SUMMARY,
    NO_TRANSCRIPT,
    NOT_CAPTURED,
    OPEN_HANDOFF,
    PAST_CALLS,
    PHONE,
    ROLE,
    SIGNALS,
    TITLE,
    TRANSCRIPT
  };
  now = Date.now();

  @wire(getRecord, { recordId: '$recordId', optionalFields: '$fields' })
  record;

  @wire(graphql, { query: '$query', variables: '$variables', operationName: 'HandoffBriefing' })
  answer;

  get isLeadPage() {
    return this.objectApiName === 'Lead';
  }

  get fields() {
    return this.isLeadPage ? LEAD_FIELDS : HANDOFF_FIELDS;
  }

  get leadId() {
    return this.isLeadPage ? this.recordId : getFieldValue(this.record.data, 'Handoff__c.Lead__c');
  }

  /** Undefined until the lead is known: the wire waits for it. */
  get query() {
    return this.variables && CALLS_QUERY;
  }

  get variables() {
    return this.record.data && this.leadId ? { leadId: this.leadId } : undefined;
  }

  get errors() {
    return this.record.error;
  }

  get isReady() {
    return Boolean(this.record.data);
  }

  read(field) {
    return getFieldValue(this.record.data, this.isLeadPage ? ofLead(field) : ofHandoff(field)) ?? undefined;
  }

  shown(field) {
    const path = this.isLeadPage ? ofLead(field) : ofHandoff(field);
    return getFieldDisplayValue(this.record.data, path) ?? this.read(field);
  }

  /** A handoff may be the rep's while its lead is not. */
  get isLeadHidden() {
    return !this.isLeadPage && this.read('Name') === undefined;
  }

  get leadShown() {
    return !this.isLeadHidden;
  }

  get name() {
    return this.read('Name');
  }

  get company() {
    return this.read('Company');
  }

  get role() {
    return this.read('Title');
  }

  get summary() {
    return this.read('Qualification_Summary__c');
  }

  get phone() {
    return this.read('Phone');
  }

  get phoneHref() {
    return `tel:${this.phone.replace(/[^+\d]/g, '')}`;
  }

  get email() {
    return this.read('Email');
  }

  get emailHref() {
    return `mailto:${encodeURIComponent(this.email).replace('%40', '@')}`;
  }

  /** Only what a browser opens as a page: the agent's text must not become a script. */
  get transcriptUrl() {
    const url = this.read('Transcript_URL__c');
    return /^https?:\/\//i.test(url ?? '') ? url : undefined;
  }

  get signals() {
    const signals = [
      [TIMELINE, 'Timeline__c'],
      [USE_CASE, 'Use_Case__c'],
      [TEAM_SIZE, 'Team_Size__c'],
      [BUDGET, 'Budget__c'],
      [PRODUCT, 'Product_Interest__c'],
      [LANGUAGE, 'Language__c']
    ];
    return signals.map(([label, field]) => {
      const value = this.shown(field);
      return {
        label,
        value: typeof value === 'string' ? value.split(';').join(', ') : value,
        isMissing: value === undefined
      };
    });
  }

  get score() {
    const kept = this.isLeadPage ? undefined : getFieldValue(this.record.data, 'Handoff__c.Score__c');
    return kept ?? this.read('Qualification_Score__c');
  }

  get tier() {
    const { score } = this;
    if (score === undefined) return { text: TIER_NONE, icon: 'utility:help', variant: 'slds-badge' };
    if (score >= this.hotFrom)
      return { text: fill(TIER_HOT, score), icon: 'utility:arrowup', variant: 'slds-badge slds-theme_success' };
    if (score >= this.warmFrom)
      return { text: fill(TIER_WARM, score), icon: 'utility:forward', variant: 'slds-badge slds-badge_inverse' };
    return { text: fill(TIER_COOL, score), icon: 'utility:arrowdown', variant: 'slds-badge' };
  }

  get calls() {
    return this.answer.data ? callsFrom(this.answer.data) : [];
  }

  /** The handoff that the page is about: on a lead's, the newest. */
  get handoff() {
    if (this.isLeadPage) return this.calls[0];
    const field = (name) => getFieldValue(this.record.data, `Handoff__c.${name}`);
    return {
      id: this.recordId,
      status: field('Status__c'),
      nextStep: field('Next_Step__c'),
      nextStepAt: field('Next_Step_At__c'),
      callerTimeZone: field('Caller_Time_Zone__c')
    };
  }

  /** On a lead's page the way to its newest handoff. */
  get linkedHandoff() {
    return this.isLeadPage ? this.handoff : undefined;
  }

  get nextStep() {
    if (this.isLeadPage && !this.answer.data) return undefined;
    return this.handoff ? nextStepText(this.handoff, this.now) : { text: NO_HANDOFF };
  }

  get hasCalls() {
    return Boolean(this.answer.data);
  }

  get pastCalls() {
    return this.calls
      .filter(({ id }) => id !== this.handoff?.id)
      .slice(0, 10)
      .map(({ id, createdAt, repName, statusText }) => ({
        id,
        when: momentText(createdAt, this.now),
        text: repName ? fill(PAST_CALL, repName, statusText) : fill(PAST_CALL_NOBODY, statusText)
      }));
  }

  get hasPastCalls() {
    return this.pastCalls.length > 0;
  }
}
