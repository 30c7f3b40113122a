/** The package as `sf` would send it: both package directories, converted by Salesforce's own library, with .forceignore applied. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { ComponentSet, MetadataConverter, registry } from '@salesforce/source-deploy-retrieve';
import { parseMetadata, type MetadataElement } from './metadataElement.ts';

/** Path in the package, e.g. `lwc/errorPanel/errorPanel.js`, to its text. */
export type PackageFiles = ReadonlyMap<string, string>;

/**
 * Converts into a new folder below `outputFolder`; the source's .forceignore is the one beside or above it.
 * @returns the files of the package
 */
export async function convertedPackage(
  packageDirectories: readonly string[],
  outputFolder: string
): Promise<PackageFiles> {
  const components = ComponentSet.fromSource({ fsPaths: [...packageDirectories] });
  components.sourceApiVersion = '66.0';
  const { packagePath } = await new MetadataConverter().convert(components, 'metadata', {
    type: 'directory',
    outputDirectory: outputFolder
  });
  return filesBelow(packagePath!);
}

/** All files below a folder: path with forward slashes, relative to it, and text. */
export function filesBelow(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [relative(folder, path).replaceAll('\\', '/'), readFileSync(path, 'utf8')])
  );
}

/** Must never leave the repository: tests, types, what editors and readers need. */
const notToDeploy =
  /(^|\/)(__tests__|__mocks__|test|jest-mocks)\/|\.(test|spec)\.js$|\.ts$|(ts|js)config[^/]*\.json$|README|\.md$(?<!^customMetadata\/[^/]+\.md)/;

/**
 * What is wrong with a conversion: components of the source that are not in the package, and files in the package that
 * should not be. Says which components there are by the names of the source's files alone, not by what converted them.
 * @param source paths of the package directories' files, from their `main/default` on, e.g. `lwc/errorPanel/errorPanel.js`
 */
export function packageFaults(source: readonly string[], files: PackageFiles): string[] {
  const metadata = source.filter((path) => path.endsWith('-meta.xml'));
  const parts = partsOf(files);
  const missing = metadata.filter((path) => !holds(files, parts, path));
  const bundleFiles = source.filter((path) => /^lwc\/[^/]+\/[^/]+\.(js|html|css|svg)$/.test(path) && !files.has(path));
  return [
    ...[...missing, ...bundleFiles].map((path) => `${path} is in the source and not in the package`),
    ...[...files.keys()]
      .filter((path) => notToDeploy.test(path))
      .map((path) => `${path} must not be deployed: .forceignore`),
    ...(files.has('package.xml') ? [] : ['package.xml was not written'])
  ];
}

/** Elements of an object's file in which its parts stand, by the suffix that they have as files. */
const partElements: Readonly<Record<string, string>> = {
  businessProcess: 'businessProcesses',
  compactLayout: 'compactLayouts',
  field: 'fields',
  fieldSet: 'fieldSets',
  index: 'indexes',
  listView: 'listViews',
  recordType: 'recordTypes',
  sharingReason: 'sharingReasons',
  validationRule: 'validationRules',
  webLink: 'webLinks'
};

/** `Handoff__c.fields.Status__c` for each part of each object. */
function partsOf(files: PackageFiles): Set<string> {
  const objects = [...files].filter(([path]) => path.startsWith('objects/'));
  return new Set(
    objects.flatMap(([path, text]) =>
      parseMetadata(text).children.map((child) => `${basename(path, '.object')}.${child.name}.${fullNameOf(child)}`)
    )
  );
}

function holds(files: PackageFiles, parts: ReadonlySet<string>, path: string): boolean {
  const [name = '', suffix = ''] = basename(path, '-meta.xml').split(/\.(?=[^.]+$)/);
  const element = partElements[suffix];
  return element === undefined
    ? files.has(path) || files.has(path.replace(/-meta\.xml$/, '')) || inObjectFile(files, path)
    : parts.has(`${basename(dirname(dirname(path)))}.${element}.${name}`);
}

/** An object's own file has no folder of its own in the package. */
function inObjectFile(files: PackageFiles, path: string): boolean {
  return path.endsWith('.object-meta.xml') && files.has(`objects/${basename(path, '-meta.xml')}`);
}

function fullNameOf(element: MetadataElement): string | undefined {
  return element.children.find(({ name }) => name === 'fullName')?.text;
}

const types = Object.values(registry.types);
// A part of a file that is one component by itself, as a label in the labels' file, shares its suffix: the file's type wins.
const typeBySuffix = new Map(
  [...types.flatMap((type) => Object.values(type.children?.types ?? {})), ...types].map(({ suffix, name }) => [
    suffix,
    name
  ])
);

/** The metadata type of a source file, by its suffix; undefined when Salesforce's library knows none. */
export function typeOfFile(path: string): string | undefined {
  const suffix = /\.([^.]+)-meta\.xml$/.exec(path)?.[1];
  return suffix === 'js' ? 'LightningComponentBundle' : typeBySuffix.get(suffix);
}
