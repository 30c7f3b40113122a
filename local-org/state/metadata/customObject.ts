/** Custom objects, platform events and custom metadata types from their metadata, and changes to standard objects. */
import { boolean, dateTime, declareField, lookup, readOnly, text } from '../fieldDeclaration.ts';
import type { MetadataComponent } from '../metadataStore.ts';
import type { Field, SObjectType } from '../schema.ts';
import { idField, ownerField, systemFields } from '../sobjectType.ts';
import type { ObjectDeclaration } from '../sobjectType.ts';
import { displayFormat } from './customField.ts';
import { contentsIn, flagIn, numberIn, requiredText, textIn } from './elements.ts';
import type { Content } from './elements.ts';
import { MetadataProblem, notSupported } from './metadataProblem.ts';

const sharingModels: Readonly<Record<string, SObjectType['sharing']>> = {
  Private: 'private',
  Read: 'publicRead',
  ReadWrite: 'publicReadWrite',
  ReadWriteTransfer: 'publicReadWrite'
};

/**
 * An object that the metadata makes, without its custom fields.
 * @throws MetadataProblem
 */
export function customObjectOf(component: MetadataComponent, keyPrefix: string): ObjectDeclaration {
  const { content, fullName } = component;
  if (!/^[A-Za-z](?!\w*__\w*__(c|e|mdt)$)\w*__(c|e|mdt)$/.test(fullName)) {
    throw /__(x|b|kav|ka)$/.test(fullName)
      ? notSupported(`the kind of object that ${fullName} is`)
      : new MetadataProblem(`no standard object is named ${fullName}, and it is not a valid name of a custom one`);
  }
  if (content['customSettingsType'] !== undefined) throw notSupported('custom settings');
  const named = {
    name: fullName,
    keyPrefix,
    label: requiredText(content, 'label'),
    labelPlural: textIn(content, 'pluralLabel')
  };
  if (fullName.endsWith('__e')) return platformEvent(named, content);
  if (fullName.endsWith('__mdt')) return customMetadataType(named);
  return {
    ...named,
    kind: 'custom',
    sharing: sharingOf(content) ?? 'publicReadWrite',
    historyTracked: flagIn(content, 'enableHistory'),
    fields: [...systemFields.full, nameFieldOf(content), ownerField]
  };
}

/** A standard object with the settings that its metadata changes. @throws MetadataProblem */
export function changedStandardObject(object: SObjectType, { content }: MetadataComponent): ObjectDeclaration {
  return {
    ...object,
    sharing: sharingOf(content) ?? object.sharing,
    historyTracked: content['enableHistory'] === undefined ? object.historyTracked : flagIn(content, 'enableHistory')
  };
}

/** Activities are private or controlled by their parents (documented: Salesforce Help, "Organization-Wide Sharing Defaults"). */
export function activitySharing(
  { content }: MetadataComponent,
  { sharing }: ObjectDeclaration
): SObjectType['sharing'] | undefined {
  const model = textIn(content, 'sharingModel');
  if (model === undefined) return sharing;
  if (model === 'Private') return 'private';
  if (model === 'ControlledByParent') return 'controlledByParent';
  throw notSupported(`the sharing model ${model} of activities`);
}

function sharingOf(content: Content): SObjectType['sharing'] | undefined {
  const model = textIn(content, 'sharingModel');
  if (model === undefined) return undefined;
  const sharing = Object.hasOwn(sharingModels, model) ? sharingModels[model] : undefined;
  if (!sharing) throw notSupported(`the sharing model ${model}`);
  return sharing;
}

function nameFieldOf(content: Content): Field {
  const [given] = contentsIn(content, 'nameField');
  if (!given) throw new MetadataProblem('Must specify a nameField for the CustomObject');
  const label = requiredText(given, 'label');
  const trackHistory = flagIn(given, 'trackHistory');
  if (requiredText(given, 'type') === 'AutoNumber') {
    const autoNumber = { format: displayFormat(given), start: numberIn(given, 'startingNumber') ?? 1 };
    return text('Name', 80, { label, ...readOnly, autoNumber });
  }
  // A blank Name becomes the record's id (assumed: what records without one show in real orgs).
  return text('Name', 80, { label, trackHistory });
}

function platformEvent(
  named: Pick<ObjectDeclaration, 'name' | 'keyPrefix' | 'label' | 'labelPlural'>,
  content: Content
): ObjectDeclaration {
  const eventType = textIn(content, 'eventType') ?? 'HighVolume';
  if (eventType !== 'HighVolume') throw notSupported(`platform events of type ${eventType}`);
  const behavior = textIn(content, 'publishBehavior') ?? 'PublishAfterCommit';
  if (behavior !== 'PublishAfterCommit') throw notSupported(`the publish behavior ${behavior}`);
  return {
    ...named,
    kind: 'platformEvent',
    sharing: 'publicReadWrite',
    nameField: 'ReplayId',
    updateable: false,
    deletable: false,
    queryable: false,
    fields: [
      declareField('ReplayId', 'string', { ...readOnly, length: 1000 }),
      text('EventUuid', 36, readOnly),
      dateTime('CreatedDate', readOnly),
      lookup('CreatedById', 'User', readOnly)
    ]
  };
}

/** Records of a custom metadata type are deployed, never saved (documented: Custom Metadata Types Implementation Guide). */
function customMetadataType(
  named: Pick<ObjectDeclaration, 'name' | 'keyPrefix' | 'label' | 'labelPlural'>
): ObjectDeclaration {
  return {
    ...named,
    kind: 'customMetadata',
    nameField: 'DeveloperName',
    createable: false,
    updateable: false,
    deletable: false,
    fields: [
      idField,
      text('DeveloperName', 40, { label: 'Custom Metadata Record Name', ...readOnly }),
      text('MasterLabel', 40, { label: 'Label', ...readOnly }),
      text('Label', 40, readOnly),
      text('Language', 40, readOnly),
      text('NamespacePrefix', 15, readOnly),
      text('QualifiedApiName', 70, readOnly),
      boolean('IsProtected', { label: 'Protected Component', ...readOnly }),
      dateTime('SystemModstamp', readOnly)
    ]
  };
}
