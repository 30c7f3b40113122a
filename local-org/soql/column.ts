/**
 * A value that a query can select, compare, group or sort by, as SQL and with what Salesforce knows of it.
 */
import type { Field } from '../state/schema.ts';

/** The parts of a field that a query looks at. */
export type ColumnField = Pick<
  Field,
  'name' | 'label' | 'type' | 'custom' | 'filterable' | 'sortable' | 'caseSensitive' | 'referenceTo' | 'picklistValues'
>;

export interface Column {
  /** Without parameters. */
  readonly sql: string;
  /** For a function, a field of its result's type with the name of the field inside. */
  readonly field: ColumnField;
  /** As the query wrote it, for messages. */
  readonly written: string;
  /** The same for any way to write the same value: `Owner.Name`, `CALENDAR_YEAR(CreatedDate)`. */
  readonly key: string;
  /** True when `sql` is a table's own column, so that its collation holds and an index may serve. */
  readonly isPlain: boolean;
  /** True when the value comes from a parent record, which may be missing. */
  readonly isJoined: boolean;
  readonly isAggregate: boolean;
}

const textTypes = new Set(['string', 'textarea', 'email', 'phone', 'url', 'picklist', 'multipicklist']);

export function isText(field: Pick<Field, 'type'>): boolean {
  return textTypes.has(field.type);
}

/** SQL that compares and sorts text without regard to case, as the table's own columns do by themselves. */
export function collated(column: Column): string {
  return column.isPlain || !isText(column.field) ? column.sql : `${column.sql} COLLATE NOCASE`;
}
