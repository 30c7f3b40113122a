/** Custom metadata: one row each. Source: Metadata API Developer Guide, CustomMetadata (documented). */
import type { StoredRow } from '../../org.ts';
import type { OrgCore } from '../../orgCore.ts';
import { storedValue } from '../../semantics/fieldValues.ts';
import { contentsIn, flagIn, requiredText } from '../../state/metadata/elements.ts';
import { MetadataProblem } from '../../state/metadata/metadataProblem.ts';
import { textOf } from '../../state/metadata/metadataXml.ts';
import type { MetadataComponent } from '../../state/metadataStore.ts';
import type { Field, SObjectType } from '../../state/schema.ts';
import { findRow, putRow } from '../../state/setUpRows.ts';
import type { MetadataEffect } from './effect.ts';

export const customMetadataEffect: MetadataEffect = {
  kind: 'rows',
  what: 'a row of the custom metadata type',
  apply(org, component) {
    const { object, developerName } = typeAndName(org, component);
    const label = requiredText(component.content, 'label');
    putRow(
      org,
      object.name,
      { DeveloperName: developerName },
      {
        ...valuesOf(object, component),
        MasterLabel: label,
        Label: label,
        Language: 'en_US',
        QualifiedApiName: developerName,
        IsProtected: flagIn(component.content, 'protected') ? 1 : 0
      }
    );
  },
  remove(org, component) {
    const { object, developerName } = typeAndName(org, component);
    const row = findRow(org, object, { DeveloperName: developerName });
    if (row) org.rows.remove(object, row['Id'] as string);
  }
};

/** @throws MetadataProblem when the org has no such custom metadata type */
function typeAndName(org: OrgCore, { fullName }: MetadataComponent): { object: SObjectType; developerName: string } {
  const [typeName = '', developerName = ''] = fullName.split('.');
  const object = org.schema.object(`${typeName}__mdt`);
  if (!object || developerName === '')
    throw new MetadataProblem(`In field: fullName - no custom metadata type named ${typeName} found`);
  return { object, developerName };
}

function valuesOf(object: SObjectType, { content }: MetadataComponent): StoredRow {
  const values: StoredRow = {};
  for (const field of object.fields) if (field.custom) values[field.name] = field.type === 'boolean' ? 0 : null;
  for (const given of contentsIn(content, 'values')) {
    const name = requiredText(given, 'field');
    const field = object.field(name);
    if (!field?.custom)
      throw new MetadataProblem(`In field: field - no CustomField named ${object.name}.${name} found`);
    const text = textOf(given['value']);
    values[field.name] = text === undefined || text === '' ? (values[field.name] ?? null) : checked(field, text);
  }
  const missing = object.fields.find((field) => field.required && (values[field.name] ?? null) === null);
  if (missing) throw new MetadataProblem(`Required field is missing: ${missing.name}`);
  return values;
}

function checked(field: Field, text: string) {
  const defined = field.picklistValues?.find(
    ({ value, active }) => active && value.toLowerCase() === text.toLowerCase()
  );
  if (field.restrictedPicklist && !defined)
    throw new MetadataProblem(`${field.label}: bad value for restricted picklist field: ${text}`);
  return storedValue(field, defined?.value ?? text);
}
