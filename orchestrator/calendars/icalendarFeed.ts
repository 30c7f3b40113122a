/**
 * The calendar that reps keep elsewhere, such as Google's or Outlook's, read from the iCalendar address that each has
 * given. An invitation that a rep declined is busy as long as their calendar shows it so: a feed does not say which of
 * the people in it is the rep.
 */
import type { Busy, CalendarOwner, CalendarSource, Interval } from '../domain/calendar.ts';
import { readComponents } from './calendarText.ts';
import { busyTimesOf } from './feedBusy.ts';
import { readFeed, type Feed } from './feedEvents.ts';
import { FeedError, fetchFeed, type FeedFailure, type FetchOptions, type Validators } from './fetchFeed.ts';

/** What went wrong with one rep's feed: it could not be read at all, or some of its events could not. */
export interface FeedProblem {
  repId: string;
  reason: FeedFailure | 'unreadableEvents' | 'unexpected';
  /** How many events, where it is about events. */
  count?: number;
}

export interface FeedOptions extends Partial<FetchOptions> {
  /** Feeds read at the same time; 8 by default. */
  concurrency?: number;
  /** Told of each problem; the rep's last known times stay. Never holds an address. */
  onError: (problem: FeedProblem) => void;
}

const defaults = { deadlineMs: 5_000, maxBytes: 5_000_000, allowLoopback: false, concurrency: 8 };

/** What is held of one rep's feed. */
interface Held {
  address: string;
  timeZone: string;
  validators: Validators;
  feed: Feed;
  /** The stretch for which `busy` was worked out; a later one within it needs no work. */
  within: Interval;
  busy: readonly Busy[];
}

/** An unchanged feed is worked out anew when its stretch is used up this far from its end. */
const aheadMs = 24 * 3_600_000;

/** A source that never fails as a whole: each rep's feed fails or not by itself. */
export function icalendarFeed(options: FeedOptions): CalendarSource {
  const fetching: FetchOptions & { concurrency: number } = { ...defaults, ...options };
  const held = new Map<string, Held>();

  async function refresh(owner: CalendarOwner, address: string, within: Interval): Promise<void> {
    const known = held.get(owner.id);
    const isSame = known?.address === address && known.timeZone === owner.timeZone;
    if (known && !isSame) {
      held.delete(owner.id);
    }
    const answer = await fetchFeed(address, isSame ? known.validators : {}, fetching);
    const isCovered = isSame && known.within.startMs <= within.startMs && within.endMs <= known.within.endMs;
    if (!answer && isCovered) {
      return;
    }
    const feed = answer
      ? await readFeed(await readComponents(answer.text, yieldToOthers), owner.timeZone, within.startMs, yieldToOthers)
      : known?.feed;
    if (!feed) {
      throw new FeedError('refused');
    }
    let unreadable = feed.unreadable;
    const ahead = { startMs: within.startMs, endMs: within.endMs + aheadMs };
    const periods = await busyTimesOf(feed, ahead, () => (unreadable += 1), yieldToOthers);
    const busy = periods.map((period): Busy => ({ ...period, source: source.name }));
    const validators = answer?.validators ?? known?.validators ?? {};
    held.set(owner.id, { address, timeZone: owner.timeZone, validators, feed, within: ahead, busy });
    if (unreadable > 0) {
      options.onError({ repId: owner.id, reason: 'unreadableEvents', count: unreadable });
    }
  }

  const source: CalendarSource = {
    name: 'iCalendar',
    async busyTimes(reps, within) {
      const withFeed = reps.filter(({ calendarUrl }) => calendarUrl !== null && calendarUrl.trim() !== '');
      reps.filter((rep) => !withFeed.includes(rep)).forEach(({ id }) => held.delete(id));
      await eachOf(withFeed, fetching.concurrency, async (rep) => {
        try {
          await refresh(rep, rep.calendarUrl ?? '', within);
        } catch (error) {
          options.onError({ repId: rep.id, reason: error instanceof FeedError ? error.reason : 'unexpected' });
        }
      });
      return new Map(
        withFeed.flatMap(({ id }): [string, readonly Busy[]][] => {
          const busy = held
            .get(id)
            ?.busy.filter(({ startMs, endMs }) => startMs < within.endMs && endMs > within.startMs);
          return busy ? [[id, busy]] : [];
        })
      );
    }
  };
  return source;
}

/** Lets a call that came in meanwhile be served before the work goes on. */
function yieldToOthers(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function eachOf<T>(items: readonly T[], concurrency: number, work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const worker = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker));
}
