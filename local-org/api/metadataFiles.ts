/**
 * Files of a package in the Metadata API's format, to components and back. One file may hold several components: an
 * object file holds the object's fields, list views and validation rules.
 */
import { unsupported } from '../errors.ts';
import type { MetadataComponent } from '../state/metadataStore.ts';
import { unknownElement, type UnknownElement } from './metadataElements.ts';
import { manifestNames, type Manifest } from './metadataPackage.ts';
import {
  parentTypeOf,
  refusedDirectories,
  typeInDirectory,
  typeNamed,
  type MetadataType
} from '../state/metadata/metadataTypes.ts';
import {
  listOf,
  metadataNamespace,
  MetadataXmlError,
  parseXml,
  textOf,
  writeMetadataFile
} from '../state/metadata/metadataXml.ts';
import type { PackageProblem } from './metadataZip.ts';

/** Key of a component's content under which the sources of a bundle or a static resource are kept, path to base64. */
export const sourcesKey = '#sources';

const beside = new Set([
  'package.xml',
  'destructiveChanges.xml',
  'destructiveChangesPre.xml',
  'destructiveChangesPost.xml'
]);

/**
 * @param files paths below the package's root
 * @param root prefix of the package in the zip, `''` or `name/`, for the paths in messages
 * @param manifest what the package says it holds; a component that it does not name is a problem
 */
export function readComponents(
  files: ReadonlyMap<string, Uint8Array>,
  root: string,
  manifest: Manifest
): { components: MetadataComponent[]; problems: PackageProblem[] } {
  const components: MetadataComponent[] = [];
  const problems: PackageProblem[] = [];
  for (const unit of unitsOf(files)) {
    const filePath = root + unit.path;
    if (unit.type === undefined) {
      const what = refusedDirectories[unit.directory];
      const problem = unsupported(
        what ? `metadata of type ${what}` : `metadata in the folder ${unit.directory}`
      ).message;
      problems.push({ type: what ?? '', fullName: unit.fullName, filePath, problem });
      continue;
    }
    try {
      for (const component of componentsOf(unit, unit.type, filePath, manifest)) {
        const { type, fullName, content } = component;
        const unknown = unknownElement(type, content);
        if (!isNamed(component, manifest)) problems.push({ type, fullName, filePath, problem: 'Not in package.xml' });
        else if (unknown) problems.push({ type, fullName, filePath, ...invalidElement(unknown, unit.xml) });
        else components.push(component);
      }
    } catch (error) {
      if (!(error instanceof MetadataXmlError)) throw error;
      const { message, line, column } = error;
      problems.push({
        type: unit.type.name,
        fullName: unit.fullName,
        filePath,
        problem: `Error parsing file: ${message}`,
        line,
        column
      });
    }
  }
  return { components, problems };
}

function invalidElement(
  { element, type }: UnknownElement,
  xml: Uint8Array | undefined
): { problem: string; line?: number } {
  const problem = `Element {${metadataNamespace}}${element} invalid at this location in type ${type}`;
  const lines = Buffer.from(xml ?? [])
    .toString('utf8')
    .split('\n');
  const at = lines.flatMap((line, index) => (line.includes(`<${element}>`) ? [index + 1] : []));
  // An element of that name may stand elsewhere by right: the line is told only when there is no doubt.
  return at.length === 1 ? { problem, line: at[0] } : { problem };
}

/** The file or files of one component, before they are read. */
interface Unit {
  readonly directory: string;
  readonly type: MetadataType | undefined;
  readonly fullName: string;
  readonly path: string;
  /** The XML file. */
  xml: Uint8Array | undefined;
  readonly sources: Record<string, string>;
}

