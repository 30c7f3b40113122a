/** Retrieves: components out of the org as a zipped package. Done while the request that starts it is answered. */
import { zipSync, type Zippable } from 'fflate';
import { SalesforceError, unsupported } from '../errors.ts';
import type { Org, Session } from '../org.ts';
import type { MetadataComponent } from '../state/metadataStore.ts';
import { requireMetadataAccess } from './metadataDeploy.ts';
import { holdsPart, writeComponents } from './metadataFiles.ts';
import {
  componentNamed,
  componentsOfType,
  filePropertiesOf,
  withParts,
  type FileProperties
} from './metadataInventory.ts';
import { manifestOf, type ManifestEntry } from './metadataPackage.ts';
import { wholeTypeOf } from '../state/metadata/metadataTypes.ts';
import { MetadataXmlError, textOf, writeMetadataFile } from '../state/metadata/metadataXml.ts';

/** `RetrieveResult` of the Metadata API. */
export interface RetrieveResult {
  readonly done: boolean;
  readonly fileProperties: readonly FileProperties[];
  readonly id: string;
  readonly messages: readonly { fileName: string; problem: string }[];
  readonly status: 'Succeeded';
  readonly success: boolean;
  /** Base64. */
  readonly zipFile: string;
}

const resultsOfOrg = new WeakMap<Org, Map<string, RetrieveResult>>();

/**
 * @param request `RetrieveRequest` as it stands in the SOAP call
 * @returns id of the job, for {@link retrieveResult}
 * @throws SalesforceError LOCAL_ORG_UNSUPPORTED for managed packages and single files
 */
export function startRetrieve(org: Org, session: Session, request: Readonly<Record<string, unknown>>): string {
  requireMetadataAccess(org, session);
  for (const name of ['packageNames', 'specificFiles', 'rootTypesWithDependencies']) {
    if (request[name] !== undefined && request[name] !== '') throw unsupported(`retrieve by ${name}`);
  }
  const unpackaged = request['unpackaged'];
  const manifest = readManifest(
    typeof unpackaged === 'object' && unpackaged !== null ? (unpackaged as Record<string, unknown>) : {}
  );
  const folder = textOf(request['singlePackage']) === 'true' ? '' : 'unpackaged/';
  const messages: { fileName: string; problem: string }[] = [];
  const components = new Map<string, MetadataComponent>();
  const retrieved = new Map<string, Set<string>>();
  for (const entry of manifest) {
    const found = find(org, entry);
    if (typeof found === 'string') {
      messages.push({ fileName: `${folder}package.xml`, problem: found });
      continue;
    }
    for (const component of found) {
      const names = retrieved.get(component.type) ?? new Set<string>();
      retrieved.set(component.type, names.add(component.fullName));
      components.set(`${component.type}:${component.fullName}`, component);
    }
  }
  const chosen = [...components.values()].flatMap((component) => withParts(org, component));
  const unique = [
    ...new Map(chosen.map((component) => [`${component.type}:${component.fullName}`, component])).values()
  ];
  const { files, written } = filesOf(unique, (problem) => messages.push({ fileName: `${folder}package.xml`, problem }));
  const archive: Zippable = {
    [`${folder}package.xml`]: new TextEncoder().encode(packageXml(retrieved, textOf(request['apiVersion'])))
  };
  for (const [path, bytes] of files) archive[folder + path] = bytes;
  // A fixed time stamp: the same components make the same bytes.
  const zip = zipSync(archive, { mtime: new Date(Date.UTC(1980, 0, 2)) });
  const id = org.mintId('09S');
  const results = resultsOfOrg.get(org) ?? new Map<string, RetrieveResult>();
  resultsOfOrg.set(org, results);
  results.set(id, {
    done: true,
    fileProperties: written.map((component) => filePropertiesOf(component, folder)),
    id,
    messages,
    status: 'Succeeded',
    success: true,
    zipFile: Buffer.from(zip).toString('base64')
  });
  return id;
}

/** @throws SalesforceError INVALID_ID_FIELD when the org knows no such job */
export function retrieveResult(org: Org, id: string): RetrieveResult {
  const result = resultsOfOrg.get(org)?.get(id);
  if (!result) throw new SalesforceError('INVALID_ID_FIELD', 'The requested retrieve id is not known to this org');
  return result;
}

function readManifest(unpackaged: Record<string, unknown>): readonly ManifestEntry[] {
  try {
    return manifestOf(unpackaged).entries;
  } catch (error) {
    if (error instanceof MetadataXmlError) throw new SalesforceError('INVALID_INPUT', error.message);
    throw error;
  }
}

/** The components that an entry of the manifest asks for, or what is wrong with it. */
function find(org: Org, entry: ManifestEntry): readonly MetadataComponent[] | string {
  // A part inside a file of rules or labels is answered with the whole file.
  const whole = wholeTypeOf(entry.type)?.name;
  const type = whole ?? entry.type;
  const all = componentsOfType(org, type);
  if (!all) return `Entity type: '${entry.type}' is unknown`;
  // By `*` Salesforce answers with custom objects only; a standard object is named.
  if (entry.member === '*')
    return type === 'CustomObject' ? all.filter(({ fullName }) => /__[a-z]+$/i.test(fullName)) : all;
  const named = componentNamed(org, entry.type, entry.member);
  if (!named) return `Entity of type '${entry.type}' named '${entry.member}' cannot be found`;
  return whole ? all.filter((file) => holdsPart(file, entry.member)) : [named];
}

/** Files of the components; one that cannot be written is told, and the others are answered. */
function filesOf(
  components: readonly MetadataComponent[],
  tell: (problem: string) => void
): { files: Map<string, Uint8Array>; written: MetadataComponent[] } {
  const writable = components.filter((component) => {
    try {
      writeComponents([component]);
      return true;
    } catch (error) {
      if (!(error instanceof SalesforceError)) throw error;
      tell(error.message);
      return false;
    }
  });
  return { files: writeComponents(writable), written: writable };
}

function packageXml(retrieved: ReadonlyMap<string, ReadonlySet<string>>, version: string | undefined): string {
  return writeMetadataFile('Package', {
    types: [...retrieved].map(([name, members]) => ({ members: [...members], name })),
    version: version ?? '66.0'
  });
}
