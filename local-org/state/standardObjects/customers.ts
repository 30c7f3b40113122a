/** Account, Contact and Opportunity. Source: Object Reference (documented). */
import {
  boolean,
  date,
  decimal,
  email,
  int,
  lookup,
  phone,
  picklist,
  readOnly,
  text,
  textArea,
  url
} from '../fieldDeclaration.ts';
import type { Field } from '../schema.ts';
import { defineObject, systemFields, userOwnerField } from '../sobjectType.ts';
import { industries, leadSources, ratings, salutations } from './picklists.ts';

const address = (prefix: string): Field[] => [
  textArea(`${prefix}Street`, 255),
  text(`${prefix}City`, 40),
  text(`${prefix}State`, 80),
  text(`${prefix}PostalCode`, 20),
  text(`${prefix}Country`, 80)
];

export const account = defineObject({
  name: 'Account',
  label: 'Account',
  keyPrefix: '001',
  fields: [
    ...systemFields.full,
    text('Name', 255, { label: 'Account Name', required: true }),
    picklist('Type', [
      'Prospect',
      'Customer - Direct',
      'Customer - Channel',
      'Channel Partner / Reseller',
      'Installation Partner',
      'Technology Partner',
      'Other'
    ]),
    lookup('ParentId', 'Account', { label: 'Parent Account ID', childRelationshipName: 'ChildAccounts' }),
    ...address('Billing'),
    ...address('Shipping'),
    phone('Phone'),
    phone('Fax'),
    text('AccountNumber', 40),
    url('Website'),
    picklist('Industry', industries),
    decimal('currency', 'AnnualRevenue', 18, 0),
    int('NumberOfEmployees', 8, { label: 'Employees' }),
    picklist('Ownership', ['Public', 'Private', 'Subsidiary', 'Other']),
    picklist('Rating', ratings),
    picklist('AccountSource', leadSources),
    text('Site', 80),
    textArea('Description', 32000),
    userOwnerField,
    date('LastActivityDate', { label: 'Last Activity', ...readOnly })
  ]
});

export const contact = defineObject({
  name: 'Contact',
  label: 'Contact',
  keyPrefix: '003',
  fields: [
    ...systemFields.full,
    lookup('AccountId', 'Account', { childRelationshipName: 'Contacts', onParentDelete: 'cascade' }),
    text('LastName', 80, { required: true }),
    text('FirstName', 40),
    picklist('Salutation', salutations, { length: 40 }),
    text('Name', 121, { label: 'Full Name', ...readOnly }),
    ...address('Mailing'),
    ...address('Other'),
    phone('Phone', { label: 'Business Phone' }),
    phone('MobilePhone'),
    phone('HomePhone'),
    phone('OtherPhone'),
    phone('Fax'),
    email('Email'),
    text('Title', 128),
    text('Department', 80),
    picklist('LeadSource', leadSources),
    date('Birthdate'),
    lookup('ReportsToId', 'Contact'),
    boolean('DoNotCall'),
    boolean('HasOptedOutOfEmail', { label: 'Email Opt Out' }),
    boolean('HasOptedOutOfFax', { label: 'Fax Opt Out' }),
    textArea('Description', 32000),
    userOwnerField,
    date('LastActivityDate', { label: 'Last Activity', ...readOnly })
  ]
});

/** Stages of a new org, with their default probability. */
export const stageProbabilities: Readonly<Record<string, number>> = {
  Prospecting: 10,
  Qualification: 10,
  'Needs Analysis': 20,
  'Value Proposition': 50,
  'Id. Decision Makers': 60,
  'Perception Analysis': 70,
  'Proposal/Price Quote': 75,
  'Negotiation/Review': 90,
  'Closed Won': 100,
  'Closed Lost': 0
};

export const opportunity = defineObject({
  name: 'Opportunity',
  label: 'Opportunity',
  labelPlural: 'Opportunities',
  keyPrefix: '006',
  fields: [
    ...systemFields.full,
    lookup('AccountId', 'Account', { childRelationshipName: 'Opportunities', onParentDelete: 'cascade' }),
    text('Name', 120, { required: true }),
    textArea('Description', 32000),
    picklist('StageName', Object.keys(stageProbabilities), { label: 'Stage', required: true }),
    decimal('currency', 'Amount', 18, 2),
    decimal('percent', 'Probability', 3, 0, { label: 'Probability (%)' }),
    date('CloseDate', { required: true }),
    picklist('Type', [
      'Existing Customer - Upgrade',
      'Existing Customer - Replacement',
      'Existing Customer - Downgrade',
      'New Customer'
    ]),
    text('NextStep', 255),
    picklist('LeadSource', leadSources),
    boolean('IsClosed', { label: 'Closed', ...readOnly }),
    boolean('IsWon', { label: 'Won', ...readOnly }),
    userOwnerField,
    date('LastActivityDate', { label: 'Last Activity', ...readOnly })
  ]
});
