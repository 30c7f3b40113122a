/**
 * Reads a package directory in sfdx source format. In it each field, list view and validation rule is a file of its
 * own below its object's folder; everything else is one `-meta.xml` file, or a bundle's folder.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { parseXml } from '../api/metadataXml.ts';
import type { MetadataComponent } from './metadataStore.ts';

/** File name's end to metadata type. Source: the registry of source-deploy-retrieve (documented). */
const types: Readonly<Record<string, string>> = {
  app: 'CustomApplication',
  assignmentRules: 'AssignmentRules',
  compactLayout: 'CompactLayout',
  cspTrustedSite: 'CspTrustedSite',
  customPermission: 'CustomPermission',
  dashboard: 'Dashboard',
  field: 'CustomField',
  fieldSet: 'FieldSet',
  flexipage: 'FlexiPage',
  js: 'LightningComponentBundle',
  labels: 'CustomLabels',
  layout: 'Layout',
  listView: 'ListView',
  md: 'CustomMetadata',
  messageChannel: 'LightningMessageChannel',
  notiftype: 'CustomNotificationType',
  object: 'CustomObject',
  permissionset: 'PermissionSet',
  platformEventChannel: 'PlatformEventChannel',
  platformEventChannelMember: 'PlatformEventChannelMember',
  queue: 'Queue',
  quickAction: 'QuickAction',
  recordType: 'RecordType',
  report: 'Report',
  reportFolder: 'Report',
  reportType: 'ReportType',
  resource: 'StaticResource',
  settings: 'Settings',
  tab: 'CustomTab',
  validationRule: 'ValidationRule',
  webLink: 'WebLink'
};

/** Types whose names begin with the name of the object they belong to. */
const partsOfObjects = new Set([
  'CompactLayout',
  'CustomField',
  'FieldSet',
  'ListView',
  'RecordType',
  'ValidationRule',
  'WebLink'
]);

/**
 * @param folder a package directory, e.g. `force-app`
 * @throws Error that names the file whose type is not known, or whose XML cannot be read
 */
export function readSourceFolder(folder: string): MetadataComponent[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('-meta.xml'))
    .sort()
    .map((file) => readComponent(folder, join(folder, file)));
}

function readComponent(folder: string, path: string): MetadataComponent {
  const [, name = '', suffix = ''] = /^(.*)\.([^.]+)-meta\.xml$/.exec(basename(path)) ?? [];
  const type = types[suffix];
  const filePath = relative(join(folder, '..'), path).split(sep).join('/');
  if (type === undefined)
    throw new Error(`${filePath}: the local org does not know metadata that ends in .${suffix}-meta.xml`);
  const object = basename(dirname(dirname(path)));
  try {
    const { content } = parseXml(readFileSync(path, 'utf8'));
    return {
      type,
      fullName: partsOfObjects.has(type) ? `${object}.${name}` : decodeURIComponent(name),
      filePath,
      content
    };
  } catch (error) {
    throw new Error(`${filePath}: ${(error as Error).message}`, { cause: error });
  }
}
