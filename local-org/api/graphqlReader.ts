/**
 * Reads records for GraphQL. Records that came from one query stay together as a cohort, so that a parent or a list of
 * children asked of each of them is one query for all.
 */
import { GraphQLError } from 'graphql';
import type { Org, Session } from '../org.ts';
import type { Field, SObjectType } from '../state/schema.ts';
import { soqlList } from './graphqlFilter.ts';
import { uiValue, userFormat, type UiValue, type UserFormat } from './uiApiValue.ts';

/** One record in a reply. */
export interface RecordNode {
  readonly object: SObjectType;
  /** As {@link Org.query} gives it. */
  readonly row: Readonly<Record<string, unknown>>;
  readonly cohort: Cohort;
}

export interface Cohort {
  readonly nodes: RecordNode[];
  /** How many child relationships lie above; Salesforce allows one. */
  readonly childDepth: number;
  /** Records that a mutation returns: no relationships can be read from them. */
  readonly fromMutation: boolean;
  readonly parents: Map<string, ReadonlyMap<string, RecordNode>>;
  readonly children: Map<string, ReadonlyMap<string, RecordNode[]>>;
}

export interface ConnectionArguments {
  /** SOQL condition. */
  readonly where: string | undefined;
  /** SOQL terms. */
  readonly orderBy: readonly string[];
  /** Page size; default 10, at most 2,000. Source: documented, GraphQL API Developer Guide, "Paginate Results". */
  readonly first: number;
  /** Records before the page. */
  readonly skip: number;
}

export interface Connection {
  readonly edges: { node: RecordNode; cursor: string }[];
  readonly pageInfo: {
    startCursor: string | null;
    endCursor: string | null;
    hasNextPage: boolean;
    hasPreviousPage: boolean;
  };
  readonly totalCount: () => number;
  readonly pageResultCount: number;
}

/** Rows whose ids fit into one query. */
const idsPerQuery = 200;

export class GraphqlReader {
  readonly org: Org;
  readonly session: Session;
  readonly #apiVersion: string;
  readonly #format: UserFormat;
  /** Every name that the document selects anywhere: fields outside of it need not be read. */
  readonly #mentioned: ReadonlySet<string>;

  constructor(org: Org, session: Session, apiVersion: string, mentioned: ReadonlySet<string>) {
    this.org = org;
    this.session = session;
    this.#apiVersion = apiVersion;
    this.#mentioned = mentioned;
    this.#format = userFormat(org, session);
  }

  value(node: RecordNode, field: Field): UiValue {
    return uiValue(field, node.row[field.name], this.#format);
  }

  /** A page of an object's records. */
  connection(object: SObjectType, page: ConnectionArguments): Connection {
    const rows = this.#rows(object, page.where, page.orderBy, page.skip + page.first + 1);
    const total = (): number =>
      this.org.query(this.session, `SELECT COUNT() FROM ${object.name}${clause(page.where)}`, this.#options())
        .totalSize;
    return paginate(this.#cohort(object, rows, 0).nodes, page, total);
  }

  /** The record that a lookup points to; null when blank or not visible. */
  parent(node: RecordNode, lookup: Field): RecordNode | null {
    this.#refuseInMutation(node, lookup.relationshipName ?? lookup.name);
    const { cohort } = node;
    let byId = cohort.parents.get(lookup.name);
    if (!byId) {
      const ids = new Set(
        cohort.nodes.flatMap(({ row }) => (typeof row[lookup.name] === 'string' ? [String(row[lookup.name])] : []))
      );
      byId = this.#byId([...ids], cohort.childDepth);
      cohort.parents.set(lookup.name, byId);
    }
    return byId.get(String(node.row[lookup.name])) ?? null;
  }

  /** A page of the records that point to this one. */
  children(
    node: RecordNode,
    child: SObjectType,
    lookup: Field,
    relationship: string,
    page: ConnectionArguments
  ): Connection {
    this.#refuseInMutation(node, relationship);
    const { cohort } = node;
    if (cohort.childDepth > 0)
      throw new GraphQLError(`Only one level of child relationships is allowed, and ${relationship} is the second`);
    const key = JSON.stringify([relationship, page.where, page.orderBy]);
    let byParent = cohort.children.get(key);
    if (!byParent) {
      byParent = this.#byParent(cohort, child, lookup, page);
      cohort.children.set(key, byParent);
    }
    const nodes = byParent.get(String(node.row.Id)) ?? [];
    return paginate(nodes.slice(0, page.skip + page.first + 1), page, () => nodes.length);
  }

  /** The record that a mutation has just saved; null when the user may not see it any more. */
  saved(object: SObjectType, id: string): RecordNode | null {
    const rows = this.#rows(object, `Id IN ${soqlList([id])}`, []);
    return this.#cohort(object, rows, 0, true).nodes[0] ?? null;
  }

  #byId(ids: readonly string[], childDepth: number): Map<string, RecordNode> {
    const idsOf = new Map<SObjectType, string[]>();
    for (const id of ids) {
      const object = this.org.schema.objectOfId(id);
      if (object) idsOf.set(object, [...(idsOf.get(object) ?? []), id]);
    }
    const found = new Map<string, RecordNode>();
    for (const [object, own] of idsOf) {
      if (!this.org.access(this.session).can(object.name, 'read')) continue;
      const rows = chunks(own, idsPerQuery).flatMap((part) => this.#rows(object, `Id IN ${soqlList(part)}`, []));
      for (const node of this.#cohort(object, rows, childDepth).nodes) found.set(String(node.row.Id), node);
    }
    return found;
  }

  #byParent(cohort: Cohort, child: SObjectType, lookup: Field, page: ConnectionArguments): Map<string, RecordNode[]> {
    const ids = cohort.nodes.map(({ row }) => String(row.Id));
    const rows = chunks(ids, idsPerQuery).flatMap((part) => {
      const ofParents = `${lookup.name} IN ${soqlList(part)}`;
      return this.#rows(child, page.where ? `${ofParents} AND ${page.where}` : ofParents, page.orderBy, undefined, [
        lookup.name
      ]);
    });
    const byParent = new Map<string, RecordNode[]>();
    for (const node of this.#cohort(child, rows, cohort.childDepth + 1).nodes) {
      const parentId = String(node.row[lookup.name]);
      byParent.set(parentId, [...(byParent.get(parentId) ?? []), node]);
    }
    return byParent;
  }

  #cohort(
    object: SObjectType,
    rows: readonly Record<string, unknown>[],
    childDepth: number,
    fromMutation = false
  ): Cohort {
    const cohort: Cohort = { nodes: [], childDepth, fromMutation, parents: new Map(), children: new Map() };
    for (const row of rows) cohort.nodes.push({ object, row, cohort });
    return cohort;
  }

