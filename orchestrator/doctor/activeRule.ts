import type { Check } from './finding.ts';
import { judged } from './reading.ts';

export const activeRule: Check = {
  id: 'activeRule',
  group: 'Rules and policies',
  title: 'Active Lead assignment rule',
  judge: ({ ruleNames, allFields, user }) =>
    judged(ruleNames, 'Which Lead assignment rule is active (Setup → Lead Assignment Rules shows it)', (rules) => {
      if (rules.length === 0 && allFields === undefined) {
        const notMade = [
          `The org has no Lead assignment rule, or shows ${user.username} none: Setup → Lead Assignment Rules.`
        ];
        return { findings: [], fine: '', notMade };
      }
      const active = rules.filter((rule) => rule.active).map(({ name }) => name);
      const mend = 'Setup → Lead Assignment Rules: open the rule, tick Active, save.';
      return {
        findings:
          active.length > 0
            ? []
            : [
                {
                  severity: 'problem',
                  what:
                    rules.length === 0
                      ? 'The org has no Lead assignment rule: every lead stays with the integration user.'
                      : 'No Lead assignment rule is active: every lead stays with the integration user.',
                  where: rules.map(({ name }) => name),
                  mend: rules.length === 0 ? mend.replace('open the rule', 'make a rule') : mend
                }
              ],
        fine: active.map((name) => `“${name}”`).join(', ')
      };
    })
};
