/** The few requests that the official tools make of the Tooling API. All else of it is refused by name. */
import { SalesforceError, unsupported } from '../errors.ts';
import type { Org, Session } from '../org.ts';
import { requireMetadataAccess } from './metadataDeploy.ts';
import { componentNamed } from './metadataInventory.ts';
import type { ApiRequest, ApiResponse, Operation } from './operation.ts';

const toolingSource = 'recorded November 2026: what sf 2.146 asks and accepts';

/** Objects that the tools ask for, and go on without when the org answers that it has none. Source: recorded, sf 2.146. */
const absentObjects = new Set(['sandboxprocess', 'sourcemember', 'scratchorginfo', 'metadatacomponentdependency']);

function query(org: Org, request: ApiRequest): ApiResponse {
  const soql = (request.query.get('q') ?? '').trim();
  const objectName = /\bfrom\s+(\w+)/i.exec(soql)?.[1] ?? '';
  if (absentObjects.has(objectName.toLowerCase())) {
    throw new SalesforceError('INVALID_TYPE', `sObject type '${objectName}' is not supported.`);
  }
  if (objectName.toLowerCase() !== 'assignmentrule')
    throw unsupported(`the Tooling API query on ${objectName || 'nothing'}`);
  return { status: 200, body: queryAssignmentRule(org, request, soql) };
}

/**
 * `SELECT …, Metadata FROM AssignmentRule WHERE …`: the rows are those of the data API's query without `Metadata`,
 * which is then filled in from what was deployed.
 */
function queryAssignmentRule(org: Org, request: ApiRequest, soql: string): Record<string, unknown> {
  const session = request.session as Session;
  requireMetadataAccess(org, session);
  const select = /^select\s+(.*?)\s+from\s/is.exec(soql)?.[1] ?? '';
  const fields = select.split(',').map((field) => field.trim());
  const asked = fields.filter((field) => !/^(metadata|fullname)$/i.test(field));
  const withMetadata = fields.some((field) => /^metadata$/i.test(field));
  const withFullName = fields.some((field) => /^fullname$/i.test(field));
  const known = ['Id', 'Name', 'SobjectType'].filter(
    (name) => !asked.some((field) => field.toLowerCase() === name.toLowerCase())
  );
  const dataSoql = `SELECT ${[...asked, ...known].join(', ')}${soql.slice(soql.toLowerCase().indexOf(' from '))}`;
  const { records, totalSize } = org.query(session, dataSoql, { apiVersion: request.apiVersion });
  if ((withMetadata || withFullName) && records.length > 1) {
    // Source: Tooling API Developer Guide, "Metadata" and "FullName" fields: one row a query (documented); the text is assumed.
    throw new SalesforceError(
      'MALFORMED_QUERY',
      'When retrieving results with Metadata or FullName fields, the query qualifications must specify no more than one row for retrieval.'
    );
  }
  return {
    size: records.length,
    totalSize,
    done: true,
    queryLocator: null,
    entityTypeName: 'AssignmentRule',
    records: records.map((row) => {
      const fullName = `${String(row['SobjectType'])}.${String(row['Name'])}`;
      const answered: Record<string, unknown> = {
        attributes: {
          type: 'AssignmentRule',
          url: `/services/data/v${request.apiVersion}/tooling/sobjects/AssignmentRule/${String(row['Id'])}`
        }
      };
      for (const [name, value] of Object.entries(row))
        if (name !== 'attributes' && !known.includes(name)) answered[name] = value;
      if (withFullName) answered['FullName'] = fullName;
      if (withMetadata) answered['Metadata'] = componentNamed(org, 'AssignmentRule', fullName)?.content ?? null;
      return answered;
    })
  };
}

function describe(_org: Org, request: ApiRequest): ApiResponse {
  const objectName = request.params['object'] ?? '';
  if (absentObjects.has(objectName.toLowerCase()))
    throw new SalesforceError('NOT_FOUND', 'The requested resource does not exist');
  throw unsupported(`the Tooling API object ${objectName}`);
}

export const operations: readonly Operation[] = [
  {
    method: 'GET',
    at: 'data',
    path: '/tooling/query',
    summary:
      'Tooling query: AssignmentRule with its Metadata; INVALID_TYPE for what the tools look for in other editions',
    support: 'partial',
    note: 'AssignmentRule only; values in Metadata are text, as the file has them',
    source: toolingSource,
    handle: query
  },
  {
    method: 'GET',
    at: 'data',
    path: '/tooling/sobjects/:object/describe',
    summary: 'Tooling describe: NOT_FOUND for SourceMember, so that sf tracks no source',
    support: 'partial',
    note: 'every other object is refused',
    source: toolingSource,
    handle: describe
  },
  ...(['GET', 'POST', 'PATCH', 'DELETE'] as const).map((method): Operation => ({
    method,
    at: 'data',
    path: '/tooling/*',
    summary: 'The rest of the Tooling API: runTests, executeAnonymous, completions',
    support: 'refused',
    source: toolingSource
  }))
];
