/** Small orgs for tests of the core: components in short forms, and sessions of users. */
import { afterEach } from 'vitest';
import { createOrg } from '../../local-org/createOrg.ts';
import type { CreateOrgOptions } from '../../local-org/createOrg.ts';
import { SalesforceError } from '../../local-org/errors.ts';
import type { Org, Session, StoredRow } from '../../local-org/org.ts';
import type { MetadataComponent } from '../../local-org/state/metadataStore.ts';

type Content = Record<string, unknown>;

const open = new Set<Org>();
afterEach(() => {
  for (const org of open) org.db.close();
  open.clear();
});

/** An org with these components; it is closed after the test. */
export function orgWith(components: readonly MetadataComponent[] = [], options: Partial<CreateOrgOptions> = {}): Org {
  const org = createOrg({ url: 'http://127.0.0.1:1', ...options });
  open.add(org);
  deploy(org, ...components);
  return org;
}

/** Closes an org before the test ends, to open it again. */
export function close(org: Org): void {
  open.delete(org);
  org.db.close();
}

export function deploy(org: Org, ...components: readonly MetadataComponent[]): void {
  const { success, results } = org.metadata.deploy(components);
  if (!success)
    throw new Error(results.flatMap(({ fullName, problem }) => (problem ? `${fullName}: ${problem}` : [])).join('\n'));
}

export function component(type: string, fullName: string, content: Content): MetadataComponent {
  return { type, fullName, filePath: `${type}/${fullName}`, content };
}

export function field(fullName: string, type: string, more: Content = {}): MetadataComponent {
  const byType: Content = type === 'Text' ? { length: '80' } : type === 'Number' ? { precision: '18', scale: '0' } : {};
  return component('CustomField', fullName, {
    fullName: fullName.split('.')[1],
    label: fullName,
    type,
    ...byType,
    ...more
  });
}

export function valueSet(values: readonly string[], { restricted = true, preset = '' } = {}): Content {
  const value = values.map((fullName) => ({ fullName, label: fullName, default: String(fullName === preset) }));
  return { valueSet: { restricted: String(restricted), valueSetDefinition: { sorted: 'false', value } } };
}

export function customObject(fullName: string, more: Content = {}): MetadataComponent {
  return component('CustomObject', fullName, {
    label: fullName,
    pluralLabel: `${fullName}s`,
    nameField: { label: 'Name', type: 'Text' },
    sharingModel: 'Private',
    ...more
  });
}

export function validationRule(fullName: string, formula: string, more: Content = {}): MetadataComponent {
  return component('ValidationRule', fullName, {
    fullName: fullName.split('.')[1],
    active: 'true',
    errorConditionFormula: formula,
    errorMessage: `${fullName} is true`,
    ...more
  });
}

export function queue(fullName: string, objects: readonly string[] = ['Lead'], more: Content = {}): MetadataComponent {
  return component('Queue', fullName, {
    name: fullName.replaceAll('_', ' '),
    doesSendEmailToMembers: 'false',
    queueSobject: objects.map((sobjectType) => ({ sobjectType })),
    ...more
  });
}

/** One entry of a rule: the target (none for "Do Not Reassign") and criteria as `field operation value`. */
export function entry(target: string | undefined, ...criteria: readonly string[]): Content {
  const criteriaItems = criteria.map((text) => {
    const [name, operation, ...value] = text.split(' ');
    return { field: `Lead.${name}`, operation, ...(value.length > 0 ? { value: value.join(' ') } : {}) };
  });
  const assignee =
    target === undefined ? {} : { assignedTo: target, assignedToType: target.includes('@') ? 'User' : 'Queue' };
  return { ...assignee, ...(criteriaItems.length > 0 ? { criteriaItems } : {}) };
}

export function leadRules(
  ...rules: readonly { name: string; active: boolean; entries: readonly Content[] }[]
): MetadataComponent {
  return component('AssignmentRules', 'Lead', {
    assignmentRule: rules.map(({ name, active, entries }) => ({
      fullName: name,
      active: String(active),
      ruleEntry: entries
    }))
  });
}

export function permissionSet(fullName: string, content: Content): MetadataComponent {
  return component('PermissionSet', fullName, { label: fullName, ...content });
}

/** `objectPermissions` from the rights as letters: r, c, e, d, View all, Modify all. */
export function objectPermission(object: string, rights: string): Content {
  const has = (letter: string): string => String(rights.includes(letter));
  return {
    object,
    allowRead: has('r'),
    allowCreate: has('c'),
    allowEdit: has('e'),
    allowDelete: has('d'),
    viewAllRecords: has('V'),
    modifyAllRecords: has('M')
  };
}

export function fieldPermission(name: string, rights: string): Content {
  return { field: name, readable: String(rights.includes('r')), editable: String(rights.includes('e')) };
}

export function sessionOf(org: Org, username: string): Session {
  return { userId: idOf(org, 'User', 'Username', username), accessToken: 'token' };
}

export const adminOf = (org: Org): Session => sessionOf(org, 'admin@local-org.example');
export const integrationOf = (org: Org): Session => sessionOf(org, 'integration@local-org.example');

/** Id of the one record whose field has the value. */
export function idOf(org: Org, objectName: string, fieldName: string, value: string): string {
  const row = org.db.prepare(`SELECT Id FROM "${objectName}" WHERE "${fieldName}" = ? AND IsDeleted = 0`).get(value);
  if (!row) throw new Error(`no ${objectName} whose ${fieldName} is ${value}`);
  return (row as { Id: string }).Id;
}

export function row(org: Org, objectName: string, id: string): StoredRow {
  return org.db.prepare(`SELECT * FROM "${objectName}" WHERE Id = ?`).get(id) as StoredRow;
}

export function rows(org: Org, objectName: string): StoredRow[] {
  return org.db.prepare(`SELECT * FROM "${objectName}" WHERE IsDeleted = 0 ORDER BY Id`).all() as StoredRow[];
}

/** A user of the profile Standard User. */
export function addRep(org: Org, name: string, values: Content = {}): Session {
  const { id } = org.records.create(adminOf(org), 'User', {
    Username: `${name}@reps.example`,
    Email: `${name}@reps.example`,
    LastName: name,
    Alias: name.slice(0, 8),
    TimeZoneSidKey: 'America/New_York',
    LocaleSidKey: 'en_US',
    LanguageLocaleKey: 'en_US',
    EmailEncodingKey: 'UTF-8',
    ProfileId: idOf(org, 'Profile', 'Name', 'Standard User'),
    ...values
  });
  return { userId: id, accessToken: 'token' };
}

export function assign(org: Org, session: Session, permissionSetName: string): void {
  const PermissionSetId = idOf(org, 'PermissionSet', 'Name', permissionSetName);
  org.records.create(adminOf(org), 'PermissionSetAssignment', { AssigneeId: session.userId, PermissionSetId });
}

export function join(org: Org, session: Session, queueName: string): void {
  const GroupId = idOf(org, 'Group', 'DeveloperName', queueName);
  org.records.create(adminOf(org), 'GroupMember', { GroupId, UserOrGroupId: session.userId });
}

/** The error that the work fails with, as it goes out; fails when it does not fail, or by a defect. */
export function refusal(work: () => unknown): { errorCode: string; message: string; fields?: string[] } {
  try {
    work();
  } catch (error) {
    if (error instanceof SalesforceError)
      return error.toJSON() as { errorCode: string; message: string; fields?: string[] };
    throw error;
  }
  throw new Error('the work was expected to be refused');
}
