import type { Check } from './finding.ts';
import type { Queue } from './orgFacts.ts';
import { about, judged, known } from './reading.ts';
import { queueNamesInUse, teamsInUse } from './teamsInUse.ts';

export const queueMembers: Check = {
  id: 'queueMembers',
  group: 'People',
  title: 'Queues that calls come to',
  judge: (facts) =>
    judged(facts.queues, 'The queues', (queues) => {
      const inUse = teamsInUse(facts, queues);
      const active = new Set(
        known(facts.users)
          ?.filter(({ rep }) => rep.active)
          .map(({ rep }) => rep.id)
      );
      const hasNobody = ({ memberIds, problem }: Queue): boolean =>
        'read' in facts.users && problem === null && !memberIds.some((id) => active.has(id));
      const names = queueNamesInUse(facts);
      const shown = ({ developerName }: Queue): string => {
        const by = names.get(developerName.toLowerCase())?.by ?? [];
        return by.length > 0 ? `${developerName} (${by.join(', ')})` : developerName;
      };
      return {
        findings: [
          ...about(inUse.filter(({ takesLeads }) => !takesLeads).map(shown), {
            severity: 'problem',
            what: 'Queues that calls come to do not take Leads.',
            mend: 'Setup → Queues → Edit: add Lead to Supported Objects.'
          }),
          ...about(inUse.filter(hasNobody).map(shown), {
            severity: 'problem',
            what: 'Queues that calls come to have no active member: nobody is rung.',
            mend: 'Setup → Queues → Edit: add the reps as Queue Members.'
          }),
          ...about(
            inUse.flatMap((queue) => (queue.problem === null ? [] : [`${shown(queue)}: ${queue.problem}`])),
            {
              severity: 'problem',
              what: 'Who is in these queues cannot be told, so their callers are promised a callback.',
              mend: 'Setup → Queues → Edit: add users or public groups of users instead of roles.'
            }
          ),
          ...about(
            queues
              .filter((queue) => queue.takesLeads && !inUse.includes(queue))
              .map(({ developerName }) => developerName),
            {
              severity: 'note',
              what: 'These queues take Leads, and neither the active rule nor a policy names them: no call comes to them.',
              mend: 'Nothing, if that is meant. Otherwise add an entry to the rule.'
            }
          )
        ],
        fine: `${inUse.length} queues with active members`
      };
    })
};
