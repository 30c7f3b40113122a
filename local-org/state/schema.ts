/**
 * The shape of the org's data: what a describe would tell. Built from the declared standard objects
 * (state/standardObjects) and from the same metadata files that deploy (state/metadata).
 */

/** Field types by their describe names. A formula or auto-number field has the type of its value. */
export type FieldType =
  | 'id'
  | 'string'
  | 'textarea'
  | 'email'
  | 'phone'
  | 'url'
  | 'picklist'
  | 'multipicklist'
  | 'boolean'
  | 'int'
  | 'double'
  | 'currency'
  | 'percent'
  | 'date'
  | 'datetime'
  | 'time'
  | 'reference'
  | 'base64';

export interface PicklistValue {
  value: string;
  label: string;
  active: boolean;
  defaultValue: boolean;
}

export interface Field {
  /** API name, e.g. `Voice_Call_Id__c`. */
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  readonly custom: boolean;
  readonly helpText?: string;
  /** Longest value in characters; text-like types only. */
  readonly length?: number;
  /** Total digits and digits after the point; numeric types only. */
  readonly precision?: number;
  readonly scale?: number;
  /** A create without a value (and without a default) fails with REQUIRED_FIELD_MISSING; an update cannot blank it. */
  readonly required: boolean;
  readonly unique: boolean;
  /** Whether uniqueness and external-id look-ups tell upper from lower case. */
  readonly caseSensitive: boolean;
  readonly externalId: boolean;
  readonly picklistValues?: readonly PicklistValue[];
  readonly restrictedPicklist: boolean;
  /** API names of the objects a reference may point to; several for a polymorphic one. */
  readonly referenceTo: readonly string[];
  /** Name of the relationship in SOQL paths, e.g. `Owner`, `Lead__r`. */
  readonly relationshipName?: string;
  /** Name of the reverse relationship on each parent, e.g. `Offers__r`. */
  readonly childRelationshipName?: string;
  /** What deleting the parent does to this record. */
  readonly onParentDelete?: 'clear' | 'restrict' | 'cascade';
  /** Formula text of a calculated field; never writable. */
  readonly formula?: string;
  /** Display format of an auto-number, e.g. `HO-{00000}`, and its first number. */
  readonly autoNumber?: { readonly format: string; readonly start: number };
  /** Formula giving the default on create, e.g. `true`, `"en"`, `1`. */
  readonly defaultValue?: string;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly filterable: boolean;
  readonly sortable: boolean;
  readonly trackHistory: boolean;
}

export interface ValidationRule {
  readonly name: string;
  readonly active: boolean;
  readonly errorConditionFormula: string;
  readonly errorMessage: string;
  readonly errorDisplayField?: string;
}

export interface SObjectType {
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  /** First three characters of its record ids. */
  readonly keyPrefix: string;
  readonly kind: 'standard' | 'custom' | 'platformEvent' | 'customMetadata';
  readonly fields: readonly Field[];
  /** Case-insensitive look-up. */
  field(name: string): Field | undefined;
  /** Field shown as the record's name: `Name`, or `Subject` on Task and Event. */
  readonly nameField: string;
  /**
   * `private`: seen by the owner, members of the owning queue, and those with View All. `controlledByParent`, of activities
   * only: as the records that they are about.
   */
  readonly sharing: 'private' | 'publicRead' | 'publicReadWrite' | 'controlledByParent';
  readonly validationRules: readonly ValidationRule[];
  readonly historyTracked: boolean;
  /** Whether changes are published on `/data/<Name>ChangeEvent`. */
  readonly changeEvents: boolean;
  /** False for objects that only the org itself writes, e.g. AssignmentRule, LeadHistory. */
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly deletable: boolean;
  readonly queryable: boolean;
}

export interface ChildRelationship {
  /** Name used in a SOQL child subquery. */
  readonly name: string;
  readonly childObject: string;
  readonly field: string;
}

export interface Schema {
  /** Case-insensitive look-up; undefined when the org has no such object. */
  object(name: string): SObjectType | undefined;
  /** The object whose records' ids begin with this prefix. */
  objectOfId(id: string): SObjectType | undefined;
  readonly objects: readonly SObjectType[];
  childRelationships(objectName: string): readonly ChildRelationship[];
}
