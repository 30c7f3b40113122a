/** Assignment rules: one AssignmentRule row each. Source: Metadata API Developer Guide, AssignmentRules (documented). */
import type { OrgCore } from '../../orgCore.ts';
import { parsedRules } from '../../semantics/deployedRules.ts';
import { queueTakes } from '../../semantics/references.ts';
import { textIn } from '../../state/metadata/elements.ts';
import type { Content } from '../../state/metadata/elements.ts';
import { MetadataProblem } from '../../state/metadata/metadataProblem.ts';
import { listOf } from '../../state/metadata/metadataXml.ts';
import type { MetadataComponent } from '../../state/metadataStore.ts';
import { findRow, objectNamed, putRow } from '../../state/setUpRows.ts';
import type { MetadataEffect } from './effect.ts';

export const assignmentRulesEffect: MetadataEffect = {
  kind: 'rows',
  what: 'compiled rules and AssignmentRule rows; an active rule makes the others of its object inactive',
  merge: mergeRules,
  apply(org, component) {
    const rules = parsedRules(component);
    for (const rule of rules) {
      for (const { target, number } of rule.entries) {
        if (target) checkTarget(org, component.fullName, target, `${rule.fullName}, entry ${number}`);
      }
      putRow(
        org,
        'AssignmentRule',
        { Name: rule.fullName, SobjectType: component.fullName },
        { Active: rule.active ? 1 : 0 }
      );
    }
  },
  remove(org, { fullName }) {
    const object = objectNamed(org, 'AssignmentRule');
    for (const row of org.rows.findBy(object, 'SobjectType', fullName)) org.rows.remove(object, row['Id'] as string);
  }
};

/**
 * Rules that the deployed file does not name stay; those that it names are replaced. An active rule in it switches the
 * others off (documented: one active rule for each object).
 */
function mergeRules(stored: MetadataComponent, deployed: MetadataComponent): MetadataComponent {
  const rulesIn = ({ content }: MetadataComponent): Content[] => listOf(content['assignmentRule']) as Content[];
  const given = rulesIn(deployed);
  const names = new Set(given.map((rule) => textIn(rule, 'fullName')));
  const activates = given.some((rule) => textIn(rule, 'active') === 'true');
  const others = rulesIn(stored)
    .filter((rule) => !names.has(textIn(rule, 'fullName')))
    .map((rule) => (activates ? { ...rule, active: 'false' } : rule));
  const all = [...others, ...given];
  return { ...deployed, content: { ...deployed.content, assignmentRule: all.length === 1 ? all[0] : all } };
}

/** @throws MetadataProblem when the entry's queue or user is not there, or may not own the object */
function checkTarget(
  org: OrgCore,
  objectName: string,
  { type, name }: { type: string; name: string },
  where: string
): void {
  if (type === 'User') {
    if (!findRow(org, objectNamed(org, 'User'), { Username: name }))
      throw new MetadataProblem(`${where}: In field: assignedTo - no User named ${name} found`);
    return;
  }
  const queue = findRow(org, objectNamed(org, 'Group'), { DeveloperName: name, Type: 'Queue' });
  if (!queue) throw new MetadataProblem(`${where}: In field: assignedTo - no Queue named ${name} found`);
  if (!queueTakes(org, queue['Id'] as string, objectName))
    throw new MetadataProblem(`${where}: the queue ${name} does not take ${objectName} records`);
}
