/**
 * /composite/tree: records with their children in one request, all or nothing.
 */
import { SalesforceError } from '../errors.ts';
import type { Org, SaveOptions, Session } from '../org.ts';
import type { SObjectType } from '../state/schema.ts';
import { saveOptionsOf } from './saveOptions.ts';
import { collectionError } from './errorReply.ts';
import type { ApiRequest, ApiResponse, Operation } from './operation.ts';
import { objectBody } from './requestBody.ts';
import { fieldValues, objectOfPath } from './sobjectBody.ts';
import { sessionOf } from './sobjectRows.ts';

/** Source: documented REST API Developer Guide, "sObject Tree": 200 records, 5 levels, 5 types. */
const maxRecords = 200;
const maxLevels = 5;
const maxTypes = 5;

/** One record of the tree, with the field that ties it to its parent. */
interface Node {
  readonly referenceId: string;
  readonly object: SObjectType;
  readonly values: Record<string, unknown>;
  readonly parent: { referenceId: string; field: string } | undefined;
}

function tree(org: Org, request: ApiRequest): ApiResponse {
  const session = sessionOf(request);
  const root = objectOfPath(org, request.params['object']);
  const options = saveOptionsOf(request);
  const nodes = readNodes(org, root, objectBody(request.body)['records'], undefined, 1);
  if (nodes.length > maxRecords) {
    throw new SalesforceError(
      'LIMIT_EXCEEDED',
      `Record limit reached. Cannot process more than ${maxRecords} records.`
    );
  }
  if (new Set(nodes.map(({ object }) => object.name)).size > maxTypes) {
    throw new SalesforceError('LIMIT_EXCEEDED', `The tree holds more than ${maxTypes} types of records`);
  }
  if (new Set(nodes.map(({ referenceId }) => referenceId)).size < nodes.length) {
    throw new SalesforceError('INVALID_INPUT', 'Duplicate ReferenceId provided in the request.');
  }
  return createAll(org, session, nodes, options);
}

/** The records in the order in which they are created: each parent before its children. */
function readNodes(org: Org, object: SObjectType, records: unknown, parent: Node['parent'], level: number): Node[] {
  if (!Array.isArray(records) || records.length === 0) {
    throw new SalesforceError('JSON_PARSER_ERROR', 'records must be an array of records');
  }
  if (level > maxLevels) throw new SalesforceError('LIMIT_EXCEEDED', `The tree is more than ${maxLevels} levels deep`);
  return records.flatMap((item: unknown) => {
    const record = objectBody(item);
    const attributes = record['attributes'] as { type?: unknown; referenceId?: unknown } | undefined;
    const referenceId = attributes?.referenceId;
    if (typeof referenceId !== 'string' || !/^[A-Za-z0-9]/.test(referenceId)) {
      throw new SalesforceError(
        'INVALID_INPUT',
        'Missing attributes.referenceId, which must begin with a letter or a number.'
      );
    }
    if (typeof attributes?.type !== 'string' || org.schema.object(attributes.type)?.name !== object.name) {
      throw new SalesforceError('INVALID_INPUT', `The type of '${referenceId}' must be ${object.name}`);
    }
    const values: Record<string, unknown> = {};
    const children: Node[] = [];
    const relationships = org.schema.childRelationships(object.name);
    for (const [name, value] of Object.entries(fieldValues(record))) {
      const isChildList = typeof value === 'object' && value !== null && 'records' in value;
      const relationship = relationships.find((child) => child.name.toLowerCase() === name.toLowerCase());
      const child = relationship && org.schema.object(relationship.childObject);
      if (isChildList && child) {
        const up = { referenceId, field: relationship.field };
        children.push(...readNodes(org, child, value.records, up, level + 1));
      } else {
        values[name] = value;
      }
    }
    return [{ referenceId, object, values, parent }, ...children];
  });
}

class Failed extends Error {}

function createAll(org: Org, session: Session, nodes: readonly Node[], options: SaveOptions): ApiResponse {
  const ids = new Map<string, string>();
  const failures: { referenceId: string; errors: ReturnType<typeof collectionError>[] }[] = [];
  try {
    org.transaction(() => {
      for (const { referenceId, object, values, parent } of nodes) {
        const parentId = parent && ids.get(parent.referenceId);
        if (parent && parentId === undefined) continue;
        try {
          const tied = parent ? { ...values, [parent.field]: parentId } : values;
          ids.set(referenceId, org.transaction(() => org.records.create(session, object.name, tied, options)).id);
        } catch (error) {
          failures.push({ referenceId, errors: [collectionError(error)] });
        }
      }
      if (failures.length > 0) throw new Failed();
    });
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    return { status: 400, body: { hasErrors: true, results: failures } };
  }
  const results = nodes.map(({ referenceId }) => ({ referenceId, id: ids.get(referenceId) }));
  return { status: 201, body: { hasErrors: false, results } };
}

export const operations: Operation[] = [
  {
    method: 'POST',
    at: 'data',
    path: '/composite/tree/:object',
    summary: 'Creates up to 200 records with their children, all or none',
    support: 'supported',
    source: 'documented REST API Developer Guide, "sObject Tree"',
    handle: tree
  }
];
