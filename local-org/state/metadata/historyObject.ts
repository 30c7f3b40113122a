/** Field history objects: LeadHistory, Handoff__History. Source: Object Reference, "History" (documented). */
import { lookup, readOnly, text } from '../fieldDeclaration.ts';
import type { SObjectType } from '../schema.ts';
import { systemFields, writtenByTheOrg } from '../sobjectType.ts';
import type { ObjectDeclaration } from '../sobjectType.ts';

/** All history objects share this prefix, so an id alone does not tell which one it belongs to. */
export const historyPrefix = '017';

/** Names of an object's history object and of its field that points to the record. */
export function historyNames(objectName: string): { object: string; parentField: string } {
  return objectName.endsWith('__c')
    ? { object: objectName.replace(/__c$/, '__History'), parentField: 'ParentId' }
    : { object: `${objectName}History`, parentField: `${objectName}Id` };
}

export function historyObjectOf(parent: SObjectType): ObjectDeclaration {
  const names = historyNames(parent.name);
  return {
    name: names.object,
    label: `${parent.label} History`,
    labelPlural: `${parent.label} History`,
    keyPrefix: historyPrefix,
    kind: parent.kind,
    nameField: 'Id',
    ...writtenByTheOrg,
    fields: [
      ...systemFields.history,
      lookup(names.parentField, parent.name, {
        childRelationshipName: 'Histories',
        onParentDelete: 'cascade',
        ...readOnly
      }),
      text('Field', 255, readOnly),
      text('DataType', 255, readOnly),
      text('OldValue', 255, { ...readOnly, filterable: false, sortable: false }),
      text('NewValue', 255, { ...readOnly, filterable: false, sortable: false })
    ]
  };
}
