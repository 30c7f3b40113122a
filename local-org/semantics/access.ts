/**
 * What a user may do: profile and assigned permission sets for objects and fields, ownership for records. There is no role
 * hierarchy and there are no sharing rules. Source: Salesforce Help, "Data Access in Salesforce" (documented).
 */
import type { StoredRow, StoredValue } from '../org.ts';
import type { FullAccess } from '../orgCore.ts';
import type { OrgModel } from '../orgModel.ts';
import { quoted } from '../state/database.ts';
import type { Statements } from '../state/database.ts';
import { historyNames } from '../state/metadata/historyObject.ts';
import type { SObjectType } from '../state/schema.ts';
import { followsParents, parentsPass, parentsVisible } from './activityAccess.ts';
import { formulaRecord } from './formulaFields.ts';
import { noProfile, profiles } from './profiles.ts';
import { isPermissionable } from './rights.ts';
import type { ObjectRight, Rights } from './rights.ts';

/** Activities have user permissions in place of object permissions (documented: Salesforce Help, "User Permissions"). */
const activityPermissions: Readonly<Record<string, Readonly<Partial<Record<ObjectRight, string>>>>> = {
  Task: { read: 'activitiesaccess', create: 'edittask', edit: 'edittask', delete: 'edittask' },
  Event: { read: 'activitiesaccess', create: 'editevent', edit: 'editevent', delete: 'editevent' }
};

export function accessOf(model: OrgModel, statements: Statements, userId: string): FullAccess {
  const { schema } = model;
  const profileName = statements.get(
    'SELECT p.Name AS name FROM "User" u JOIN "Profile" p ON p.Id = u.ProfileId WHERE u.Id = ?',
    userId
  )?.['name'];
  const profile = profiles[String(profileName)] ?? noProfile;
  const sets = assignedSets(model, statements, userId);
  const groupIds = groupsOf(statements, userId);
  const userMay = (permission: string): boolean =>
    profile.isAdmin || sets.some((set) => set.userPermissions.has(permission));

  const user = schema.object('User');
  const userRow = statements.get('SELECT * FROM "User" WHERE Id = ?', userId);

  const known = new Map<string, boolean>();
  const can = (objectName: string, right: ObjectRight): boolean => {
    const key = `${right} ${objectName}`;
    const answer = known.get(key) ?? mayDo(schema.object(objectName), right);
    known.set(key, answer);
    return answer;
  };
  const mayDo = (object: SObjectType | undefined, right: ObjectRight): boolean => {
    if (!object) return false;
    if (profile.isAdmin) return true;
    const parent = parentOfHistory(model, object);
    if (parent) return right === 'read' && can(parent.object.name, 'read');
    if (profile.objectRights(object.name).has(right)) return true;
    if (sets.some((set) => set.objects.get(object.name.toLowerCase())?.has(right))) return true;
    const permission = activityPermissions[object.name]?.[right];
    if (permission !== undefined && userMay(permission)) return true;
    if (object.kind === 'platformEvent') return false;
    // Change events of users ask for it, and View All Data does not stand in (documented: Change Data Capture Developer Guide).
    if (object.name === 'User' && right === 'viewAll') return userMay('viewallusers');
    // Nor does it show files of others (documented: Object Reference, ContentVersion).
    if ((object.name === 'ContentVersion' || object.name === 'ContentDocument') && right === 'viewAll')
      return userMay('queryallfiles');
    return userMay('modifyalldata') || ((right === 'read' || right === 'viewAll') && userMay('viewalldata'));
  };

  const fieldRight = (objectName: string, fieldName: string, right: 'read' | 'edit'): boolean => {
    const object = schema.object(objectName);
    const field = object?.field(fieldName);
    if (!object || !field || !can(object.name, 'read')) return false;
    if (profile.isAdmin || !isPermissionable(object, field)) return true;
    if (!field.custom && profile.seesStandardFields) return true;
    const key = `${object.name}.${field.name}`.toLowerCase();
    return sets.some((set) => set.fields.get(key)?.[right]);
  };

  const holds = (row: StoredRow): boolean => row['OwnerId'] === userId || groupIds.includes(row['OwnerId'] as string);
  const isPrivate = (object: SObjectType): boolean =>
    object.sharing === 'private' && object.field('OwnerId') !== undefined && !can(object.name, 'viewAll');

  const controlled = (objectName: string): boolean => schema.object(objectName)?.sharing === 'controlledByParent';

  const access: FullAccess = {
    userId,
    runningUser: user && userRow ? formulaRecord(user, userRow) : {},
    timeZone: String(userRow?.['TimeZoneSidKey'] ?? 'UTC'),
    isAdmin: profile.isAdmin,
    can,
    hasPermission: (name) => userMay(name.toLowerCase()),
    canReadField: (objectName, fieldName) => fieldRight(objectName, fieldName, 'read'),
    canEditField: (objectName, fieldName) => fieldRight(objectName, fieldName, 'edit'),
    canSeeRecord(objectName, row) {
      const object = schema.object(objectName);
      if (!object || !can(object.name, 'read')) return false;
      const parent = parentOfRecord(model, object);
      if (parent) {
        const parentRow = statements.get(
          `SELECT * FROM ${quoted(parent.object.name)} WHERE Id = ?`,
          row[parent.field] ?? null
        );
        return parentRow !== undefined && access.canSeeRecord(parent.object.name, parentRow);
      }
      if (followsParents(object) && !can(object.name, 'viewAll'))
        return holds(row) || parentsPass(model, statements, row, (name, parent) => access.canSeeRecord(name, parent));
      return !isPrivate(object) || holds(row);
    },
    visibleRows(objectName, alias) {
      const object = schema.object(objectName);
      if (!object || !can(object.name, 'read')) return { sql: '0', parameters: [] };
      const parent = parentOfRecord(model, object);
      if (parent) {
        const inner = access.visibleRows(parent.object.name, `${alias}_parent`);
        if (!inner) return undefined;
        const sql = `EXISTS (SELECT 1 FROM ${quoted(parent.object.name)} ${alias}_parent WHERE ${alias}_parent.Id = ${alias}.${quoted(parent.field)} AND ${inner.sql})`;
        return { sql, parameters: inner.parameters };
      }
      const owners: StoredValue[] = [userId, ...groupIds];
      const held = `${alias}.OwnerId IN (${owners.map(() => '?').join(', ')})`;
      if (followsParents(object) && !can(object.name, 'viewAll')) {
        const about = parentsVisible(model, object, alias, (name, as) => access.visibleRows(name, as));
        return { sql: `(${held} OR ${about.sql})`, parameters: [...owners, ...about.parameters] };
      }
      return isPrivate(object) ? { sql: held, parameters: owners } : undefined;
    },
    canEditRecord(objectName, row) {
      const object = schema.object(objectName);
      if (!object || !can(object.name, 'edit')) return false;
      if (can(object.name, 'modifyAll')) return true;
      if (object.name === 'User') return row['Id'] === userId;
      if (object.sharing === 'publicReadWrite') return true;
      if (controlled(objectName))
        return holds(row) || parentsPass(model, statements, row, (name, parent) => access.canEditRecord(name, parent));
      const parent = parentOfRecord(model, object);
      if (!parent) return holds(row);
      const parentRow = statements.get(
        `SELECT * FROM ${quoted(parent.object.name)} WHERE Id = ?`,
        row[parent.field] ?? null
      );
      return parentRow !== undefined && access.canEditRecord(parent.object.name, parentRow);
    },
    // Public Read/Write lets everyone edit, and only the owner delete (documented: Salesforce Help, "Sharing Default Access Settings").
    canDeleteRecord: (objectName, row) =>
      can(objectName, 'delete') &&
      (can(objectName, 'modifyAll') ||
        row['OwnerId'] === userId ||
        (controlled(objectName) &&
          parentsPass(model, statements, row, (name, parent) => access.canDeleteRecord(name, parent))) ||
        (row['OwnerId'] === undefined && access.canEditRecord(objectName, row))),
    // Members of the owning queue may take a record out of it (documented: Salesforce Help, "Queues").
    canTransferRecord: (objectName, row) =>
      can(objectName, 'modifyAll') ||
      holds(row) ||
      (controlled(objectName) &&
        parentsPass(model, statements, row, (name, parent) => access.canTransferRecord(name, parent))) ||
      (objectName === 'Lead' && userMay('transferanylead')) ||
      userMay('transferanyentity')
  };
  return access;
}

