/** What an iCalendar feed says about a person's time: events that may repeat, and stretches given as busy. */
import { DateTime } from 'luxon';
import type { Busy, Interval } from '../domain/calendar.ts';
import { propertyOf, type Component, type Property } from './calendarText.ts';
import { FeedClock, type FeedTime } from './feedTime.ts';

/** All that matters of one event, its repetitions or one of them. */
export interface FeedEvent {
  uid: string;
  start: FeedTime;
  length: Length;
  /** Undefined when the event leaves its owner free: it still takes the place of the occurrence it replaces. */
  kind: Busy['kind'] | undefined;
  rule: string | undefined;
  /** Further times at which it takes place (RDATE). */
  alsoAt: readonly FeedTime[];
  /** Occurrences that do not take place (EXDATE). */
  except: readonly FeedTime[];
  /** The occurrence of a series that this event replaces. */
  replaces: FeedTime | undefined;
  /** Which version of the event this is; the highest counts. */
  sequence: number;
}

/** Days for events of whole days, since days differ in length; milliseconds otherwise. */
export type Length = { days: number } | { ms: number };

/** What a feed says, read once and asked for any stretch of time. */
export interface Feed {
  events: readonly FeedEvent[];
  periods: readonly Period[];
  /** How many components could not be read; the rest counts. */
  unreadable: number;
}

export type Period = Interval & Pick<Busy, 'kind'>;

/**
 * @param ownZone IANA name of the rep's time zone, for whole days and for times without a zone
 * @param sinceMs events that ended before it are left out, as most of an old calendar has
 */
export async function readFeed(
  components: readonly Component[],
  ownZone: string,
  sinceMs: number,
  yieldToOthers: () => Promise<void>
): Promise<Feed> {
  const inside = components.flatMap((each) => (each.name === 'VCALENDAR' ? each.components : [each]));
  const clock = new FeedClock(
    ownZone,
    inside.filter(({ name }) => name === 'VTIMEZONE')
  );
  const events: FeedEvent[] = [];
  let unreadable = 0;
  const vevents = inside.filter((each) => each.name === 'VEVENT' && !isPast(each, sinceMs));
  for (const [index, component] of vevents.entries()) {
    if (index % 200 === 199) {
      await yieldToOthers();
    }
    const event = readEvent(component, clock);
    if (event) {
      events.push(event);
    }
    // A change to all later occurrences (RANGE=THISANDFUTURE), which the common calendars never write, counts for one.
    if (!event || propertyOf(component, 'RECURRENCE-ID')?.parameters.has('RANGE')) {
      unreadable += 1;
    }
  }
  const periods = inside
    .filter(({ name }) => name === 'VFREEBUSY')
    .flatMap((component) => readPeriods(component, clock));
  return { events, periods, unreadable };
}

/** Told from the text alone, two days to be safe from time zones. What repeats or replaces is never past. */
function isPast(component: Component, sinceMs: number): boolean {
  const mayBeLater = ['RRULE', 'RDATE', 'RECURRENCE-ID'].some((name) => propertyOf(component, name));
  const date = (propertyOf(component, 'DTEND') ?? propertyOf(component, 'DTSTART'))?.value.slice(0, 8) ?? '';
  const duration = durationMs(propertyOf(component, 'DURATION')?.value ?? 'P0D');
  if (mayBeLater || !/^\d{8}$/.test(date)) {
    return false;
  }
  const atMs = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6)));
  return atMs + duration + 2 * 86_400_000 < sinceMs;
}

