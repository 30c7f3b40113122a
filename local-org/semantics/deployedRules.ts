/** Assignment rules as they are deployed: every rule compiled, and which is active. */
import {
  assignmentRulesFromContent,
  compileRule,
  RuleFileError,
  RuleNotSupportedError
} from '../../assignment-rules/index.ts';
import type { AssignmentRule, CompiledRule, FieldTypes } from '../../assignment-rules/index.ts';
import { MetadataProblem, notSupported } from '../state/metadata/metadataProblem.ts';
import type { MetadataComponent } from '../state/metadataStore.ts';
import type { Schema } from '../state/schema.ts';

export interface DeployedRules {
  readonly objectName: string;
  /** By name, as written. */
  readonly rules: ReadonlyMap<string, CompiledRule>;
  readonly active: CompiledRule | undefined;
}

/**
 * @throws MetadataProblem listing everything in the rules that cannot be evaluated exactly
 */
export function deployedRulesOf(component: MetadataComponent, schema: Schema): DeployedRules {
  if (component.fullName !== 'Lead') throw notSupported(`assignment rules of ${component.fullName}`);
  const parsed = parsedRules(component);
  const rules = new Map(parsed.map((rule) => [rule.fullName, compiled(rule, leadFieldTypes(schema))]));
  return { objectName: component.fullName, rules, active: [...rules.values()].find(({ rule }) => rule.active) };
}

export function parsedRules(component: MetadataComponent): readonly AssignmentRule[] {
  try {
    return assignmentRulesFromContent(component.content).rules;
  } catch (error) {
    if (error instanceof RuleFileError) throw new MetadataProblem(`${error.message} ${error.advice}`);
    throw error;
  }
}

function compiled(rule: AssignmentRule, fields: FieldTypes): CompiledRule {
  try {
    return compileRule(rule, fields);
  } catch (error) {
    if (error instanceof RuleNotSupportedError) throw new MetadataProblem(error.message);
    throw error;
  }
}

/** A lookup cannot be compared: the local org has no record types, the one lookup that real rules use. */
function leadFieldTypes(schema: Schema): FieldTypes {
  return (name) => {
    const [first = '', second] = name.split('.');
    const field =
      second === undefined
        ? schema.object('Lead')?.field(first)
        : first === 'User'
          ? schema.object('User')?.field(second)
          : undefined;
    return field && field.type !== 'base64' ? { type: field.type } : undefined;
  };
}
