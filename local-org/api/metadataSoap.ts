/** The Metadata API over SOAP: deploys, retrieves, and what the org has. */
import { SalesforceError, unsupported } from '../errors.ts';
import type { Org, Session } from '../org.ts';
import {
  deployResult,
  deployValidated,
  readDeployOptions,
  requireMetadataAccess,
  startDeploy
} from './metadataDeploy.ts';
import { componentNamed, componentsOfType, describedTypes, filePropertiesOf, recordOf } from './metadataInventory.ts';
import { retrieveResult, startRetrieve } from './metadataRetrieve.ts';
import { deleteMetadata, writeMetadata } from './metadataWrite.ts';
import { listOf, metadataNamespace, textOf } from '../state/metadata/metadataXml.ts';
import type { Host } from './host.ts';
import type { ApiRequest, ApiResponse, Operation } from './operation.ts';
import { readSoapCall, soapFault, soapReply } from './soapEnvelope.ts';
import { sessionOfCall } from './soapSession.ts';

type Parameters = Readonly<Record<string, unknown>>;

/** Answers a call with the content of its `<result>`. */
type Call = (org: Org, session: Session, parameters: Parameters) => unknown;

const calls: Readonly<Record<string, Call>> = {
  deploy: (org, session, parameters) => {
    const zip = Buffer.from(required(parameters, 'ZipFile'), 'base64');
    const id = startDeploy(org, session, zip, readDeployOptions(nested(parameters['DeployOptions'])));
    return { done: false, id, state: 'Queued' };
  },
  checkDeployStatus: (org, session, parameters) => {
    requireMetadataAccess(org, session);
    const { details, ...result } = deployResult(org, required(parameters, 'asyncProcessId'));
    return textOf(parameters['includeDetails']) === 'true' ? { ...result, details } : result;
  },
  deployRecentValidation: (org, session, parameters) =>
    deployValidated(org, session, required(parameters, 'validationId')),
  retrieve: (org, session, parameters) => {
    const id = startRetrieve(org, session, nested(parameters['retrieveRequest'] ?? parameters['request']));
    return { done: false, id, state: 'Queued' };
  },
  checkRetrieveStatus: (org, session, parameters) => {
    requireMetadataAccess(org, session);
    const { zipFile, ...result } = retrieveResult(org, required(parameters, 'asyncProcessId'));
    return { ...result, zipFile: textOf(parameters['includeZip']) === 'false' ? undefined : zipFile };
  },
  describeMetadata: (org, session) => {
    requireMetadataAccess(org, session);
    return {
      metadataObjects: describedTypes(),
      organizationNamespace: '',
      partialSaveAllowed: true,
      testRequired: false
    };
  },
  listMetadata: (org, session, parameters) => {
    requireMetadataAccess(org, session);
    const queries = listOf(parameters['queries']);
    if (queries.length > 3)
      throw new SalesforceError('LIMIT_EXCEEDED', 'At most three queries may be listed in one call');
    return queries.flatMap((query) => {
      const type = required(nested(query), 'type');
      const folder = textOf(nested(query)['folder']);
      const components = componentsOfType(org, type);
      if (!components) throw new SalesforceError('INVALID_TYPE', `Unknown type:${type}`);
      return components
        .filter(({ fullName }) => !folder || fullName.startsWith(`${folder}/`))
        .map((component) => filePropertiesOf(component));
    });
  },
  readMetadata: (org, session, parameters) => {
    requireMetadataAccess(org, session);
    const type = required(parameters, 'type');
    if (!settingsOf(type) && !componentsOfType(org, type))
      throw new SalesforceError('INVALID_TYPE', `Unknown type:${type}`);
    const names = listOf(parameters['fullNames']).map((name) => textOf(name) ?? '');
    if (names.length > 10)
      throw new SalesforceError('LIMIT_EXCEEDED', 'record limit reached. cannot read more than 10 records in one call');
    return { records: names.map((name) => readRecord(org, type, name)) };
  },
  createMetadata: (org, session, parameters) => writeMetadata(org, session, 'create', parameters['metadata']),
  updateMetadata: (org, session, parameters) => writeMetadata(org, session, 'update', parameters['metadata']),
  upsertMetadata: (org, session, parameters) => writeMetadata(org, session, 'upsert', parameters['metadata']),
  deleteMetadata: (org, session, parameters) => {
    const names = listOf(parameters['fullNames']).map((name) => textOf(name) ?? '');
    return deleteMetadata(org, session, required(parameters, 'type'), names);
  }
};

/** Each kind of settings is a type here, such as `BusinessHoursSettings`; in a package all are `Settings` (assumed). */
function settingsOf(type: string): string | undefined {
  return /^(\w+)Settings$/.exec(type)?.[1];
}

function readRecord(org: Org, type: string, fullName: string): Record<string, unknown> {
  const settings = settingsOf(type) === fullName ? componentNamed(org, 'Settings', fullName) : undefined;
  if (settings) return { ...recordOf(org, settings), '@_xsi:type': type };
  if (settingsOf(type)) return { '@_xsi:nil': 'true' };
  const component = componentNamed(org, type, fullName);
  if (component) return recordOf(org, component);
  const [objectName = '', fieldName = ''] = fullName.split('.');
  if (type === 'CustomField' && org.schema.object(objectName)?.field(fieldName)) {
    throw unsupported('reading a standard field through the Metadata API');
  }
  return { '@_xsi:nil': 'true' };
}

function nested(value: unknown): Parameters {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Parameters) : {};
}

function required(parameters: Parameters, name: string): string {
  const value = textOf(parameters[name]);
  if (!value) throw new SalesforceError('MISSING_ARGUMENT', `The call has no ${name}`);
  return value;
}

function answer(org: Org, request: ApiRequest, host: Pick<Host, 'sessions'>): ApiResponse {
  try {
    const call = readSoapCall(request.rawBody ?? '');
    const session = sessionOfCall(host, call);
    const answerCall = calls[call.name];
    if (!answerCall) throw unsupported(`the Metadata API call ${call.name}`);
    return soapReply(call.name, answerCall(org, session, call.parameters), metadataNamespace);
  } catch (error) {
    if (error instanceof SalesforceError) return soapFault(error, metadataNamespace);
    throw error;
  }
}

export const operations: readonly Operation[] = [
  {
    method: 'POST',
    at: 'root',
    path: '/services/Soap/m/:version',
    summary:
      'Metadata API: deploy, checkDeployStatus, deployRecentValidation, retrieve, checkRetrieveStatus, describeMetadata, listMetadata; read, create, update, upsert and delete of single components',
    support: 'partial',
    note: 'cancelDeploy and renameMetadata are refused, and so is running Apex tests; Lightning components are kept, not compiled; components carry no ids, authors or dates; standard fields cannot be read',
    source:
      'recorded November 2026: what jsforce 3.10 and sf 2.146 send and accept; documented: Metadata API Developer Guide',
    auth: 'none',
    counted: true,
    handle: answer
  }
];
