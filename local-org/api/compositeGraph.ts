/**
 * /composite/graph: several graphs of requests, each all or nothing.
 */
import { SalesforceError } from '../errors.ts';
import type { Org } from '../org.ts';
import { readSubrequests } from './composite.ts';
import { referencedIds } from './compositeReferences.ts';
import { rolledBackText, runSubrequests, type CompositeSubrequest } from './compositeRun.ts';
import type { Host } from './host.ts';
import type { ApiRequest, ApiResponse, Operation } from './operation.ts';
import { objectBody } from './requestBody.ts';

/** Source: documented REST API Developer Guide, "Composite Graph": 500 nodes a request, 75 graphs, 15 levels of nodes. */
const maxNodes = 500;
const maxGraphs = 75;
const maxDepth = 15;
const recordAddress = /^\/services\/data\/v[\d.]+\/sobjects\/[^/?]+(\/[^/?]+){0,2}(\?|$)/;

function graph(org: Org, request: ApiRequest, host: Host): ApiResponse {
  const { graphs, ...rest } = objectBody(request.body);
  const unknown = Object.keys(rest)[0];
  if (unknown) throw new SalesforceError('JSON_PARSER_ERROR', `Unrecognized field "${unknown}"`);
  if (!Array.isArray(graphs) || graphs.length === 0)
    throw new SalesforceError('JSON_PARSER_ERROR', 'graphs must be an array of graphs');
  if (graphs.length > maxGraphs)
    throw new SalesforceError('LIMIT_EXCEEDED', `The request holds more than ${maxGraphs} graphs`);
  const read = graphs.map((item: unknown, index) => {
    const { graphId, compositeRequest, ...others } = objectBody(item);
    if (typeof graphId !== 'string' || Object.keys(others).length > 0) {
      throw new SalesforceError(
        'JSON_PARSER_ERROR',
        `Graph ${index} must hold a graphId and a compositeRequest, nothing else`
      );
    }
    return { graphId, nodes: inOrderOfReference(readSubrequests(compositeRequest, maxNodes)) };
  });
  if (new Set(read.map(({ graphId }) => graphId)).size < read.length) {
    throw new SalesforceError('JSON_PARSER_ERROR', 'Two graphs have the same graphId');
  }
  if (read.reduce((sum, { nodes }) => sum + nodes.length, 0) > maxNodes) {
    throw new SalesforceError('LIMIT_EXCEEDED', `The request holds more than ${maxNodes} nodes`);
  }
  return {
    status: 200,
    body: {
      graphs: read.map(({ graphId, nodes }) => {
        const { results, successful } = runSubrequests(org, request, host, nodes, {
          allOrNone: true,
          rolledBack: rolledBackText
        });
        return { graphId, graphResponse: { compositeResponse: results }, isSuccessful: successful };
      })
    }
  };
}

/**
 * The nodes of a graph, each after those it refers to.
 * @throws SalesforceError for a reference that goes in a circle, too deep, or to no node, and for an address that is
 *   not a record's: a graph holds nothing else
 */
function inOrderOfReference(nodes: readonly CompositeSubrequest[]): CompositeSubrequest[] {
  const byId = new Map(nodes.map((node) => [node.referenceId, node]));
  const ordered = new Set<CompositeSubrequest>();
  const visit = (node: CompositeSubrequest, above: readonly string[]): void => {
    if (ordered.has(node)) return;
    if (above.includes(node.referenceId))
      throw new SalesforceError('JSON_PARSER_ERROR', `The node '${node.referenceId}' refers to itself`);
    if (above.length >= maxDepth)
      throw new SalesforceError('LIMIT_EXCEEDED', `The graph is more than ${maxDepth} nodes deep`);
    for (const referenceId of referencedIds(node.url, node.body)) {
      const target = byId.get(referenceId);
      if (!target)
        throw new SalesforceError(
          'JSON_PARSER_ERROR',
          `The node '${node.referenceId}' refers to '${referenceId}', which is not in its graph`
        );
      visit(target, [...above, node.referenceId]);
    }
    ordered.add(node);
  };
  for (const node of nodes) {
    if (!recordAddress.test(node.url)) {
      throw new SalesforceError(
        'JSON_PARSER_ERROR',
        `The url of '${node.referenceId}' is not a record's: a graph takes sObject resources only`
      );
    }
    visit(node, []);
  }
  return [...ordered];
}

export const operations: Operation[] = [
  {
    method: 'POST',
    at: 'data',
    path: '/composite/graph',
    summary: 'Runs graphs of record requests, each graph all or nothing',
    support: 'partial',
    note: 'results stand in the order in which the nodes ran; messages of malformed graphs are our own',
    source: 'documented REST API Developer Guide, "Composite Graph"',
    handle: graph
  }
];
