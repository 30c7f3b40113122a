/**
 * The arguments of a list of records: their types, and what they mean as SOQL.
 *
 * Source: documented, GraphQL API Developer Guide, "Filter Parent Relationships", "Polymorphic Relationship Filters",
 * "Order Results" and "Paginate Results".
 */
import {
  GraphQLError,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLList,
  GraphQLString,
  Kind,
  type GraphQLFieldConfigArgumentMap,
  type GraphQLInputFieldConfigMap,
  type GraphQLResolveInfo,
  type ValueNode
} from 'graphql';
import type { SObjectType } from '../state/schema.ts';
import type { GraphqlContext } from './graphqlContext.ts';
import { orderByToSoql, whereToSoql, type Input } from './graphqlFilter.ts';
import { skipTo, type ConnectionArguments } from './graphqlReader.ts';
import { fieldKind, OrderByClause } from './graphqlScalars.ts';
import type { Visible, VisibleLookup } from './graphqlVisible.ts';

export class ArgumentTypes {
  readonly #visible: Visible;
  readonly #filters = new Map<string, GraphQLInputObjectType>();
  readonly #orders = new Map<string, GraphQLInputObjectType>();

  constructor(visible: Visible) {
    this.#visible = visible;
  }

  /** `first`, `after`, `where` and `orderBy` for records of this object. */
  ofConnection(object: SObjectType): GraphQLFieldConfigArgumentMap {
    return {
      first: { type: GraphQLInt },
      after: { type: GraphQLString },
      where: { type: this.#filter(object) },
      orderBy: { type: this.#orderBy(object) }
    };
  }

  /** @throws GraphQLError for a page size outside 1 to 2,000, a malformed cursor or an empty filter */
  page(object: SObjectType, args: Input, context: GraphqlContext, info: GraphQLResolveInfo): ConnectionArguments {
    const { schema } = this.#visible;
    const first = Number(args.first ?? 10);
    if (first < 1 || first > 2000) throw new GraphQLError('first must be between 1 and 2000');
    return {
      first,
      skip: skipTo(args.after as string | undefined),
      where: args.where ? whereToSoql(schema, object, args.where as Input) : undefined,
      orderBy: args.orderBy ? orderByToSoql(schema, object, args.orderBy as Input, orderKeys(info, context)) : []
    };
  }

  #filter(object: SObjectType): GraphQLInputObjectType {
    return memo(this.#filters, `${object.name}_Filter`, (name) => {
      const self: GraphQLInputObjectType = new GraphQLInputObjectType({
        name,
        fields: () => {
          const fields: GraphQLInputFieldConfigMap = {};
          for (const lookup of this.#visible.lookups(object)) {
            fields[lookup.relationship] = { type: this.#parentFilter(object, lookup) };
          }
          for (const field of this.#visible.fields(object)) {
            const { operators } = fieldKind(field);
            if (operators) fields[field.name] = { type: operators };
          }
          const list = new GraphQLList(self);
          return { ...fields, and: { type: list }, or: { type: list }, not: { type: self } };
        }
      });
      return self;
    });
  }

  /** A polymorphic lookup names the parent's object: `Owner: { User: { Name: { eq: "…" } } }`. */
  #parentFilter(object: SObjectType, { relationship, parents, polymorphic }: VisibleLookup): GraphQLInputObjectType {
    if (!polymorphic && parents[0]) return this.#filter(parents[0]);
    return memo(this.#filters, `${object.name}_${relationship}_Filters`, (name) => {
      const fields = (): GraphQLInputFieldConfigMap =>
        Object.fromEntries(parents.map((parent) => [parent.name, { type: this.#filter(parent) }]));
      return new GraphQLInputObjectType({ name, fields });
    });
  }

  #orderBy(object: SObjectType): GraphQLInputObjectType {
    return memo(this.#orders, `${object.name}_OrderBy`, (name) => {
      const fields = (): GraphQLInputFieldConfigMap => {
        const types: GraphQLInputFieldConfigMap = {};
        for (const { relationship, parents, polymorphic } of this.#visible.lookups(object)) {
          if (!polymorphic && parents[0]) types[relationship] = { type: this.#orderBy(parents[0]) };
        }
        for (const field of this.#visible.fields(object)) {
          if (field.sortable) types[field.name] = { type: OrderByClause };
        }
        return types;
      };
      return new GraphQLInputObjectType({ name, fields });
    });
  }
}

/** The keys of `orderBy` at all depths, in the order of the document or of the variable. */
function orderKeys(info: GraphQLResolveInfo, { variables }: GraphqlContext): string[] {
  const argument = info.fieldNodes[0]?.arguments?.find(({ name }) => name.value === 'orderBy')?.value;
  const within = (node: ValueNode): string[] => {
    if (node.kind === Kind.VARIABLE) return keysWithin(variables[node.name.value]);
    if (node.kind !== Kind.OBJECT) return [];
    return node.fields.flatMap((field) => [field.name.value, ...within(field.value)]);
  };
  return argument ? within(argument) : [];
}

function keysWithin(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...keysWithin(inner)]);
}

function memo<T>(cache: Map<string, T>, name: string, make: (name: string) => T): T {
  const made = cache.get(name) ?? make(name);
  cache.set(name, made);
  return made;
}
