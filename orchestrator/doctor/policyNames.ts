import type { Policy } from '../domain/policy.ts';
import type { Check } from './finding.ts';
import { about, judged, known } from './reading.ts';

const setup = 'Setup → Custom Metadata Types → Handoff Policy → Manage Records';

/** Policies name queues, hours and users as text: nothing in Salesforce holds the names to what is there. */
export const policyNames: Check = {
  id: 'policyNames',
  group: 'Rules and policies',
  title: 'Handoff policies',
  judge: ({ policies, queues, hours, users, settings }) =>
    judged(policies, 'The handoff policies', (all) => {
      const queueNames = known(queues)?.map(({ developerName }) => developerName);
      const hoursNames = known(hours)?.map(({ name }) => name);
      const people = known(users);
      const lacks = (names: readonly string[] | undefined, name: string | null): boolean =>
        name !== null && names !== undefined && !names.includes(name);
      const of = (isWrong: (policy: Policy) => boolean, name: (policy: Policy) => string | null): string[] =>
        all.filter(isWrong).map((policy) => `${policy.name}: ${name(policy) ?? 'none'}`);
      const ownerOf = ({ fallbackOwner }: Policy) =>
        people?.find(({ username }) => username.toLowerCase() === fallbackOwner?.toLowerCase());
      const twice = all.filter(({ team }, index) => all.findIndex((other) => other.team === team) !== index);
      const ownerless = all.filter(({ fallbackOwner }) => fallbackOwner === null);
      return {
        findings: [
          ...about(
            of(
              ({ team }) => lacks(queueNames, team),
              ({ team }) => team
            ),
            {
              severity: 'problem',
              what: 'Policies are for queues that the org does not have, so they never hold.',
              mend: `${setup}: write the queue’s API name in Team, or delete the record.`
            }
          ),
          ...about(
            of(
              ({ backupTeam }) => lacks(queueNames, backupTeam),
              ({ backupTeam }) => backupTeam
            ),
            {
              severity: 'problem',
              what: 'Policies name backup teams that the org does not have: nobody is asked when the team is busy.',
              mend: `${setup}: write the queue’s API name in Backup Team.`
            }
          ),
          ...about(
            of(
              ({ businessHours }) => lacks(hoursNames, businessHours),
              ({ businessHours }) => businessHours
            ),
            {
              severity: 'problem',
              what: 'Policies name business hours that the org does not have, or that are not active.',
              mend: `${setup}: write the name as it stands in Setup → Business Hours.`
            }
          ),
          ...about(
            of(
              (policy) => policy.fallbackOwner !== null && people !== undefined && !ownerOf(policy)?.rep.active,
              ({ fallbackOwner }) => fallbackOwner
            ),
            {
              severity: 'problem',
              what: 'Policies name fallback owners who are not active users of the org.',
              mend: `${setup}: write the username of an active user in Fallback Owner.`
            }
          ),
          ...about(
            of(
              ({ team, backupTeam }) => team !== null && team === backupTeam,
              ({ team }) => team
            ),
            {
              severity: 'warning',
              what: 'Policies name the team itself as its backup.',
              mend: `${setup}: choose another queue, or leave Backup Team blank.`
            }
          ),
          ...about(
            twice.map(({ name, team }) => `${name}: ${team ?? 'no team'}`),
            {
              severity: 'warning',
              what: 'Two policies are for the same team; which of them holds is not decided.',
              mend: `${setup}: delete one of them.`
            }
          ),
          ...about(settings.fallbackOwner !== undefined ? [] : ownerless.map(({ name }) => name), {
            severity: 'note',
            what: 'Policies name no fallback owner: a callback that no rep can take is owed by the team as a whole.',
            mend: `${setup}: write a username in Fallback Owner of Default; or set BATON_FALLBACK_OWNER.`
          })
        ],
        fine: `${all.length} policies`
      };
    })
};
