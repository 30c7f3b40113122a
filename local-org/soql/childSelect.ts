/**
 * Which child records a subquery in the SELECT list asks for.
 */
import type { Subquery } from '@jetstreamapp/soql-parser-js';
import { unsupported } from '../errors.ts';
import type { ChildRelationship, SObjectType } from '../state/schema.ts';
import { queryError } from './queryError.ts';
import type { QueryScope } from './queryScope.ts';

export interface ChildSelect {
  readonly relationship: ChildRelationship;
  readonly object: SObjectType;
  readonly subquery: Subquery;
}

/** @throws SalesforceError INVALID_TYPE when the parent has no such relationship or the user may not read the children */
export function childSelect(parent: QueryScope, subquery: Subquery): ChildSelect {
  const { access, org, source } = parent.context;
  const { relationshipName, sObjectPrefix = [] } = subquery;
  if (sObjectPrefix.length > 1 || !sObjectPrefix.every((prefix) => parent.isOwnName(prefix))) {
    throw unsupported(`SOQL FROM ${[...sObjectPrefix, relationshipName].join('.')} in a subquery`);
  }
  const relationship = org.schema
    .childRelationships(parent.root.object.name)
    .find(({ name }) => name.toLowerCase() === relationshipName.toLowerCase());
  const object = relationship && org.schema.object(relationship.childObject);
  if (
    !object?.queryable ||
    !access.can(object.name, 'read') ||
    !access.canReadField(object.name, relationship!.field)
  ) {
    throw queryError(
      source,
      'INVALID_TYPE',
      `Didn't understand relationship '${relationshipName}' in FROM part of query call. If you are attempting to use ` +
        `a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your ` +
        `WSDL or the describe call for the appropriate names.`,
      [...sObjectPrefix, relationshipName].join('.')
    );
  }
  return { relationship: relationship!, object, subquery };
}
