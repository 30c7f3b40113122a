/** Builds object types: their system fields, and fields found by name in any case. */
import { boolean, dateTime, declareField, lookup, readOnly } from './fieldDeclaration.ts';
import type { Field, SObjectType } from './schema.ts';

/** Everything of an object but what is worked out from it. */
export interface ObjectDeclaration extends Partial<Omit<SObjectType, 'field' | 'fields'>> {
  readonly name: string;
  readonly keyPrefix: string;
  readonly fields: readonly Field[];
}

export function defineObject(declaration: ObjectDeclaration): SObjectType {
  const byName = new Map(declaration.fields.map((field) => [field.name.toLowerCase(), field]));
  return {
    label: declaration.name,
    labelPlural: `${declaration.label ?? declaration.name}s`,
    kind: 'standard',
    nameField: 'Name',
    sharing: 'publicReadWrite',
    validationRules: [],
    historyTracked: false,
    changeEvents: false,
    createable: true,
    updateable: true,
    deletable: true,
    queryable: true,
    ...declaration,
    field: (name) => byName.get(name.toLowerCase())
  };
}

/** An object that only the org itself writes. */
export const writtenByTheOrg = { createable: false, updateable: false, deletable: false } as const;

export const idField: Field = declareField('Id', 'id', { label: 'Record ID', ...readOnly, length: 18 });
const isDeleted = boolean('IsDeleted', { label: 'Deleted', ...readOnly });
const createdBy = lookup('CreatedById', 'User', { label: 'Created By ID', ...readOnly });
const createdDate = dateTime('CreatedDate', readOnly);
const modified: readonly Field[] = [
  lookup('LastModifiedById', 'User', { label: 'Last Modified By ID', ...readOnly }),
  dateTime('LastModifiedDate', readOnly)
];
const systemModstamp = dateTime('SystemModstamp', readOnly);

/** System fields in three extents. Source: Object Reference, "System Fields" and the fields of each object (documented). */
export const systemFields = {
  /** Records that go to the Recycle Bin. */
  full: [idField, isDeleted, createdBy, createdDate, ...modified, systemModstamp],
  /** Set-up records, which are deleted for good. */
  setup: [idField, createdBy, createdDate, ...modified, systemModstamp],
  /** Links between set-up records. */
  link: [idField, systemModstamp],
  history: [idField, isDeleted, createdBy, createdDate]
} as const satisfies Record<string, readonly Field[]>;

/** Owner of a record that a user or a queue may own. */
export const ownerField: Field = lookup('OwnerId', ['Group', 'User'], {
  label: 'Owner ID',
  required: false,
  onParentDelete: 'restrict'
});

/** Owner of a record that only a user may own. */
export const userOwnerField: Field = lookup('OwnerId', 'User', { label: 'Owner ID', onParentDelete: 'restrict' });

/** Whether a record of the object goes to the Recycle Bin when it is deleted; otherwise its row goes for good. */
export function hasRecycleBin(object: SObjectType): boolean {
  return object.field('IsDeleted') !== undefined;
}
