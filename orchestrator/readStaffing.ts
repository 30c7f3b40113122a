/** Reads who is there in a period and how teams are worked: what a simulation knows of the org besides its rules. */
import { CalendarBook } from './calendars/calendarBook.ts';
import { icalendarFeed } from './calendars/icalendarFeed.ts';
import { policyFor, type Policy } from './domain/policy.ts';
import type { Rep } from './domain/rep.ts';
import { hoursNamed } from './orgFacts.ts';
import { readBusinessHours } from './salesforce/businessHours.ts';
import { eventCalendar } from './salesforce/eventCalendar.ts';
import { readNamedUsers } from './salesforce/namedUsers.ts';
import { readPolicies } from './salesforce/policies.ts';
import { readPeople } from './salesforce/readPeople.ts';
import type { Salesforce } from './salesforce/salesforce.ts';
import type { Period } from './simulation/period.ts';
import type { Staffing } from './simulation/simulatedOrg.ts';
import type { SnapshotTeam, SnapshotUser } from './snapshot/orgSnapshot.ts';

export interface StaffingReading {
  staffing: Staffing;
  /** Every queue that takes leads, those whose people nobody can tell with the reason. */
  teams: readonly SnapshotTeam[];
  users: readonly SnapshotUser[];
  /** Busy times that calendars have in the period, and of how many reps. */
  calendars: { reps: number; busyTimes: number };
  /** What could not be read, a sentence each. */
  unread: readonly string[];
}

export interface ReadStaffingOptions {
  salesforce: Salesforce;
  period: Period;
  /** Whom the rules name, by username. */
  usernames: readonly string[];
  /** ISO 3166-1 code assumed for reps' numbers without a country code. */
  country: string;
  deadlineMs: number;
  now: Date;
}

const dayMs = 24 * 3_600_000;

/** The org's own hours, in whose time zone its days are told; undefined when it has none. @throws BatonError */
export async function readTimeZone(salesforce: Salesforce, deadlineMs: number, now: Date): Promise<string | undefined> {
  return hoursNamed(await readBusinessHours(salesforce, { deadlineMs, now }), null)?.timeZone;
}

/** @throws BatonError */
export async function readStaffing(options: ReadStaffingOptions): Promise<StaffingReading> {
  const { salesforce, period, country, deadlineMs, now } = options;
  const unread: string[] = [];
  const [people, policies, hours] = await Promise.all([
    // No turn of the past matters: a simulated rotation begins even.
    readPeople(salesforce, { deadlineMs, country, now, since: now }),
    readPolicies(salesforce, deadlineMs),
    // Holidays of the period, which may be past.
    readBusinessHours(salesforce, {
      deadlineMs,
      now: new Date(period.startMs),
      onHolidaysCloseAll: () =>
        unread.push('Which hours each holiday closes may not be read by this user: each is taken to close all.')
    })
  ]);
  const fallbackOwners = policies.flatMap(({ fallbackOwner }) => fallbackOwner ?? []);
  const named = await readNamedUsers(salesforce, [...new Set([...options.usernames, ...fallbackOwners])], {
    deadlineMs,
    country
  });
  const users = [...new Map([...named, ...people.users].map((user) => [user.rep.id, user])).values()];
  const reps = users.map(({ rep }) => rep);
  const members = people.teams.flatMap((team) => team.members);
  const everyone = [...new Map([...members, ...reps].map((rep) => [rep.id, rep])).values()];
  const working = (policy: Policy) => ({ policy, hours: hoursNamed(hours, policy.businessHours) });
  const calendars = await readCalendars(everyone, options, {
    horizonDays: Math.max(...policies.map(({ meetingHorizonDays }) => meetingHorizonDays), 10),
    hoursFor: ({ businessHours }) => (businessHours === null ? undefined : hoursNamed(hours, businessHours)),
    unread
  });
  const busyTimes = members.map(
    ({ id }) =>
      calendars.get(id)?.busy.filter(({ startMs, endMs }) => startMs < period.endMs && endMs > period.startMs) ?? []
  );
  return {
    staffing: {
      teams: people.teams.map((team) => ({ team, ...working(policyFor(policies, team.developerName)) })),
      reps,
      general: working(policyFor(policies, null)),
      fallbacks: new Map(
        named.filter(({ username }) => fallbackOwners.includes(username)).map(({ username, rep }) => [username, rep])
      ),
      calendars,
      readAtMs: now.getTime()
    },
    teams: people.teams,
    users,
    calendars: {
      reps: new Set(members.map(({ id }) => id)).size,
      busyTimes: new Set(busyTimes.flat()).size
    },
    unread
  };
}

/** As the service keeps them, but of the whole period at once. */
async function readCalendars(
  reps: readonly Rep[],
  { salesforce, period, deadlineMs }: ReadStaffingOptions,
  {
    horizonDays,
    hoursFor,
    unread
  }: {
    horizonDays: number;
    hoursFor: (rep: Pick<Rep, 'businessHours'>) => ReturnType<typeof hoursNamed>;
    unread: string[];
  }
): Promise<Staffing['calendars']> {
  const feeds = new Set<string>();
  const book = new CalendarBook({
    sources: [
      eventCalendar(salesforce, {
        deadlineMs,
        onError: ({ eventId }) =>
          unread.push(
            `The series of the event ${eventId} has a pattern that cannot be read: its other occurrences do not block.`
          )
      }),
      icalendarFeed({ onError: ({ repId }) => feeds.add(repId) })
    ],
    hoursFor,
    now: () => period.startMs,
    horizonMs: period.endMs - period.startMs + (horizonDays + 2) * dayMs,
    onError: (source, error) => unread.push(`The calendar ${source} could not be read: ${(error as Error).message}`)
  });
  await book.refresh(reps);
  if (feeds.size > 0) {
    unread.push(`The iCalendar feeds of ${feeds.size} reps could not be read: what they hold does not block.`);
  }
  return new Map(
    reps.flatMap(({ id }) => {
      const calendar = book.get(id);
      return calendar ? [[id, calendar] as const] : [];
    })
  );
}
