import { describe, expect, it } from 'vitest';
import {
  CalendarBook,
  type BookedRep,
  type CalendarBookOptions
} from '../../../orchestrator/calendars/calendarBook.ts';
import type { BusinessHours, Busy, CalendarSource, Interval } from '../../../orchestrator/domain/calendar.ts';

const startMs = Date.parse('2026-03-10T15:00:00Z');
const hourMs = 3_600_000;

const ana: BookedRep = { id: '005A', timeZone: 'America/Denver', calendarUrl: null, businessHours: 'West' };
const ben: BookedRep = { id: '005B', timeZone: 'Europe/Berlin', calendarUrl: null, businessHours: null };

/** The hour that begins so many hours after the start. */
const hour = (number: number): Interval => ({
  startMs: startMs + number * hourMs,
  endMs: startMs + (number + 1) * hourMs
});
const busy = (number: number, source = 'Salesforce'): Busy => ({ ...hour(number), kind: 'busy', source });

/** A calendar that holds what it is told and counts how often it is asked. */
class TestSource implements CalendarSource {
  readonly name: string;
  readonly events = new Map<string, readonly Busy[]>();
  readonly asked: { reps: string[]; within: Interval }[] = [];
  failure: Error | undefined;
  /** Answers wait for it. */
  gate: Promise<unknown> = Promise.resolve();

  constructor(name = 'Salesforce') {
    this.name = name;
  }

  async busyTimes(reps: readonly BookedRep[], within: Interval): Promise<ReadonlyMap<string, readonly Busy[]>> {
    this.asked.push({ reps: reps.map(({ id }) => id), within });
    const seen = new Map(this.events);
    await this.gate;
    if (this.failure) {
      throw this.failure;
    }
    return seen;
  }
}

function bookOf(sources: readonly CalendarSource[], changes: Partial<CalendarBookOptions> = {}) {
  const clock = { nowMs: startMs };
  const errors: [string, unknown][] = [];
  const book = new CalendarBook({
    sources,
    hoursFor: () => undefined,
    now: () => clock.nowMs,
    horizonMs: 10 * 24 * hourMs,
    onError: (source, error) => void errors.push([source, error]),
    ...changes
  });
  return { book, clock, errors };
}

function gate(): { wait: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const wait = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { wait, open };
}

