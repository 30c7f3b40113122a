import type { Check } from './finding.ts';
import { known } from './reading.ts';

/** The owner of leads that no entry catches stands in no API; an entry that catches all makes them moot. */
export const defaultLeadOwner: Check = {
  id: 'defaultLeadOwner',
  group: 'Rules and policies',
  title: 'Default lead owner',
  judge: ({ rule }) => {
    const entries = known(rule)?.rule.entries ?? [];
    const catchesAll = entries.find(
      ({ criteriaItems, formula, target }) => criteriaItems.length === 0 && formula === undefined && target
    );
    if (catchesAll) {
      return {
        findings: [],
        fine: `no lead needs one: entry ${catchesAll.number} takes all that are left, to ${catchesAll.target!.name}`
      };
    }
    return {
      findings: [],
      fine: '',
      notMade: [
        'Salesforce shows it to no API. By hand: Setup → Lead Settings → Default Lead Owner must be an active user or a queue whose leads somebody works. Better: end the rule with an entry without criteria.'
      ]
    };
  }
};
