/** Every check of the package together: its metadata files, its conversion, its components and what these name. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { compiledBundles } from './componentBundle.ts';
import { convertedPackage, filesBelow, packageFaults, typeOfFile } from './convertedPackage.ts';
import { parseMetadata } from './metadataElement.ts';
import { metadataFaults } from './metadataFaults.ts';
import { installedSchema, type MetadataSchema } from './metadataSchema.ts';
import { pageFaults } from './pageFaults.ts';
import { referenceFaults } from './referenceFaults.ts';

const packageDirectories = ['force-app', 'sample-org'];

/**
 * @param project folder that holds the package directories
 * @param scratch an empty folder for the converted package
 */
export async function deployFaults(project: string, scratch: string): Promise<{ faults: string[]; summary: string }> {
  const schema = installedSchema();
  const directories = packageDirectories.map((name) => join(project, name)).filter((path) => existsSync(path));
  const source = new Map(directories.flatMap((path) => [...filesBelow(join(path, 'main', 'default'))]));
  const inFiles = [...source].flatMap(([path, text]) => fileFaults(path, text, schema));
  const files = await convertedPackage(directories, scratch);
  const bundles = await compiledBundles(files);
  const faults = [
    ...inFiles,
    ...packageFaults([...source.keys()], files),
    ...bundles.flatMap((bundle) => bundle.faults),
    ...referenceFaults(bundles, files),
    ...pageFaults(files)
  ];
  const metadata = [...source.keys()].filter((path) => path.endsWith('-meta.xml')).length;
  return {
    faults,
    summary: `${metadata} metadata files and ${bundles.length} components: nothing an org is known to refuse.`
  };
}

/** The faults of one source file, each with its path. */
export function fileFaults(path: string, text: string, schema: MetadataSchema): string[] {
  if (!path.endsWith('-meta.xml')) return [];
  const type = typeOfFile(path);
  if (type === undefined) return [`${path}: no metadata type has files that end so`];
  try {
    const root = parseMetadata(text);
    const isOfType = type === 'Settings' ? root.name.endsWith('Settings') : root.name === type;
    const wrongRoot = isOfType ? [] : [`${root.name}: the file is one of a ${type}`];
    return [...wrongRoot, ...metadataFaults(root, schema)].map((fault) => `${path}: ${fault}`);
  } catch (error) {
    return [`${path}: ${(error as Error).message}`];
  }
}
