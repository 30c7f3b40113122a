/**
 * The GraphQL API: queries and mutations of records, as `lightning/graphql` sends them.
 */
import {
  execute,
  GraphQLError,
  Kind,
  OperationTypeNode,
  parse,
  validate,
  visit,
  type DocumentNode,
  type ExecutionResult
} from 'graphql';
import { SalesforceError } from '../errors.ts';
import type { Org } from '../org.ts';
import type { GraphqlContext } from './graphqlContext.ts';
import { GraphqlMutations } from './graphqlMutation.ts';
import { GraphqlReader } from './graphqlReader.ts';
import { graphqlSchema } from './graphqlSchema.ts';
import type { ApiRequest, ApiResponse, Operation } from './operation.ts';

export const operations: readonly Operation[] = [
  {
    method: 'POST',
    at: 'data',
    path: '/graphql',
    summary:
      'GraphQL over records: queries with filters, order, pages, parents and children; create, update and delete',
    support: 'partial',
    note: 'uiapi.query and the mutations of uiapi. No aggregate, objectInfos, relatedListByName, semi-joins (inq, ninq) or upperBound; scopes EVERYTHING and MINE; texts of validation errors differ',
    source: 'documented GraphQL API Developer Guide; replies as recorded in the fixtures of Lightning Data Service',
    handle: answerGraphql
  }
];

/** Kinds of error that Salesforce names. Source: documented, GraphQL API Developer Guide, "Status Codes and Error Responses". */
type ErrorType = 'InvalidSyntax' | 'ValidationError' | 'DataFetchingException' | 'OperationNotSupported';

/** Errors of the query answer 200 with `errors`; what the local org does not do is refused with 501, and changes nothing. */
function answerGraphql(org: Org, request: ApiRequest): ApiResponse {
  const { session } = request;
  if (!session) throw new SalesforceError('INVALID_SESSION_ID', 'Session expired or invalid');
  const { query, variables, operationName } = graphqlBody(request.body);

  let document: DocumentNode;
  try {
    document = parse(query);
  } catch (error) {
    return failed('InvalidSyntax', [error as GraphQLError]);
  }
  const schema = graphqlSchema(org, session);
  const problems = validate(schema, document);
  if (problems.length > 0) return failed('ValidationError', problems);

  const reader = new GraphqlReader(org, session, request.apiVersion, mentionedNames(document));
  const mutations = new GraphqlMutations(reader);
  const context: GraphqlContext = { reader, mutations, variables };
  const run = (): ExecutionResult => {
    const result = execute({ schema, document, variableValues: variables, operationName, contextValue: context });
    if (result instanceof Promise) throw new Error('A GraphQL resolver is not synchronous');
    const refusal = result.errors?.map(({ originalError }) => originalError).find(isRefusal);
    if (refusal) throw refusal;
    return result;
  };

  const isMutation = document.definitions.some(
    (node) => node.kind === Kind.OPERATION_DEFINITION && node.operation === OperationTypeNode.MUTATION
  );
  const result = isMutation ? transacted(org, mutations, run) : run();
  if (result.data === undefined) return failed('ValidationError', result.errors ?? []);
  return {
    status: 200,
    body: { data: result.data, errors: (result.errors ?? []).map((error) => errorJson('DataFetchingException', error)) }
  };
}

/** With `allOrNone` an error undoes all of the request, and no record of it is answered. */
function transacted(org: Org, mutations: GraphqlMutations, run: () => ExecutionResult): ExecutionResult {
  let undone: ExecutionResult | undefined;
  try {
    return org.transaction(() => {
      const result = run();
      if (!mutations.allOrNone || !result.errors) return result;
      undone = { data: null, errors: result.errors };
      throw new AllUndone();
    });
  } catch (error) {
    if (error instanceof AllUndone && undone) return undone;
    throw error;
  }
}

class AllUndone extends Error {}

function isRefusal(error: unknown): error is SalesforceError {
  return error instanceof SalesforceError && error.errorCode === 'LOCAL_ORG_UNSUPPORTED';
}

function graphqlBody(body: unknown): {
  query: string;
  variables: Record<string, unknown>;
  operationName: string | undefined;
} {
  const { query, variables, operationName } = (typeof body === 'object' && body !== null ? body : {}) as Record<
    string,
    unknown
  >;
  if (typeof query !== 'string')
    throw new SalesforceError('JSON_PARSER_ERROR', "The request body must be a JSON object with 'query'");
  if (variables !== undefined && variables !== null && (typeof variables !== 'object' || Array.isArray(variables))) {
    throw new SalesforceError('JSON_PARSER_ERROR', "'variables' must be a JSON object");
  }
  return {
    query,
    variables: (variables ?? {}) as Record<string, unknown>,
    operationName: typeof operationName === 'string' ? operationName : undefined
  };
}

function mentionedNames(document: DocumentNode): Set<string> {
  const names = new Set<string>();
  visit(document, { Field: (node) => void names.add(node.name.value) });
  return names;
}

function failed(type: ErrorType, errors: readonly GraphQLError[]): ApiResponse {
  return { status: 200, body: { data: {}, errors: errors.map((error) => errorJson(type, error)) } };
}

/** `paths` in the plural. Source: recorded, fixtures of Lightning Data Service. */
function errorJson(type: ErrorType, error: GraphQLError): Record<string, unknown> {
  const cause = error.originalError;
  return {
    message: cause instanceof SalesforceError ? `${cause.errorCode}: ${cause.message}` : error.message,
    locations: error.locations ?? [],
    paths: error.path ?? [],
    extensions: { ErrorType: type }
  };
}
