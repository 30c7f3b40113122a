import { judged } from './reading.ts';
import type { Check } from './finding.ts';

export const logIn: Check = {
  id: 'logIn',
  group: 'Log-in',
  title: 'Log-in and API version',
  judge: ({ user, apiVersion, versions, instanceUrl }) =>
    judged(versions, 'The API versions of the org', (all) => ({
      findings: all.includes(apiVersion)
        ? []
        : [
            {
              severity: 'problem',
              what: `The org does not speak API version ${apiVersion}: its newest is ${all.at(-1) ?? 'not told'}.`,
              where: ['SF_API_VERSION'],
              mend: `Set SF_API_VERSION to ${all.at(-1) ?? 'a version of the org'}.`
            }
          ],
      fine: `${user.username} at ${instanceUrl}, API ${apiVersion}`
    }))
};