  #rows(
    object: SObjectType,
    where: string | undefined,
    orderBy: readonly string[],
    limit?: number,
    also: readonly string[] = []
  ): Record<string, unknown>[] {
    const order = ` ORDER BY ${[...orderBy, 'Id ASC'].join(', ')}`;
    const soql = `SELECT ${this.#columns(object, also).join(', ')} FROM ${object.name}${clause(where)}${order}${limit === undefined ? '' : ` LIMIT ${limit}`}`;
    let page = this.org.query(this.session, soql, this.#options());
    const rows = [...page.records];
    while (page.nextRecordsUrl) {
      page = this.org.queryMore(this.session, page.nextRecordsUrl.split('/').at(-1) ?? '', this.#options());
      rows.push(...page.records);
    }
    return rows;
  }

  #columns(object: SObjectType, also: readonly string[]): string[] {
    const access = this.org.access(this.session);
    const always = ['Id', 'SystemModstamp', 'LastModifiedById', 'LastModifiedDate', object.nameField, ...also];
    return object.fields
      .filter(
        ({ name, relationshipName }) =>
          always.includes(name) || this.#mentioned.has(name) || this.#mentioned.has(relationshipName ?? name)
      )
      .filter(({ name }) => access.canReadField(object.name, name))
      .map(({ name }) => name);
  }

  #options(): { apiVersion: string } {
    return { apiVersion: this.#apiVersion };
  }

  /** Source: documented, GraphQL API Developer Guide, "Mutations Schema": no foreign keys but their ids, no children. */
  #refuseInMutation(node: RecordNode, relationship: string): void {
    if (node.cohort.fromMutation)
      throw new GraphQLError(`The relationship ${relationship} cannot be read in a mutation`);
  }
}

/** `v1:<index>` in base64. Source: recorded, fixtures of Lightning Data Service. */
function cursorAt(index: number): string {
  return Buffer.from(`v1:${index}`).toString('base64');
}

/** Records up to and with the one at the cursor; 0 without a cursor. */
export function skipTo(after: string | null | undefined): number {
  if (after === null || after === undefined) return 0;
  const index = /^v1:(\d+)$/.exec(Buffer.from(after, 'base64').toString())?.[1];
  if (index === undefined) throw new GraphQLError(`Invalid cursor: ${after}`);
  return Number(index) + 1;
}

function paginate(nodes: readonly RecordNode[], page: ConnectionArguments, totalCount: () => number): Connection {
  const onPage = nodes.slice(page.skip, page.skip + page.first);
  const edges = onPage.map((node, index) => ({ node, cursor: cursorAt(page.skip + index) }));
  return {
    edges,
    pageInfo: {
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
      hasNextPage: nodes.length > page.skip + page.first,
      hasPreviousPage: page.skip > 0
    },
    totalCount,
    pageResultCount: edges.length
  };
}

function clause(where: string | undefined): string {
  return where === undefined ? '' : ` WHERE ${where}`;
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size)
  );
}
