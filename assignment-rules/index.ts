/** Lead assignment rules: parse the metadata file, compile a rule, evaluate a lead, explain the outcome. */
export { assignmentRulesFromContent, parseAssignmentRules } from './parseAssignmentRules.ts';
export { entryComments } from './entryComments.ts';
export type { EntryComments } from './entryComments.ts';
export { activeRule } from './ruleFile.ts';
export type { AssignmentRule, AssignmentRuleFile, AssignmentTarget, CriteriaItem, RuleEntry } from './ruleFile.ts';
export { compileRule } from './compileRule.ts';
export type { CompiledRule } from './compileRule.ts';
export type { Outcome } from './outcome.ts';
export type { CriterionResult, Explanation, WhyNot } from './explanation.ts';
export { fieldTypeOf } from './fieldTypes.ts';
export { parseDatetime } from './operand.ts';
export type { FieldInfo, FieldType, FieldTypes } from './fieldTypes.ts';
export type { LeadRecord, LeadValue, LeadValues, RuleContext } from './leadValues.ts';
export {
  AssignmentRuleError,
  LeadValueError,
  RuleFileError,
  RuleNotSupportedError,
  ruleErrorAdvice
} from './ruleErrors.ts';
export type { RuleErrorCode, RuleProblem } from './ruleErrors.ts';
export { fieldLookup, fieldTypesOf } from './analysis/orgDescription.ts';
export type {
  DescribedField,
  DescribedQueue,
  DescribedUser,
  FieldLookup,
  OrgDescription,
  PicklistValue
} from './analysis/orgDescription.ts';
export { findingCatalogue } from './analysis/finding.ts';
export type { Finding, FindingCode, FindingExample, GridCell, Severity } from './analysis/finding.ts';
export { lintRule } from './analysis/lintRule.ts';
export type { LintOptions, LintReport, OverlappingPair } from './analysis/lintRule.ts';
export { usualGrid } from './analysis/coverageFindings.ts';
export type { Grid } from './analysis/coverageFindings.ts';
export { compareRules } from './compare/compareRules.ts';
export { ownerKey } from './compare/comparison.ts';
export type { ComparedLead, Comparison, Flow, OpenCause, OpenReason, RuleOwner } from './compare/comparison.ts';
export { judgeRule } from './compare/judgeRule.ts';
export type { JudgedRule } from './compare/judgeRule.ts';
export { buildTerritories } from './territory/buildTerritories.ts';
export type { BuiltTerritories } from './territory/buildTerritories.ts';
export { columns, headersOf, usualFields } from './territory/columns.ts';
export type { Column, TerritoryFields } from './territory/columns.ts';
export type { Conflict, Hole } from './territory/conflicts.ts';
export { MergeError, mergeTerritories, newRuleFile } from './territory/mergeTerritories.ts';
export type { Merged } from './territory/mergeTerritories.ts';
export { readRegions } from './territory/regionTable.ts';
export { readTerritoryTable, targetNamed } from './territory/readTerritoryTable.ts';
export type { TableOptions } from './territory/readTerritoryTable.ts';
export { tableFromRule } from './territory/tableFromRules.ts';
export type { NotExpressible, TableLine, TableOfRule } from './territory/tableFromRules.ts';
export type { TableProblem, Territory, TerritoryTable } from './territory/territory.ts';
export { ValueTooLongError } from './territory/territoryEntries.ts';
export type { TerritoryEntry } from './territory/territoryEntries.ts';
export { territoryCsv } from './territory/writeCsv.ts';
