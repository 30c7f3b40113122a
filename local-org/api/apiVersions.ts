/**
 * The API versions that the org serves, and what each release was called.
 */
import { dataRoot } from '../soql/recordJson.ts';
import type { Operation } from './operation.ts';

/** jsforce asks for 50.0 when no version is given, and sf logs in with 51.0, so old versions are served too. */
export const oldestVersion = '50.0';
export const newestVersion = '67.0';

const apiVersions: readonly string[] = Array.from(
  { length: Number(newestVersion) - Number(oldestVersion) + 1 },
  (_, index) => `${Number(oldestVersion) + index}.0`
);

const served = new Set(apiVersions);

export function isServedVersion(version: string): boolean {
  return served.has(version);
}

/** Three releases a year since Winter '21, which brought 50.0. */
function releaseName(version: string): string {
  const since = Number(version) - 50;
  return `${['Winter', 'Spring', 'Summer'][since % 3]} '${21 + Math.floor(since / 3)}`;
}

/** Resources of one version that the org serves, as GET /services/data/vNN.N lists them. */
const resourceNames = [
  'actions',
  'composite',
  'graphql',
  'limits',
  'metadata',
  'query',
  'queryAll',
  'sobjects',
  'tooling',
  'ui-api'
];

export const operations: Operation[] = [
  {
    method: 'GET',
    at: 'root',
    path: '/services/data',
    summary: 'Lists the API versions',
    support: 'supported',
    source: 'documented REST API Developer Guide, "Versions"',
    auth: 'none',
    handle: () => ({
      status: 200,
      body: apiVersions.map((version) => ({ label: releaseName(version), url: dataRoot(version), version }))
    })
  },
  {
    method: 'GET',
    at: 'data',
    path: '/',
    summary: 'Lists the resources of one version, and where to ask who one is',
    support: 'supported',
    source: 'documented REST API Developer Guide, "Resources by Version"; identity as jsforce reads it',
    handle(org, request) {
      const resources = Object.fromEntries(
        resourceNames.map((name) => [name, `${dataRoot(request.apiVersion)}/${name}`])
      );
      const identity = `${org.url}/id/${org.organizationId}/${request.session?.userId}`;
      return { status: 200, body: { ...resources, identity } };
    }
  }
];
