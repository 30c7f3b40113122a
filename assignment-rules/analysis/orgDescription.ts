/**
 * What the analysis of a rule knows of the org around it. It is loaded at the edge; nothing here reads an org. A list that
 * could not be read is undefined, never empty: the checks that need it are then left out and said to be.
 */
import { fieldTypeOf } from '../fieldTypes.ts';
import type { FieldInfo, FieldTypes } from '../fieldTypes.ts';

export interface OrgDescription {
  /** Fields of Lead and of User, in one list. */
  readonly fields?: readonly DescribedField[] | undefined;
  readonly queues?: readonly DescribedQueue[] | undefined;
  readonly users?: readonly DescribedUser[] | undefined;
}

/** A field, as a describe tells it. */
export interface DescribedField {
  readonly object: 'Lead' | 'User';
  /** API name without the object. */
  readonly name: string;
  readonly label: string;
  /** Type of a describe; one that no rule can compare, e.g. `address`, is kept as it is and refused where it is used. */
  readonly type: string;
  /** Values of a picklist or multi-select, inactive ones with `active: false`. */
  readonly picklistValues?: readonly PicklistValue[] | undefined;
  /** Picklists: whether the org refuses a value that is not in the list. Default false. */
  readonly restricted?: boolean | undefined;
  /** Texts: most characters. */
  readonly length?: number | undefined;
  /** Numbers: digits in all, and after the point. `int` has `digits` in a describe; give it as precision, with scale 0. */
  readonly precision?: number | undefined;
  readonly scale?: number | undefined;
  /** False where a record cannot be saved without a value; a checkbox is never blank whatever this says. */
  readonly nillable: boolean;
  readonly defaultValue?: string | number | boolean | null | undefined;
  /** Whether the org works the value out by a formula, so that not every value of the type need ever occur. Default false. */
  readonly calculated?: boolean | undefined;
  /** Lookups: the names that rules compare with, by id, e.g. record types; left out where they are not known. */
  readonly names?: readonly { readonly id: string; readonly name: string }[] | undefined;
}

export interface PicklistValue {
  /** API name: what a record holds and a rule compares with. */
  readonly value: string;
  readonly label: string;
  readonly active: boolean;
}

export interface DescribedQueue {
  readonly developerName: string;
  readonly name: string;
  /** Whether Lead is among the objects of the queue. */
  readonly takesLeads: boolean;
  /** Active people in it, directly or through roles and groups; undefined where that could not be counted. */
  readonly memberCount?: number | undefined;
}

export interface DescribedUser {
  readonly username: string;
  readonly isActive: boolean;
}

/** Looks a field up as a rule names it, in any case: `Country`, of the running user `User.Country`. */
export type FieldLookup = (name: string) => DescribedField | undefined;

export function fieldLookup(fields: readonly DescribedField[]): FieldLookup {
  const byName = new Map(
    fields.map((field) => [(field.object === 'User' ? `User.${field.name}` : field.name).toLowerCase(), field])
  );
  return (name) => byName.get(name.toLowerCase());
}

/** What {@link compileRule} asks about fields, answered by the description. */
export function fieldTypesOf(fields: readonly DescribedField[]): FieldTypes {
  const lookup = fieldLookup(fields);
  const known = new Map<DescribedField, FieldInfo | undefined>();
  return (name) => {
    const field = lookup(name);
    if (!field) return undefined;
    if (!known.has(field)) known.set(field, infoOf(field));
    return known.get(field);
  };
}

function infoOf({ type, names }: DescribedField): FieldInfo | undefined {
  const compared = fieldTypeOf(type);
  if (compared === undefined) return undefined;
  if (compared !== 'reference' || !names) return { type: compared };
  const nameOf = new Map(names.map(({ id, name }) => [id, name]));
  return { type: compared, nameOf: (id) => nameOf.get(id) };
}
