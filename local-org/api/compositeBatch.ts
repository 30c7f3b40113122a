/**
 * /composite/batch: up to 25 requests that do not know of each other.
 */
import { SalesforceError, unsupported } from '../errors.ts';
import type { Org } from '../org.ts';
import type { Host } from './host.ts';
import type { ApiRequest, ApiResponse, Operation } from './operation.ts';
import { objectBody } from './requestBody.ts';

/** Source: documented REST API Developer Guide, "Composite Batch". */
const maxBatchRequests = 25;
const batchMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

function batch(_org: Org, request: ApiRequest, host: Host): ApiResponse {
  // Batch subrequests take no headers of their own; whether the outer one reaches them is not documented.
  if (request.headers['sforce-auto-assign'] !== undefined) throw unsupported('Sforce-Auto-Assign on /composite/batch');
  const { batchRequests, haltOnError, ...rest } = objectBody(request.body);
  const unknown = Object.keys(rest)[0];
  if (unknown) throw new SalesforceError('JSON_PARSER_ERROR', `Unrecognized field "${unknown}"`);
  const subrequests = readBatch(batchRequests);
  const results: { statusCode: number; result: unknown }[] = [];
  let failed = false;
  for (const { method, url, richInput } of subrequests) {
    if (failed && haltOnError === true) {
      const error = new SalesforceError(
        'BATCH_PROCESSING_HALTED',
        'Batch request processing halted by a previous request failure'
      );
      results.push({ statusCode: error.status, result: [error.toJSON()] });
      continue;
    }
    const { status, body } = host.dispatch(request, { method, url, headers: {}, body: richInput });
    failed ||= status >= 300;
    results.push({ statusCode: status, result: body ?? null });
  }
  return { status: 200, body: { hasErrors: failed, results } };
}

function readBatch(list: unknown): { method: string; url: string; richInput: unknown }[] {
  if (!Array.isArray(list) || list.length === 0)
    throw new SalesforceError('JSON_PARSER_ERROR', 'batchRequests must be an array of requests');
  if (list.length > maxBatchRequests) {
    throw new SalesforceError(
      'LIMIT_EXCEEDED',
      `The batch holds ${list.length} requests. The limit is ${maxBatchRequests}.`
    );
  }
  return list.map((item: unknown, index) => {
    const { method, url, richInput, ...rest } = objectBody(item);
    const other = Object.keys(rest)[0];
    if (other === 'binaryPartName' || other === 'binaryPartNameAlias') throw unsupported(`${other} in a batch`);
    if (other) throw new SalesforceError('JSON_PARSER_ERROR', `Unrecognized field "${other}" in request ${index}`);
    if (typeof method !== 'string' || !batchMethods.includes(method)) {
      throw new SalesforceError(
        'JSON_PARSER_ERROR',
        `The method of request ${index} must be one of ${batchMethods.join(', ')}`
      );
    }
    const address = typeof url === 'string' ? /^\/?(?:services\/data\/)?(v\d+\.\d+\/.*)$/.exec(url)?.[1] : undefined;
    if (address === undefined)
      throw new SalesforceError('JSON_PARSER_ERROR', `The url of request ${index} must start with vXX.X/`);
    return { method, url: `/services/data/${address}`, richInput };
  });
}

export const operations: Operation[] = [
  {
    method: 'POST',
    at: 'data',
    path: '/composite/batch',
    summary: 'Runs up to 25 independent requests; `haltOnError` stops at the first that fails',
    support: 'partial',
    note: 'binary parts and an outer Sforce-Auto-Assign are refused',
    source: 'documented REST API Developer Guide, "Composite Batch"',
    handle: batch
  }
];