function assignedSets(model: OrgModel, statements: Statements, userId: string): Rights[] {
  return statements
    .all(
      'SELECT s.Name AS name FROM "PermissionSetAssignment" a JOIN "PermissionSet" s ON s.Id = a.PermissionSetId WHERE a.AssigneeId = ?',
      userId
    )
    .flatMap(({ name }) => model.permissionSets.get(String(name)) ?? []);
}

/** Groups and queues that the user is in, directly or through other groups. */
function groupsOf(statements: Statements, userId: string): string[] {
  const sql = `WITH RECURSIVE member(Id) AS (
    SELECT GroupId FROM "GroupMember" WHERE UserOrGroupId = ?
    UNION SELECT g.GroupId FROM "GroupMember" g JOIN member ON g.UserOrGroupId = member.Id
  ) SELECT Id FROM member`;
  return statements.all(sql, userId).map((row) => row['Id'] as string);
}

interface Parent {
  readonly object: SObjectType;
  readonly field: string;
}

function parentOfHistory({ schema }: OrgModel, object: SObjectType): Parent | undefined {
  if (!object.name.endsWith('History')) return undefined;
  const parentName = object.name.endsWith('__History')
    ? object.name.replace(/__History$/, '__c')
    : object.name.replace(/History$/, '');
  const parent = schema.object(parentName);
  return parent && { object: parent, field: historyNames(parent.name).parentField };
}

/** The record that decides who sees this one: of a history row the record it tells of, of a detail its master. */
function parentOfRecord(model: OrgModel, object: SObjectType): Parent | undefined {
  const history = parentOfHistory(model, object);
  if (history || object.kind !== 'custom' || object.field('OwnerId')) return history;
  const masterDetail = object.fields.find(
    (field) => field.custom && field.type === 'reference' && field.required && field.onParentDelete === 'cascade'
  );
  const master = masterDetail && model.schema.object(masterDetail.referenceTo[0] ?? '');
  return masterDetail && master && { object: master, field: masterDetail.name };
}
