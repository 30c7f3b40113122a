/**
 * Every operation that the local org declares: the table of contents of api/ and control/. From it come the routes,
 * the refusals and FIDELITY.md.
 */
import * as apiVersions from '../api/apiVersions.ts';
import * as applyLeadAssignmentRules from '../api/applyLeadAssignmentRules.ts';
import * as cometd from '../api/cometd.ts';
import * as composite from '../api/composite.ts';
import * as compositeBatch from '../api/compositeBatch.ts';
import * as compositeGraph from '../api/compositeGraph.ts';
import * as describe from '../api/describe.ts';
import * as emailSimple from '../api/emailSimple.ts';
import * as graphql from '../api/graphql.ts';
import * as identity from '../api/identity.ts';
import * as limits from '../api/limits.ts';
import * as metadataRest from '../api/metadataRest.ts';
import * as metadataSoap from '../api/metadataSoap.ts';
import * as oauth from '../api/oauth.ts';
import type { Operation } from '../api/operation.ts';
import * as query from '../api/query.ts';
import * as refused from '../api/refused.ts';
import * as soapRefused from '../api/soapRefused.ts';
import * as sobjectByExternalId from '../api/sobjectByExternalId.ts';
import * as sobjectCollections from '../api/sobjectCollections.ts';
import * as sobjectRows from '../api/sobjectRows.ts';
import * as sobjectTree from '../api/sobjectTree.ts';
import * as tooling from '../api/tooling.ts';
import * as uiApi from '../api/uiApi.ts';
import * as orgControl from '../control/orgControl.ts';
import * as lightningPages from '../lightning/pageOperations.ts';

/** Parts in the order of FIDELITY.md. */
export const operationGroups: readonly { readonly title: string; readonly operations: readonly Operation[] }[] = [
  { title: 'Login and identity', operations: [...oauth.operations, ...identity.operations] },
  { title: 'Versions and limits', operations: [...apiVersions.operations, ...limits.operations] },
  { title: 'Describe', operations: describe.operations },
  { title: 'Records', operations: [...sobjectRows.operations, ...sobjectByExternalId.operations] },
  { title: 'Queries', operations: query.operations },
  {
    title: 'Composite',
    operations: [
      ...composite.operations,
      ...sobjectCollections.operations,
      ...sobjectTree.operations,
      ...compositeBatch.operations,
      ...compositeGraph.operations
    ]
  },
  { title: 'Actions', operations: [...applyLeadAssignmentRules.operations, ...emailSimple.operations] },
  { title: 'Events', operations: cometd.operations },
  { title: 'User interface', operations: [...uiApi.operations, ...graphql.operations] },
  {
    title: 'Metadata',
    operations: [
      ...metadataSoap.operations,
      ...metadataRest.operations,
      ...tooling.operations,
      ...soapRefused.operations
    ]
  },
  { title: 'Other resources', operations: refused.operations },
  { title: 'Lightning pages', operations: lightningPages.operations },
  { title: 'Control of the local org', operations: orgControl.operations }
];

export const operations: readonly Operation[] = operationGroups.flatMap((group) => group.operations);