function unitsOf(files: ReadonlyMap<string, Uint8Array>): Unit[] {
  const units = new Map<string, Unit>();
  for (const [path, bytes] of files) {
    if (beside.has(path)) continue;
    const [directory = '', ...rest] = path.split('/');
    const type = rest.length > 0 ? typeInDirectory(directory) : undefined;
    const place = placeOf(type, rest);
    const key = `${directory}/${place.name}`;
    const unit = units.get(key) ?? {
      directory,
      type,
      fullName: decodeName(place.name),
      path: type && !type.suffix ? key : path.replace(/-meta\.xml$/, ''),
      xml: undefined,
      sources: {}
    };
    units.set(key, unit);
    if (place.isXml) unit.xml = bytes;
    if (place.source !== undefined) unit.sources[place.source] = Buffer.from(bytes).toString('base64');
  }
  return [...units.values()];
}

/** Which component a file below a type's folder belongs to, and what part of it the file is. */
function placeOf(
  type: MetadataType | undefined,
  rest: readonly string[]
): { name: string; isXml: boolean; source?: string } {
  const below = rest.join('/');
  if (!type) return { name: below.replace(/-meta\.xml$/, '').replace(/\.[^./]+$/, ''), isXml: false };
  if (!type.suffix) {
    const [bundle = '', ...file] = rest;
    const source = file.join('/');
    return { name: bundle, isXml: source === `${bundle}.js-meta.xml`, source };
  }
  if (type.contentFile) {
    if (below.endsWith(`.${type.suffix}-meta.xml`))
      return { name: below.slice(0, -`.${type.suffix}-meta.xml`.length), isXml: true };
    return { name: stripEnd(below, `.${type.suffix}`), isXml: false, source: below };
  }
  if (type.inFolder && below.endsWith('-meta.xml')) return { name: stripEnd(below, '-meta.xml'), isXml: true };
  return { name: stripEnd(below, `.${type.suffix}`), isXml: true };
}

function stripEnd(text: string, end: string): string {
  return text.endsWith(end) ? text.slice(0, -end.length) : text;
}

/** File names are percent-encoded where a full name has characters that a path may not hold. */
function decodeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function componentsOf(unit: Unit, type: MetadataType, filePath: string, manifest: Manifest): MetadataComponent[] {
  if (!unit.xml) throw new MetadataXmlError(`no metadata file stands beside ${unit.path}`, 1, 1);
  const { root, content } = parseXml(Buffer.from(unit.xml).toString('utf8'));
  const expected = rootOf(type, unit.fullName);
  if (root !== expected) throw new MetadataXmlError(`the root element is ${root}, expected ${expected}`, 1, 1);
  const { own, parts } = splitParts(type, unit.fullName, content, filePath);
  if (Object.keys(unit.sources).length > 0) own[sourcesKey] = unit.sources;
  // An object file that only carries parts is not the object itself, unless the manifest says so.
  const isItself =
    parts.length === 0 || Object.keys(own).length > 0 || manifestNames(manifest, type.name, unit.fullName);
  const itself = { type: type.name, fullName: unit.fullName, filePath, content: own };
  return isItself ? [itself, ...parts] : parts;
}

/**
 * The content of a file apart: what is the component's own, and the components inside it.
 * @throws MetadataXmlError when a part has no name
 */
export function splitParts(
  type: MetadataType,
  parentName: string,
  content: Readonly<Record<string, unknown>>,
  filePath: string
): { own: Record<string, unknown>; parts: MetadataComponent[] } {
  const own: Record<string, unknown> = {};
  const parts: MetadataComponent[] = [];
  for (const [element, value] of Object.entries(content)) {
    const childType = type.children?.[element];
    if (!childType) {
      own[element] = value;
      continue;
    }
    for (const part of listOf(value)) {
      const name = textOf((part as Record<string, unknown>)['fullName']);
      if (!name) throw new MetadataXmlError(`an element ${element} has no fullName`, 1, 1);
      parts.push({
        type: childType,
        fullName: `${parentName}.${name}`,
        filePath,
        content: part as Record<string, unknown>
      });
    }
  }
  return { own, parts };
}

/** Name of the root element in the file of a component. */
function rootOf(type: MetadataType, fullName: string): string {
  if (type.name === 'Settings') return `${fullName}Settings`;
  if (type.inFolder && !fullName.includes('/')) return `${type.name}Folder`;
  return type.name;
}

