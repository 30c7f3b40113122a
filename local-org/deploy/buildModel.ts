/** From the deployed components to what the org works with; reads no records. */
import type { OrgModel } from '../orgModel.ts';
import { compileObjects } from '../semantics/compiledRules.ts';
import { deployedRulesOf } from '../semantics/deployedRules.ts';
import type { DeployedRules } from '../semantics/deployedRules.ts';
import { duplicateRuleOf, matchingRulesOf } from '../semantics/duplicateRules.ts';
import type { DuplicateRule, MatchingRule } from '../semantics/duplicateRules.ts';
import { rightsOf } from '../semantics/rights.ts';
import type { Rights } from '../semantics/rights.ts';
import { noteProblem } from '../state/metadata/metadataProblem.ts';
import type { MetadataProblems } from '../state/metadata/metadataProblem.ts';
import type { MetadataComponent } from '../state/metadataStore.ts';
import type { Schema } from '../state/schema.ts';
import { buildSchema } from '../state/schemaBuilder.ts';
import type { SchemaOptions } from '../state/schemaBuilder.ts';

export function buildModel(
  components: readonly MetadataComponent[],
  options: SchemaOptions
): { model: OrgModel; problems: MetadataProblems } {
  const { schema, problems } = buildSchema(components, options);
  const compiled = compileObjects(schema, problems);
  const permissionSets = new Map<string, Rights>();
  const assignmentRules = new Map<string, DeployedRules>();
  for (const component of components) {
    noteProblem(problems, component, () => {
      if (component.type === 'PermissionSet') permissionSets.set(component.fullName, rightsOf(component, schema));
      if (component.type === 'AssignmentRules')
        assignmentRules.set(component.fullName, deployedRulesOf(component, schema));
    });
  }
  const duplicateRules = duplicateRulesOf(components, schema, problems);
  return { model: { schema, compiled, permissionSets, assignmentRules, duplicateRules }, problems };
}

function duplicateRulesOf(
  components: readonly MetadataComponent[],
  schema: Schema,
  problems: MetadataProblems
): ReadonlyMap<string, readonly DuplicateRule[]> {
  const matchingRules = new Map<string, MatchingRule>();
  const found = new Map<string, DuplicateRule[]>();
  for (const component of components) {
    if (component.type !== 'MatchingRules') continue;
    noteProblem(problems, component, () => {
      for (const rule of matchingRulesOf(component, schema)) matchingRules.set(rule.name, rule);
    });
  }
  for (const component of components) {
    if (component.type !== 'DuplicateRule') continue;
    noteProblem(problems, component, () => {
      const rule = duplicateRuleOf(component, matchingRules);
      const object = component.fullName.split('.')[0] ?? '';
      if (rule.active) found.set(object, [...(found.get(object) ?? []), rule]);
    });
  }
  for (const rules of found.values()) rules.sort((one, other) => one.sortOrder - other.sortOrder);
  return found;
}
