/**
 * The GraphQL types of records: one for each object, with its fields, parents and children, and its connection.
 *
 * Source: documented, GraphQL API Developer Guide, "Schema Conventions"; shapes and type names as recorded by
 * Salesforce in the fixtures of Lightning Data Service; the name of a polymorphic union is assumed.
 */
import {
  GraphQLBoolean,
  GraphQLID,
  GraphQLInt,
  GraphQLInterfaceType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLString,
  GraphQLUnionType,
  type GraphQLFieldConfig,
  type GraphQLFieldConfigMap
} from 'graphql';
import type { SObjectType } from '../state/schema.ts';
import type { ArgumentTypes } from './graphqlArguments.ts';
import type { GraphqlContext } from './graphqlContext.ts';
import type { Input } from './graphqlFilter.ts';
import type { RecordNode } from './graphqlReader.ts';
import { idKind, dateTimeKind, fieldKind, Long, PageInfo } from './graphqlScalars.ts';
import type { Visible, VisibleLookup } from './graphqlVisible.ts';
import { masterRecordTypeId } from './uiApiRecord.ts';

type RecordFields = GraphQLFieldConfigMap<RecordNode, GraphqlContext>;

export class RecordTypes {
  readonly #visible: Visible;
  readonly #arguments: ArgumentTypes;
  readonly #records = new Map<string, GraphQLObjectType<RecordNode, GraphqlContext>>();
  readonly #connections = new Map<string, GraphQLObjectType>();
  readonly #interface: GraphQLInterfaceType;

  constructor(visible: Visible, argumentTypes: ArgumentTypes) {
    this.#visible = visible;
    this.#arguments = argumentTypes;
    this.#interface = new GraphQLInterfaceType({
      name: 'Record',
      fields: commonFields(),
      resolveType: (node: RecordNode) => node.object.name
    });
  }

  record(object: SObjectType): GraphQLObjectType<RecordNode, GraphqlContext> {
    const known = this.#records.get(object.name);
    if (known) return known;
    const type = new GraphQLObjectType<RecordNode, GraphqlContext>({
      name: object.name,
      interfaces: [this.#interface],
      isTypeOf: (node) => node.object.name === object.name,
      fields: () => ({
        ...this.#children(object),
        ...this.#parents(object),
        ...this.#own(object),
        ...commonFields()
      })
    });
    this.#records.set(object.name, type);
    return type;
  }

  connection(object: SObjectType): GraphQLObjectType {
    const known = this.#connections.get(object.name);
    if (known) return known;
    const edge = new GraphQLObjectType({
      name: `${object.name}Edge`,
      fields: () => ({ node: { type: this.record(object) }, cursor: { type: new GraphQLNonNull(GraphQLString) } })
    });
    const type = new GraphQLObjectType({
      name: `${object.name}Connection`,
      fields: {
        edges: { type: new GraphQLList(edge) },
        pageInfo: { type: new GraphQLNonNull(PageInfo) },
        totalCount: { type: new GraphQLNonNull(GraphQLInt) },
        pageResultCount: { type: new GraphQLNonNull(GraphQLInt) }
      }
    });
    this.#connections.set(object.name, type);
    return type;
  }

  #own(object: SObjectType): RecordFields {
    const fields: RecordFields = {};
    for (const field of this.#visible.fields(object)) {
      if (field.type === 'id') continue;
      fields[field.name] = {
        type: fieldKind(field).value,
        resolve: (node, _args, { reader }) => reader.value(node, field)
      };
    }
    return fields;
  }

  #parents(object: SObjectType): RecordFields {
    const fields: RecordFields = {};
    for (const visible of this.#visible.lookups(object)) {
      fields[visible.relationship] = {
        type: this.#parentType(object, visible),
        resolve: (node, _args, { reader }) => reader.parent(node, visible.lookup)
      };
    }
    return fields;
  }

  #parentType(object: SObjectType, { relationship, parents, polymorphic }: VisibleLookup) {
    const types = parents.map((parent) => this.record(parent));
    return polymorphic || !types[0]
      ? new GraphQLUnionType({ name: `${object.name}_${relationship}`, types })
      : types[0];
  }

  #children(object: SObjectType): RecordFields {
    const fields: RecordFields = {};
    for (const { relationship, child, lookup } of this.#visible.children(object)) {
      fields[relationship] = {
        type: this.connection(child),
        args: this.#arguments.ofConnection(child),
        resolve: (node, args: Input, context, info) => {
          const page = this.#arguments.page(child, args, context, info);
          return context.reader.children(node, child, lookup, relationship, page);
        }
      };
    }
    return fields;
  }
}

/** What every record has. The audit fields are null on objects without them. */
function commonFields(): RecordFields {
  const audit = (name: string, kind: typeof idKind): GraphQLFieldConfig<RecordNode, GraphqlContext> => ({
    type: kind.value,
    resolve: (node, _args, { reader }) => {
      const field = node.object.field(name);
      return field ? reader.value(node, field) : null;
    }
  });
  return {
    Id: { type: new GraphQLNonNull(GraphQLID), resolve: ({ row }) => row.Id },
    ApiName: { type: new GraphQLNonNull(GraphQLString), resolve: ({ object }) => object.name },
    WeakEtag: {
      type: new GraphQLNonNull(Long),
      resolve: ({ row }) => (row.SystemModstamp ? Date.parse(row.SystemModstamp as string) : 0)
    },
    DisplayValue: { type: GraphQLString, resolve: ({ object, row }) => row[object.nameField] ?? null },
    LastModifiedById: audit('LastModifiedById', idKind),
    LastModifiedDate: audit('LastModifiedDate', dateTimeKind),
    SystemModstamp: audit('SystemModstamp', dateTimeKind),
    RecordTypeId: {
      type: idKind.value,
      args: { fallback: { type: GraphQLBoolean } },
      resolve: () => ({ value: masterRecordTypeId, displayValue: null })
    }
  };
}
