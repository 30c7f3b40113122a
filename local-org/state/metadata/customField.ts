/** Custom fields from their metadata. Source: Metadata API Developer Guide, CustomField (documented). */
import { isLiteralDefault } from '../defaultValue.ts';
import type { Field, FieldType, SObjectType } from '../schema.ts';
import { declareField } from '../fieldDeclaration.ts';
import type { FieldMore } from '../fieldDeclaration.ts';
import type { MetadataComponent } from '../metadataStore.ts';
import { contentsIn, flagIn, numberIn, requiredText, textIn, textsIn } from './elements.ts';
import type { Content } from './elements.ts';
import { MetadataProblem, notSupported } from './metadataProblem.ts';

type Kind = SObjectType['kind'];

/** What each type of the Metadata API becomes. Types that are not here are refused by name. */
const fieldKinds: Readonly<Record<string, (content: Content) => { type: FieldType; more: FieldMore }>> = {
  Text: (content) => ({ type: 'string', more: { length: lengthOf(content, 255) } }),
  TextArea: () => ({ type: 'textarea', more: { length: 255 } }),
  LongTextArea: (content) => ({
    type: 'textarea',
    more: { length: lengthOf(content, 131072), filterable: false, sortable: false }
  }),
  Url: () => ({ type: 'url', more: { length: 255 } }),
  Email: () => ({ type: 'email', more: { length: 80 } }),
  Phone: () => ({ type: 'phone', more: { length: 40 } }),
  Checkbox: () => ({ type: 'boolean', more: {} }),
  Date: () => ({ type: 'date', more: {} }),
  DateTime: () => ({ type: 'datetime', more: {} }),
  Time: () => ({ type: 'time', more: {} }),
  Number: (content) => ({ type: 'double', more: digitsOf(content) }),
  Currency: (content) => ({ type: 'currency', more: digitsOf(content) }),
  Percent: (content) => ({ type: 'percent', more: digitsOf(content) }),
  Picklist: (content) => ({ type: 'picklist', more: { length: 255, ...valuesOf(content) } }),
  MultiselectPicklist: (content) => ({
    type: 'multipicklist',
    more: { length: 4099, sortable: false, ...valuesOf(content) }
  }),
  Lookup: (content) => ({
    type: 'reference',
    more: { ...parentOf(content), onParentDelete: deleteConstraint(content) }
  }),
  MasterDetail: (content) => ({
    type: 'reference',
    more: {
      ...parentOf(content),
      onParentDelete: 'cascade',
      required: true,
      updateable: flagIn(content, 'reparentableMasterDetail')
    }
  }),
  AutoNumber: (content) => ({
    type: 'string',
    more: {
      length: 30,
      createable: false,
      updateable: false,
      autoNumber: { format: displayFormat(content), start: numberIn(content, 'startingNumber') ?? 1 }
    }
  })
};

/** Types that a platform event may have (documented: Platform Events Developer Guide, "Platform Event Fields"). */
const eventTypes: ReadonlySet<string> = new Set(['Text', 'LongTextArea', 'Number', 'Checkbox', 'Date', 'DateTime']);
const customMetadataTypes: ReadonlySet<string> = new Set([
  'Text',
  'TextArea',
  'LongTextArea',
  'Number',
  'Percent',
  'Checkbox',
  'Date',
  'DateTime',
  'Picklist',
  'Url',
  'Email',
  'Phone'
]);

/**
 * @param kind of the object that the field stands on
 * @throws MetadataProblem for what the org could not deploy, or does not support
 */
export function customFieldOf(component: MetadataComponent, kind: Kind): Field {
  const { content } = component;
  const name = component.fullName.slice(component.fullName.indexOf('.') + 1);
  if (!/^[A-Za-z](?!\w*__\w*__c$)\w*__c$/.test(name)) {
    throw new MetadataProblem(`${name} is not a valid name of a custom field of an unpackaged object`);
  }
  const type = requiredText(content, 'type');
  const make = Object.hasOwn(fieldKinds, type) ? fieldKinds[type] : undefined;
  if (!make) throw notSupported(`custom fields of type ${type}`);
  const allowed = kind === 'platformEvent' ? eventTypes : kind === 'customMetadata' ? customMetadataTypes : undefined;
  if (allowed && !allowed.has(type))
    throw notSupported(`fields of type ${type} on ${component.fullName.split('.')[0]}`);
  for (const element of ['lookupFilter', 'encryptionScheme', 'summaryOperation']) {
    if (content[element] !== undefined) throw notSupported(`${element} of a custom field`);
  }

  const { type: fieldType, more } = make(content);
  const formula = textIn(content, 'formula');
  const unique = flagIn(content, 'unique');
  const shape: FieldMore = {
    label: requiredText(content, 'label'),
    custom: true,
    helpText: textIn(content, 'inlineHelpText'),
    unique,
    caseSensitive: flagIn(content, 'caseSensitive'),
    externalId: flagIn(content, 'externalId'),
    trackHistory: flagIn(content, 'trackHistory'),
    defaultValue: textIn(content, 'defaultValue') ?? (type === 'Checkbox' ? 'false' : undefined),
    ...more,
    required: more.required ?? flagIn(content, 'required'),
    relationshipName: more.referenceTo ? name.replace(/__c$/, '__r') : undefined
  };
  if (unique && !['Text', 'Number', 'Email'].includes(type))
    throw new MetadataProblem(`Can not specify 'unique' for a field of type ${type}`);
  if (formula === undefined) {
    const field = declareField(name, fieldType, shape);
    if (shape.defaultValue !== undefined && !isLiteralDefault(field, shape.defaultValue)) {
      throw notSupported(`the default value ${shape.defaultValue} of ${component.fullName}: only literals are`);
    }
    return field;
  }
  if (type === 'Lookup' || type === 'AutoNumber')
    throw new MetadataProblem(`A formula cannot give a value of type ${type}`);
  const calculated: FieldMore = {
    formula,
    createable: false,
    updateable: false,
    required: false,
    unique: false,
    defaultValue: undefined
  };
  return declareField(name, fieldType, { length: fieldType === 'string' ? 1300 : undefined, ...shape, ...calculated });
}

