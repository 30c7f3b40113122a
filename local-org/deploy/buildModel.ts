/** From the deployed components to what the org works with; reads no records. */
import type { OrgModel } from '../orgModel.ts';
import { compileObjects } from '../semantics/compiledRules.ts';
import { deployedRulesOf } from '../semantics/deployedRules.ts';
import type { DeployedRules } from '../semantics/deployedRules.ts';
import { rightsOf } from '../semantics/rights.ts';
import type { Rights } from '../semantics/rights.ts';
import { noteProblem } from '../state/metadata/metadataProblem.ts';
import type { MetadataProblems } from '../state/metadata/metadataProblem.ts';
import type { MetadataComponent } from '../state/metadataStore.ts';
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
  return { model: { schema, compiled, permissionSets, assignmentRules }, problems };
}
