/**
 * A `Lead.assignmentRules` file as it stands, before anything is checked against the org's fields.
 * Source of the shape: Metadata API Developer Guide, AssignmentRules (documented).
 */

/** One row of an entry's filter. `value` is missing when the row asks whether the field is blank. */
export interface CriteriaItem {
  /** As written, e.g. `Lead.Country`, `User.Department`. */
  readonly field: string;
  /** As written, e.g. `equals`. */
  readonly operation: string;
  readonly value?: string;
  /** Compares with another field; parsed so that it can be refused by name. */
  readonly valueField?: string;
}

export interface AssignmentTarget {
  readonly type: 'User' | 'Queue';
  /** Username of a user, DeveloperName of a queue. */
  readonly name: string;
}

export interface RuleEntry {
  /** Place in the rule, from 1, as Setup shows it. */
  readonly number: number;
  /** Missing for "Do Not Reassign Owner". */
  readonly target?: AssignmentTarget;
  readonly criteriaItems: readonly CriteriaItem[];
  /** e.g. `1 AND (2 OR 3)`; missing means that all rows must hold. */
  readonly booleanFilter?: string;
  readonly formula?: string;
  /** Path of the e-mail template that tells the new owner; it has no part in who that is. */
  readonly template?: string;
  /** Elements that only cases use; their presence makes the rule not compile. */
  readonly caseOnlyElements: readonly string[];
}

export interface AssignmentRule {
  /** May contain spaces. */
  readonly fullName: string;
  readonly active: boolean;
  readonly entries: readonly RuleEntry[];
}

export interface AssignmentRuleFile {
  /** In document order. */
  readonly rules: readonly AssignmentRule[];
}

/**
 * The rule that Salesforce would run. Undefined when none is active: then the lead stays with its creator, which
 * differs from an active rule without a matching entry (that gives the default lead owner).
 * Source: Apex Developer Guide, DmlOptions.AssignmentRuleHeader (documented).
 */
export function activeRule(file: AssignmentRuleFile): AssignmentRule | undefined {
  return file.rules.find((rule) => rule.active);
}