/**
 * A standard field's metadata changes whether its history is tracked; what else it might say is refused.
 * @throws MetadataProblem
 */
export function changedStandardField(field: Field, component: MetadataComponent): Field {
  const known = new Set([
    'fullName',
    'trackHistory',
    'trackFeedHistory',
    'description',
    'inlineHelpText',
    'label',
    'type',
    'required',
    'externalId',
    'length'
  ]);
  const other = Object.keys(component.content).find((element) => !known.has(element));
  if (other) throw notSupported(`${other} of the standard field ${component.fullName}`);
  return {
    ...field,
    helpText: textIn(component.content, 'inlineHelpText') ?? field.helpText,
    trackHistory: flagIn(component.content, 'trackHistory')
  };
}

function lengthOf(content: Content, most: number): number {
  if (content['formula'] !== undefined && content['length'] === undefined) return 1300;
  const length = numberIn(content, 'length');
  if (length === undefined) throw new MetadataProblem("Must specify 'length' for a CustomField of this type");
  if (length < 1 || length > most) throw new MetadataProblem(`length must be between 1 and ${most}`);
  return length;
}

/** In metadata `precision` counts all digits, `scale` those after the point. */
function digitsOf(content: Content): { precision: number; scale: number } {
  const formula = content['formula'] !== undefined;
  const precision = numberIn(content, 'precision') ?? (formula ? 18 : undefined);
  const scale = numberIn(content, 'scale') ?? (formula ? 2 : undefined);
  if (precision === undefined) throw new MetadataProblem("Must specify 'precision' for a CustomField of this type");
  if (scale === undefined) throw new MetadataProblem("Must specify 'scale' for a CustomField of this type");
  if (precision > 18 || precision < 1 || scale > 17 || scale > precision)
    throw new MetadataProblem('precision or scale out of range');
  return { precision, scale };
}

function valuesOf(content: Content): FieldMore {
  const [valueSet] = contentsIn(content, 'valueSet');
  if (!valueSet) throw new MetadataProblem('Required field is missing: valueSet');
  if (valueSet['valueSetName'] !== undefined) throw notSupported('global value sets');
  const [definition] = contentsIn(valueSet, 'valueSetDefinition');
  if (!definition) throw new MetadataProblem('Required field is missing: valueSetDefinition');
  const values = contentsIn(definition, 'value').map((value) => ({
    value: requiredText(value, 'fullName'),
    label: textIn(value, 'label') ?? requiredText(value, 'fullName'),
    active: value['isActive'] === undefined || flagIn(value, 'isActive'),
    defaultValue: flagIn(value, 'default')
  }));
  const names = values.map(({ value }) => value.toLowerCase());
  const repeated = names.find((value, index) => names.indexOf(value) !== index);
  if (repeated !== undefined) throw new MetadataProblem(`Duplicate picklist value: ${repeated}`);
  if (values.filter((value) => value.defaultValue).length > 1)
    throw new MetadataProblem('A picklist has one default value at most');
  if (flagIn(definition, 'sorted')) values.sort((one, other) => one.label.localeCompare(other.label));
  return { picklistValues: values, restrictedPicklist: flagIn(valueSet, 'restricted') };
}

function parentOf(content: Content): FieldMore {
  const parents = textsIn(content, 'referenceTo');
  if (parents.length !== 1) throw new MetadataProblem("Must specify 'referenceTo' for a CustomField of this type");
  const relationship = textIn(content, 'relationshipName');
  if (relationship !== undefined && !/^[A-Za-z]\w*$/.test(relationship))
    throw new MetadataProblem(`${relationship} is not a valid relationship name`);
  return { referenceTo: parents, childRelationshipName: relationship === undefined ? undefined : `${relationship}__r` };
}

/** Without a constraint a required lookup restricts, an optional one is cleared (documented). */
function deleteConstraint(content: Content): 'clear' | 'restrict' {
  const constraint = textIn(content, 'deleteConstraint') ?? (flagIn(content, 'required') ? 'Restrict' : 'SetNull');
  if (constraint === 'SetNull') return 'clear';
  if (constraint === 'Restrict') return 'restrict';
  if (constraint === 'Cascade') throw notSupported('deleteConstraint Cascade of a lookup');
  throw new MetadataProblem(`${constraint} is not a valid deleteConstraint`);
}

/** @throws MetadataProblem unless the format has one run of zeros in braces and no date parts, which are refused */
export function displayFormat(content: Content): string {
  const format = requiredText(content, 'displayFormat');
  if (/\{(?!0+\})/.test(format)) throw notSupported(`dates in the display format ${format}`);
  if (!/^[^{}]*\{0+\}[^{}]*$/.test(format)) throw new MetadataProblem(`${format} is not a valid display format`);
  return format;
}
