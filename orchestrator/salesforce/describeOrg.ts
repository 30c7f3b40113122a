/** What the org has around its assignment rules: fields with their values, queues with their people, users. */
import type {
  DescribedField,
  DescribedQueue,
  DescribedUser,
  OrgDescription
} from '../../assignment-rules/analysis/orgDescription.ts';
import { BatonError } from '../domain/errors.ts';
import type { LeadDescription } from '../snapshot/orgSnapshot.ts';
import { leadDescriptionOf, type LeadDescribe } from './leadFields.ts';
import { nestedMembers } from './nestedMembers.ts';
import type { Salesforce } from './salesforce.ts';
import { startTrace } from './trace.ts';

/** The describe of an object, as far as it is read here. */
interface Describe {
  fields: {
    name: string;
    label: string;
    type: string;
    length: number;
    precision: number;
    scale: number;
    digits: number;
    nillable: boolean;
    calculated: boolean;
    restrictedPicklist: boolean;
    defaultValue: string | number | boolean | null;
    picklistValues: { value: string; label: string | null; active: boolean; defaultValue: boolean }[];
  }[];
  recordTypeInfos?: { recordTypeId: string; name: string; master?: boolean }[];
}

export interface OrgReading {
  org: OrgDescription;
  /** What a lead gets from the org when it is saved. */
  lead: LeadDescription;
  /** What could not be read, a sentence each. */
  unread: string[];
}

/** Some seven API calls, more for public groups in queues and for each 2,000 users. @throws BatonError when Salesforce does not answer */
export async function describeOrg(salesforce: Salesforce, deadlineMs: number): Promise<OrgReading> {
  const unread: string[] = [];
  const asked = async <T>(what: string, read: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await read();
    } catch (error) {
      if (error instanceof BatonError && error.code === 'salesforcePermission') {
        unread.push(`${what} could not be read: ${error.message}`);
        return undefined;
      }
      throw error;
    }
  };
  const request = { deadlineMs, trace: startTrace() };
  const [lead, user, queues, users] = await Promise.all([
    salesforce.get<Describe & LeadDescribe>('/sobjects/Lead/describe', request),
    salesforce.get<Describe>('/sobjects/User/describe', request),
    asked('The queues', () => readQueues(salesforce, deadlineMs)),
    asked('The users', () => readUsers(salesforce, deadlineMs))
  ]);
  const fields = [...fieldsOf('Lead', lead), ...fieldsOf('User', user)];
  return { org: { fields, queues, users }, lead: leadDescriptionOf(lead), unread };
}

/** Source: documented, SOAP API Developer Guide, "DescribeSObjectResult": Field. */
function fieldsOf(object: 'Lead' | 'User', { fields, recordTypeInfos = [] }: Describe): DescribedField[] {
  return fields.map((field): DescribedField => {
    const isPicklist = ['picklist', 'multipicklist', 'combobox'].includes(field.type);
    const isNumber = ['double', 'currency', 'percent'].includes(field.type);
    return {
      object,
      name: field.name,
      label: field.label,
      type: field.type,
      ...(isPicklist
        ? {
            picklistValues: field.picklistValues.map(({ value, label, active }) => ({
              value,
              label: label ?? value,
              active
            })),
            restricted: field.restrictedPicklist
          }
        : {}),
      ...(field.length > 0 ? { length: field.length } : {}),
      ...(isNumber ? { precision: field.precision, scale: field.scale } : {}),
      ...(field.type === 'int' ? { precision: field.digits, scale: 0 } : {}),
      nillable: field.nillable,
      defaultValue: field.defaultValue ?? field.picklistValues.find((value) => value.defaultValue)?.value ?? null,
      calculated: field.calculated,
      ...(field.name === 'RecordTypeId'
        ? { names: recordTypeInfos.map(({ recordTypeId: id, name }) => ({ id, name })) }
        : {})
    };
  });
}

async function readUsers(salesforce: Salesforce, deadlineMs: number): Promise<DescribedUser[]> {
  const users = await salesforce.query<{ Username: string; IsActive: boolean }>('SELECT Username, IsActive FROM User', {
    deadlineMs,
    trace: startTrace()
  });
  return users.map(({ Username: username, IsActive: isActive }) => ({ username, isActive }));
}

async function readQueues(salesforce: Salesforce, deadlineMs: number): Promise<DescribedQueue[]> {
  const ask = <T>(soql: string): Promise<T[]> => salesforce.query<T>(soql, { deadlineMs, trace: startTrace() });
  const [queues, taking, members, active] = await Promise.all([
    ask<{ Id: string; DeveloperName: string; Name: string }>(
      "SELECT Id, DeveloperName, Name FROM Group WHERE Type = 'Queue'"
    ),
    ask<{ QueueId: string }>("SELECT QueueId FROM QueueSobject WHERE SobjectType = 'Lead'"),
    ask<{ GroupId: string; UserOrGroupId: string }>(
      "SELECT GroupId, UserOrGroupId FROM GroupMember WHERE Group.Type = 'Queue'"
    ),
    ask<{ Id: string }>(
      "SELECT Id FROM User WHERE IsActive = TRUE AND Id IN (SELECT UserOrGroupId FROM GroupMember WHERE Group.Type = 'Queue')"
    )
  ]);
  const takesLeads = new Set(taking.map(({ QueueId }) => QueueId));
  const activeIds = new Set(active.map(({ Id }) => Id));
  return Promise.all(
    queues.map(async ({ Id, DeveloperName: developerName, Name: name }) => {
      const ids = members.filter(({ GroupId }) => GroupId === Id).map(({ UserOrGroupId }) => UserOrGroupId);
      const memberCount = await countActive(salesforce, ids, activeIds, deadlineMs);
      return { developerName, name, takesLeads: takesLeads.has(Id), memberCount };
    })
  );
}

/** Undefined for a queue that holds a group which nobody can open here. */
async function countActive(
  salesforce: Salesforce,
  ids: readonly string[],
  activeIds: ReadonlySet<string>,
  deadlineMs: number
): Promise<number | undefined> {
  const people = new Set(ids.filter((id) => activeIds.has(id)));
  const groupIds = ids.filter((id) => id.startsWith('00G'));
  if (groupIds.length > 0) {
    try {
      const nested = await nestedMembers(salesforce, groupIds, { deadlineMs, trace: startTrace() });
      nested.filter(({ IsActive }) => IsActive).forEach(({ Id }) => people.add(Id));
    } catch (error) {
      if (error instanceof BatonError && error.code === 'unsupportedTeam') {
        return undefined;
      }
      throw error;
    }
  }
  return people.size;
}
