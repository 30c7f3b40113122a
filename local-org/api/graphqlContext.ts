/**
 * What the resolvers of one GraphQL request work with.
 */
import type { GraphqlMutations } from './graphqlMutation.ts';
import type { GraphqlReader } from './graphqlReader.ts';

export interface GraphqlContext {
  readonly reader: GraphqlReader;
  readonly mutations: GraphqlMutations;
  /** Variables as they were sent: their keys keep the order that parsing loses. */
  readonly variables: Readonly<Record<string, unknown>>;
}
