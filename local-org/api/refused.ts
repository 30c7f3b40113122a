/**
 * Resources that Salesforce has and the local org refuses by name. What stands in no table at all is refused as well;
 * these are listed so that FIDELITY.md tells of them.
 */
import type { Operation } from './operation.ts';

const rows: [method: Operation['method'], at: 'data' | 'root', path: string, summary: string, note: string][] = [
  ['GET', 'data', '/search', 'Searches by SOSL', 'query instead'],
  ['GET', 'data', '/parameterizedSearch', 'Searches by parameters', 'query instead'],
  ['POST', 'data', '/parameterizedSearch', 'Searches by parameters', 'query instead'],
  ['GET', 'data', '/recent', 'Lists what the user looked at', 'the org does not keep who looked at what'],
  ['GET', 'data', '/tabs', 'Lists tabs', ''],
  ['GET', 'data', '/theme', 'Lists icons and colours', ''],
  ['GET', 'data', '/appMenu/*', 'Lists apps', ''],
  ['GET', 'data', '/quickActions/*', 'Describes quick actions', ''],
  ['GET', 'data', '/process/*', 'Describes approvals and rules', 'the org runs no approvals'],
  ['POST', 'data', '/process/*', 'Runs approvals and rules', 'the org runs no approvals'],
  ['GET', 'data', '/analytics/*', 'Runs reports and dashboards', 'reports deploy, but do not run'],
  ['GET', 'data', '/chatter/*', 'Reads feeds', ''],
  ['GET', 'data', '/connect/*', 'Reads Connect resources', ''],
  ['GET', 'data', '/actions/custom/*', 'Lists flows and Apex actions', 'the org runs no Apex and no flows'],
  ['POST', 'data', '/actions/custom/*', 'Runs flows and Apex actions', 'the org runs no Apex and no flows'],
  ['POST', 'data', '/jobs/ingest', 'Loads records in bulk (Bulk API 2.0)', 'use /composite/sobjects'],
  ['POST', 'data', '/jobs/query', 'Queries in bulk (Bulk API 2.0)', 'use /query'],
  ['POST', 'root', '/services/async/*', 'Loads records in bulk (Bulk API 1.0)', 'use /composite/sobjects'],
  ['GET', 'root', '/services/apexrest/*', 'Calls Apex REST', 'the org runs no Apex'],
  ['POST', 'root', '/services/apexrest/*', 'Calls Apex REST', 'the org runs no Apex']
];

export const operations: Operation[] = rows.map(([method, at, path, summary, note]) => ({
  method,
  at,
  path,
  summary,
  support: 'refused',
  note: note || undefined,
  source: 'documented REST API Developer Guide, "Reference"'
}));
