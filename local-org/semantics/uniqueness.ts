import { SalesforceError } from '../errors.ts';
import { changes } from './save.ts';
import type { Save } from './save.ts';

/**
 * Unique fields; records in the Recycle Bin do not count (assumed). The table's unique index says the same.
 * @throws SalesforceError DUPLICATE_VALUE naming the record that has the value
 */
export function checkUniqueness(save: Save): void {
  const { org, object, after, id } = save;
  checkLink(save);
  for (const field of object.fields) {
    const value = after[field.name] ?? null;
    if (!field.unique || value === null || !changes(save, field.name)) continue;
    const other = org.rows.findBy(object, field.name, value).find((row) => row['Id'] !== id);
    if (!other) continue;
    throw new SalesforceError(
      'DUPLICATE_VALUE',
      `duplicate value found: ${field.name} duplicates value on record with id: ${String(other['Id'])}`
    );
  }
}

/** Links of which a pair may stand once. The text for permission sets is Salesforce's, those of the others are assumed. */
const linkFields: Readonly<Record<string, readonly [string, string]>> = {
  GroupMember: ['GroupId', 'UserOrGroupId'],
  PermissionSetAssignment: ['AssigneeId', 'PermissionSetId'],
  QueueSobject: ['QueueId', 'SobjectType']
};

function checkLink({ org, object, after }: Save): void {
  const link = linkFields[object.name];
  if (!link) return;
  const [one, other] = link;
  const twins = org.rows.findBy(object, one, after[one] ?? null).filter((row) => row[other] === after[other]);
  if (twins.length === 0) return;
  const message =
    object.name === 'PermissionSetAssignment'
      ? `Duplicate PermissionSetAssignment. Assignee: ${String(after[one])}; Permission Set: ${String(after[other])}`
      : `duplicate value found: ${one}, ${other} duplicates value on record with id: ${String(twins[0]?.['Id'])}`;
  throw new SalesforceError('DUPLICATE_VALUE', message, { fields: [one, other] });
}
