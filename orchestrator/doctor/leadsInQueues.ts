import type { Check } from './finding.ts';
import type { OrgFacts } from './orgFacts.ts';
import { about, known } from './reading.ts';

/** Whether the integration user still reads and changes a lead once a queue or a rep owns it. */
export const leadsInQueues: Check = {
  id: 'leadsInQueues',
  group: 'Rights',
  title: 'Leads that queues and reps own',
  judge: (facts) => {
    const { recordAccess, permissionSets, user } = facts;
    const access = known(recordAccess);
    const mend =
      'Assign the permission set Baton Integration, which holds View All and Modify All on Lead; or open Lead in Setup → Sharing Settings.';
    const findings = [
      ...about(access?.hidden ?? [], {
        severity: 'problem',
        what: `${user.username} cannot read leads of past handoffs since they belong to a queue or a rep.`,
        mend
      }),
      ...about(access?.readOnly ?? [], {
        severity: 'problem',
        what: `${user.username} may read but not change leads of past handoffs.`,
        mend
      })
    ];
    const byPermission = holdsIntegrationSet(facts);
    if (findings.length > 0 || byPermission === true) {
      return { findings, fine: 'by View All and Modify All of the permission set Baton Integration' };
    }
    if (access && access.leads > 0 && access.readOnly) {
      return { findings, fine: `${access.leads} leads of past handoffs can be read and changed` };
    }
    const why =
      'unread' in permissionSets ? permissionSets.unread : 'it does not hold the permission set Baton Integration';
    return {
      findings: [],
      fine: '',
      notMade: [
        `Whether ${user.username} can change a lead that a queue owns: ${why}, and no past handoff shows it. By hand: Setup → Users → the user → View Summary, and look for View All and Modify All on Lead.`
      ]
    };
  }
};

/** Undefined when nobody can tell. */
function holdsIntegrationSet({ permissionSets, user }: OrgFacts): boolean | undefined {
  return known(permissionSets)?.holders['Baton_Integration']?.includes(user.id);
}
