import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { denver, owner, repId, source, spring, stretch, told } from './feedReader.ts';
import { calendar, event, feedServer, paths } from './feedServer.ts';

describe('reading the feeds of many', () => {
  const meeting = (day: string): string => calendar(event(`DTSTART:202603${day}T160000Z`, 'DURATION:PT1H', 'UID:a'));

  it('keeps each rep’s times apart, and asks nothing for a rep without a feed', async () => {
    const server = await feedServer(paths({ '/1': meeting('10'), '/2': meeting('11') }));
    const reps = [
      owner(`${server.url}/1`, denver, '1'),
      owner(`${server.url}/2`, denver, '2'),
      owner(null, denver, '3'),
      owner(' ', denver, '4')
    ];
    const { source: feed, problems } = source();
    const busy = await feed.busyTimes(reps, spring);
    expect([...busy].map(([id, times]) => [id, told(times)])).toEqual([
      ['1', ['busy Tue 10 Mar 10:00 – 11:00']],
      ['2', ['busy Wed 11 Mar 10:00 – 11:00']]
    ]);
    expect([server.requests.length, problems]).toEqual([2, []]);
  });

  it('keeps the last known times of a feed that fails, and says why without its address', async () => {
    let works = true;
    const server = await feedServer((_request, response) => {
      response.writeHead(works ? 200 : 503).end(meeting('10'));
    });
    const { source: feed, problems } = source();
    const rep = owner(`${server.url}/private-3f9c/basic.ics`);
    const before = await feed.busyTimes([rep], spring);
    works = false;
    expect(await feed.busyTimes([rep], spring)).toEqual(before);
    expect(problems).toEqual([{ repId, reason: 'refused' }]);
  });

  it('gives nothing for a feed that has never been read', async () => {
    const server = await feedServer((_request, response) => response.end('<html>'));
    const { source: feed, problems } = source();
    expect([...(await feed.busyTimes([owner(server.url)], spring))]).toEqual([]);
    expect(problems).toEqual([{ repId, reason: 'notACalendar' }]);
  });

  it('forgets the times of an address that the rep has replaced or taken away', async () => {
    const server = await feedServer(paths({ '/old': meeting('10') }));
    const { source: feed } = source();
    await feed.busyTimes([owner(`${server.url}/old`)], spring);
    expect([...(await feed.busyTimes([owner(`${server.url}/new`)], spring))]).toEqual([]);
    await feed.busyTimes([owner(`${server.url}/old`)], spring);
    await feed.busyTimes([owner(null)], spring);
    expect([...(await feed.busyTimes([owner(null)], spring))]).toEqual([]);
  });

  it('asks only whether the feed is newer, and works out a later stretch from what it holds', async () => {
    const series = calendar(event('DTSTART:20260302T160000Z', 'DURATION:PT1H', 'RRULE:FREQ=DAILY', 'UID:a'));
    const server = await feedServer((request, response) => {
      const isKnown = request.headers['if-none-match'] === '"v1"';
      response.writeHead(isKnown ? 304 : 200, { etag: '"v1"' }).end(isKnown ? undefined : series);
    });
    const { source: feed } = source();
    const on = async (day: number): Promise<string[]> => {
      const date = (each: number): string => `2026-03-${each}T00:00:00Z`;
      return told((await feed.busyTimes([owner(server.url)], stretch(date(day), date(day + 1)))).get(repId)!);
    };
    expect(await on(10)).toEqual(['busy Tue 10 Mar 10:00 – 11:00']);
    expect(await on(11)).toEqual(['busy Wed 11 Mar 10:00 – 11:00']);
    expect(await on(20)).toEqual(['busy Fri 20 Mar 10:00 – 11:00']);
    expect(server.requests.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"v1"', '"v1"']);
  });

  it('reads no more feeds at once than allowed', async () => {
    let open = 0;
    let most = 0;
    const waiting: (() => void)[] = [];
    const server = await feedServer((_request, response) => {
      open += 1;
      most = Math.max(most, open);
      waiting.push(() => {
        open -= 1;
        response.end(meeting('10'));
      });
      // Two at a time may come; each that is answered lets the next one in.
      if (waiting.length === 2) {
        waiting.splice(0).forEach((answer) => answer());
      }
    });
    const reps = ['1', '2', '3', '4', '5', '6'].map((id) => owner(server.url, denver, id));
    const { source: feed, problems } = source({ concurrency: 2 });
    expect((await feed.busyTimes(reps, spring)).size).toBe(6);
    expect([most, problems]).toEqual([2, []]);
  });

  it('reads a calendar of many thousand events without holding up others', async () => {
    const many = Array.from({ length: 20_000 }, (_each, index) => {
      const day = DateTime.fromISO('2006-01-01T16:00:00Z', { zone: 'utc' }).plus({ hours: index * 9 });
      return event(`DTSTART:${day.toFormat("yyyyMMdd'T'HHmmss'Z'")}`, 'DURATION:PT30M', `UID:${index}`);
    });
    const server = await feedServer(paths({ '/feed.ics': calendar(...many) }));
    const { source: feed, problems } = source();
    let longestMs = 0;
    let lastAt = performance.now();
    const beat = setInterval(() => {
      longestMs = Math.max(longestMs, performance.now() - lastAt);
      lastAt = performance.now();
    }, 5);
    const busy = await feed.busyTimes([owner(`${server.url}/feed.ics`)], spring);
    clearInterval(beat);
    expect(problems).toEqual([]);
    expect(busy.get(repId)!.length).toBeGreaterThan(80);
    expect(longestMs).toBeLessThan(1_000);
  });
});
