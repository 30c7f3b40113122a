import type { Check } from './finding.ts';
import { judged, known } from './reading.ts';

export const calendars: Check = {
  id: 'calendars',
  group: 'Notices and calendars',
  title: 'Calendars of the reps',
  judge: ({ objects, permissionSets, user }) => {
    const event = objects['Event'] && known(objects['Event']);
    if (!event?.queryable) {
      return {
        findings: [
          {
            severity: 'problem',
            what: `${user.username} may not read events: every rep seems free at any time.`,
            where: ['Event'],
            mend: 'Assign the permission set Baton Integration, which holds Access Activities.'
          }
        ],
        fine: ''
      };
    }
    return judged(permissionSets, 'Whether private appointments of reps can be read', ({ holders }) =>
      holders['Baton_Calendars']?.includes(user.id)
        ? { findings: [], fine: 'by the permission set Baton Calendars' }
        : {
            findings: [],
            fine: '',
            notMade: [
              `Whether ${user.username} sees reps’ private appointments: it does not hold Baton Calendars, and its place in the role hierarchy is not judged. By hand: give it a role above the reps, or that permission set; otherwise private appointments look like free time.`
            ]
          }
    );
  }
};
