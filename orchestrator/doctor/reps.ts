import type { Rep } from '../domain/rep.ts';
import type { Check } from './finding.ts';
import type { OrgFacts } from './orgFacts.ts';
import { about, judged, known } from './reading.ts';
import { teamsInUse } from './teamsInUse.ts';

export interface NamedRep {
  username: string;
  rep: Rep;
}

/** Members of queues that calls come to. */
export function repsOf(facts: OrgFacts, users: readonly NamedRep[]): NamedRep[] {
  const queues = known(facts.queues) ?? [];
  const ids = new Set(teamsInUse(facts, queues).flatMap(({ memberIds }) => memberIds));
  return users.filter(({ rep }) => ids.has(rep.id));
}

/** What makes a rep one who is not rung. */
export const reps: Check = {
  id: 'reps',
  group: 'People',
  title: 'Reps',
  judge: (facts) =>
    judged(facts.users, 'The users', (users) => {
      const all = repsOf(facts, users);
      const active = all.filter(({ rep }) => rep.active);
      const names = (reps: readonly NamedRep[]): string[] => reps.map(({ username }) => username);
      const monthMs = 31 * 24 * 60 * 60_000;
      const isLongAway = ({ rep: { awayUntil } }: NamedRep): boolean =>
        awayUntil !== null && Date.parse(awayUntil) > facts.now.getTime() + monthMs;
      return {
        findings: [
          ...about(teamsWithoutPhones(facts, active), {
            severity: 'problem',
            what: 'Nobody in these queues can be rung: no active member both takes transfers and has a phone number.',
            mend: 'Setup → Users → Edit: fill in Phone or Mobile, and tick Takes Transfers.'
          }),
          ...about(names(active.filter(({ rep }) => rep.phone === null)), {
            severity: 'warning',
            what: 'Reps have no phone number that can be dialled, so they are never rung.',
            mend: `Setup → Users → Edit: fill in Phone or Mobile, with the country code unless it is of ${facts.settings.country}.`
          }),
          ...about(names(all.filter(({ rep }) => !rep.active)), {
            severity: 'warning',
            what: 'Members of queues are not active users.',
            mend: 'Setup → Queues → Edit: remove them, or activate the users.'
          }),
          ...about(names(active.filter(({ rep }) => !rep.takesTransfers)), {
            severity: 'note',
            what: 'Reps have Takes Transfers switched off: they get meetings and callbacks, and no live call.',
            mend: 'Nothing, if that is meant. Otherwise tick Takes Transfers on the user, or the rep does so in the app.'
          }),
          ...about(
            active.filter(isLongAway).map(({ username, rep }) => `${username}: until ${rep.awayUntil!.slice(0, 10)}`),
            {
              severity: 'note',
              what: 'Reps are away for more than a month.',
              mend: 'Nothing, if that is meant. Otherwise clear Away Until on the user.'
            }
          )
        ],
        fine: `${active.filter(({ rep }) => rep.phone !== null).length} active members with a phone number`
      };
    })
};

function teamsWithoutPhones(facts: OrgFacts, active: readonly NamedRep[]): string[] {
  return teamsInUse(facts, known(facts.queues) ?? []).flatMap(({ developerName, memberIds }) => {
    const members = active.filter(({ rep }) => memberIds.includes(rep.id));
    const canBeRung = members.some(({ rep }) => rep.phone !== null && rep.takesTransfers);
    return members.length > 0 && !canBeRung ? [developerName] : [];
  });
}
