import type { Check, Finding, Judgement } from './finding.ts';
import { judged } from './reading.ts';

const watched = [
  { name: 'DailyApiRequests', what: 'API calls of 24 hours' },
  { name: 'HourlyPublishedPlatformEvents', what: 'platform events published in an hour' },
  { name: 'DailyDeliveredPlatformEvents', what: 'event deliveries of 24 hours' }
] as const;

/** Shares that are left: below the first it will not last, below the second it does not. */
const scarce = 0.2;
const spent = 0.02;

export const limits: Check = {
  id: 'limits',
  group: 'Limits and events',
  title: 'API calls and events left',
  judge: (facts) =>
    judged(facts.limits, 'The limits of the org', (all): Judgement => {
      const told = watched.flatMap(({ name, what }) => {
        const limit = all[name];
        return limit ? [{ name, what, ...limit }] : [];
      });
      const silent = watched.filter(({ name }) => !all[name]);
      return {
        findings: told.flatMap(({ name, what, max, remaining }): Finding[] =>
          remaining / Math.max(1, max) >= scarce
            ? []
            : [
                {
                  severity: remaining / Math.max(1, max) < spent ? 'problem' : 'warning',
                  what: `${remaining.toLocaleString('en-US')} of ${max.toLocaleString('en-US')} ${what} are left.`,
                  where: [name],
                  mend: 'Setup → Company Information and Setup → Event Usage show who uses them; find what else calls, or ask Salesforce for more.'
                }
              ]
        ),
        fine: told
          .map(({ what, max, remaining }) => `${Math.floor((100 * remaining) / Math.max(1, max))}% of ${what}`)
          .join(', '),
        notMade: silent.map(({ name, what }) => `The org does not report its ${what} (${name}).`)
      };
    })
};
