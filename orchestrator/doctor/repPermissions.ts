import type { Check, Judgement } from './finding.ts';
import { about, judged } from './reading.ts';
import { repsOf } from './reps.ts';

/** Without Baton_Rep a rep sees neither the screen pop nor the handoff. */
export const repPermissions: Check = {
  id: 'repPermissions',
  group: 'People',
  title: 'Permission set of the reps',
  judge: (facts) =>
    judged(facts.permissionSets, 'Who holds which permission set', (sets): Judgement => {
      if (!sets.existing.includes('Baton_Rep')) {
        return {
          findings: [
            {
              severity: 'problem',
              what: 'The org does not have the permission set Baton Rep.',
              where: ['Baton_Rep'],
              mend: 'Deploy force-app: baton deploy.'
            }
          ],
          fine: ''
        };
      }
      if (!sets.seesOthers) {
        return {
          findings: [],
          fine: '',
          notMade: [
            `${facts.user.username} sees no other user’s permission sets. By hand: Setup → Permission Sets → Baton Rep → Manage Assignments.`
          ]
        };
      }
      return judged(facts.users, 'The users', (users) => {
        const holders = new Set(sets.holders['Baton_Rep']);
        const active = repsOf(facts, users).filter(({ rep }) => rep.active);
        const without = active.filter(({ rep }) => !holders.has(rep.id)).map(({ username }) => username);
        return {
          findings: about(without, {
            severity: 'warning',
            what: 'Reps do not hold the permission set Baton Rep: they see neither the caller nor a way to accept.',
            mend: 'Setup → Permission Sets → Baton Rep → Manage Assignments → Add Assignments.'
          }),
          fine: `${active.length} reps hold it`
        };
      });
    })
};
