/** The profiles that the org has, and what each gives by itself. Real profiles can be changed; these cannot. */
import { openToAllUsers, salesObjects } from '../state/standardObjects/index.ts';
import type { ObjectRight } from './rights.ts';

export interface ProfileRights {
  /** Everything, on everything. */
  readonly isAdmin: boolean;
  readonly objectRights: (objectName: string) => ReadonlySet<ObjectRight>;
  /** Whether standard fields need no field permission. */
  readonly seesStandardFields: boolean;
}

const none: ReadonlySet<ObjectRight> = new Set();
const readOnly: ReadonlySet<ObjectRight> = new Set(['read']);
const ownUser: ReadonlySet<ObjectRight> = new Set(['read', 'edit']);
const ownFiles: ReadonlySet<ObjectRight> = new Set(['read', 'create', 'edit', 'delete']);
const work: ReadonlySet<ObjectRight> = new Set(['read', 'create', 'edit', 'delete']);
const all: ReadonlySet<ObjectRight> = new Set(['read', 'create', 'edit', 'delete', 'viewAll', 'modifyAll']);

/** Users may edit themselves, within limits that the save ladder knows; they keep files of their own. */
const openRights = (objectName: string): ReadonlySet<ObjectRight> => {
  if (objectName === 'User') return ownUser;
  if (objectName === 'ContentVersion' || objectName === 'ContentDocument') return ownFiles;
  return openToAllUsers.has(objectName) ? readOnly : none;
};

/** Source: Salesforce Help, "Standard Profiles" (documented); the rights of the API-only profile are those of the integration licence. */
export const profiles: Readonly<Record<string, ProfileRights>> = {
  'System Administrator': { isAdmin: true, objectRights: () => all, seesStandardFields: true },
  'Standard User': {
    isAdmin: false,
    objectRights: (name) => (salesObjects.has(name) ? work : name === 'AssignmentRule' ? readOnly : openRights(name)),
    seesStandardFields: true
  },
  'Minimum Access - API Only Integrations': { isAdmin: false, objectRights: openRights, seesStandardFields: false }
};

export const noProfile: ProfileRights = { isAdmin: false, objectRights: () => none, seesStandardFields: false };
