/**
 * What one translation of a query needs to know of the org, the user and the moment.
 */
import { DateTime, IANAZone } from 'luxon';
import { SalesforceError } from '../errors.ts';
import type { Access, Org, QueryOptions, Session } from '../org.ts';
import type { SObjectType } from '../state/schema.ts';
import type { SoqlSource } from './queryError.ts';
import { fragment } from './sqlFragment.ts';
import { allRows } from './statements.ts';

export interface QueryContext {
  readonly org: Org;
  readonly session: Session;
  readonly access: Access;
  readonly source: SoqlSource;
  readonly includeDeleted: boolean;
  readonly apiVersion: string;
  /** The moment of the query in the time zone and locale of the running user, which bound relative dates. */
  localTime(): DateTime;
  /** A table alias that no other part of the statement has. */
  nextAlias(): string;
}

export function queryContext(org: Org, session: Session, source: SoqlSource, options: QueryOptions): QueryContext {
  let aliases = 0;
  return {
    org,
    session,
    access: org.access(session),
    source,
    includeDeleted: options.includeDeleted ?? false,
    apiVersion: options.apiVersion,
    localTime: () => localTime(org, session),
    nextAlias: () => `t${aliases++}`
  };
}

/** In UTC and American English where the user says nothing that is known. */
function localTime(org: Org, session: Session): DateTime {
  const [user] = allRows(
    org.db,
    fragment('SELECT "TimeZoneSidKey", "LocaleSidKey" FROM "User" WHERE "Id" = ?', session.userId)
  );
  const timeZone = String(user?.[0] ?? 'UTC');
  const locale = String(user?.[1] ?? 'en_US')
    .split('_')
    .slice(0, 2)
    .join('-');
  const zone = IANAZone.isValidZone(timeZone) ? timeZone : 'UTC';
  return DateTime.fromJSDate(org.clock.now(), { zone }).setLocale(locale);
}

/**
 * The object that a FROM clause names.
 * @throws SalesforceError INVALID_TYPE when the org has none of that name or the user may not read it,
 *   INVALID_TYPE_FOR_OPERATION when it cannot be queried
 */
export function queriedObject(context: QueryContext, name: string): SObjectType {
  const object = context.org.schema.object(name);
  if (!object || !context.access.can(object.name, 'read')) {
    throw new SalesforceError(
      'INVALID_TYPE',
      `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the ` +
        `'__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`
    );
  }
  if (!object.queryable) {
    throw new SalesforceError('INVALID_TYPE_FOR_OPERATION', `entity type ${object.name} does not support query`);
  }
  return object;
}
