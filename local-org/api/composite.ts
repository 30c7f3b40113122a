/**
 * /composite: up to 25 requests in one, each able to use the answers of those before it.
 */
import { SalesforceError } from '../errors.ts';
import type { Org } from '../org.ts';
import { rolledBackText, runSubrequests } from './compositeRun.ts';
import type { CompositeSubrequest } from './compositeRun.ts';
import type { Host } from './host.ts';
import type { ApiRequest, ApiResponse, Operation } from './operation.ts';
import { objectBody } from './requestBody.ts';

/** Source: documented REST API Developer Guide, "Composite": 25 subrequests, of which 5 queries or collections. */
const maxSubrequests = 25;
const maxQueriesOrCollections = 5;

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const inheritedHeaders = ['accept', 'authorization', 'content-type'];
const referenceIdPattern = /^[A-Za-z0-9][A-Za-z0-9_]*$/;
const queryOrCollection = /^\/services\/data\/v[\d.]+\/(query|queryAll|composite\/sobjects)(\/|\?|$)/;

function bad(message: string): SalesforceError {
  return new SalesforceError('JSON_PARSER_ERROR', message);
}

/**
 * Checks the request before anything is done, in this order: the list, its length, then each subrequest in turn.
 * The texts are assumed; that each of these fails the whole request with 400 is documented.
 */
export function readSubrequests(list: unknown, max = maxSubrequests): CompositeSubrequest[] {
  if (!Array.isArray(list)) throw bad('compositeRequest must be an array');
  if (list.length === 0) throw bad('compositeRequest holds no subrequest');
  if (list.length > max) {
    throw new SalesforceError(
      'LIMIT_EXCEEDED',
      `The composite request holds ${list.length} subrequests. The limit is ${max}.`
    );
  }
  const seen = new Set<string>();
  return list.map((item: unknown, index) => {
    const { method, url, referenceId, body, httpHeaders, ...rest } = objectBody(item);
    const unknown = Object.keys(rest)[0];
    if (unknown) throw bad(`Unrecognized field "${unknown}" in subrequest ${index}`);
    if (typeof referenceId !== 'string') throw bad(`Subrequest ${index} has no referenceId`);
    if (!referenceIdPattern.test(referenceId)) {
      throw bad(
        `Provided referenceId ('${referenceId}') must start with a letter or a number, and it can contain only letters, numbers and underscores ('_').`
      );
    }
    if (seen.has(referenceId)) throw bad(`The referenceId '${referenceId}' stands twice in the request`);
    seen.add(referenceId);
    if (typeof method !== 'string' || !methods.includes(method)) {
      throw bad(`The method of '${referenceId}' must be one of ${methods.join(', ')}, in capitals`);
    }
    if (typeof url !== 'string' || !url.startsWith('/services/data/v')) {
      throw bad(`The url of '${referenceId}' must start with /services/data/vXX.X/`);
    }
    return { referenceId, method, url, body, headers: subrequestHeaders(referenceId, httpHeaders) };
  });
}

/** A subrequest may not set what it inherits; nothing else does it inherit. Source: documented, "Composite", httpHeaders. */
function subrequestHeaders(referenceId: string, httpHeaders: unknown): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(httpHeaders === undefined ? {} : objectBody(httpHeaders))) {
    const lower = name.toLowerCase();
    if (inheritedHeaders.includes(lower)) throw bad(`The header ${name} cannot be set in subrequest '${referenceId}'`);
    headers[lower] = String(value);
  }
  return headers;
}

function composite(org: Org, request: ApiRequest, host: Host): ApiResponse {
  const { allOrNone, collateSubrequests, compositeRequest, ...rest } = objectBody(request.body);
  const unknown = Object.keys(rest)[0];
  if (unknown) throw bad(`Unrecognized field "${unknown}"`);
  for (const [name, flag] of Object.entries({ allOrNone, collateSubrequests })) {
    if (flag !== undefined && typeof flag !== 'boolean') throw bad(`${name} must be true or false`);
  }
  const subrequests = readSubrequests(compositeRequest);
  if (subrequests.filter(({ url }) => queryOrCollection.test(url)).length > maxQueriesOrCollections) {
    throw new SalesforceError(
      'LIMIT_EXCEEDED',
      `The composite request holds more than ${maxQueriesOrCollections} query or sObject Collections subrequests`
    );
  }
  const { results } = runSubrequests(org, request, host, subrequests, {
    allOrNone: allOrNone === true,
    rolledBack: rolledBackText
  });
  return { status: 200, body: { compositeResponse: results } };
}

export const operations: Operation[] = [
  {
    method: 'POST',
    at: 'data',
    path: '/composite',
    summary: 'Runs up to 25 requests in turn, as one API call, in one transaction with `allOrNone`',
    support: 'partial',
    note: 'collateSubrequests is accepted; subrequests always run one after another, in their order',
    source: 'documented REST API Developer Guide, "Composite"; texts of PROCESSING_HALTED from public recordings',
    handle: composite
  }
];
