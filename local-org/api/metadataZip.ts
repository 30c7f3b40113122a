/**
 * A zipped package in the Metadata API's own format, as `deploy` receives it, turned into components for the metadata
 * store; and everything that is wrong with the package itself. The texts of the problems are Salesforce's (recorded in
 * public deploy logs) unless they stand in double parentheses.
 */
import { unzipSync } from 'fflate';
import { SalesforceError, unsupported } from '../errors.ts';
import type { MetadataComponent } from '../state/metadataStore.ts';
import { holdsPart, objectNameOf, readComponents } from './metadataFiles.ts';
import { parseManifest, type Manifest, type ManifestEntry } from './metadataPackage.ts';
import { isKnownType, isRefusedType, parentTypeOf, wholeTypeOf } from '../state/metadata/metadataTypes.ts';
import { MetadataXmlError } from '../state/metadata/metadataXml.ts';

/** Something wrong with one file or one entry of the manifest. Lines and columns count from 1. */
export interface PackageProblem {
  /** Empty for package.xml itself. */
  readonly type: string;
  readonly fullName: string;
  readonly filePath: string;
  readonly problem: string;
  readonly line?: number;
  readonly column?: number;
}

export interface DeployPackage {
  /** Path of package.xml in the zip. */
  readonly manifestPath: string;
  readonly components: readonly MetadataComponent[];
  /** What destructiveChangesPre.xml and destructiveChanges.xml name: removed before the components are deployed. */
  readonly removeBefore: readonly ManifestEntry[];
  /** What destructiveChangesPost.xml names: removed afterwards. */
  readonly removeAfter: readonly ManifestEntry[];
  readonly problems: readonly PackageProblem[];
}

/** Documented limits of a deploy: 10,000 files, 39 MB zipped, 600 MB unzipped. */
const limits = { files: 10_000, zippedBytes: 39 * 1024 * 1024, unzippedBytes: 600 * 1024 * 1024 };

/** Files by their path in the zip; folders are left out. @throws SalesforceError for what is no zip, or too large a one */
export function unzip(zip: Uint8Array): Map<string, Uint8Array> {
  if (zip.length > limits.zippedBytes)
    throw new SalesforceError('LIMIT_EXCEEDED', 'Maximum size of request reached. Maximum size of request is 39 MB');
  let count = 0;
  let bytes = 0;
  let entries: Record<string, Uint8Array>;
  try {
    entries = unzipSync(zip, {
      filter: (file) => {
        count += 1;
        bytes += file.originalSize;
        if (count > limits.files || bytes > limits.unzippedBytes) {
          throw new SalesforceError('LIMIT_EXCEEDED', 'The zip file holds more than 10,000 files or 600 MB');
        }
        return !file.name.endsWith('/');
      }
    });
  } catch (error) {
    if (error instanceof SalesforceError) throw error;
    throw new SalesforceError('INVALID_INPUT', `The zip file cannot be read: ${(error as Error).message}`);
  }
  return new Map(Object.entries(entries).map(([path, content]) => [path.replace(/^\.?\//, ''), content]));
}

/**
 * @param options.singlePackage whether package.xml stands at the root of the zip; otherwise in the one folder at the root, or at the root itself
 * @param options.allowMissingFiles whether the manifest may name what the zip does not hold
 * @throws SalesforceError for what is no zip, and LOCAL_ORG_UNSUPPORTED for several packages in one
 */
export function readDeployZip(
  zip: Uint8Array,
  options: { singlePackage: boolean; allowMissingFiles?: boolean }
): DeployPackage {
  const files = unzip(zip);
  const manifests = [...files.keys()].filter((path) => /^([^/]+\/)?package\.xml$/.test(path));
  if (!options.singlePackage && manifests.length > 1) throw unsupported('a deploy of several packages in one zip');
  const manifestPath = manifests.find((path) => !options.singlePackage || path === 'package.xml');
  const nothing = { components: [], removeBefore: [], removeAfter: [] };
  const ownFault = (
    problem: string,
    path = 'package.xml',
    at: { line?: number; column?: number } = {}
  ): PackageProblem => ({
    type: '',
    fullName: 'package.xml',
    filePath: path,
    problem,
    ...at
  });
  if (manifestPath === undefined) {
    return { manifestPath: 'package.xml', ...nothing, problems: [ownFault('No package.xml found')] };
  }
  const root = manifestPath.slice(0, -'package.xml'.length);
  const inPackage = new Map(
    [...files].filter(([path]) => path.startsWith(root)).map(([path, bytes]) => [path.slice(root.length), bytes])
  );
  const manifestOfFile = (name: string): Manifest => {
    const bytes = inPackage.get(name);
    return bytes ? parseManifest(Buffer.from(bytes).toString('utf8')) : { entries: [], version: undefined };
  };
  let manifest: Manifest;
  let removeBefore: ManifestEntry[];
  let removeAfter: ManifestEntry[];
  try {
    manifest = manifestOfFile('package.xml');
    removeBefore = [
      ...manifestOfFile('destructiveChangesPre.xml').entries,
      ...manifestOfFile('destructiveChanges.xml').entries
    ];
    removeAfter = [...manifestOfFile('destructiveChangesPost.xml').entries];
  } catch (error) {
    if (!(error instanceof MetadataXmlError)) throw error;
    return { manifestPath, ...nothing, problems: [ownFault(error.message, manifestPath, error)] };
  }

  const { components, problems } = readComponents(inPackage, root, manifest);
  const found = [...components, ...problems];
  for (const entry of manifest.entries) {
    if (!isKnownType(entry.type)) {
      problems.push(ownFault(`Unknown type name '${entry.type}' specified in package.xml`, manifestPath));
    } else if (entry.member !== '*' && !options.allowMissingFiles && !found.some((one) => answers(one, entry))) {
      problems.push({ ...missingFile(entry), filePath: manifestPath });
    }
  }
  return { manifestPath, components, removeBefore, removeAfter, problems };
}

/** Whether a component, or a problem that stands for one, is what an entry of the manifest names. */
function answers(found: MetadataComponent | PackageProblem, entry: ManifestEntry): boolean {
  if (wholeTypeOf(entry.type)?.name === found.type) return !('content' in found) || holdsPart(found, entry.member);
  if (found.fullName === entry.member) return found.type === entry.type;
  // A file of an object holds the object even when it says nothing but its parts.
  return parentTypeOf(found.type)?.parent.name === entry.type && objectNameOf(found.fullName) === entry.member;
}

function missingFile(entry: ManifestEntry): Omit<PackageProblem, 'filePath'> {
  return {
    type: '',
    fullName: entry.member,
    problem: isRefusedType(entry.type)
      ? unsupported(`metadata of type ${entry.type}`).message
      : `An object '${entry.member}' of type ${entry.type} was named in package.xml, but was not found in zipped directory`
  };
}
