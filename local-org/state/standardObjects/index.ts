/** The standard objects that the org has before anything is deployed. */
import type { SObjectType } from '../schema.ts';
import { event, task } from './activities.ts';
import { contentDocument, contentVersion } from './content.ts';
import { account, contact, opportunity } from './customers.ts';
import { lead, leadStatus } from './lead.ts';
import { servicePresenceStatus, userServicePresence } from './omniChannel.ts';
import { assignmentRule, businessHours, holiday, organization, recordType } from './organization.ts';
import {
  group,
  groupMember,
  permissionSet,
  permissionSetAssignment,
  profile,
  queueSobject,
  user,
  userRole
} from './people.ts';

export const standardObjects: readonly SObjectType[] = [
  account,
  assignmentRule,
  businessHours,
  contact,
  contentDocument,
  contentVersion,
  event,
  group,
  groupMember,
  holiday,
  lead,
  leadStatus,
  opportunity,
  organization,
  permissionSet,
  permissionSetAssignment,
  profile,
  queueSobject,
  recordType,
  task,
  user,
  userRole
];

/** Objects that are there only while Omni-Channel is enabled. */
export const omniChannelObjects: readonly SObjectType[] = [servicePresenceStatus, userServicePresence];

/** Objects whose records anyone who is logged in may read: who and what the org has (assumed where no document says so). */
export const openToAllUsers: ReadonlySet<string> = new Set([
  'BusinessHours',
  'Group',
  'GroupMember',
  'Holiday',
  'LeadStatus',
  'Organization',
  'PermissionSet',
  'PermissionSetAssignment',
  'Profile',
  'QueueSobject',
  'RecordType',
  'ServicePresenceStatus',
  'User',
  'UserRole',
  'UserServicePresence'
]);

/** Objects that a user without further rights works with, from the profile Standard User. */
export const salesObjects: ReadonlySet<string> = new Set([
  'Account',
  'Contact',
  'Event',
  'Lead',
  'Opportunity',
  'Task'
]);
