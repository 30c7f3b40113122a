/**
 * One field as a describe shows it.
 */
import type { Field, FieldType } from '../state/schema.ts';

const soapTypes: Record<FieldType, string> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  boolean: 'xsd:boolean',
  int: 'xsd:int',
  double: 'xsd:double',
  currency: 'xsd:double',
  percent: 'xsd:double',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
  time: 'xsd:time',
  base64: 'xsd:base64Binary',
  string: 'xsd:string',
  textarea: 'xsd:string',
  email: 'xsd:string',
  phone: 'xsd:string',
  url: 'xsd:string',
  picklist: 'xsd:string',
  multipicklist: 'xsd:string'
};

/** Types whose values MIN, MAX and GROUP BY take. */
const aggregatable: readonly FieldType[] = ['boolean', 'textarea', 'multipicklist', 'base64'];
const groupable: readonly FieldType[] = [
  'id',
  'reference',
  'string',
  'email',
  'phone',
  'url',
  'picklist',
  'boolean',
  'int',
  'date'
];

/**
 * Source: documented SOAP API Developer Guide, "DescribeSObjectResult", Field. Keys that the local org has nothing to
 * say about hold the value of a field without that feature.
 * @param isNameField whether the field is shown as the record's name
 */
export function describeField(field: Field, isNameField: boolean): Record<string, unknown> {
  const calculated = field.formula !== undefined;
  const autoNumber = field.autoNumber !== undefined;
  const numeric = ['int', 'double', 'currency', 'percent'].includes(field.type);
  const long = field.type === 'textarea' && (field.length ?? 0) > 255;
  return {
    aggregatable: !aggregatable.includes(field.type),
    aiPredictionField: false,
    autoNumber,
    byteLength:
      (field.length ?? (field.type === 'id' || field.type === 'reference' ? 18 : 0)) *
      (field.type === 'id' || field.type === 'reference' ? 1 : 3),
    calculated,
    calculatedFormula: field.formula ?? null,
    cascadeDelete: field.onParentDelete === 'cascade',
    caseSensitive: field.caseSensitive,
    compoundFieldName: null,
    controllerName: null,
    createable: field.createable,
    custom: field.custom,
    defaultValue:
      field.type === 'boolean' ? false : (field.picklistValues?.find((value) => value.defaultValue)?.value ?? null),
    defaultValueFormula: field.defaultValue ?? null,
    defaultedOnCreate: field.defaultValue !== undefined || field.type === 'boolean' || autoNumber,
    dependentPicklist: false,
    deprecatedAndHidden: false,
    digits: field.type === 'int' ? (field.precision ?? 9) : 0,
    displayLocationInDecimal: false,
    encrypted: false,
    externalId: field.externalId,
    extraTypeInfo: long ? 'plaintextarea' : null,
    filterable: field.filterable && !long,
    filteredLookupInfo: null,
    formulaTreatNullNumberAsZero: false,
    groupable: groupable.includes(field.type) && !long,
    highScaleNumber: false,
    htmlFormatted: false,
    idLookup: field.type === 'id' || field.externalId || (isNameField && !calculated),
    inlineHelpText: field.helpText ?? null,
    label: field.label,
    length: field.length ?? (field.type === 'id' || field.type === 'reference' ? 18 : 0),
    mask: null,
    maskType: null,
    name: field.name,
    nameField: isNameField,
    namePointing: field.referenceTo.length > 1,
    nillable: !field.required && field.type !== 'id' && field.type !== 'boolean',
    permissionable: field.custom && !field.required,
    picklistValues: (field.picklistValues ?? []).map(({ active, defaultValue, label, value }) => ({
      active,
      defaultValue,
      label,
      validFor: null,
      value
    })),
    polymorphicForeignKey: field.referenceTo.length > 1,
    precision: numeric && field.type !== 'int' ? (field.precision ?? 18) : 0,
    queryByDistance: false,
    referenceTargetField: null,
    referenceTo: [...field.referenceTo],
    relationshipName: field.relationshipName ?? null,
    relationshipOrder: field.onParentDelete === 'cascade' ? 0 : null,
    restrictedDelete: field.onParentDelete === 'restrict',
    restrictedPicklist: field.restrictedPicklist,
    scale: numeric ? (field.scale ?? 0) : 0,
    searchPrefilterable: false,
    soapType: soapTypes[field.type],
    sortable: field.sortable && !long,
    type: field.type,
    unique: field.unique,
    updateable: field.updateable,
    writeRequiresMasterRead: false
  };
}