function isNamed(component: MetadataComponent, manifest: Manifest): boolean {
  if (manifestNames(manifest, component.type, component.fullName)) return true;
  const inside = typeNamed(component.type)?.inside;
  if (inside)
    return manifest.entries.some(
      ({ type, member }) => type === inside.type && (member === '*' || holdsPart(component, member))
    );
  const parent = parentTypeOf(component.type)?.parent;
  return parent !== undefined && manifestNames(manifest, parent.name, objectNameOf(component.fullName));
}

/** Whether a file of rules or labels has a part of this name, as package.xml names it. */
export function holdsPart(
  component: Pick<MetadataComponent, 'type' | 'fullName' | 'content'>,
  member: string
): boolean {
  return partsInside(component).some(({ fullName }) => fullName === member);
}

/** The parts of a file that is one component: the rules of an object, the labels of the org. */
export function partsInside(
  component: Pick<MetadataComponent, 'type' | 'fullName' | 'content'>
): { fullName: string; content: Record<string, unknown> }[] {
  const inside = typeNamed(component.type)?.inside;
  if (!inside) return [];
  return listOf(component.content[inside.element]).map((part) => {
    const content = part as Record<string, unknown>;
    const name = textOf(content['fullName']) ?? '';
    return { fullName: inside.prefixed ? `${component.fullName}.${name}` : name, content };
  });
}

/** `Lead` of `Lead.Voice_Call_Id__c`. */
export function objectNameOf(partName: string): string {
  return partName.slice(0, partName.indexOf('.'));
}

/**
 * The files of these components, path below the package's root to bytes.
 * @throws SalesforceError LOCAL_ORG_UNSUPPORTED for a bundle or resource whose sources the org was not given
 */
export function writeComponents(components: readonly MetadataComponent[]): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const merged = new Map<string, { type: MetadataType; fullName: string; content: Record<string, unknown> }>();
  for (const component of components) {
    const part = parentTypeOf(component.type);
    const type = part?.parent ?? typeNamed(component.type);
    if (!type) throw unsupported(`retrieving metadata of type ${component.type}`);
    const fullName = part ? objectNameOf(component.fullName) : component.fullName;
    const key = `${type.name}:${fullName}`;
    const file = merged.get(key) ?? { type, fullName, content: {} };
    merged.set(key, file);
    if (part) file.content[part.element] = [...listOf(file.content[part.element]), component.content];
    else file.content = { ...component.content, ...file.content };
  }
  for (const { type, fullName, content } of merged.values()) {
    const { [sourcesKey]: sources, ...xml } = content;
    const path = filePathOf(type, fullName);
    const text = new TextEncoder().encode(writeMetadataFile(rootOf(type, fullName), xml));
    if (!type.suffix || type.contentFile) {
      if (!sources)
        throw unsupported(
          `retrieving ${type.name} ${fullName}: its sources were not deployed through the Metadata API`
        );
      const folder = type.suffix ? type.directory : path;
      for (const [name, base64] of Object.entries(sources))
        files.set(`${folder}/${name}`, Buffer.from(String(base64), 'base64'));
      if (type.contentFile) files.set(`${path}-meta.xml`, text);
    } else {
      files.set(path, text);
    }
  }
  return files;
}

/** Path of a component's file below the package's root; of a bundle, its folder. */
export function filePathOf(type: MetadataType, fullName: string): string {
  const name = type.inFolder ? fullName.split('/').map(encodeName).join('/') : encodeName(fullName);
  if (!type.suffix) return `${type.directory}/${name}`;
  if (type.inFolder && !fullName.includes('/')) return `${type.directory}/${name}-meta.xml`;
  return `${type.directory}/${name}.${type.suffix}`;
}

/** As Salesforce writes file names: the signs that a path or a URL reserves are percent-encoded, spaces are not. */
function encodeName(name: string): string {
  return name.replace(/[%/?#\\:*"<>|]/g, encodeURIComponent);
}
