import type { Check } from './finding.ts';
import type { OrgFacts } from './orgFacts.ts';
import { about, judged, known } from './reading.ts';
import { repsOf, type NamedRep } from './reps.ts';

/** Hours that lie this far from where a rep says to live are likely a slip. */
const farApartHours = 6;

export const repHours: Check = {
  id: 'repHours',
  group: 'People',
  title: 'Time zones and business hours of reps',
  judge: (facts) =>
    judged(facts.users, 'The users', (users) => {
      const active = repsOf(facts, users).filter(({ rep }) => rep.active);
      const hours = known(facts.hours);
      const unknownHours = active.filter(
        ({ rep }) => rep.businessHours !== null && hours && !hours.some(({ name }) => name === rep.businessHours)
      );
      return {
        findings: [
          ...about(
            unknownHours.map(({ username, rep }) => `${username}: ${rep.businessHours}`),
            {
              severity: 'warning',
              what: 'Reps name business hours that the org does not have: the team’s hold for them.',
              mend: 'On the user, write in Business Hours a name as it stands in Setup → Business Hours.'
            }
          ),
          ...about(
            active.flatMap((each) => strangeZone(each, facts) ?? []),
            {
              severity: 'warning',
              what: 'Reps have a time zone that does not fit their business hours: times are told to them wrongly.',
              mend: 'Setup → Users → Edit → Locale Settings: choose the time zone that the rep lives in.'
            }
          )
        ],
        fine: `${active.length} reps`
      };
    })
};

function strangeZone({ username, rep }: NamedRep, { hours, now }: OrgFacts): string | undefined {
  const offset = offsetHours(rep.timeZone, now);
  if (offset === undefined) {
    return `${username}: ${rep.timeZone} is no time zone`;
  }
  const own = known(hours)?.find(({ name }) => name === rep.businessHours);
  const theirs = own && offsetHours(own.timeZone, now);
  return own && theirs !== undefined && Math.abs(theirs - offset) >= farApartHours
    ? `${username}: ${rep.timeZone}, hours ${own.name} in ${own.timeZone}`
    : undefined;
}

/** Undefined for what is no IANA name. */
function offsetHours(timeZone: string, at: Date): number | undefined {
  try {
    const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at);
    const text = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
    const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(text) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) + Number(minutes) / 60);
  } catch {
    return undefined;
  }
}
