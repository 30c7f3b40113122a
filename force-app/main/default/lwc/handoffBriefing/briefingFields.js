/** The fields that a briefing reads. All are optional: one that is hidden from the rep must not blank the card. */
import HANDOFF_CALLER_TIME_ZONE from '@salesforce/schema/Handoff__c.Caller_Time_Zone__c';
import HANDOFF_LEAD from '@salesforce/schema/Handoff__c.Lead__c';
import HANDOFF_NEXT_STEP from '@salesforce/schema/Handoff__c.Next_Step__c';
import HANDOFF_NEXT_STEP_AT from '@salesforce/schema/Handoff__c.Next_Step_At__c';
import HANDOFF_SCORE from '@salesforce/schema/Handoff__c.Score__c';
import HANDOFF_STATUS from '@salesforce/schema/Handoff__c.Status__c';
import BUDGET from '@salesforce/schema/Lead.Budget__c';
import COMPANY from '@salesforce/schema/Lead.Company';
import EMAIL from '@salesforce/schema/Lead.Email';
import LANGUAGE from '@salesforce/schema/Lead.Language__c';
import NAME from '@salesforce/schema/Lead.Name';
import PHONE from '@salesforce/schema/Lead.Phone';
import PRODUCT_INTEREST from '@salesforce/schema/Lead.Product_Interest__c';
import SCORE from '@salesforce/schema/Lead.Qualification_Score__c';
import SUMMARY from '@salesforce/schema/Lead.Qualification_Summary__c';
import TEAM_SIZE from '@salesforce/schema/Lead.Team_Size__c';
import TIMELINE from '@salesforce/schema/Lead.Timeline__c';
import TITLE from '@salesforce/schema/Lead.Title';
import TRANSCRIPT_URL from '@salesforce/schema/Lead.Transcript_URL__c';
import USE_CASE from '@salesforce/schema/Lead.Use_Case__c';

export const LEAD_FIELDS = [
  BUDGET,
  COMPANY,
  EMAIL,
  LANGUAGE,
  NAME,
  PHONE,
  PRODUCT_INTEREST,
  SCORE,
  SUMMARY,
  TEAM_SIZE,
  TIMELINE,
  TITLE,
  TRANSCRIPT_URL,
  USE_CASE
];

/** The handoff's own, and those of its lead. */
export const HANDOFF_FIELDS = [
  HANDOFF_CALLER_TIME_ZONE,
  HANDOFF_LEAD,
  HANDOFF_NEXT_STEP,
  HANDOFF_NEXT_STEP_AT,
  HANDOFF_SCORE,
  HANDOFF_STATUS,
  ...LEAD_FIELDS.map(({ fieldApiName }) => ofHandoff(fieldApiName))
];

/** A field of the lead, read through a handoff. */
export function ofHandoff(field) {
  return `Handoff__c.Lead__r.${field}`;
}

/** A field of the lead itself. */
export function ofLead(field) {
  return `Lead.${field}`;
}
