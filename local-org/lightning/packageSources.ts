/**
 * What the pages are made from: the application, pages, labels, tabs and component bundles of the package directories,
 * in sfdx source format.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { listOf, parseXml, textOf } from '../state/metadata/metadataXml.ts';

type Content = Readonly<Record<string, unknown>>;

/** The bundle of one Lightning web component, or of a module without a tag. */
export interface ComponentBundle {
  readonly name: string;
  /** The JavaScript file, absolute. */
  readonly file: string;
  /** What an admin may set in the App Builder: type and default by name, from all target configurations. */
  readonly properties: ReadonlyMap<string, { readonly type: string; readonly default: string | undefined }>;
}

export interface PackageSources {
  /** By name; of two files with one name the later directory wins, as when both deploy in this order. */
  readonly applications: ReadonlyMap<string, Content>;
  readonly flexipages: ReadonlyMap<string, Content>;
  readonly tabs: ReadonlyMap<string, Content>;
  /** Custom labels: text by name. */
  readonly labels: ReadonlyMap<string, string>;
  readonly components: ReadonlyMap<string, ComponentBundle>;
}

/**
 * @param directories absolute; one that does not exist is left out
 * @throws Error that names the file whose XML cannot be read, or the bundle without its JavaScript
 */
export function readPackages(directories: readonly string[]): PackageSources {
  const applications = new Map<string, Content>();
  const flexipages = new Map<string, Content>();
  const tabs = new Map<string, Content>();
  const labels = new Map<string, string>();
  const components = new Map<string, ComponentBundle>();
  const readers: Readonly<Record<string, (name: string, content: Content, file: string) => void>> = {
    app: (name, content) => applications.set(name, content),
    flexipage: (name, content) => flexipages.set(name, content),
    tab: (name, content) => tabs.set(name, content),
    labels(_name, content) {
      for (const label of listOf(content['labels']) as Content[]) {
        labels.set(textOf(label['fullName']) ?? '', textOf(label['value']) ?? '');
      }
    },
    js: (name, content, file) => components.set(name, readBundle(name, content, file))
  };
  for (const directory of directories.filter((each) => existsSync(each))) {
    for (const path of readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort()) {
      const [, name = '', suffix = ''] = /^(.*)\.([^.]+)-meta\.xml$/.exec(basename(path)) ?? [];
      const file = join(directory, path);
      readers[suffix]?.(decodeURIComponent(name), contentOf(file), file);
    }
  }
  return { applications, flexipages, tabs, labels, components };
}

function contentOf(file: string): Content {
  try {
    return parseXml(readFileSync(file, 'utf8')).content;
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
  }
}

function readBundle(name: string, content: Content, metaFile: string): ComponentBundle {
  const file = join(dirname(metaFile), `${name}.js`);
  if (!existsSync(file)) throw new Error(`${metaFile}: the bundle has no ${name}.js beside it`);
  const configurations = listOf((content['targetConfigs'] as Content | undefined)?.['targetConfig']) as Content[];
  const properties = configurations.flatMap((configuration) => listOf(configuration['property']) as Content[]);
  return {
    name,
    file,
    properties: new Map(
      properties.map((property) => [
        textOf(property['@_name']) ?? '',
        { type: textOf(property['@_type']) ?? 'String', default: textOf(property['@_default']) }
      ])
    )
  };
}
