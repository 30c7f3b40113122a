/** Lead, its statuses and its history. Source: Object Reference, Lead, LeadStatus, LeadHistory (documented). */
import {
  boolean,
  date,
  dateTime,
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
import { defineObject, ownerField, systemFields, writtenByTheOrg } from '../sobjectType.ts';
import { industries, leadSources, ratings, salutations } from './picklists.ts';

export const lead = defineObject({
  name: 'Lead',
  label: 'Lead',
  keyPrefix: '00Q',
  sharing: 'private',
  fields: [
    ...systemFields.full,
    text('LastName', 80, { required: true }),
    text('FirstName', 40),
    picklist('Salutation', salutations, { length: 40 }),
    text('Name', 121, { label: 'Full Name', ...readOnly }),
    text('Title', 128),
    text('Company', 255, { required: true }),
    textArea('Street', 255),
    text('City', 40),
    text('State', 80, { label: 'State/Province' }),
    text('PostalCode', 20, { label: 'Zip/Postal Code' }),
    text('Country', 80),
    decimal('double', 'Latitude', 18, 15),
    decimal('double', 'Longitude', 18, 15),
    phone('Phone'),
    phone('MobilePhone', { label: 'Mobile Phone' }),
    phone('Fax'),
    email('Email'),
    url('Website'),
    textArea('Description', 32000),
    picklist('LeadSource', leadSources),
    // The default is what a new org has (documented: Salesforce Help, "Lead Fields").
    picklist(
      'Status',
      ['*Open - Not Contacted', 'Working - Contacted', 'Closed - Converted', 'Closed - Not Converted'],
      { required: true }
    ),
    picklist('Industry', industries),
    picklist('Rating', ratings),
    decimal('currency', 'AnnualRevenue', 18, 0),
    int('NumberOfEmployees', 8, { label: 'Employees' }),
    ownerField,
    boolean('DoNotCall'),
    boolean('HasOptedOutOfEmail', { label: 'Email Opt Out' }),
    boolean('HasOptedOutOfFax', { label: 'Fax Opt Out' }),
    boolean('IsConverted', { label: 'Converted', updateable: false, createable: false }),
    date('ConvertedDate', readOnly),
    lookup('ConvertedAccountId', 'Account', readOnly),
    lookup('ConvertedContactId', 'Contact', readOnly),
    lookup('ConvertedOpportunityId', 'Opportunity', readOnly),
    boolean('IsUnreadByOwner', { label: 'Unread By Owner' }),
    date('LastActivityDate', { label: 'Last Activity', ...readOnly }),
    text('EmailBouncedReason', 255),
    dateTime('EmailBouncedDate')
  ]
});

export const leadStatus = defineObject({
  name: 'LeadStatus',
  label: 'Lead Status Value',
  keyPrefix: '01J',
  nameField: 'MasterLabel',
  ...writtenByTheOrg,
  fields: [
    ...systemFields.setup,
    text('MasterLabel', 255),
    text('ApiName', 255),
    int('SortOrder', 9),
    boolean('IsDefault'),
    boolean('IsConverted')
  ]
});

/** The statuses as rows, in their order. */
export const leadStatuses = (lead.field('Status')?.picklistValues ?? []).map(({ value, defaultValue }, index) => ({
  MasterLabel: value,
  ApiName: value,
  SortOrder: index + 1,
  IsDefault: defaultValue ? 1 : 0,
  IsConverted: value === 'Closed - Converted' ? 1 : 0
}));
