/**
 * The GraphQL schema of an org as one user sees it: only objects and fields that this user can read, and for mutations
 * write. Built once for each deployed schema and set of rights.
 *
 * Source: documented, GraphQL API Developer Guide, "Schema Conventions".
 */
import {
  GraphQLEnumType,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  type GraphQLFieldConfig,
  type GraphQLFieldConfigMap
} from 'graphql';
import type { Org, Session } from '../org.ts';
import type { Schema, SObjectType } from '../state/schema.ts';
import { ArgumentTypes } from './graphqlArguments.ts';
import type { GraphqlContext } from './graphqlContext.ts';
import { scopes, scopeToSoql, type Input } from './graphqlFilter.ts';
import { mutationType } from './graphqlMutationTypes.ts';
import { RecordTypes } from './graphqlRecordTypes.ts';
import { Visible } from './graphqlVisible.ts';

const built = new WeakMap<Schema, Map<string, GraphQLSchema>>();

/** The schema for this user. */
export function graphqlSchema(org: Org, session: Session): GraphQLSchema {
  const visible = new Visible(org.schema, org.access(session));
  const byRights = built.get(org.schema) ?? new Map<string, GraphQLSchema>();
  built.set(org.schema, byRights);
  const fingerprint = visible.fingerprint();
  const schema = byRights.get(fingerprint) ?? buildSchema(visible);
  byRights.set(fingerprint, schema);
  return schema;
}

function buildSchema(visible: Visible): GraphQLSchema {
  const argumentTypes = new ArgumentTypes(visible);
  const records = new RecordTypes(visible, argumentTypes);
  const fields: GraphQLFieldConfigMap<unknown, GraphqlContext> = {};
  for (const object of visible.objects) fields[object.name] = recordsField(object, argumentTypes, records);
  const recordQuery = new GraphQLObjectType({ name: 'RecordQuery', fields });
  const uiapi = new GraphQLObjectType({ name: 'UIAPI', fields: { query: entry(recordQuery) } });
  return new GraphQLSchema({
    query: new GraphQLObjectType({ name: 'Query', fields: { uiapi: entry(uiapi) } }),
    mutation: mutationType(visible, records),
    types: visible.objects.map((object) => records.record(object))
  });
}

/** `Lead(first, after, where, orderBy, scope)` */
function recordsField(
  object: SObjectType,
  argumentTypes: ArgumentTypes,
  records: RecordTypes
): GraphQLFieldConfig<unknown, GraphqlContext> {
  return {
    type: records.connection(object),
    args: { ...argumentTypes.ofConnection(object), scope: { type: supportedScopes } },
    resolve: (_source, args: Input, context, info) => {
      const { reader } = context;
      const page = argumentTypes.page(object, args, context, info);
      const scope = scopeToSoql(object, reader.session, (args.scope as string | undefined) ?? 'EVERYTHING');
      const where = [scope, page.where].filter((condition) => condition !== undefined).join(' AND ') || undefined;
      return reader.connection(object, { ...page, where });
    }
  };
}

/** A field that only leads further down. */
function entry(type: GraphQLObjectType): GraphQLFieldConfig<unknown, GraphqlContext> {
  return { type: new GraphQLNonNull(type), resolve: () => ({}) };
}

const supportedScopes = new GraphQLEnumType({
  name: 'SupportedScopes',
  values: Object.fromEntries(scopes.map((name) => [name, {}]))
});
