import type { Check } from './finding.ts';
import { about, judged, known } from './reading.ts';

/** Whom the rule gives leads to, and whether Baton can predict it. */
export const ruleTargets: Check = {
  id: 'ruleTargets',
  group: 'Rules and policies',
  title: 'Entries of the active rule',
  judge: ({ rule, queues, users }) =>
    judged(rule, 'The entries of the active rule', ({ rule: { entries }, source, notSupported }) => {
      const knownQueues = known(queues)?.map(({ developerName }) => developerName.toLowerCase());
      const knownUsers = known(users);
      const named = (type: 'Queue' | 'User', isWrong: (name: string) => boolean): string[] =>
        entries
          .filter(({ target }) => target?.type === type && isWrong(target.name.toLowerCase()))
          .map(({ number, target }) => `entry ${number}: ${target!.name}`);
      const userOf = (name: string) => knownUsers?.find(({ username }) => username.toLowerCase() === name);
      const mend = 'Setup → Lead Assignment Rules: give the entry to a queue or an active user.';
      return {
        findings: [
          ...about(
            named('Queue', (name) => knownQueues !== undefined && !knownQueues.includes(name)),
            { severity: 'problem', what: 'Entries of the rule give leads to queues that the org does not have.', mend }
          ),
          ...about(
            named('User', (name) => knownUsers !== undefined && !userOf(name)),
            { severity: 'problem', what: 'Entries of the rule give leads to users whom the org does not have.', mend }
          ),
          ...about(
            named('User', (name) => userOf(name)?.rep.active === false),
            { severity: 'problem', what: 'Entries of the rule give leads to users who are not active.', mend }
          ),
          ...about(notSupported === undefined ? [] : [notSupported], {
            severity: 'warning',
            what: 'Baton cannot predict this rule: while Salesforce is down callers are promised a callback.',
            mend: 'Write the criteria that are named without the formula function or operator; the org itself runs them as they are.'
          })
        ],
        fine: `${entries.length} entries, from ${source}`
      };
    })
};
