/**
 * A record as the UI API represents it: fields with value and displayValue, looked-up records nested as values.
 */
import { createHash } from 'node:crypto';
import { SalesforceError } from '../errors.ts';
import type { Org, Session } from '../org.ts';
import type { Field, SObjectType } from '../state/schema.ts';
import { uiValue, userFormat, type UiValue, type UserFormat } from './uiApiValue.ts';

/** Stands for "no record type" where the org has none. Source: recorded, lwc-recipes' fixtures. */
export const masterRecordTypeId = '012000000000000AAA';

/** Fields asked for, by their names as the client wrote them; `parents` are keyed by relationship name. */
export interface FieldTree {
  readonly fields: Map<string, { optional: boolean }>;
  readonly parents: Map<string, FieldTree>;
}

interface UiRecord extends Record<string, unknown> {
  readonly id: string;
}

/**
 * Reads field paths such as `Lead.Name` and `Handoff__c.Lead__r.Owner.Name`.
 * @throws SalesforceError INVALID_FIELD for a path that does not begin with the record's object
 */
export function fieldTree(objectName: string, required: readonly string[], optional: readonly string[]): FieldTree {
  const root: FieldTree = { fields: new Map(), parents: new Map() };
  for (const [paths, isOptional] of [[required, false] as const, [optional, true] as const]) {
    for (const path of paths) {
      const [object, ...steps] = path.split('.');
      const name = steps.pop();
      if (object?.toLowerCase() !== objectName.toLowerCase() || !name) {
        throw new SalesforceError('INVALID_FIELD', `The field '${path}' does not belong to the object '${objectName}'`);
      }
      let node = root;
      for (const step of steps) {
        const next: FieldTree = node.parents.get(step) ?? { fields: new Map(), parents: new Map() };
        node.parents.set(step, next);
        node = next;
      }
      if (!node.fields.has(name)) node.fields.set(name, { optional: isOptional });
    }
  }
  return root;
}

/** All fields of the object that the user may read, none from parents. */
export function readableFields(org: Org, session: Session, object: SObjectType): FieldTree {
  const access = org.access(session);
  const names = object.fields
    .filter((field) => access.canReadField(object.name, field.name))
    .map((field) => field.name);
  return { fields: new Map(names.map((name) => [name, { optional: true }])), parents: new Map() };
}

/**
 * The representation of one record.
 *
 * A field that does not exist or that the user cannot read is an error when required and left out when optional.
 * Source: documented, User Interface API Developer Guide, "Get a Record"; the error code INVALID_FIELD is assumed.
 * @throws SalesforceError INVALID_FIELD; NOT_FOUND and ENTITY_IS_DELETED as {@link Org.records} does
 */
export function recordRepresentation(
  org: Org,
  session: Session,
  object: SObjectType,
  id: string,
  tree: FieldTree,
  apiVersion: string
): UiRecord {
  return new RecordReader(org, session, apiVersion).read(object, id, tree);
}

class RecordReader {
  readonly #org: Org;
  readonly #session: Session;
  readonly #apiVersion: string;
  readonly #format: UserFormat;

  constructor(org: Org, session: Session, apiVersion: string) {
    this.#org = org;
    this.#session = session;
    this.#apiVersion = apiVersion;
    this.#format = userFormat(org, session);
  }

  read(object: SObjectType, id: string, tree: FieldTree): UiRecord {
    const wanted = [...tree.fields].flatMap(([name, { optional }]) => this.#field(object, name, optional) ?? []);
    const lookups = [...tree.parents].flatMap(([name, subtree]) => {
      const lookup = this.#lookup(object, name, subtree);
      return lookup ? [{ lookup, subtree }] : [];
    });
    const row = this.#query(object, id, [...wanted, ...lookups.map(({ lookup }) => lookup)]);

    const fields: Record<string, UiValue> = {};
    for (const field of wanted) fields[field.name] = uiValue(field, row[field.name], this.#format);
    for (const { lookup, subtree } of lookups) {
      if (lookup.relationshipName) fields[lookup.relationshipName] = this.#parent(row[lookup.name], subtree);
    }
    const modified = (name: string): string | null =>
      typeof row[name] === 'string' ? row[name].replace(/\+0000$/, 'Z') : null;
    const systemModstamp = modified('SystemModstamp');
    return {
      apiName: object.name,
      childRelationships: {},
      eTag: createHash('md5')
        .update(JSON.stringify([systemModstamp, fields]))
        .digest('hex'),
      fields,
      id: String(row.Id),
      lastModifiedById: row.LastModifiedById ?? null,
      lastModifiedDate: modified('LastModifiedDate'),
      recordTypeId: masterRecordTypeId,
      recordTypeInfo: null,
      systemModstamp,
      weakEtag: systemModstamp ? Date.parse(systemModstamp) : 0
    };
  }

  #field(object: SObjectType, name: string, optional: boolean): Field | undefined {
    const field = object.field(name);
    if (field && this.#org.access(this.#session).canReadField(object.name, field.name)) return field;
    if (optional) return undefined;
    throw new SalesforceError('INVALID_FIELD', `No such column '${name}' on entity '${object.name}'.`);
  }

  #lookup(object: SObjectType, relationship: string, subtree: FieldTree): Field | undefined {
    const lookup = object.fields.find((field) => field.relationshipName?.toLowerCase() === relationship.toLowerCase());
    if (lookup && this.#org.access(this.#session).canReadField(object.name, lookup.name)) return lookup;
    if (onlyOptional(subtree)) return undefined;
    throw new SalesforceError(
      'INVALID_FIELD',
      `Didn't understand relationship '${relationship}' on entity '${object.name}'.`
    );
  }

  /** A parent that the user cannot see is null, as in SOQL. */
  #parent(id: unknown, subtree: FieldTree): UiValue {
    const object = typeof id === 'string' ? this.#org.schema.objectOfId(id) : undefined;
    if (!object) return { value: null, displayValue: null };
    try {
      const record = this.read(object, String(id), subtree);
      const nameField = object.field(object.nameField);
      const [name] = nameField ? this.#rows(object, String(id), [nameField]) : [];
      return { value: record, displayValue: (name?.[object.nameField] as string | null | undefined) ?? null };
    } catch (error) {
      if (
        error instanceof SalesforceError &&
        (error.errorCode === 'NOT_FOUND' || error.errorCode === 'ENTITY_IS_DELETED')
      ) {
        return { value: null, displayValue: null };
      }
      throw error;
    }
  }

  #query(object: SObjectType, id: string, fields: readonly Field[]): Record<string, unknown> {
    const audit = ['Id', 'LastModifiedById', 'LastModifiedDate', 'SystemModstamp'].flatMap(
      (name) => object.field(name) ?? []
    );
    const [row] = this.#rows(object, id, [...audit, ...fields]);
    if (row) return row;
    // Says whether it is deleted or was never there.
    this.#org.records.read(this.#session, object.name, id);
    throw new SalesforceError('NOT_FOUND', 'The requested resource does not exist');
  }

  #rows(object: SObjectType, id: string, fields: readonly Field[]): Record<string, unknown>[] {
    const names = [...new Set(fields.map((field) => field.name))];
    const soql = `SELECT ${names.join(', ')} FROM ${object.name} WHERE Id = '${id}'`;
    return this.#org.query(this.#session, soql, { apiVersion: this.#apiVersion }).records;
  }
}

function onlyOptional(tree: FieldTree): boolean {
  return [...tree.fields.values()].every((field) => field.optional) && [...tree.parents.values()].every(onlyOptional);
}
