/**
 * The SELECT list of a query for records: which columns the statement needs, and how each record is shaped.
 */
import type { FieldType as SelectedField, Subquery } from '@jetstreamapp/soql-parser-js';
import { SalesforceError, unsupported } from '../errors.ts';
import { childSelect, type ChildSelect } from './childSelect.ts';
import { isDateFunction } from './dateFunctions.ts';
import { queryError } from './queryError.ts';
import type { QueryScope, RecordNode, ResolvedField } from './queryScope.ts';
import { readKeys } from './readKeys.ts';
import type { RecordShape } from './recordShape.ts';

export interface SelectList {
  /** SQL of each column, in order; none has parameters. */
  readonly columns: readonly string[];
  readonly shape: RecordShape;
  /** In the order of the `index` in the shape. */
  readonly children: readonly ChildSelect[];
}

/** Source: documented, SOQL and SOSL Reference, "FIELDS()". */
const maxFieldsLimit = 200;

/**
 * @param limit the LIMIT of the query, which FIELDS(ALL) and FIELDS(CUSTOM) need
 * @throws SalesforceError INVALID_FIELD, MALFORMED_QUERY for a field selected twice or an alias
 */
export function selectList(scope: QueryScope, fields: readonly SelectedField[], limit: number | undefined): SelectList {
  const columns: string[] = [];
  const children: ChildSelect[] = [];
  const shapes = new Map<string, RecordShape>();

  const columnOf = (sql: string): number => {
    const known = columns.indexOf(sql);
    return known >= 0 ? known : columns.push(sql) - 1;
  };

  const shapeOf = (node: RecordNode): RecordShape => {
    const key = node.path.join('.');
    const known = shapes.get(key);
    if (known) return known;
    const shape: RecordShape = { node, idColumn: columnOf(idSql(node)), entries: new Map() };
    shapes.set(key, shape);
    const name = node.path.at(-1);
    if (name !== undefined) shapeOf(scope.parentOf(node)).entries.set(name, { kind: 'parent', shape });
    return shape;
  };

  const addField = (resolved: ResolvedField, asLabel: boolean, alias?: string): void => {
    const { entries } = alias === undefined ? shapeOf(resolved.node) : root;
    const name = alias ?? resolved.field.name;
    if (entries.has(name))
      throw new SalesforceError('MALFORMED_QUERY', `duplicate field selected: ${resolved.written}`);
    entries.set(name, { kind: 'value', column: columnOf(resolved.sql), field: resolved.field, asLabel });
  };

  const addFunction = (selected: SelectedField): void => {
    const { functionName, parameters, alias } = readKeys(selected, 'SELECT list', [
      'type',
      'functionName',
      'parameters',
      'alias',
      'rawValue',
      'isAggregateFn'
    ]);
    const name = String(functionName).toUpperCase();
    const [parameter, ...others] = (parameters ?? []) as unknown[];
    if (name === 'FIELDS') return addFieldsOf(String(parameter).toUpperCase());
    if (name === 'TOLABEL' && typeof parameter === 'string' && others.length === 0) {
      return addField(scope.resolve(parameter), true, alias as string | undefined);
    }
    if (isDateFunction(name)) {
      throw queryError(scope.context.source, 'MALFORMED_QUERY', `${name} must be grouped`, name);
    }
    throw unsupported(`SOQL function ${name} in SELECT`);
  };

  const addFieldsOf = (group: string): void => {
    if (group !== 'STANDARD' && (limit === undefined || limit > maxFieldsLimit)) {
      throw new SalesforceError(
        'MALFORMED_QUERY',
        `The SOQL FIELDS function must have a LIMIT of at most ${maxFieldsLimit}`
      );
    }
    const { object } = scope.root;
    for (const field of object.fields) {
      if (!scope.context.access.canReadField(object.name, field.name)) continue;
      if (group === 'ALL' || field.custom === (group === 'CUSTOM')) addField(scope.resolve(field.name), false);
    }
  };

  const addChildren = (child: ChildSelect): void => {
    const { name } = child.relationship;
    if (root.entries.has(name)) throw new SalesforceError('MALFORMED_QUERY', `duplicate field selected: ${name}`);
    root.entries.set(name, { kind: 'children', index: children.push(child) - 1 });
  };

  const root = shapeOf(scope.root);
  for (const selected of fields) {
    if (selected.type === 'FieldTypeof') throw unsupported('SOQL TYPEOF');
    if (selected.type === 'FieldFunctionExpression') addFunction(selected);
    else if (selected.type === 'FieldSubquery') {
      const { subquery } = readKeys(selected, 'SELECT list', ['type', 'subquery']);
      addChildren(childSelect(scope, subquery as Subquery));
    } else {
      const written = writtenPath(selected);
      if (selected.type === 'Field' && 'alias' in selected && selected.alias) throw aliasError(scope, selected.alias);
      if (selected.type === 'FieldRelationship' && 'alias' in selected) throw aliasError(scope, String(selected.alias));
      addField(scope.resolve(written), false);
    }
  }
  return { columns, shape: root, children };
}

/** A field of a SELECT list as it stands in the query: `Name`, `l.Owner.Name`. */
export function writtenPath(selected: SelectedField): string {
  const { field, relationships, objectPrefix } = readKeys(selected, 'SELECT list', [
    'type',
    'field',
    'relationships',
    'objectPrefix',
    'rawValue',
    'alias'
  ]);
  return [...(objectPrefix ? [objectPrefix] : []), ...((relationships ?? []) as string[]), field].join('.');
}

function aliasError(scope: QueryScope, alias: string): SalesforceError {
  return queryError(scope.context.source, 'MALFORMED_QUERY', 'only aggregate expressions use field aliasing', alias);
}

function idSql(node: RecordNode): string {
  if (node.kind === 'record') return `${node.alias}."Id"`;
  const ids = node.targets.map((target) => `${target.alias}."Id"`);
  return ids.length > 1 ? `COALESCE(${ids.join(', ')})` : (ids[0] ?? 'NULL');
}
