/** The queues that calls come to: those that the active rule and the policies name. */
import { known } from './reading.ts';
import type { OrgFacts, Queue } from './orgFacts.ts';

/** Why a queue is in use, by its DeveloperName in lower case: `the active rule`, `policy EMEA`. */
export function queueNamesInUse({ rule, policies }: OrgFacts): ReadonlyMap<string, { name: string; by: string[] }> {
  const named = new Map<string, { name: string; by: string[] }>();
  const add = (name: string | null | undefined, by: string): void => {
    if (name) {
      const entry = named.get(name.toLowerCase()) ?? { name, by: [] };
      named.set(name.toLowerCase(), { ...entry, by: [...new Set([...entry.by, by])] });
    }
  };
  for (const { target } of known(rule)?.rule.entries ?? []) {
    add(target?.type === 'Queue' ? target.name : undefined, 'the active rule');
  }
  for (const policy of known(policies) ?? []) {
    add(policy.team, `policy ${policy.name}`);
    add(policy.backupTeam, `policy ${policy.name} as backup`);
  }
  return named;
}

/** Queues that calls come to; where the rule could not be read, every queue that takes leads. */
export function teamsInUse(facts: OrgFacts, queues: readonly Queue[]): readonly Queue[] {
  const named = queueNamesInUse(facts);
  const ruleIsKnown = known(facts.rule) !== undefined;
  return queues.filter(
    ({ developerName, takesLeads }) => named.has(developerName.toLowerCase()) || (!ruleIsKnown && takesLeads)
  );
}
