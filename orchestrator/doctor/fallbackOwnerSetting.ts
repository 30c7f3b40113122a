import type { Check } from './finding.ts';
import { judged } from './reading.ts';

export const fallbackOwnerSetting: Check = {
  id: 'fallbackOwnerSetting',
  group: 'Rules and policies',
  title: 'Fallback owner of the settings',
  judge: ({ settings: { fallbackOwner }, users }) =>
    judged(users, 'The users', (all) => {
      if (fallbackOwner === undefined) {
        return { findings: [], fine: 'none is set' };
      }
      const user = all.find(({ username }) => username.toLowerCase() === fallbackOwner.toLowerCase());
      return {
        findings: user?.rep.active
          ? []
          : [
              {
                severity: 'problem',
                what: `BATON_FALLBACK_OWNER is ${user ? 'not an active user' : 'no user of the org'}.`,
                where: [fallbackOwner],
                mend: 'Set BATON_FALLBACK_OWNER to the username of an active user.'
              }
            ],
        fine: fallbackOwner
      };
    })
};
