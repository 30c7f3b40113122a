import { DateTime } from 'luxon';
import { RRuleTemporal } from 'rrule-temporal';
import { SalesforceError } from '../errors.ts';

/**
 * When the occurrences of a series begin, in milliseconds since 1970 UTC. Each has the time of day of the first in its
 * zone, whatever daylight saving does.
 * @param rule parts of RFC 5545 with COUNT or UNTIL, e.g. `FREQ=WEEKLY;BYDAY=MO;COUNT=4`
 * @param startMs start of the series; an occurrence only when the rule gives it
 * @throws SalesforceError FIELD_INTEGRITY_EXCEPTION when there are none, or more than `most`
 */
export function occurrences(rule: string, startMs: number, zone: string, most: number): number[] {
  const local = DateTime.fromMillis(startMs, { zone }).toFormat("yyyyLLdd'T'HHmmss");
  const found = new RRuleTemporal({ rruleString: `DTSTART;TZID=${zone}:${local}\nRRULE:${rule}` })
    .all((_, index) => index <= most)
    .map(({ epochMilliseconds }) => epochMilliseconds);
  if (found.length === 0)
    throw new SalesforceError('FIELD_INTEGRITY_EXCEPTION', 'The recurrence pattern has no occurrence');
  if (found.length > most)
    throw new SalesforceError('FIELD_INTEGRITY_EXCEPTION', `The recurrence pattern has more than ${most} occurrences`);
  return found;
}