function readEvent(component: Component, clock: FeedClock): FeedEvent | undefined {
  const first = (name: string): FeedTime | undefined => {
    const property = propertyOf(component, name);
    return property && clock.time(property.value, property);
  };
  const all = (name: string): FeedTime[] =>
    component.properties.filter((property) => property.name === name).flatMap((property) => clock.times(property));
  const start = first('DTSTART');
  if (!start) {
    return undefined;
  }
  return {
    uid: propertyOf(component, 'UID')?.value ?? '',
    start,
    length: lengthOf(start, first('DTEND'), propertyOf(component, 'DURATION')),
    kind: kindOf(component),
    rule: ruleOf(component, start),
    alsoAt: all('RDATE'),
    except: all('EXDATE'),
    replaces: first('RECURRENCE-ID'),
    sequence: Number(propertyOf(component, 'SEQUENCE')?.value ?? 0) || 0
  };
}

/** A series of whole days ends on a date; some write its end as midnight of that date in UTC. */
function ruleOf(component: Component, start: FeedTime): string | undefined {
  const rule = propertyOf(component, 'RRULE')?.value;
  return start.isDate ? rule?.replace(/(UNTIL=\d{8})T\d{6}Z?/i, '$1') : rule;
}

/**
 * Outlook says exactly how the time shows; others only whether it is taken. An event that is not confirmed yet counts:
 * whoever is asked to be somewhere is not free for a stranger.
 */
function kindOf(component: Component): Busy['kind'] | undefined {
  const text = (name: string): string => propertyOf(component, name)?.value.trim().toUpperCase() ?? '';
  if (text('STATUS') === 'CANCELLED') {
    return undefined;
  }
  const shown = text('X-MICROSOFT-CDO-BUSYSTATUS');
  if (shown === 'FREE' || shown === 'WORKINGELSEWHERE') {
    return undefined;
  }
  if (shown === 'OOF') {
    return 'outOfOffice';
  }
  return shown === '' && text('TRANSP') === 'TRANSPARENT' ? undefined : 'busy';
}

/** An event without an end lasts a day, or no time at all (RFC 5545, section 3.6.1). */
function lengthOf(start: FeedTime, end: FeedTime | undefined, duration: Property | undefined): Length {
  if (start.isDate) {
    const days = end
      ? dateOf(end).diff(dateOf(start), 'days').days
      : Math.ceil(durationMs(duration?.value ?? 'P1D') / 86_400_000);
    return { days: Math.max(1, days) };
  }
  return { ms: Math.max(0, end ? end.atMs - start.atMs : durationMs(duration?.value ?? 'PT0S')) };
}

function dateOf({ local }: FeedTime): DateTime {
  return DateTime.fromISO(local.slice(0, 8), { zone: 'utc' });
}

function durationMs(text: string): number {
  const [, weeks, days, hours, minutes, seconds] =
    /^\+?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text.trim()) ?? [];
  const number = (digits: string | undefined): number => Number(digits ?? 0);
  return (
    (((number(weeks) * 7 + number(days)) * 24 + number(hours)) * 60 + number(minutes)) * 60_000 +
    number(seconds) * 1_000
  );
}

const periodKinds: Readonly<Record<string, Busy['kind']>> = {
  BUSY: 'busy',
  'BUSY-TENTATIVE': 'busy',
  'BUSY-UNAVAILABLE': 'outOfOffice'
};

/** Periods are `start/end` or `start/duration`, several a line; a type that is not known means busy (section 3.2.9). */
function readPeriods(component: Component, clock: FeedClock): Period[] {
  return component.properties
    .filter(({ name }) => name === 'FREEBUSY')
    .flatMap((property) => {
      const type = property.parameters.get('FBTYPE')?.toUpperCase() ?? 'BUSY';
      return type === 'FREE'
        ? []
        : property.value.split(',').flatMap((text): Period[] => {
            const [from = '', to = ''] = text.split('/');
            const startMs = clock.time(from, property)?.atMs;
            const endMs = /P/i.test(to) ? (startMs ?? 0) + durationMs(to) : clock.time(to, property)?.atMs;
            return startMs === undefined || endMs === undefined || endMs <= startMs
              ? []
              : [{ startMs, endMs, kind: periodKinds[type] ?? 'busy' }];
          });
    });
}
