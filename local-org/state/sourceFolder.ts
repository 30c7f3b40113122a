/**
 * Reads a package directory in sfdx source format. In it each field, list view and validation rule is a file of its
 * own below its object's folder; everything else is one `-meta.xml` file, or a bundle's folder.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { metadataTypes, typeNamed } from './metadata/metadataTypes.ts';
import { parseXml } from './metadata/metadataXml.ts';
import type { MetadataComponent } from './metadataStore.ts';

/** File name's end to metadata type, for whole components. Folders of reports and dashboards are components too. */
const wholeTypes = new Map(
  metadataTypes.flatMap(({ name, suffix, inFolder }) =>
    suffix === undefined ? [] : [[suffix, name] as const, ...(inFolder ? [[`${suffix}Folder`, name] as const] : [])]
  )
);

/** The same for parts that have files of their own in this format: `field` is CustomField, `listView` is ListView. */
const partTypes = new Map(
  Object.values(typeNamed('CustomObject')?.children ?? {}).map((name) => [suffixOfPart(name), name])
);

function suffixOfPart(type: string): string {
  const word = type.replace(/^Custom/, '');
  return word[0]!.toLowerCase() + word.slice(1);
}

/** A bundle is a folder of files beside its `x.js-meta.xml`. */
const bundleSuffix = 'js';

/**
 * @param folder a package directory, e.g. `force-app`
 * @param wants which files to read, by their path below the folder; default: all
 * @throws Error that names the file whose type is not known, or whose XML cannot be read
 */
export function readSourceFolder(folder: string, wants: (file: string) => boolean = () => true): MetadataComponent[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('-meta.xml') && wants(file.split(sep).join('/')))
    .sort()
    .map((file) => readComponent(folder, join(folder, file)));
}

function readComponent(folder: string, path: string): MetadataComponent {
  const [, name = '', suffix = ''] = /^(.*)\.([^.]+)-meta\.xml$/.exec(basename(path)) ?? [];
  const part = partTypes.get(suffix);
  const type = part ?? (suffix === bundleSuffix ? 'LightningComponentBundle' : wholeTypes.get(suffix));
  const filePath = relative(join(folder, '..'), path).split(sep).join('/');
  if (type === undefined)
    throw new Error(`${filePath}: the local org does not know metadata that ends in .${suffix}-meta.xml`);
  const object = basename(dirname(dirname(path)));
  try {
    const { content } = parseXml(readFileSync(path, 'utf8'));
    return {
      type,
      fullName: part ? `${object}.${name}` : decodeURIComponent(name),
      filePath,
      content
    };
  } catch (error) {
    throw new Error(`${filePath}: ${(error as Error).message}`, { cause: error });
  }
}
