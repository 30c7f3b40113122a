/**
 * Creates, updates and deletes by GraphQL.
 *
 * Source: documented, GraphQL API Developer Guide, "Mutations Schema"; that assignment rules do not run is assumed,
 * since the UI API below leaves them off by default.
 */
import { GraphQLError } from 'graphql';
import type { SObjectType } from '../state/schema.ts';
import type { Input } from './graphqlFilter.ts';
import type { GraphqlReader, RecordNode } from './graphqlReader.ts';

const saveOptions = { autoAssign: { kind: 'off' } } as const;

/** The mutations of one request. */
export class GraphqlMutations {
  /** Whether one failure undoes all. Default true. */
  allOrNone = true;
  readonly #reader: GraphqlReader;
  /** Ids by the alias of the mutation that made them, for `@{alias}`; undefined for an update, which cannot be referred to. */
  readonly #ids = new Map<string, string | undefined>();

  constructor(reader: GraphqlReader) {
    this.#reader = reader;
  }

  create(object: SObjectType, alias: string, input: Input): { Record: RecordNode | null } {
    const { org, session } = this.#reader;
    const { id } = org.records.create(session, object.name, this.#values(input[object.name]), saveOptions);
    this.#ids.set(alias, id);
    return { Record: this.#reader.saved(object, id) };
  }

  update(object: SObjectType, alias: string, input: Input): { Record: RecordNode | null } {
    const { org, session } = this.#reader;
    const id = this.#resolved(input.Id);
    org.records.update(session, object.name, String(id), this.#values(input[object.name]), saveOptions);
    this.#ids.set(alias, undefined);
    return { Record: this.#reader.saved(object, String(id)) };
  }

  delete(object: SObjectType, alias: string, input: Input): { Id: string } {
    const { org, session } = this.#reader;
    const id = String(this.#resolved(input.Id));
    org.records.delete(session, object.name, id);
    this.#ids.set(alias, id);
    return { Id: id };
  }

  #values(representation: unknown): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(representation as Input).map(([name, value]) => [name, this.#resolved(value)])
    );
  }

  #resolved(value: unknown): unknown {
    const alias = typeof value === 'string' ? /^@\{(\w+)\}$/.exec(value)?.[1] : undefined;
    if (alias === undefined) return value;
    const id = this.#ids.get(alias);
    if (id === undefined)
      throw new GraphQLError(`@{${alias}} does not refer to a record created or deleted before in this request`);
    return id;
  }
}
