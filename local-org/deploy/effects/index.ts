/** The types of metadata that the org takes, in the order in which a deploy applies them. All others are refused by name. */
import { assignmentRulesEffect } from './assignmentRules.ts';
import { customMetadataEffect } from './customMetadata.ts';
import type { MetadataEffect } from './effect.ts';
import { permissionSetEffect } from './permissionSet.ts';
import { queueEffect } from './queue.ts';
import { servicePresenceStatusEffect } from './servicePresenceStatus.ts';
import { settingsEffect } from './settings.ts';

const schema = (what: string): MetadataEffect => ({ kind: 'schema', what });
const kept: MetadataEffect = { kind: 'kept', what: 'stored and listed; no effect on records' };

export const metadataEffects: ReadonlyMap<string, MetadataEffect> = new Map(
  Object.entries({
    CustomObject: schema('objects, platform events and custom metadata types; sharing and history tracking'),
    CustomField: schema('fields, and Activity fields on Task and Event'),
    ValidationRule: schema('validation rules; a formula that cannot be judged exactly is refused'),
    PlatformEventChannelMember: schema('change events of an object on the channel ChangeEvents'),
    PermissionSet: permissionSetEffect,
    Queue: queueEffect,
    MatchingRules: schema('matching rules of leads by the method Exact; the others are refused'),
    DuplicateRule: schema('duplicate rules of leads: block, alert, allow; no reports of duplicates'),
    Settings: settingsEffect,
    ServicePresenceStatus: servicePresenceStatusEffect,
    CustomMetadata: customMetadataEffect,
    AssignmentRules: assignmentRulesEffect,
    CompactLayout: kept,
    CspTrustedSite: kept,
    CustomApplication: kept,
    CustomLabel: kept,
    CustomLabels: kept,
    CustomNotificationType: kept,
    CustomPermission: kept,
    CustomTab: kept,
    Dashboard: kept,
    FieldSet: kept,
    FlexiPage: kept,
    Layout: kept,
    LightningComponentBundle: kept,
    LightningMessageChannel: kept,
    ListView: kept,
    PathAssistant: kept,
    QuickAction: kept,
    RemoteSiteSetting: kept,
    Report: kept,
    ReportType: kept,
    StaticResource: kept,
    WebLink: kept
  })
);
