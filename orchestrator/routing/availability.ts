/** Whether a rep can take a call, and if not, why. */
import { DateTime } from 'luxon';
import type { Busy, BusinessHours, RepCalendar } from '../domain/calendar.ts';
import type { RecentOffer } from '../domain/offer.ts';
import type { Obstacle } from '../domain/reason.ts';
import type { Rep } from '../domain/rep.ts';
import { calendarObstacle } from './calendarObstacle.ts';

/** What is known of a rep's time, and of everybody's offers. */
export interface AvailabilityFacts {
  offers: readonly RecentOffer[];
  calendarOf: (repId: string) => RepCalendar | undefined;
  /** The team's; a rep's own win over them. */
  hours: BusinessHours | undefined;
  now: Date;
}

/** What keeps the rep from owning any next step; undefined when nothing does. */
export function absence(
  rep: Rep,
  { calendarOf, now }: Pick<AvailabilityFacts, 'calendarOf' | 'now'>
): Obstacle | undefined {
  if (!rep.active) {
    return { rule: 'inactive' };
  }
  if (rep.awayUntil !== null && new Date(rep.awayUntil) > now) {
    return { rule: 'away', until: rep.awayUntil };
  }
  const outOfOffice = outOfOfficeAt(calendarOf(rep.id)?.busy ?? [], now.getTime());
  return outOfOffice && { rule: 'outOfOffice', ...outOfOffice };
}

/** When a rep who is away is back; null when nobody can tell. Milliseconds of the epoch. */
export function backAtMs(rep: Rep, facts: Pick<AvailabilityFacts, 'calendarOf' | 'now'>): number | null {
  const obstacle = absence(rep, facts);
  return obstacle && 'until' in obstacle ? Date.parse(obstacle.until) : null;
}

/**
 * What keeps the rep from taking a live transfer that rings until `untilMs`; the first that applies.
 * @param untilMs milliseconds of the epoch
 */
export function liveObstacle(rep: Rep, facts: AvailabilityFacts, untilMs: number): Obstacle | undefined {
  const { offers, now } = facts;
  const away = absence(rep, facts);
  if (away) {
    return away;
  }
  if (!rep.takesTransfers) {
    return { rule: 'takesNoTransfers' };
  }
  if (rep.phone === null) {
    return { rule: 'noPhone' };
  }
  const calendar = facts.calendarOf(rep.id);
  const engaged = calendarObstacle({ calendar, teamHours: facts.hours, nowMs: now.getTime(), untilMs });
  if (engaged) {
    return engaged;
  }
  const own = offers.filter((offer) => offer.repId === rep.id);
  if (rep.dailyCap !== null) {
    const dayStartMs = DateTime.fromJSDate(now, { zone: rep.timeZone }).startOf('day').toMillis();
    const offersToday = own.filter(({ offeredAt }) => Date.parse(offeredAt) >= dayStartMs).length;
    if (offersToday >= rep.dailyCap) {
      return { rule: 'dailyCapReached', cap: rep.dailyCap, offersToday };
    }
  }
  const live = own.find((offer) => isLive(offer, now));
  return live ? { rule: 'onAnotherCall', until: liveUntil(live)! } : undefined;
}

/** Longest that a call which a rep accepted keeps the rep, when nobody reports its end. */
export const longestTalkMs = 30 * 60_000;

/**
 * How long after its ringing a voice agent may still report what became of it, before nobody is taken to have answered. Until
 * then the rep may be on that call, and gets no other one.
 */
export const reportGraceMs = 20_000;

/** Whether the rep's phone rings for this offer, or the rep is on the call or may be. */
export function isLive(offer: RecentOffer, now: Date): boolean {
  return liveUntilMs(offer) > now.getTime();
}

/** Until when an offer keeps its rep from another, in milliseconds of the epoch; -Infinity when it does not. */
export function liveUntilMs(offer: RecentOffer): number {
  const until = liveUntil(offer);
  return until === null ? -Infinity : Date.parse(until);
}

/** Until when an offer keeps its rep from another; null when it does not. ISO 8601 UTC. */
function liveUntil({ status, offeredAt, expiresAt, holdsLiveKey }: RecentOffer): string | null {
  if (status === 'ringing') {
    return expiresAt && new Date(Date.parse(expiresAt) + reportGraceMs).toISOString();
  }
  return status === 'accepted' && holdsLiveKey ? new Date(Date.parse(offeredAt) + longestTalkMs).toISOString() : null;
}

/** The out-of-office that covers an instant, to the end of the last one that joins on; undefined when there is none. */
function outOfOfficeAt(busy: readonly Busy[], atMs: number): { until: string; source: string } | undefined {
  const away = busy.filter(({ kind }) => kind === 'outOfOffice');
  let last: Busy | undefined;
  let untilMs = atMs;
  for (;;) {
    const joined = away.find(({ startMs, endMs }) => startMs <= untilMs && endMs > untilMs);
    if (!joined) {
      return last && { until: new Date(untilMs).toISOString(), source: last.source };
    }
    last = joined;
    untilMs = joined.endMs;
  }
}
