/**
 * The metadata types that the Metadata API of the local org knows: where their files stand in a package and what
 * becomes of them. Directories, suffixes and child elements are those of the public registry of
 * source-deploy-retrieve 12.37 (documented).
 */

export interface MetadataType {
  readonly name: string;
  /** Folder in the package, e.g. `objects`. */
  readonly directory: string;
  /** File name's end, e.g. `object`; undefined for a bundle, which is a folder of files. */
  readonly suffix?: string;
  /** Components that stand inside the file of this one: element name to type. Their names begin with the parent's and a point. */
  readonly children?: Readonly<Record<string, string>>;
  /** Whether files stand in a named folder, e.g. `reports/Handoffs/Turns.report`. */
  readonly inFolder?: boolean;
  /** Whether a content file stands beside a `-meta.xml` one, e.g. a static resource. */
  readonly contentFile?: boolean;
  /**
   * Parts inside the file that a package.xml may name, though the file is one component: their element and type, and
   * whether their names begin with the file's and a point.
   */
  readonly inside?: { readonly element: string; readonly type: string; readonly prefixed: boolean };
}

/** Deployed and retrieved. Which of them change what the org does, and which are only kept, is the metadata store's to say. */
export const metadataTypes: readonly MetadataType[] = [
  {
    name: 'CustomObject',
    directory: 'objects',
    suffix: 'object',
    children: {
      businessProcesses: 'BusinessProcess',
      compactLayouts: 'CompactLayout',
      fields: 'CustomField',
      fieldSets: 'FieldSet',
      indexes: 'Index',
      listViews: 'ListView',
      recordTypes: 'RecordType',
      sharingReasons: 'SharingReason',
      validationRules: 'ValidationRule',
      webLinks: 'WebLink'
    }
  },
  {
    name: 'AssignmentRules',
    directory: 'assignmentRules',
    suffix: 'assignmentRules',
    inside: { element: 'assignmentRule', type: 'AssignmentRule', prefixed: true }
  },
  { name: 'CspTrustedSite', directory: 'cspTrustedSites', suffix: 'cspTrustedSite' },
  { name: 'CustomApplication', directory: 'applications', suffix: 'app' },
  {
    name: 'CustomLabels',
    directory: 'labels',
    suffix: 'labels',
    inside: { element: 'labels', type: 'CustomLabel', prefixed: false }
  },
  { name: 'CustomMetadata', directory: 'customMetadata', suffix: 'md' },
  { name: 'CustomNotificationType', directory: 'notificationtypes', suffix: 'notiftype' },
  { name: 'CustomPermission', directory: 'customPermissions', suffix: 'customPermission' },
  { name: 'CustomTab', directory: 'tabs', suffix: 'tab' },
  { name: 'Dashboard', directory: 'dashboards', suffix: 'dashboard', inFolder: true },
  { name: 'DuplicateRule', directory: 'duplicateRules', suffix: 'duplicateRule' },
  { name: 'FlexiPage', directory: 'flexipages', suffix: 'flexipage' },
  { name: 'Layout', directory: 'layouts', suffix: 'layout' },
  { name: 'LightningComponentBundle', directory: 'lwc' },
  { name: 'LightningMessageChannel', directory: 'messageChannels', suffix: 'messageChannel' },
  {
    name: 'MatchingRules',
    directory: 'matchingRules',
    suffix: 'matchingRule',
    inside: { element: 'matchingRules', type: 'MatchingRule', prefixed: true }
  },
  { name: 'PathAssistant', directory: 'pathAssistants', suffix: 'pathAssistant' },
  { name: 'PermissionSet', directory: 'permissionsets', suffix: 'permissionset' },
  {
    name: 'PlatformEventChannelMember',
    directory: 'platformEventChannelMembers',
    suffix: 'platformEventChannelMember'
  },
  { name: 'Queue', directory: 'queues', suffix: 'queue' },
  { name: 'QuickAction', directory: 'quickActions', suffix: 'quickAction' },
  { name: 'RemoteSiteSetting', directory: 'remoteSiteSettings', suffix: 'remoteSite' },
  { name: 'Report', directory: 'reports', suffix: 'report', inFolder: true },
  { name: 'ReportType', directory: 'reportTypes', suffix: 'reportType' },
  { name: 'ServicePresenceStatus', directory: 'servicePresenceStatuses', suffix: 'servicePresenceStatus' },
  { name: 'Settings', directory: 'settings', suffix: 'settings' },
  { name: 'StaticResource', directory: 'staticresources', suffix: 'resource', contentFile: true }
];

/** Types that would change what a save does, or run code, in ways the local org does not: folder to type. */
export const refusedDirectories: Readonly<Record<string, string>> = {
  approvalProcesses: 'ApprovalProcess',
  aura: 'AuraDefinitionBundle',
  autoResponseRules: 'AutoResponseRules',
  classes: 'ApexClass',
  components: 'ApexComponent',
  email: 'EmailTemplate',
  escalationRules: 'EscalationRules',
  flowDefinitions: 'FlowDefinition',
  flows: 'Flow',
  globalValueSets: 'GlobalValueSet',
  groups: 'Group',
  pages: 'ApexPage',
  permissionsetgroups: 'PermissionSetGroup',
  platformEventChannels: 'PlatformEventChannel',
  profiles: 'Profile',
  restrictionRules: 'RestrictionRule',
  roles: 'Role',
  sharingRules: 'SharingRules',
  standardValueSets: 'StandardValueSet',
  triggers: 'ApexTrigger',
  workflows: 'Workflow'
};

const byName = new Map<string, MetadataType>();
const byDirectory = new Map<string, MetadataType>();
const parentOfChild = new Map<string, { parent: MetadataType; element: string }>();
for (const type of metadataTypes) {
  byName.set(type.name, type);
  byDirectory.set(type.directory, type);
  for (const [element, child] of Object.entries(type.children ?? {}))
    parentOfChild.set(child, { parent: type, element });
}

export function typeNamed(name: string): MetadataType | undefined {
  return byName.get(name);
}

export function typeInDirectory(directory: string): MetadataType | undefined {
  return byDirectory.get(directory);
}

/** The type whose files hold components of this one, and the element they stand in: `CustomField` in `fields` of CustomObject. */
export function parentTypeOf(
  childName: string
): { readonly parent: MetadataType; readonly element: string } | undefined {
  return parentOfChild.get(childName);
}

/** The type whose file is one component with parts of this type inside it: `AssignmentRules` of `AssignmentRule`. */
export function wholeTypeOf(partName: string): MetadataType | undefined {
  return metadataTypes.find((type) => type.inside?.type === partName);
}

/** Whether the type is one that the org refuses to hold. */
export function isRefusedType(name: string): boolean {
  return Object.values(refusedDirectories).includes(name);
}

/** Whether the name is a type that a package.xml may list, refused ones included. */
export function isKnownType(name: string): boolean {
  return byName.has(name) || parentOfChild.has(name) || wholeTypeOf(name) !== undefined || isRefusedType(name);
}
