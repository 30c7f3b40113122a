/**
 * What `/query?columns=true` tells of the columns of a result.
 * Source: recorded from what the official command line reads (sf 2.146); Salesforce documents none of it.
 */
import type { ColumnField } from './column.ts';
import { isText } from './column.ts';
import type { RecordShape } from './recordShape.ts';

export interface ColumnMetadata {
  /** True for a function and for a child subquery. */
  readonly aggregate: boolean;
  /** The key in the record: the field's name, an alias, `expr0`. */
  readonly columnName: string;
  /** As the query wrote it. */
  readonly displayName: string;
  readonly custom: boolean;
  readonly booleanType: boolean;
  readonly numberType: boolean;
  readonly textType: boolean;
  /** Columns of a parent or of a child subquery. */
  readonly joinColumns: readonly ColumnMetadata[];
}

const numberTypes = new Set(['int', 'double', 'currency', 'percent']);

export function describeColumn(name: string, field: ColumnField): ColumnMetadata {
  return {
    ...describeJoin(name, false, []),
    custom: field.custom,
    booleanType: field.type === 'boolean',
    numberType: numberTypes.has(field.type),
    textType: isText(field)
  };
}

/** @param children columns of the child subqueries, by the `index` of their entry */
export function describeShape(shape: RecordShape, children: readonly (readonly ColumnMetadata[])[]): ColumnMetadata[] {
  return [...shape.entries].map(([name, entry]) => {
    if (entry.kind === 'value') return describeColumn(name, entry.field);
    if (entry.kind === 'parent') return describeJoin(name, false, describeShape(entry.shape, children));
    return describeJoin(name, true, children[entry.index] ?? []);
  });
}

function describeJoin(name: string, aggregate: boolean, joinColumns: readonly ColumnMetadata[]): ColumnMetadata {
  return {
    aggregate,
    columnName: name,
    displayName: name,
    custom: /__[cr]$/.test(name),
    booleanType: false,
    numberType: false,
    textType: false,
    joinColumns
  };
}
