/**
 * An org with nothing but tables and a schema, for tests of SOQL: leads, users, queues, handoffs and offers.
 */
import Database from 'libsql';
import type {
  Access,
  Org,
  QueryOptions,
  QueryResult,
  Session,
  StoredRow,
  StoredValue
} from '../../../local-org/org.ts';
import { queryMore, runQuery } from '../../../local-org/soql/runQuery.ts';
import { idChecksum } from '../../../local-org/state/idChecksum.ts';
import type { ChildRelationship, Field, FieldType, Schema, SObjectType } from '../../../local-org/state/schema.ts';

type FieldOptions = Partial<Field>;

/** A field of this type, filterable and sortable unless told otherwise. */
export function field(name: string, type: FieldType, options: FieldOptions = {}): Field {
  return {
    name,
    label: name,
    type,
    custom: name.endsWith('__c'),
    required: false,
    unique: false,
    caseSensitive: false,
    externalId: false,
    restrictedPicklist: false,
    referenceTo: [],
    createable: true,
    updateable: true,
    filterable: true,
    sortable: type !== 'multipicklist',
    trackHistory: false,
    ...options
  };
}

function lookup(name: string, to: string[], relationshipName: string, childRelationshipName?: string): Field {
  return field(name, 'reference', { referenceTo: to, relationshipName, childRelationshipName });
}

function picklist(...values: string[]): FieldOptions {
  return {
    picklistValues: values.map((value) => ({ value, label: `${value} label`, active: true, defaultValue: false }))
  };
}

function object(name: string, keyPrefix: string, fields: Field[], options: Partial<SObjectType> = {}): SObjectType {
  const all = [
    field('Id', 'id'),
    field('IsDeleted', 'boolean'),
    field('CreatedDate', 'datetime'),
    lookup('CreatedById', ['User'], 'CreatedBy'),
    ...fields
  ];
  const byName = new Map(all.map((each) => [each.name.toLowerCase(), each]));
  return {
    name,
    label: name,
    labelPlural: name,
    keyPrefix,
    kind: name.endsWith('__c') ? 'custom' : 'standard',
    fields: all,
    field: (sought) => byName.get(sought.toLowerCase()),
    nameField: 'Name',
    sharing: 'publicReadWrite',
    validationRules: [],
    historyTracked: false,
    changeEvents: false,
    createable: true,
    updateable: true,
    deletable: true,
    queryable: true,
    ...options
  };
}

const objects = [
  object('User', '005', [
    field('Name', 'string'),
    field('FirstName', 'string'),
    field('LastName', 'string'),
    field('Email', 'email'),
    field('IsActive', 'boolean'),
    field('TimeZoneSidKey', 'picklist'),
    field('LocaleSidKey', 'picklist'),
    lookup('ManagerId', ['User'], 'Manager')
  ]),
  object('Group', '00G', [field('Name', 'string'), field('Type', 'picklist'), field('Email', 'email')]),
  object('Lead', '00Q', [
    field('Name', 'string'),
    field('Company', 'string'),
    field('Email', 'email'),
    field('Status', 'picklist', picklist('Open', 'Working', 'Closed')),
    field('Description', 'textarea', { filterable: false, sortable: false }),
    field('NumberOfEmployees', 'int'),
    field('Score__c', 'double'),
    field('AnnualRevenue', 'currency'),
    field('DoNotCall', 'boolean'),
    field('Due__c', 'date'),
    field('Product_Interest__c', 'multipicklist', picklist('Voice', 'Chat', 'Mail')),
    field('Call_Id__c', 'string', { caseSensitive: true, unique: true, externalId: true }),
    lookup('OwnerId', ['Group', 'User'], 'Owner'),
    lookup('Partner__c', ['User'], 'Partner__r')
  ]),
  object('Handoff__c', 'a00', [
    field('Name', 'string'),
    field('Stage__c', 'picklist', picklist('New', 'Ringing', 'Done')),
    lookup('Lead__c', ['Lead'], 'Lead__r', 'Handoffs__r')
  ]),
  object('Offer__c', 'a01', [
    field('Name', 'string'),
    field('Turn__c', 'double'),
    lookup('Handoff__c', ['Handoff__c'], 'Handoff__r', 'Offers__r')
  ]),
  object('Account', '001', [field('Name', 'string'), lookup('ParentId', ['Account'], 'Parent', 'ChildAccounts')]),
  object('Contact', '003', [
    field('LastName', 'string'),
    field('Email', 'email'),
    lookup('AccountId', ['Account'], 'Account', 'Contacts')
  ]),
  object('Screen_Pop__e', 'e01', [], { queryable: false, kind: 'platformEvent' })
];

