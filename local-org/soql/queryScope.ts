/**
 * The object of one SELECT and the parents that its paths reach: resolves `Lead__r.Owner.Name` to a column, and joins
 * each parent once.
 *
 * A parent that is missing, deleted or not visible to the user gives null (source: documented for missing ones,
 * assumed for the others).
 */
import type { Field, SObjectType } from '../state/schema.ts';
import { unsupported } from '../errors.ts';
import type { Column, ColumnField } from './column.ts';
import { nameObjectField, type NameTarget } from './nameObject.ts';
import type { QueryContext } from './queryContext.ts';
import { queryError } from './queryError.ts';
import { combine, fragment, join, quoteName, type SqlFragment } from './sqlFragment.ts';

/** A record in the result: the object of the query itself or a parent. */
export type RecordNode =
  | { readonly kind: 'record'; readonly object: SObjectType; readonly alias: string; readonly path: readonly string[] }
  | { readonly kind: 'name'; readonly targets: readonly NameTarget[]; readonly path: readonly string[] };

export interface ResolvedField extends Column {
  readonly field: ColumnField;
  /** The record that has the field. */
  readonly node: RecordNode;
}

/** Source: documented, SOQL and SOSL Reference, "Understanding Relationship Query Limitations". */
const maxLevels = 5;

export class QueryScope {
  readonly context: QueryContext;
  readonly root: RecordNode & { readonly kind: 'record' };
  readonly #prefixes: ReadonlySet<string>;
  readonly #nodes = new Map<string, RecordNode>();
  readonly #joins: SqlFragment[] = [];

  /** @param soqlAlias the alias after the object's name in FROM */
  constructor(context: QueryContext, object: SObjectType, soqlAlias: string | undefined) {
    this.context = context;
    this.root = { kind: 'record', object, alias: context.nextAlias(), path: [] };
    this.#prefixes = new Set([object.name.toLowerCase(), ...(soqlAlias ? [soqlAlias.toLowerCase()] : [])]);
  }

  /** `FROM` with the joins of all paths resolved so far. */
  from(): SqlFragment {
    const table = fragment(`FROM ${quoteName(this.root.object.name)} ${this.root.alias}`);
    return join([table, ...this.#joins], ' ');
  }

  /** What every row must fulfil whatever the query says: not deleted, and visible to the user. */
  ownConditions(): SqlFragment[] {
    return visible(this.context, this.root.object, this.root.alias);
  }

  /**
   * @param written a path as it stands in the query, in any case, with or without the alias of the object
   * @throws SalesforceError INVALID_FIELD for a field or relationship that is not there or may not be read
   */
  resolve(written: string): ResolvedField {
    const segments = this.#withoutPrefix(written.split('.'));
    const fieldName = segments.pop()!;
    if (segments.length > maxLevels) {
      throw queryError(
        this.context.source,
        'MALFORMED_QUERY',
        `Relationship path '${written}' goes up more than ${maxLevels} levels`,
        written
      );
    }
    let node: RecordNode = this.root;
    for (const segment of segments) node = this.#parent(node, segment, written);
    return this.#column(node, fieldName, written);
  }

  /** The record through which the path to a parent goes last. */
  parentOf(node: RecordNode): RecordNode {
    return this.#nodes.get(node.path.slice(0, -1).join('.')) ?? this.root;
  }

  /** Whether a name before a dot stands for the object of this SELECT. */
  isOwnName(name: string): boolean {
    return this.#prefixes.has(name.toLowerCase());
  }

  #withoutPrefix(segments: string[]): string[] {
    const [first] = segments;
    if (segments.length < 2 || !this.isOwnName(first!)) return segments;
    return relationshipField(this.root.object, first!) ? segments : segments.slice(1);
  }

  #column(node: RecordNode, fieldName: string, written: string): ResolvedField {
    const found = node.kind === 'name' ? nameObjectField(node.targets, fieldName) : this.#ownField(node, fieldName);
    if (!found) {
      const entity = node.kind === 'name' ? 'Name' : node.object.name;
      throw queryError(
        this.context.source,
        'INVALID_FIELD',
        `No such column '${fieldName}' on entity '${entity}'. If you are attempting to use a custom field, be sure to ` +
          `append the '__c' after the custom field name. Please reference your WSDL or the describe call for the ` +
          `appropriate names.`,
        written
      );
    }
    return {
      ...found,
      written,
      node,
      key: [...node.path, found.field.name].join('.'),
      isPlain: node.kind === 'record',
      isJoined: node !== this.root,
      isAggregate: false
    };
  }

  #ownField(node: RecordNode & { kind: 'record' }, fieldName: string): { field: Field; sql: string } | undefined {
    const field = node.object.field(fieldName);
    if (!field || !this.context.access.canReadField(node.object.name, field.name)) return undefined;
    return { field, sql: `${node.alias}.${quoteName(field.name)}` };
  }

  #parent(node: RecordNode, segment: string, written: string): RecordNode {
    if (node.kind === 'name') throw unsupported(`SOQL paths beyond a polymorphic relationship (${written})`);
    const reference = relationshipField(node.object, segment);
    const { access, org } = this.context;
    const targets = (reference?.referenceTo ?? []).flatMap((name) => {
      const object = org.schema.object(name);
      return object && access.can(object.name, 'read') ? [object] : [];
    });
    if (!reference || targets.length === 0 || !access.canReadField(node.object.name, reference.name)) {
      throw queryError(
        this.context.source,
        'INVALID_FIELD',
        `Didn't understand relationship '${segment}' in field path. If you are attempting to use a custom ` +
          `relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL ` +
          `or the describe call for the appropriate names.`,
        written
      );
    }
    const path = [...node.path, reference.relationshipName!];
    const known = this.#nodes.get(path.join('.'));
    if (known) return known;
    const referenceSql = `${node.alias}.${quoteName(reference.name)}`;
    const parent: RecordNode =
      reference.referenceTo.length > 1
        ? { kind: 'name', path, targets: targets.map((object) => this.#nameTarget(object, referenceSql)) }
        : { kind: 'record', path, object: targets[0]!, alias: this.#join(targets[0]!, referenceSql) };
    this.#nodes.set(path.join('.'), parent);
    return parent;
  }

  #nameTarget(object: SObjectType, referenceSql: string): NameTarget {
    const { access } = this.context;
    return {
      object,
      alias: this.#join(object, referenceSql),
      canRead: (fieldName) => access.canReadField(object.name, fieldName)
    };
  }

  #join(object: SObjectType, referenceSql: string): string {
    const alias = this.context.nextAlias();
    const on = combine([fragment(`${alias}."Id" = ${referenceSql}`), ...visible(this.context, object, alias)], 'AND');
    this.#joins.push(join([fragment(`LEFT JOIN ${quoteName(object.name)} ${alias} ON`), on], ' '));
    return alias;
  }
}

function visible(context: QueryContext, object: SObjectType, alias: string): SqlFragment[] {
  const shared = context.access.visibleRows(object.name, alias);
  return [
    ...(context.includeDeleted ? [] : [fragment(`${alias}."IsDeleted" = 0`)]),
    ...(shared ? [{ ...shared, sql: `(${shared.sql})` }] : [])
  ];
}

function relationshipField(object: SObjectType, relationshipName: string): Field | undefined {
  const sought = relationshipName.toLowerCase();
  return object.fields.find((field) => field.relationshipName?.toLowerCase() === sought);
}
