/** One save on its way up the ladder. */
import type { AutoAssign, Session, StoredRow } from '../org.ts';
import type { FullAccess, OrgCore } from '../orgCore.ts';
import type { SObjectType } from '../state/schema.ts';

export interface Save {
  readonly org: OrgCore;
  readonly session: Session;
  readonly access: FullAccess;
  readonly object: SObjectType;
  readonly kind: 'create' | 'update';
  readonly id: string;
  /** Instant of the save, to the second: `2026-11-03T14:20:05.000Z`. */
  readonly now: string;
  readonly autoAssign: AutoAssign;
  /** Whether the save passes a duplicate rule that alerts. */
  readonly allowDuplicates: boolean;
  /** What was sent, keyed by the names that were sent. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The same keyed by the API names of the fields; the first step fills it. */
  readonly given: Map<string, unknown>;
  /** The record as it was; empty on create. */
  readonly before: StoredRow;
  /** The record as it will be. Steps read and write it. */
  readonly after: StoredRow;
}

/** Whether the save gives the field another value than it had. */
export function changes(save: Save, fieldName: string): boolean {
  return (save.after[fieldName] ?? null) !== (save.before[fieldName] ?? null);
}

export interface SaveStep {
  readonly name: string;
  /** What the step checks or does, for the list of behaviours. */
  readonly what: string;
  /** How we know: `documented …`, `recorded …` or `assumed …`. */
  readonly source: string;
  /** @throws SalesforceError */
  run(save: Save): void;
}
