/**
 * From the flat rows of a statement to Salesforce's nested records.
 *
 * The record of a polymorphic parent says `Name` as its type and the real object in its address (assumed from samples).
 */
import type { StoredValue } from '../org.ts';
import type { ColumnField } from './column.ts';
import type { QueryContext } from './queryContext.ts';
import type { RecordNode } from './queryScope.ts';
import { contentAddress, recordAttributes, restValue } from './recordJson.ts';
import type { RawRow } from './statements.ts';

/** What a record shows, in the order of the SELECT list. */
export interface RecordShape {
  readonly node: RecordNode;
  /** Place of the record's id in the row; no id, no record. */
  readonly idColumn: number;
  /** By the name of the field, parent or child relationship. */
  readonly entries: Map<string, ShapeEntry>;
}

export type ShapeEntry =
  | { readonly kind: 'value'; readonly column: number; readonly field: ColumnField; readonly asLabel: boolean }
  | { readonly kind: 'parent'; readonly shape: RecordShape }
  | { readonly kind: 'children'; readonly index: number };

/** The child query results of one record, by the `index` of their entry; null where there are none. */
export type ChildResults = readonly (Record<string, unknown> | null)[];

export function recordOf(
  context: QueryContext,
  shape: RecordShape,
  row: RawRow,
  children: ChildResults
): Record<string, unknown> | null {
  const id = row[shape.idColumn];
  if (id === null || id === undefined) return null;
  const record: Record<string, unknown> = { attributes: attributesOf(context, shape.node, String(id)) };
  for (const [name, entry] of shape.entries) {
    if (entry.kind === 'value' && entry.field.type === 'base64' && shape.node.kind === 'record')
      record[name] = contentAddress(shape.node.object.name, id, entry.field.name, context.apiVersion);
    else if (entry.kind === 'value') record[name] = shownValue(entry.field, row[entry.column], entry.asLabel);
    else if (entry.kind === 'parent') record[name] = recordOf(context, entry.shape, row, children);
    else record[name] = children[entry.index] ?? null;
  }
  return record;
}

function attributesOf(context: QueryContext, node: RecordNode, id: string): { type: string; url: string } {
  if (node.kind === 'record') return recordAttributes(node.object.name, id, context.apiVersion);
  const target = context.org.schema.objectOfId(id)?.name ?? 'Name';
  return { ...recordAttributes(target, id, context.apiVersion), type: 'Name' };
}

function shownValue(field: ColumnField, stored: StoredValue | undefined, asLabel: boolean): unknown {
  const value = restValue(field, stored);
  if (!asLabel || typeof value !== 'string') return value;
  const label = (each: string) => field.picklistValues?.find((choice) => choice.value === each)?.label ?? each;
  return field.type === 'multipicklist' ? value.split(';').map(label).join(';') : label(value);
}
