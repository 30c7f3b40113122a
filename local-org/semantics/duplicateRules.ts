/**
 * Duplicate rules of leads, with the matching rules that they use, compiled when they are deployed. Source: Metadata API
 * Developer Guide, DuplicateRule and MatchingRule (documented). Only the matching method Exact is judged; the fuzzy ones
 * are refused by name, as nobody outside of Salesforce can say what they match.
 */
import { allRows, parseBooleanFilter } from '../../assignment-rules/booleanFilter.ts';
import type { Condition } from '../../assignment-rules/booleanFilter.ts';
import { Refusal } from '../../assignment-rules/ruleErrors.ts';
import { contentsIn, flagIn, numberIn, requiredText, textIn, textsIn } from '../state/metadata/elements.ts';
import type { Content } from '../state/metadata/elements.ts';
import { MetadataProblem, notSupported } from '../state/metadata/metadataProblem.ts';
import type { MetadataComponent } from '../state/metadataStore.ts';
import type { Field, Schema } from '../state/schema.ts';

export interface MatchingRule {
  readonly name: string;
  readonly active: boolean;
  readonly items: readonly { readonly field: Field; readonly matchBlanks: boolean }[];
  readonly condition: Condition;
}

export interface DuplicateRule {
  readonly name: string;
  readonly active: boolean;
  readonly sortOrder: number;
  /** What happens to a new record, and to a changed one: `alert` holds it back until it is allowed. */
  readonly onInsert: DuplicateAction;
  readonly onUpdate: DuplicateAction;
  readonly alertText: string;
  /** Whether only records that the user may see count. */
  readonly enforcesSharing: boolean;
  readonly matchingRules: readonly MatchingRule[];
}

export type DuplicateAction = 'block' | 'alert' | 'allow';

/** What Setup puts into a new rule. */
const usualAlert = 'Use one of these records?';

/** @throws MetadataProblem listing the first thing in the rules that is not there or not supported */
export function matchingRulesOf({ content, fullName }: MetadataComponent, schema: Schema): MatchingRule[] {
  const object = fullName === 'Lead' ? schema.object(fullName) : undefined;
  if (!object) throw notSupported(`matching rules of ${fullName}`);
  return contentsIn(content, 'matchingRules').map((rule) => {
    const items = contentsIn(rule, 'matchingRuleItems').map((item) => {
      const name = requiredText(item, 'fieldName');
      const field = object.field(name);
      if (!field || field.type === 'base64') throw new MetadataProblem(`In field: fieldName - no field named ${name}`);
      const method = requiredText(item, 'matchingMethod');
      if (method !== 'Exact') throw notSupported(`the matching method ${method}`);
      return { field, matchBlanks: textIn(item, 'blankValueBehavior') === 'MatchBlanks' };
    });
    requiredText(rule, 'label');
    return {
      name: requiredText(rule, 'fullName'),
      active: requiredText(rule, 'ruleStatus') === 'Active',
      items,
      condition: conditionOf(rule, items.length)
    };
  });
}

function conditionOf(rule: Content, rowCount: number): Condition {
  const filter = textIn(rule, 'booleanFilter');
  if (filter === undefined) return allRows(rowCount);
  try {
    return parseBooleanFilter(filter, rowCount);
  } catch (error) {
    if (error instanceof Refusal) throw new MetadataProblem(error.message);
    throw error;
  }
}

/** @param matchingRules those of the object, by name */
export function duplicateRuleOf(
  { content, fullName }: MetadataComponent,
  matchingRules: ReadonlyMap<string, MatchingRule>
): DuplicateRule {
  const [objectName, name = ''] = fullName.split('.');
  if (objectName !== 'Lead') throw notSupported(`duplicate rules of ${objectName}`);
  requiredText(content, 'masterLabel');
  if (contentsIn(content, 'duplicateRuleFilter').some((filter) => Object.keys(filter).length > 0))
    throw notSupported('conditions of a duplicate rule');
  const used = contentsIn(content, 'duplicateRuleMatchRules').map((use) => {
    const compared = requiredText(use, 'matchRuleSObjectType');
    if (compared !== 'Lead') throw notSupported(`a duplicate rule that compares leads with ${compared}`);
    const rule = matchingRules.get(requiredText(use, 'matchingRule'));
    if (!rule)
      throw new MetadataProblem(
        `In field: matchingRule - no MatchingRule named Lead.${requiredText(use, 'matchingRule')} found`
      );
    return rule;
  });
  if (used.length === 0) throw new MetadataProblem('Required field is missing: duplicateRuleMatchRules');
  const active = flagIn(content, 'isActive');
  const idle = used.find((rule) => !rule.active);
  if (active && idle)
    throw new MetadataProblem(`The matching rule ${idle.name} is not active, and an active duplicate rule uses it`);
  return {
    name,
    active,
    sortOrder: numberIn(content, 'sortOrder') ?? 1,
    onInsert: actionOf(content, 'actionOnInsert', 'operationsOnInsert'),
    onUpdate: actionOf(content, 'actionOnUpdate', 'operationsOnUpdate'),
    alertText: textIn(content, 'alertText') ?? usualAlert,
    enforcesSharing: requiredText(content, 'securityOption') === 'EnforceSharingRules',
    matchingRules: used
  };
}

/**
 * Block refuses. Allow with the operation Alert refuses until the header says allowSave; without it the record is saved
 * (documented). The operation Report is taken and leaves no report: there is no DuplicateRecordSet.
 */
function actionOf(content: Content, action: string, operations: string): DuplicateAction {
  const value = requiredText(content, action);
  if (value === 'Block') return 'block';
  if (value !== 'Allow') throw new MetadataProblem(`${action}: '${value}' is not a valid value for DupeActionType`);
  return textsIn(content, operations).includes('Alert') ? 'alert' : 'allow';
}