const byName = new Map(objects.map((each) => [each.name.toLowerCase(), each]));

const schema: Schema = {
  objects,
  object: (name) => byName.get(name.toLowerCase()),
  objectOfId: (id) => objects.find(({ keyPrefix }) => id.startsWith(keyPrefix)),
  childRelationships: (parent): ChildRelationship[] =>
    objects.flatMap((child) =>
      child.fields.flatMap(({ name, referenceTo, childRelationshipName }) =>
        childRelationshipName && referenceTo.includes(parent)
          ? [{ name: childRelationshipName, childObject: child.name, field: name }]
          : []
      )
    )
};

const binaryTypes = new Set<FieldType>(['id', 'reference', 'date', 'datetime', 'time']);
const numberTypes = new Set<FieldType>(['int', 'double', 'currency', 'percent', 'boolean']);

function columnSql({ name, type, caseSensitive }: Field): string {
  if (numberTypes.has(type)) return `"${name}" REAL`;
  return `"${name}" TEXT COLLATE ${binaryTypes.has(type) || caseSensitive ? 'BINARY' : 'NOCASE'}`;
}

export const adminId = idOf('005', 1);
export const queueId = idOf('00G', 1);

function idOf(keyPrefix: string, number: number): string {
  const id = keyPrefix + String(number).padStart(12, '0');
  return id + idChecksum(id);
}

export interface QueryOrg {
  readonly org: Org;
  /** What the user may do; replace parts of it to take rights away. */
  readonly rights: { -readonly [K in keyof Access]: Access[K] };
  readonly insert: (objectName: string, row: StoredRow) => string;
  /** Runs a query as the administrator. */
  readonly query: (soql: string, options?: Partial<QueryOptions>) => QueryResult;
  /** The values of one field of each record. */
  readonly values: (soql: string, name?: string) => unknown[];
  readonly more: (locator: string) => QueryResult;
  readonly session: Session;
}

/** @param now the org's time, default 2026-11-04T02:30:00Z, which is Tuesday evening in San Francisco */
export function createQueryOrg(now = new Date('2026-11-04T02:30:00Z')): QueryOrg {
  const db = new Database(':memory:');
  for (const { name, fields } of objects) {
    db.exec(`CREATE TABLE "${name}" (${fields.map(columnSql).join(', ')}, PRIMARY KEY ("Id"))`);
  }
  const rights: Access = {
    isAdmin: true,
    hasPermission: () => true,
    can: () => true,
    canReadField: () => true,
    canEditField: () => true,
    canSeeRecord: () => true,
    visibleRows: () => undefined
  };
  let last = 1;
  const mintId = (prefix: string) => idOf(prefix, (last += 1));
  const org = {
    db,
    schema,
    mintId,
    access: () => rights,
    clock: { now: () => now },
    query: (asker: Session, soql: string, options: QueryOptions) => runQuery(org, asker, soql, options),
    queryMore: (asker: Session, locator: string, options: QueryOptions) => queryMore(org, asker, locator, options)
  } as unknown as Org;
  const session: Session = { userId: adminId, accessToken: 'token' };
  const insert = (objectName: string, row: StoredRow): string => {
    const id = String(row['Id'] ?? mintId(byName.get(objectName.toLowerCase())!.keyPrefix));
    const full: Record<string, StoredValue> = { IsDeleted: 0, ...row, Id: id };
    const names = Object.keys(full);
    const columns = names.map((name) => `"${name}"`).join(', ');
    db.prepare(`INSERT INTO "${objectName}" (${columns}) VALUES (${names.map(() => '?').join(', ')})`).run(
      ...Object.values(full)
    );
    return id;
  };
  const query: QueryOrg['query'] = (soql, options) => runQuery(org, session, soql, { apiVersion: '66.0', ...options });
  insert('User', {
    Id: adminId,
    Name: 'Ada Admin',
    FirstName: 'Ada',
    LastName: 'Admin',
    Email: 'ada@baton.example',
    IsActive: 1,
    TimeZoneSidKey: 'America/Los_Angeles',
    LocaleSidKey: 'en_US'
  });
  insert('Group', { Id: queueId, Name: 'Enterprise West', Type: 'Queue', Email: 'west@baton.example' });
  return {
    org,
    rights,
    insert,
    query,
    values: (soql, name) => query(soql).records.map((record) => record[name ?? Object.keys(record)[1]!]),
    more: (locator) => queryMore(org, session, locator, { apiVersion: '66.0' }),
    session
  };
}
