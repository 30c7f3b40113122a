/** Dates and times as iCalendar writes them, on the clock they mean. */
import { DateTime } from 'luxon';
import ical from 'node-ical';
import type { WallTime } from './occurrences.ts';
import type { Component, Property } from './calendarText.ts';

/** A date or a time of a feed. */
export interface FeedTime extends WallTime {
  /** Milliseconds of the epoch; for a date, when it begins. */
  atMs: number;
  isDate: boolean;
}

/** Reads the times of one feed. */
export class FeedClock {
  private readonly ownZone: string;
  private readonly definitions: ReadonlyMap<string, Component>;
  private readonly zones = new Map<string, string>();

  /**
   * @param ownZone of the rep: days, times without a zone, and times of a zone nobody knows are on its clock
   * @param definitions the feed's VTIMEZONE components
   */
  constructor(ownZone: string, definitions: readonly Component[]) {
    this.ownZone = DateTime.local({ zone: ownZone }).isValid ? ownZone : 'UTC';
    this.definitions = new Map(
      definitions.map((each): [string, Component] => [
        each.properties.find(({ name }) => name === 'TZID')?.value.replaceAll('"', '') ?? '',
        each
      ])
    );
  }

  /** The times of a property, which may be a list; of a period (`start/end`) its start. Unreadable ones are left out. */
  times(property: Property): FeedTime[] {
    return property.value.split(',').flatMap((value) => this.time(value.split('/')[0] ?? '', property) ?? []);
  }

  time(value: string, { parameters }: Property): FeedTime | undefined {
    const [, date, time, utc] = /^(\d{8})(?:T(\d{6})(Z)?)?$/.exec(value.trim()) ?? [];
    if (date === undefined) {
      return undefined;
    }
    const isDate = time === undefined;
    const tzid = parameters.get('TZID');
    const timeZone = utc ? 'UTC' : isDate || tzid === undefined ? this.ownZone : this.zone(tzid);
    const local = `${date}T${time ?? '000000'}`;
    const at = DateTime.fromISO(local, { zone: timeZone });
    return at.isValid
      ? { local, timeZone, atMs: isDate ? at.startOf('day').toMillis() : at.toMillis(), isDate }
      : undefined;
  }

  private zone(tzid: string): string {
    let zone = this.zones.get(tzid);
    if (zone === undefined) {
      zone = ianaName(tzid, this.definitions.get(tzid)) ?? this.ownZone;
      this.zones.set(tzid, zone);
    }
    return zone;
  }
}

/**
 * The IANA name for what a feed calls a zone: that name itself, a name of Windows (`Pacific Standard Time`), or a name of
 * its own whose rules the feed gives. The last two are node-ical's knowledge, which it shows only in an event it reads.
 */
export function ianaName(tzid: string, definition?: Component): string | undefined {
  // Some put a path before the name: `/example.org/Europe/Berlin`.
  const path = tzid.split('/');
  return (
    [tzid, path.slice(-3).join('/'), path.slice(-2).join('/')].find(isZone) ??
    (namesOfNothing.test(tzid) ? undefined : readByNodeIcal(tzid, [])) ??
    (definition ? readByNodeIcal(customZone, renamed(definition)) : undefined)
  );
}

/** Names that mean nothing without their rules: node-ical takes them for the zone of the server. */
const namesOfNothing = /^(?:Customized Time Zone|tzone:|\(no TZ description\))/i;

/** The one name for which node-ical looks into the rules that the feed gives. */
const customZone = 'Customized Time Zone';

function renamed({ lines }: Component): string[] {
  return lines.map((line) => (/^TZID[;:]/i.test(line) ? `TZID:${customZone}` : line));
}

function readByNodeIcal(tzid: string, definition: readonly string[]): string | undefined {
  const event = ['BEGIN:VEVENT', 'UID:probe', `DTSTART;TZID="${tzid}":20260701T120000`, 'END:VEVENT'];
  try {
    const calendar = ical.sync.parseICS(['BEGIN:VCALENDAR', ...definition, ...event, 'END:VCALENDAR'].join('\r\n'));
    const probe = calendar['probe'] as { start?: { tz?: string } } | undefined;
    const zone = fixedZone(probe?.start?.tz ?? '');
    return isZone(zone) ? zone : undefined;
  } catch {
    return undefined;
  }
}

/** `+02:00` as `Etc/GMT-2`: the recurrence rules know zones by name only. */
function fixedZone(zone: string): string {
  const [, sign, hours] = /^([+-])(\d{2}):?00$/.exec(zone) ?? [];
  return hours === undefined ? zone : `Etc/GMT${sign === '+' ? '-' : '+'}${Number(hours)}`;
}

function isZone(name: string): boolean {
  return (
    /^[A-Za-z]/.test(name) && DateTime.local({ zone: name }).isValid && DateTime.local({ zone: name }).zoneName === name
  );
}
