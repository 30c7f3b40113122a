/** The REST resource for deploys, which the sf command line uses when `org-metadata-rest-deploy` is set. */
import { SalesforceError } from '../errors.ts';
import type { Org, Session } from '../org.ts';
import {
  deployResult,
  deployValidated,
  readDeployOptions,
  requireMetadataAccess,
  startDeploy
} from './metadataDeploy.ts';
import { readFormParts } from './metadataMultipart.ts';
import type { ApiRequest, ApiResponse, Operation } from './operation.ts';

const source =
  'documented: Metadata API Developer Guide, "Deploy Metadata with REST"; recorded November 2026: what sf 2.146 sends and accepts';

async function post(org: Org, request: ApiRequest): Promise<ApiResponse> {
  const session = request.session as Session;
  if (/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    const validated = (request.body as { validatedDeployRequestId?: unknown } | undefined)?.validatedDeployRequestId;
    if (typeof validated !== 'string')
      throw new SalesforceError('MISSING_ARGUMENT', 'The request has no validatedDeployRequestId');
    return { status: 201, body: { id: deployValidated(org, session, validated), validatedDeployRequestId: validated } };
  }
  const parts = await readFormParts(request.headers['content-type'], request.rawBody ?? Buffer.alloc(0));
  const zip = parts.get('file');
  if (!zip) throw new SalesforceError('MISSING_ARGUMENT', 'The request has no part named file');
  const deployOptions = optionsOf(parts.get('entity_content') ?? parts.get('json'));
  const id = startDeploy(org, session, zip, readDeployOptions(deployOptions));
  return {
    status: 201,
    body: { id, deployOptions, deployResult: { id, done: false, status: 'Pending', success: false } }
  };
}

function optionsOf(json: Buffer | undefined): Record<string, unknown> {
  if (!json) return {};
  try {
    const parsed = JSON.parse(json.toString('utf8')) as { deployOptions?: Record<string, unknown> } | null;
    return parsed?.deployOptions ?? {};
  } catch (error) {
    throw new SalesforceError('JSON_PARSER_ERROR', (error as Error).message);
  }
}

function get(org: Org, request: ApiRequest): ApiResponse {
  requireMetadataAccess(org, request.session as Session);
  const id = request.params['id'] ?? '';
  const { details, ...result } = deployResult(org, id);
  const withDetails = request.query.get('includeDetails') === 'true';
  return { status: 200, body: { id: result['id'], deployResult: withDetails ? { ...result, details } : result } };
}

export const operations: readonly Operation[] = [
  {
    method: 'POST',
    at: 'data',
    path: '/metadata/deployRequest',
    summary: 'Deploy a zipped package, or what an earlier request validated',
    support: 'partial',
    note: 'as the SOAP deploy',
    source,
    handle: post
  },
  {
    method: 'GET',
    at: 'data',
    path: '/metadata/deployRequest/:id',
    summary: 'State and results of a deploy',
    support: 'supported',
    source,
    handle: get
  },
  {
    method: 'PATCH',
    at: 'data',
    path: '/metadata/deployRequest/:id',
    summary: 'Cancel a deploy',
    support: 'refused',
    note: 'a deploy is finished before anyone could cancel it',
    source
  }
];
