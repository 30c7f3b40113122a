/** An org without its HTTP: state, semantics and queries, wired together. */
import { createMetadataStore, loadState } from './deploy/componentStore.ts';
import type { DeployedState } from './deploy/componentStore.ts';
import type { Clock, Org, Session } from './org.ts';
import type { FullAccess, OrgCore, OrgSettings } from './orgCore.ts';
import { accessOf } from './semantics/access.ts';
import { createRecords } from './semantics/records.ts';
import { queryMore, runQuery } from './soql/runQuery.ts';
import { findBuiltIns, writeBuiltIns } from './state/builtInRows.ts';
import { createClock } from './state/clock.ts';
import { keepStatements, openDatabase } from './state/database.ts';
import { createEventBus } from './state/eventBus.ts';
import { createIdMint } from './state/ids.ts';
import { keyPrefixOf } from './state/keyPrefixes.ts';
import { createRowStore } from './state/rowStore.ts';
import type { SObjectType } from './state/schema.ts';
import { createSequences } from './state/sequences.ts';
import { findRow, objectNamed } from './state/setUpRows.ts';
import { fitTables } from './state/tables.ts';
import { createTransactions } from './state/transactions.ts';

export interface CreateOrgOptions {
  /** Base address under which the org is served, without a slash at the end. */
  readonly url: string;
  /** Default: the machine's time. */
  readonly clock?: Clock;
  /** Folder of the database file; default: in memory. An org that is in it already is opened as it was. */
  readonly dataDirectory?: string;
  /** Username or DeveloperName of a queue that gets leads no rule entry matches. Default: the administrator. */
  readonly defaultLeadOwner?: string;
  /** Sharing of leads. Default `private`, the stricter of what customers have: it shows missing rights early. */
  readonly leadSharing?: SObjectType['sharing'];
}

/** Objects whose records decide what users may do. */
const decideAccess = new Set(['User', 'Profile', 'PermissionSet', 'PermissionSetAssignment', 'Group', 'GroupMember']);

/** Ids are reserved a thousand at a time: a restart leaves a gap, as real ids have. */
const idBlock = 1000;

export function createOrg(options: CreateOrgOptions): Org {
  const db = openDatabase(options.dataDirectory);
  const statements = keepStatements(db);
  const transactions = createTransactions(db);
  const clock = options.clock ?? createClock();
  const rows = createRowStore(statements);
  const schemaOptions = {
    keyPrefixOf: (name: string) => keyPrefixOf(statements, name),
    leadSharing: options.leadSharing
  };

  let state: DeployedState = loadState(statements, schemaOptions);
  const accesses = new Map<string, FullAccess>();
  const holder = {
    get: () => state,
    set(next: DeployedState) {
      state = next;
      accesses.clear();
    }
  };
  transactions.onBegin(() => {
    const before = state;
    return () => holder.set(before);
  });
  rows.onWrite((objectName) => {
    if (decideAccess.has(objectName)) accesses.clear();
  });

  const mintId = createIdMint(createSequences(statements, transactions, idBlock));
  const ids = { organizationId: '', systemUserId: '' };
  const settings: OrgSettings = {
    get defaultLeadOwnerId() {
      return defaultLeadOwner(org, options.defaultLeadOwner);
    }
  };
  const org: OrgCore = {
    get organizationId() {
      return ids.organizationId;
    },
    get systemUserId() {
      return ids.systemUserId;
    },
    url: options.url,
    db,
    get schema() {
      return state.model.schema;
    },
    get model() {
      return state.model;
    },
    get metadata() {
      return metadata;
    },
    get records() {
      return records;
    },
    clock,
    events: createEventBus(statements, transactions, clock),
    rows,
    autoNumbers: createSequences(statements, transactions, 1),
    settings,
    mintId,
    transaction: (work) => transactions.run(work),
    access({ userId }: Session) {
      const known = accesses.get(userId);
      if (known) return known;
      const access = accessOf(state.model, statements, userId);
      accesses.set(userId, access);
      return access;
    },
    query: (session, soql, queryOptions) => runQuery(org, session, soql, queryOptions),
    queryMore: (session, locator, queryOptions) => queryMore(org, session, locator, queryOptions)
  };
  const metadata = createMetadataStore(org, statements, holder, schemaOptions);
  const records = createRecords(org);

  transactions.run(() => fitTables(db, state.model.schema));
  const builtIn = findBuiltIns(org);
  if (builtIn) {
    ids.organizationId = builtIn.organizationId;
    ids.systemUserId = builtIn.administratorId;
  } else {
    transactions.run(() => {
      ids.organizationId = mintId('00D');
      ids.systemUserId = mintId('005');
      writeBuiltIns(org);
    });
  }
  return org;
}

/** @throws Error when the org has no user and no queue of this name */
function defaultLeadOwner(org: OrgCore, name: string | undefined): string {
  if (name === undefined) return org.systemUserId;
  const owner =
    findRow(org, objectNamed(org, 'User'), { Username: name }) ??
    findRow(org, objectNamed(org, 'Group'), { DeveloperName: name, Type: 'Queue' });
  if (!owner) throw new Error(`The default lead owner ${name} is neither a user nor a queue of this org`);
  return owner['Id'] as string;
}
