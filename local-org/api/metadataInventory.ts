/** What metadata the org has: components by type and name, for `listMetadata`, `readMetadata` and `retrieve`. */
import { metadataEffects } from '../deploy/effects/index.ts';
import type { Org } from '../org.ts';
import {
  isKnownType,
  isRefusedType,
  metadataTypes,
  parentTypeOf,
  typeNamed,
  wholeTypeOf
} from '../state/metadata/metadataTypes.ts';
import type { MetadataComponent } from '../state/metadataStore.ts';
import { filePathOf, objectNameOf, partsInside, sourcesKey } from './metadataFiles.ts';

/** `FileProperties` of the Metadata API. */
export interface FileProperties {
  readonly createdById: string;
  readonly createdByName: string;
  readonly createdDate: string;
  readonly fileName: string;
  readonly fullName: string;
  readonly id: string;
  readonly lastModifiedById: string;
  readonly lastModifiedByName: string;
  readonly lastModifiedDate: string;
  readonly manageableState?: string;
  readonly type: string;
}

/**
 * Salesforce answers with this instant, and an empty id, for components that it keeps no record of; the local org
 * keeps none of any. Source: recorded listings of standard objects in public repositories.
 */
const unknownDate = '1970-01-01T00:00:00.000Z';

/**
 * All components of a type. A standard object of the schema counts as one even when nothing was deployed to it; of a
 * type that the org refuses to hold there are none.
 * @returns undefined when there is no such type
 */
export function componentsOfType(org: Org, type: string): readonly MetadataComponent[] | undefined {
  const whole = wholeTypeOf(type);
  if (whole) {
    const files = org.metadata.list(whole.name);
    return files.flatMap((file) => partsInside(file).map((part) => ({ type, filePath: file.filePath, ...part })));
  }
  if (isRefusedType(type)) return [];
  if (!isKnownType(type)) return undefined;
  const stored = org.metadata.list(type);
  if (type !== 'CustomObject') return stored;
  const names = new Set(stored.map((component) => component.fullName));
  const standard = org.schema.objects.filter((object) => object.kind === 'standard' && !names.has(object.name));
  return [
    ...stored,
    ...standard.map((object) => ({
      type,
      fullName: object.name,
      filePath: `objects/${object.name}.object`,
      content: {}
    }))
  ];
}

/** One component of any type; undefined when the org has none of that name. */
export function componentNamed(org: Org, type: string, fullName: string): MetadataComponent | undefined {
  return componentsOfType(org, type)?.find((component) => component.fullName === fullName);
}

/** An object, or any other component that holds parts, followed by those parts. */
export function withParts(org: Org, component: MetadataComponent): MetadataComponent[] {
  const children = Object.values(typeNamed(component.type)?.children ?? {});
  const parts = children.flatMap((child) => org.metadata.list(child));
  return [component, ...parts.filter((part) => part.fullName.startsWith(`${component.fullName}.`))];
}

/** Path of the file that holds a component, below the package's root. */
export function fileNameOf(component: MetadataComponent): string {
  const { type, fullName } = component;
  const itself = typeNamed(type);
  if (itself) return filePathOf(itself, fullName);
  const whole = wholeTypeOf(type);
  const holder = whole ?? parentTypeOf(type)?.parent;
  if (!holder) return component.filePath;
  return filePathOf(holder, whole?.inside?.prefixed === false ? whole.name : objectNameOf(fullName));
}

/** @param folder prefix of the file name, e.g. `unpackaged/` in a retrieve */
export function filePropertiesOf(component: MetadataComponent, folder = ''): FileProperties {
  return {
    createdById: '',
    createdByName: '',
    createdDate: unknownDate,
    fileName: folder + fileNameOf(component),
    fullName: component.fullName,
    id: '',
    lastModifiedById: '',
    lastModifiedByName: '',
    lastModifiedDate: unknownDate,
    manageableState: 'unmanaged',
    type: component.type
  };
}

/**
 * A component as `readMetadata` answers: its name first, then its content; an object with its parts inside.
 * Sources of bundles and resources are not part of it.
 */
export function recordOf(org: Org, component: MetadataComponent): Record<string, unknown> {
  const { [sourcesKey]: _sources, ...content } = component.content;
  const record: Record<string, unknown> = { '@_xsi:type': component.type, fullName: component.fullName, ...content };
  record['fullName'] = component.fullName;
  for (const part of withParts(org, component).slice(1)) {
    const element = parentTypeOf(part.type)?.element as string;
    const others = record[element] as unknown[] | undefined;
    record[element] = [...(others ?? []), part.content];
  }
  return record;
}

/** `DescribeMetadataObject` of each type that can be deployed and retrieved. */
export function describedTypes(): Record<string, unknown>[] {
  return metadataTypes.map((type) => ({
    childXmlNames: type.inside
      ? [type.inside.type]
      : Object.values(type.children ?? {}).filter((child) => metadataEffects.has(child)),
    directoryName: type.directory,
    inFolder: type.inFolder ?? false,
    metaFile: type.contentFile ?? false,
    suffix: type.suffix,
    xmlName: type.name
  }));
}
