/**
 * What the deployed metadata amounts to: the schema, and everything compiled from it. Made anew from all components after
 * each deploy (deploy/buildModel.ts).
 */
import type { CompiledObject } from './semantics/compiledRules.ts';
import type { DeployedRules } from './semantics/deployedRules.ts';
import type { DuplicateRule } from './semantics/duplicateRules.ts';
import type { Rights } from './semantics/rights.ts';
import type { Schema } from './state/schema.ts';

export interface OrgModel {
  readonly schema: Schema;
  /** Validation rules and formulas, by object name. */
  readonly compiled: ReadonlyMap<string, CompiledObject>;
  /** By the permission set's name. */
  readonly permissionSets: ReadonlyMap<string, Rights>;
  /** By object name. */
  readonly assignmentRules: ReadonlyMap<string, DeployedRules>;
  /** Active ones in their order, by object name. */
  readonly duplicateRules: ReadonlyMap<string, readonly DuplicateRule[]>;
}
