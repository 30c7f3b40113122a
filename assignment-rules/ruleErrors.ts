/**
 * Every error of the library. Callers match the code; the message has the facts, and `advice` says what to do next.
 * None is worth a retry: the same file, fields and lead fail again.
 */

/** Code and advice. The parse codes come with RuleFileError, the next ones in the problems of RuleNotSupportedError, the last with LeadValueError. */
export const ruleErrorAdvice = {
  FILE_NOT_XML: 'Retrieve the file again, or repair the place that the message names.',
  FILE_NOT_ASSIGNMENT_RULES: 'Pass the content of Lead.assignmentRules-meta.xml; its root element is AssignmentRules.',
  ELEMENT_UNKNOWN: 'Remove the element: the Metadata API has none of this name here.',
  ELEMENT_MISSING: 'Add the element.',
  ELEMENT_REPEATED: 'Keep one of them.',
  ELEMENT_NOT_TEXT: 'The element takes plain text only.',
  TARGET_INCOMPLETE: 'Give both assignedTo and assignedToType, or neither for "Do Not Reassign Owner".',
  TARGET_TYPE_UNKNOWN: 'Use User or Queue.',
  ACTIVE_NOT_BOOLEAN: 'Use true or false.',
  SEVERAL_ACTIVE: 'Leave one rule active: an object has at most one.',
  RULE_NAME_REPEATED: 'Give each rule a name of its own.',

  CRITERIA_AND_FORMULA: 'Keep criteriaItems or formula; an entry has one of them.',
  CASE_ONLY_ELEMENT: 'Remove the element: it belongs to cases.',
  FIELD_UNKNOWN: 'Check the API name, and that the field is deployed.',
  FIELD_OBJECT_UNKNOWN: 'Use fields of Lead, or of the running user as User.Field.',
  FIELD_TYPE_NOT_SUPPORTED: 'Compare a field of another type.',
  LOOKUP_NAMES_UNKNOWN: 'Give the names that this lookup points to, or compare another field.',
  OPERATION_UNKNOWN: 'Use an operation of the Metadata API, e.g. equals, notEqual, startsWith.',
  OPERATION_NOT_FOR_TYPE: 'Use an operation that this type of field has.',
  OPERATION_NOT_SUPPORTED: 'Express the condition by another operation.',
  VALUE_FIELD_NOT_SUPPORTED: 'Compare with a fixed value, or use a formula.',
  VALUE_MISSING: 'Give a value; only equals and notEqual may ask for blank.',
  VALUE_LIST_MALFORMED: 'Quote a value that contains a comma or a quote, and double a quote inside quotes.',
  VALUE_ITEM_EMPTY: 'Remove the empty item; to match blank, use a row without a value.',
  VALUE_TAKES_ONE: 'Give one value.',
  VALUE_NOT_A_NUMBER: 'Write a plain decimal, e.g. 1000 or 12.5, without separators, signs of currency or percent.',
  VALUE_NOT_A_BOOLEAN: 'Write True or False.',
  VALUE_NOT_A_DATE: 'Write an ISO date, e.g. 2026-11-03. Dates relative to today are not supported.',
  VALUE_NOT_A_DATETIME: 'Write an ISO instant with its zone, e.g. 2026-11-03T08:00:00Z.',
  VALUE_HAS_SEMICOLON: 'List the values with commas: Salesforce documents two meanings of a semicolon.',
  FILTER_MALFORMED: 'Use row numbers, AND, OR, NOT and parentheses, e.g. 1 AND (2 OR 3).',
  FILTER_ROW_UNKNOWN: 'Use the numbers of rows that exist, from 1.',
  FILTER_ROW_UNUSED: 'Use every row in the filter, or remove the row.',
  FILTER_WITHOUT_CRITERIA: 'Remove the filter, or add the rows that it names.',
  FORMULA_SYNTAX: 'Check the formula in Setup; if it is valid there, it uses what this parser does not know.',
  FORMULA_FUNCTION_NOT_SUPPORTED: 'Use criteria, or a function that is supported.',
  FORMULA_ARGUMENTS: 'Correct the arguments.',
  FORMULA_TYPES: 'Make both sides of one type; a picklist needs ISPICKVAL or TEXT.',
  FORMULA_BLANK_AMBIGUOUS: 'Say what blank means, e.g. BLANKVALUE(NumberOfEmployees, 0).',
  FORMULA_NOT_BOOLEAN: 'Make the formula give true or false.',

  LEAD_VALUE_NOT_READABLE: 'Give the value in the type that the field has.',
  RUNNING_USER_MISSING: 'Pass runningUser in the context: the rule has criteria on User fields.'
} as const satisfies Record<string, string>;

export type RuleErrorCode = keyof typeof ruleErrorAdvice;

/** Anything this library throws on purpose. */
export abstract class AssignmentRuleError extends Error {
  readonly code: RuleErrorCode | 'RULE_NOT_SUPPORTED';
  readonly retryable = false;

  constructor(code: RuleErrorCode | 'RULE_NOT_SUPPORTED', message: string) {
    super(message);
    this.code = code;
  }
}

/** The file itself is wrong: it would not deploy either. */
export class RuleFileError extends AssignmentRuleError {
  readonly advice: string;

  /** @param where e.g. `Lead Routing, entry 3`; empty for the file as a whole */
  constructor(code: RuleErrorCode, where: string, message: string) {
    super(code, where ? `${where}: ${message}` : message);
    this.name = 'RuleFileError';
    this.advice = ruleErrorAdvice[code];
  }
}

/** One thing in a rule that cannot be evaluated exactly. */
export interface RuleProblem {
  readonly code: RuleErrorCode;
  /** Number of the entry, from 1. */
  readonly entry: number;
  /** As written in the rule, when the problem is in a criterion or names a field of a formula. */
  readonly field?: string;
  readonly message: string;
  readonly advice: string;
}

/** The rule cannot be evaluated exactly, so it is not evaluated at all. Lists every problem, not the first alone. */
export class RuleNotSupportedError extends AssignmentRuleError {
  readonly rule: string;
  readonly problems: readonly RuleProblem[];

  constructor(rule: string, problems: readonly RuleProblem[]) {
    const lines = problems.map((problem) => `  entry ${problem.entry}: ${problem.message} ${problem.advice}`);
    super('RULE_NOT_SUPPORTED', `The assignment rule "${rule}" cannot be evaluated exactly:\n${lines.join('\n')}`);
    this.name = 'RuleNotSupportedError';
    this.rule = rule;
    this.problems = problems;
  }
}

/** A value of the lead, or the context, does not allow a decision. The message names the field, never its value. */
export class LeadValueError extends AssignmentRuleError {
  readonly field: string;

  constructor(code: 'LEAD_VALUE_NOT_READABLE' | 'RUNNING_USER_MISSING', field: string, message: string) {
    super(code, message);
    this.name = 'LeadValueError';
    this.field = field;
  }
}

/** Thrown inside the compiler and collected there; callers see {@link RuleNotSupportedError}. */
export class Refusal extends Error {
  readonly code: RuleErrorCode;
  readonly field: string | undefined;

  constructor(code: RuleErrorCode, message: string, field?: string) {
    super(message);
    this.code = code;
    this.field = field;
  }
}
