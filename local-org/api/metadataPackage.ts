/** The manifest of a package: package.xml, and destructiveChanges.xml in the same form. */
import { listOf, MetadataXmlError, parseXml, textOf } from '../state/metadata/metadataXml.ts';

export interface ManifestEntry {
  readonly type: string;
  /** Full name, or `*` for all. */
  readonly member: string;
}

export interface Manifest {
  readonly entries: readonly ManifestEntry[];
  /** API version, e.g. `66.0`; undefined when the manifest names none. */
  readonly version: string | undefined;
}

/** @throws MetadataXmlError when the text is not a well-formed manifest */
export function parseManifest(text: string): Manifest {
  const { root, content } = parseXml(text);
  if (root !== 'Package') throw new MetadataXmlError(`The root element is ${root}, not Package`, 1, 1);
  return manifestOf(content);
}

/**
 * @param content children of `<Package>`, or of `<unpackaged>` in a retrieve
 * @throws MetadataXmlError when a `types` element has no name
 */
export function manifestOf(content: Readonly<Record<string, unknown>>): Manifest {
  const entries: ManifestEntry[] = [];
  for (const types of listOf(content['types'])) {
    const fields = (typeof types === 'object' && types !== null ? types : {}) as Record<string, unknown>;
    const type = textOf(fields['name']);
    if (!type) throw new MetadataXmlError('A types element has no name', 1, 1);
    // sf writes a folder of reports with a slash at its end.
    for (const member of listOf(fields['members']))
      entries.push({ type, member: (textOf(member) ?? '').replace(/\/$/, '') });
  }
  return { entries, version: textOf(content['version']) };
}

/** Whether the manifest names a component, by itself or by `*`. */
export function manifestNames(manifest: Manifest, type: string, fullName: string): boolean {
  return manifest.entries.some((entry) => entry.type === type && (entry.member === '*' || entry.member === fullName));
}
