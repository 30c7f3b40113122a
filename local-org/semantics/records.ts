/** Saves and reads of single records: each finds its record, then climbs the ladder in a transaction. */
import { SalesforceError } from '../errors.ts';
import type { Records, SaveOptions, Session, StoredRow } from '../org.ts';
import type { OrgCore } from '../orgCore.ts';
import { toTheSecond } from '../state/clock.ts';
import type { SObjectType } from '../state/schema.ts';
import { deleteRecord } from './deleteRecord.ts';
import { storedValue } from './fieldValues.ts';
import { findRecord, readableObject } from './findRecord.ts';
import { publishEvent } from './publishEvent.ts';
import type { Save } from './save.ts';
import { climb } from './saveLadder.ts';

const activeRule = { kind: 'active' } as const;

export function createRecords(org: OrgCore): Records {
  const newSave = (
    session: Session,
    object: SObjectType,
    values: Record<string, unknown>,
    options: SaveOptions | undefined,
    before?: StoredRow
  ): Save => {
    const id = before ? (before['Id'] as string) : org.mintId(object.keyPrefix);
    return {
      org,
      session,
      access: org.access(session),
      object,
      kind: before ? 'update' : 'create',
      id,
      now: toTheSecond(org.clock.now()),
      autoAssign: options?.autoAssign ?? activeRule,
      allowDuplicates: options?.allowDuplicates ?? false,
      values,
      given: new Map(),
      before: before ?? {},
      after: before ? { ...before } : { Id: id }
    };
  };

  const records: Records = {
    create(session, objectName, values, options) {
      const object = readableObject(org, org.access(session), objectName);
      const save = newSave(session, object, values, options);
      if (object.kind === 'platformEvent')
        return { id: save.id, eventUuid: org.transaction(() => publishEvent(org, save)) };
      org.transaction(() => climb(save));
      return { id: save.id };
    },

    update(session, objectName, id, values, options) {
      const access = org.access(session);
      const object = readableObject(org, access, objectName);
      const row = findRecord(org, access, object, id);
      org.transaction(() => climb(newSave(session, object, values, options, row)));
    },

    upsert(session, objectName, externalIdField, externalId, values, options) {
      const access = org.access(session);
      const object = readableObject(org, access, objectName);
      const field = object.field(externalIdField);
      if (field?.type === 'id') {
        records.update(session, objectName, externalId, values, options);
        return { id: findRecord(org, access, object, externalId)['Id'] as string, created: false };
      }
      if (!field?.externalId || !access.canReadField(object.name, field.name)) {
        throw new SalesforceError(
          'NOT_FOUND',
          `Provided external ID field does not exist or is not accessible: ${externalIdField}`
        );
      }
      const key = storedValue(field, externalId);
      if (key === null) throw new SalesforceError('MISSING_ARGUMENT', `${field.name} not specified`);
      const matches = org.rows.findBy(object, field.name, key);
      if (matches.length > 1) throw severalMatches(object, matches);
      const [match] = matches;
      if (match) {
        records.update(session, objectName, match['Id'] as string, withoutField(values, field.name), options);
        return { id: match['Id'] as string, created: false };
      }
      if (options?.updateOnly) throw new SalesforceError('NOT_FOUND', 'The requested resource does not exist');
      const { id } = records.create(
        session,
        objectName,
        { ...withoutField(values, field.name), [field.name]: externalId },
        options
      );
      return { id, created: true };
    },

    delete(session, objectName, id) {
      const access = org.access(session);
      const object = readableObject(org, access, objectName);
      const row = findRecord(org, access, object, id);
      org.transaction(() => deleteRecord(org, session, object, row));
    },

    read(session, objectName, id) {
      const access = org.access(session);
      return findRecord(org, access, readableObject(org, access, objectName), id);
    }
  };
  return records;
}

/** 300 with the addresses of all that bear the value, below the version's root (documented: REST API, status codes). */
function severalMatches(object: SObjectType, matches: readonly StoredRow[]): SalesforceError {
  return new SalesforceError('DUPLICATE_VALUE', 'The external ID matches more than one record', {
    status: 300,
    extra: { matches: matches.map((row) => `/sobjects/${object.name}/${String(row['Id'])}`) }
  });
}

function withoutField(values: Record<string, unknown>, fieldName: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => name.toLowerCase() !== fieldName.toLowerCase()));
}