/** Lets what was started in the background come to its end. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the calendar of a rep', () => {
  it('is unknown until it was read', async () => {
    const { book } = bookOf([new TestSource()]);
    expect(book.get(ana.id)).toBeUndefined();
    await book.refresh([ana]);
    expect(book.get(ana.id)).toEqual({ hours: undefined, busy: [], presence: undefined });
    expect(book.get(ben.id)).toBeUndefined();
  });

  it('puts together what all sources say, of meetings under way, too', async () => {
    const [salesforce, feed] = [new TestSource(), new TestSource('iCalendar')];
    salesforce.events.set(ana.id, [busy(1)]).set(ben.id, [busy(2)]);
    feed.events.set(ana.id, [busy(3, 'iCalendar')]);
    const { book } = bookOf([salesforce, feed]);
    await book.refresh([ana, ben]);
    expect(book.get(ana.id)!.busy).toEqual([busy(1), busy(3, 'iCalendar')]);
    expect(book.get(ben.id)!.busy).toEqual([busy(2)]);
    const { within } = salesforce.asked[0]!;
    expect(within.startMs).toBeLessThan(startMs - 12 * hourMs);
    expect(within.endMs).toBe(startMs + 10 * 24 * hourMs);
  });

  it('has the hours that hold at each look', async () => {
    const west = { name: 'West' } as BusinessHours;
    const org: { hours?: BusinessHours } = {};
    const { book } = bookOf([], { hoursFor: (rep) => (rep.businessHours === 'West' ? org.hours : undefined) });
    await book.refresh([ana, ben]);
    expect(book.get(ana.id)!.hours).toBeUndefined();
    org.hours = west;
    expect([book.get(ana.id)!.hours, book.get(ben.id)!.hours]).toEqual([west, undefined]);
  });

  it('has the presence of those who are in a status', async () => {
    const online = { online: true, status: 'Available' };
    const { book } = bookOf([], { readPresence: () => Promise.resolve(new Map([[ana.id, online]])) });
    await book.refresh([ana, ben]);
    expect([book.get(ana.id)!.presence, book.get(ben.id)!.presence]).toEqual([online, undefined]);
  });

  it('loses its presence when the rep leaves their status or the org its presence', async () => {
    let answer: ReadonlyMap<string, { online: boolean; status: string }> | undefined;
    const { book } = bookOf([], { readPresence: () => Promise.resolve(answer) });
    const presenceAfter = async (next: typeof answer): Promise<unknown> => {
      answer = next;
      await book.refresh([ana]);
      return book.get(ana.id)!.presence;
    };
    const away = { online: false, status: 'Lunch' };
    expect(await presenceAfter(new Map([[ana.id, away]]))).toEqual(away);
    expect(await presenceAfter(new Map())).toBeUndefined();
    expect(await presenceAfter(new Map([[ana.id, away]]))).toEqual(away);
    expect(await presenceAfter(undefined)).toBeUndefined();
  });
});

describe('a source that fails', () => {
  it('keeps its last known times, while the others go on', async () => {
    const [salesforce, feed] = [new TestSource(), new TestSource('iCalendar')];
    salesforce.events.set(ana.id, [busy(1)]);
    feed.events.set(ana.id, [busy(2, 'iCalendar')]);
    const { book, errors } = bookOf([salesforce, feed]);
    await book.refresh([ana]);
    salesforce.failure = new Error('down');
    feed.events.set(ana.id, [busy(3, 'iCalendar')]);
    await book.refresh([ana]);
    expect(book.get(ana.id)!.busy).toEqual([busy(1), busy(3, 'iCalendar')]);
    expect(errors).toEqual([['Salesforce', salesforce.failure]]);
    salesforce.failure = undefined;
    salesforce.events.delete(ana.id);
    await book.refresh([ana]);
    expect(book.get(ana.id)!.busy).toEqual([busy(3, 'iCalendar')]);
  });

  it('may be the one of presence, whose last known status then stays', async () => {
    const online = { online: true, status: 'Available' };
    let works = true;
    const readPresence = () =>
      works ? Promise.resolve(new Map([[ana.id, online]])) : Promise.reject(new Error('down'));
    const { book, errors } = bookOf([], { readPresence });
    await book.refresh([ana]);
    works = false;
    await book.refresh([ana]);
    expect(book.get(ana.id)!.presence).toEqual(online);
    expect(errors.map(([source]) => source)).toEqual(['Omni-Channel']);
  });
});

describe('a calendar is stale', () => {
  it('before it was read, and again when it is older than the limit', async () => {
    const { book, clock } = bookOf([new TestSource()]);
    expect(book.stale([ana.id, ben.id])).toEqual([ana.id, ben.id]);
    await book.refresh([ana]);
    expect(book.stale([ana.id, ben.id])).toEqual([ben.id]);
    clock.nowMs += 60_000;
    expect(book.stale([ana.id])).toEqual([]);
    clock.nowMs += 1;
    expect(book.stale([ana.id])).toEqual([ana.id]);
  });

  it('from the moment it is known to have changed, until a reading that began after that', async () => {
    const source = new TestSource();
    const { book } = bookOf([source]);
    await book.refresh([ana, ben]);
    const { wait, open } = gate();
    source.gate = wait;
    const early = book.refresh([ana]);
    book.invalidate(ana.id);
    open();
    await early;
    expect(book.stale([ana.id, ben.id])).toEqual([ana.id]);
    await book.refresh([ana]);
    expect(book.stale([ana.id])).toEqual([]);
  });

  it('and is read again in the background, once however many ask', async () => {
    const source = new TestSource();
    const { book, clock } = bookOf([source]);
    await book.refresh([ana, ben]);
    clock.nowMs += 61_000;
    await book.refresh([ben]);
    source.events.set(ana.id, [busy(1)]);
    source.asked.length = 0;
    book.refreshIfOlder([ana, ben]);
    book.refreshIfOlder([ana, ben]);
    expect(book.get(ana.id)!.busy).toEqual([]);
    await settled();
    expect(book.get(ana.id)!.busy).toEqual([busy(1)]);
    expect(source.asked.map(({ reps }) => reps)).toEqual([[ana.id]]);
    book.refreshIfOlder([ana, ben]);
    expect(source.asked).toHaveLength(1);
  });

  it('and an answer that comes late does not undo a later one', async () => {
    const source = new TestSource();
    const { book } = bookOf([source]);
    const { wait, open } = gate();
    source.gate = wait;
    const early = book.refresh([ana]);
    source.gate = Promise.resolve();
    source.events.set(ana.id, [busy(1)]);
    await book.refresh([ana]);
    open();
    await early;
    expect(book.get(ana.id)!.busy).toEqual([busy(1)]);
  });
});

describe('a meeting booked here', () => {
  const blocking = { ...hour(5), kind: 'busy', source: 'Baton' };

  it('blocks its time at once, and no other rep’s', async () => {
    const { book } = bookOf([new TestSource()]);
    await book.refresh([ana, ben]);
    book.addBooked(ana.id, hour(5));
    expect(book.get(ana.id)!.busy).toEqual([blocking]);
    expect(book.get(ben.id)!.busy).toEqual([]);
  });

  it('blocks until a source shows it, then as that source does', async () => {
    const source = new TestSource();
    const { book } = bookOf([source]);
    await book.refresh([ana]);
    book.addBooked(ana.id, hour(5));
    await book.refresh([ana]);
    expect(book.get(ana.id)!.busy).toEqual([blocking]);
    source.events.set(ana.id, [busy(5)]);
    await book.refresh([ana]);
    expect(book.get(ana.id)!.busy).toEqual([busy(5)]);
    source.events.delete(ana.id);
    await book.refresh([ana]);
    expect(book.get(ana.id)!.busy).toEqual([]);
  });

  it('is not taken for shown by a reading that began before it', async () => {
    const source = new TestSource();
    const { book } = bookOf([source]);
    source.events.set(ana.id, [{ ...busy(5), endMs: hour(9).endMs }]);
    const { wait, open } = gate();
    source.gate = wait;
    const early = book.refresh([ana]);
    book.addBooked(ana.id, hour(5));
    open();
    await early;
    expect(book.get(ana.id)!.busy).toContainEqual(blocking);
  });

  it('blocks before the rep’s calendar was ever read', async () => {
    const { book } = bookOf([new TestSource()]);
    book.addBooked(ana.id, hour(5));
    await book.refresh([ana]);
    expect(book.get(ana.id)!.busy).toEqual([blocking]);
  });

  it('stops blocking when no source shows it five minutes later: somebody has deleted it', async () => {
    const { book, clock } = bookOf([new TestSource()]);
    await book.refresh([ana]);
    book.addBooked(ana.id, hour(5));
    clock.nowMs += 5 * 60_000;
    await book.refresh([ana]);
    expect(book.get(ana.id)!.busy).toEqual([blocking]);
    clock.nowMs += 1;
    await book.refresh([ana]);
    expect(book.get(ana.id)!.busy).toEqual([]);
  });

  it('keeps blocking when it is not shown because its source fails', async () => {
    const source = new TestSource();
    const { book, clock } = bookOf([source]);
    await book.refresh([ana]);
    book.addBooked(ana.id, hour(5));
    source.failure = new Error('down');
    clock.nowMs += hourMs;
    await book.refresh([ana]);
    expect(book.get(ana.id)!.busy).toEqual([blocking]);
  });

  it('stops blocking when it is cancelled, and has the calendar read again', async () => {
    const { book } = bookOf([new TestSource()]);
    await book.refresh([ana]);
    book.addBooked(ana.id, hour(5));
    book.addBooked(ana.id, hour(7));
    book.removeBooked(ana.id, hour(5));
    expect(book.get(ana.id)!.busy).toEqual([{ ...blocking, ...hour(7) }]);
    expect(book.stale([ana.id])).toEqual([ana.id]);
  });
});

describe('a look just before a booking', () => {
  it('asks the sources about one rep and one stretch, and counts what was booked here', async () => {
    const source = new TestSource();
    const { book } = bookOf([source]);
    await book.refresh([ana, ben]);
    source.events.set(ana.id, [busy(1)]);
    source.asked.length = 0;
    book.addBooked(ana.id, hour(5));
    const calendar = await book.live(ana, hour(1));
    expect(calendar.busy).toEqual([busy(1), { ...hour(5), kind: 'busy', source: 'Baton' }]);
    expect(source.asked).toEqual([{ reps: [ana.id], within: hour(1) }]);
  });

  it('serves a rep whose calendar was never read', async () => {
    const source = new TestSource();
    source.events.set(ana.id, [busy(1)]);
    const { book } = bookOf([source]);
    expect((await book.live(ana, hour(1))).busy).toEqual([busy(1)]);
    expect(book.get(ana.id)).toBeUndefined();
  });

  it('makes do with what is known where a source fails or does not answer in time', async () => {
    const [salesforce, feed] = [new TestSource(), new TestSource('iCalendar')];
    salesforce.events.set(ana.id, [busy(1)]);
    feed.events.set(ana.id, [busy(2, 'iCalendar')]);
    const { book, errors } = bookOf([salesforce, feed], { liveWaitMs: 20 });
    await book.refresh([ana]);
    salesforce.failure = new Error('down');
    feed.gate = new Promise(() => undefined);
    expect((await book.live(ana, hour(1))).busy).toEqual([busy(1), busy(2, 'iCalendar')]);
    expect(errors.map(([source]) => source).sort()).toEqual(['Salesforce', 'iCalendar']);
  });
});
