/** Users, groups and queues, profiles and permission sets. Source: Object Reference (documented). */
import { boolean, dateTime, email, lookup, phone, picklist, readOnly, text, textArea } from '../fieldDeclaration.ts';
import { defineObject, systemFields } from '../sobjectType.ts';

const emailEncodings = [
  '*UTF-8',
  'ISO-8859-1',
  'Shift_JIS',
  'ISO-2022-JP',
  'EUC-JP',
  'ks_c_5601-1987',
  'Big5',
  'GB2312'
];

/** IANA names, with those that Salesforce lists under a newer spelling than this runtime (assumed to be close enough to its own list). */
const timeZones = [
  ...new Set([...Intl.supportedValuesOf('timeZone'), 'GMT', 'UTC', 'Asia/Kolkata', 'Asia/Kathmandu', 'Europe/Kyiv'])
];

export const user = defineObject({
  name: 'User',
  label: 'User',
  labelPlural: 'Users',
  keyPrefix: '005',
  sharing: 'publicRead',
  deletable: false,
  fields: [
    ...systemFields.setup,
    text('Username', 80, { required: true, unique: true }),
    text('LastName', 80, { required: true }),
    text('FirstName', 40),
    text('Name', 121, { label: 'Full Name', ...readOnly }),
    text('CompanyName', 80),
    text('Division', 80),
    text('Department', 80),
    text('Title', 80),
    textArea('Street', 255),
    text('City', 40),
    text('State', 80),
    text('PostalCode', 20),
    text('Country', 80),
    email('Email', { length: 128, required: true }),
    phone('Phone'),
    phone('MobilePhone'),
    phone('Fax'),
    phone('Extension'),
    text('Alias', 8, { required: true }),
    text('CommunityNickname', 40),
    text('EmployeeNumber', 20),
    text('FederationIdentifier', 512),
    boolean('IsActive', { label: 'Active', defaultValue: 'true' }),
    picklist('TimeZoneSidKey', timeZones, {
      label: 'Time Zone',
      length: 40,
      required: true,
      restrictedPicklist: true
    }),
    picklist('LocaleSidKey', [], { label: 'Locale', length: 40, required: true }),
    picklist('EmailEncodingKey', emailEncodings, {
      label: 'Email Encoding',
      length: 40,
      required: true,
      restrictedPicklist: true
    }),
    picklist('LanguageLocaleKey', [], { label: 'Language', length: 40, required: true }),
    lookup('UserRoleId', 'UserRole', { label: 'Role ID' }),
    lookup('ProfileId', 'Profile', { required: true, onParentDelete: 'restrict' }),
    lookup('ManagerId', 'User'),
    picklist('UserType', ['*Standard'], { length: 40, ...readOnly }),
    dateTime('LastLoginDate', readOnly),
    textArea('AboutMe', 1000),
    text('OutOfOfficeMessage', 40, readOnly)
  ]
});

export const group = defineObject({
  name: 'Group',
  label: 'Group',
  keyPrefix: '00G',
  updateable: true,
  fields: [
    ...systemFields.setup,
    text('Name', 40, { required: true }),
    text('DeveloperName', 80, { label: 'API Name' }),
    lookup('RelatedId', ['User', 'UserRole'], { ...readOnly, relationshipName: 'Related' }),
    picklist(
      'Type',
      ['*Regular', 'Queue', 'Role', 'RoleAndSubordinates', 'RoleAndSubordinatesInternal', 'Organization'],
      { length: 40, updateable: false, restrictedPicklist: true }
    ),
    email('Email', { label: 'Queue Email', length: 255 }),
    lookup('OwnerId', ['Organization', 'User'], { label: 'Owner ID', ...readOnly }),
    boolean('DoesSendEmailToMembers', { label: 'Send Email to Members' }),
    boolean('DoesIncludeBosses', { label: 'Include Bosses', defaultValue: 'true' })
  ]
});

export const groupMember = defineObject({
  name: 'GroupMember',
  label: 'Group Member',
  keyPrefix: '011',
  nameField: 'Id',
  updateable: false,
  fields: [
    ...systemFields.link,
    lookup('GroupId', 'Group', {
      required: true,
      updateable: false,
      childRelationshipName: 'GroupMembers',
      onParentDelete: 'cascade'
    }),
    lookup('UserOrGroupId', ['User', 'Group'], {
      required: true,
      updateable: false,
      relationshipName: 'UserOrGroup',
      onParentDelete: 'cascade'
    })
  ]
});

export const queueSobject = defineObject({
  name: 'QueueSobject',
  label: 'Queue Sobject',
  keyPrefix: '03g',
  nameField: 'Id',
  updateable: false,
  fields: [
    ...systemFields.link,
    lookup('CreatedById', 'User', readOnly),
    lookup('QueueId', 'Group', {
      required: true,
      updateable: false,
      childRelationshipName: 'QueueSobjects',
      onParentDelete: 'cascade'
    }),
    picklist('SobjectType', [], { required: true, updateable: false })
  ]
});

export const profile = defineObject({
  name: 'Profile',
  label: 'Profile',
  keyPrefix: '00e',
  createable: false,
  updateable: false,
  deletable: false,
  fields: [
    ...systemFields.setup,
    text('Name', 255),
    picklist('UserType', ['*Standard'], { length: 40 }),
    textArea('Description', 255)
  ]
});

export const userRole = defineObject({
  name: 'UserRole',
  label: 'Role',
  keyPrefix: '00E',
  fields: [
    ...systemFields.setup,
    text('Name', 80, { required: true }),
    text('DeveloperName', 80),
    lookup('ParentRoleId', 'UserRole')
  ]
});

export const permissionSet = defineObject({
  name: 'PermissionSet',
  label: 'Permission Set',
  keyPrefix: '0PS',
  createable: false,
  updateable: false,
  deletable: false,
  fields: [
    ...systemFields.setup,
    text('Name', 80),
    text('Label', 80),
    textArea('Description', 255),
    boolean('IsOwnedByProfile'),
    boolean('IsCustom', { defaultValue: 'true' }),
    lookup('ProfileId', 'Profile'),
    text('NamespacePrefix', 15)
  ]
});

export const permissionSetAssignment = defineObject({
  name: 'PermissionSetAssignment',
  label: 'Permission Set Assignment',
  keyPrefix: '0Pa',
  nameField: 'Id',
  updateable: false,
  fields: [
    ...systemFields.link,
    lookup('PermissionSetId', 'PermissionSet', {
      required: true,
      updateable: false,
      childRelationshipName: 'Assignments',
      onParentDelete: 'cascade'
    }),
    lookup('AssigneeId', 'User', {
      required: true,
      updateable: false,
      childRelationshipName: 'PermissionSetAssignments',
      onParentDelete: 'cascade'
    }),
    boolean('IsActive', { ...readOnly, defaultValue: 'true' })
  ]
});
