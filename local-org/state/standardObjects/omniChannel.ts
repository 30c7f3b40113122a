/**
 * Who is present in Omni-Channel. Source: Object Reference, ServicePresenceStatus and UserServicePresence (documented: both
 * are there only where Omni-Channel is enabled). In Salesforce the Omni-Channel widget writes presence; here, where there is
 * none, an administrator creates the record.
 */
import { boolean, dateTime, decimal, int, lookup, picklist, readOnly, text } from '../fieldDeclaration.ts';
import { defineObject, systemFields } from '../sobjectType.ts';

export const servicePresenceStatus = defineObject({
  name: 'ServicePresenceStatus',
  label: 'Presence Status',
  labelPlural: 'Presence Statuses',
  keyPrefix: '0N5',
  nameField: 'MasterLabel',
  fields: [
    ...systemFields.setup,
    text('DeveloperName', 80, { required: true }),
    text('MasterLabel', 80, { required: true }),
    picklist('Language', ['*en_US'], { length: 40 })
  ]
});

export const userServicePresence = defineObject({
  name: 'UserServicePresence',
  label: 'User Presence',
  keyPrefix: '0N8',
  updateable: false,
  fields: [
    ...systemFields.full,
    text('Name', 255, { label: 'User Presence Name', ...readOnly, autoNumber: { format: '{00000000}', start: 1 } }),
    lookup('OwnerId', 'User', { ...readOnly, label: 'Owner ID' }),
    lookup('UserId', 'User', { required: true, onParentDelete: 'cascade' }),
    lookup('ServicePresenceStatusId', 'ServicePresenceStatus', { required: true, onParentDelete: 'cascade' }),
    boolean('IsCurrentState', { label: 'Current State', ...readOnly }),
    boolean('IsAway', { label: 'Away', ...readOnly }),
    dateTime('StatusStartDate', readOnly),
    dateTime('StatusEndDate', readOnly),
    int('StatusDuration', 9, readOnly),
    int('ConfiguredCapacity', 9, readOnly),
    decimal('double', 'AverageCapacity', 18, 2, readOnly),
    int('AtCapacityDuration', 9, readOnly),
    int('IdleDuration', 9, readOnly)
  ]
});
