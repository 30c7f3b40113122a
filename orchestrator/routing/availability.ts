/** Whether a rep can take a call, and if not, why. */
import { DateTime } from 'luxon';
import type { RecentOffer } from '../domain/offer.ts';
import type { Obstacle } from '../domain/reason.ts';
import type { Rep } from '../domain/rep.ts';

/** What keeps the rep from owning any next step; undefined when nothing does. */
export function absence(rep: Rep, now: Date): Obstacle | undefined {
  if (!rep.active) {
    return { rule: 'inactive' };
  }
  if (rep.awayUntil !== null && new Date(rep.awayUntil) > now) {
    return { rule: 'away', until: rep.awayUntil };
  }
  return undefined;
}

/** What keeps the rep from taking a live transfer at this moment; the first that applies. */
export function liveObstacle(rep: Rep, offers: readonly RecentOffer[], now: Date): Obstacle | undefined {
  const away = absence(rep, now);
  if (away) {
    return away;
  }
  if (!rep.takesTransfers) {
    return { rule: 'takesNoTransfers' };
  }
  if (rep.phone === null) {
    return { rule: 'noPhone' };
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
const longestCallMs = 30 * 60_000;

/** Whether the rep's phone still rings for this offer, or the rep is on the call. */
export function isLive(offer: RecentOffer, now: Date): boolean {
  const until = liveUntil(offer);
  return until !== null && new Date(until) > now;
}

/** Until when an offer keeps its rep from another; null when it does not. ISO 8601 UTC. */
function liveUntil({ status, offeredAt, expiresAt, holdsLiveKey }: RecentOffer): string | null {
  if (status === 'ringing') {
    return expiresAt;
  }
  return status === 'accepted' && holdsLiveKey ? new Date(Date.parse(offeredAt) + longestCallMs).toISOString() : null;
}
