/**
 * The GraphQL types of mutations: `LeadCreate`, `LeadUpdate` and `LeadDelete` for each object that the user may write.
 *
 * Source: documented, GraphQL API Developer Guide, "Mutations Schema".
 */
import {
  GraphQLBoolean,
  GraphQLID,
  GraphQLInputObjectType,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLFieldConfig,
  type GraphQLFieldConfigMap,
  type GraphQLInputFieldConfigMap
} from 'graphql';
import type { Field, SObjectType } from '../state/schema.ts';
import type { GraphqlContext } from './graphqlContext.ts';
import type { Input } from './graphqlFilter.ts';
import type { RecordTypes } from './graphqlRecordTypes.ts';
import { fieldKind, IdOrRef } from './graphqlScalars.ts';
import type { Visible } from './graphqlVisible.ts';

type MutationField = GraphQLFieldConfig<unknown, GraphqlContext>;

/** Undefined when the user may write nothing. */
export function mutationType(visible: Visible, records: RecordTypes): GraphQLObjectType | undefined {
  const fields: GraphQLFieldConfigMap<unknown, GraphqlContext> = {};
  for (const object of visible.objects) Object.assign(fields, mutationsOf(object, visible, records));
  if (Object.keys(fields).length === 0) return undefined;
  const mutations = new GraphQLObjectType<unknown, GraphqlContext>({ name: 'UIAPIMutations', fields });
  const uiapi: MutationField = {
    type: new GraphQLNonNull(mutations),
    args: { input: { type: mutationsInput } },
    resolve: (_source, args: { input?: { allOrNone?: boolean } }, context) => {
      context.mutations.allOrNone = args.input?.allOrNone ?? true;
      return {};
    }
  };
  return new GraphQLObjectType<unknown, GraphqlContext>({ name: 'Mutation', fields: { uiapi } });
}

function mutationsOf(
  object: SObjectType,
  visible: Visible,
  records: RecordTypes
): GraphQLFieldConfigMap<unknown, GraphqlContext> {
  const { access } = visible;
  const { name } = object;
  const writable = visible.fields(object).filter((field) => access.canEditField(name, field.name));
  const createable = writable.filter((field) => field.createable);
  const updateable = writable.filter((field) => field.updateable);
  const fields: GraphQLFieldConfigMap<unknown, GraphqlContext> = {};

  if (object.createable && createable.length > 0 && access.can(name, 'create')) {
    fields[`${name}Create`] = {
      type: payload('Create', object, records),
      args: { input: { type: input('Create', object, createable, {}) } },
      resolve: (_source, args: { input: Input }, { mutations }, { path }) =>
        mutations.create(object, String(path.key), args.input)
    };
  }
  if (object.updateable && updateable.length > 0 && access.can(name, 'edit')) {
    const id = { Id: { type: new GraphQLNonNull(IdOrRef) } };
    fields[`${name}Update`] = {
      type: payload('Update', object, records),
      args: { input: { type: input('Update', object, updateable, id) } },
      resolve: (_source, args: { input: Input }, { mutations }, { path }) =>
        mutations.update(object, String(path.key), args.input)
    };
  }
  if (object.deletable && access.can(name, 'delete')) {
    fields[`${name}Delete`] = {
      type: recordDeletePayload,
      args: { input: { type: new GraphQLNonNull(recordDeleteInput) } },
      resolve: (_source, args: { input: Input }, { mutations }, { path }) =>
        mutations.delete(object, String(path.key), args.input)
    };
  }
  return fields;
}

function payload(verb: string, object: SObjectType, records: RecordTypes): GraphQLObjectType {
  return new GraphQLObjectType({
    name: `${object.name}${verb}Payload`,
    fields: { Record: { type: records.record(object) } }
  });
}

/** `{ Id: …, Lead: { LastName: … } }` */
function input(
  verb: string,
  { name }: SObjectType,
  fields: readonly Field[],
  id: GraphQLInputFieldConfigMap
): GraphQLNonNull<GraphQLInputObjectType> {
  const representation = new GraphQLInputObjectType({
    name: `${name}${verb}Representation`,
    fields: Object.fromEntries(
      fields.map((field) => [field.name, { type: field.type === 'reference' ? IdOrRef : fieldKind(field).scalar }])
    )
  });
  return new GraphQLNonNull(
    new GraphQLInputObjectType({
      name: `${name}${verb}Input`,
      fields: { ...id, [name]: { type: new GraphQLNonNull(representation) } }
    })
  );
}

const mutationsInput = new GraphQLInputObjectType({
  name: 'UIAPIMutationsInput',
  fields: { allOrNone: { type: GraphQLBoolean, defaultValue: true } }
});

const recordDeleteInput = new GraphQLInputObjectType({
  name: 'RecordDeleteInput',
  fields: { Id: { type: new GraphQLNonNull(IdOrRef) } }
});

const recordDeletePayload = new GraphQLObjectType({
  name: 'RecordDeletePayload',
  fields: { Id: { type: GraphQLID } }
});
