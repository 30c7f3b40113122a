import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startJudgeProcess } from '../../bench/judgeProcess.ts';
import { leadPlace, startNullService } from '../../bench/nullService.ts';
import { seenFromOutside } from '../../bench/seenFromOutside.ts';

describe('The judge, in a process of its own', () => {
  let org: Server;
  let atOnce: number;
  let mostAtOnce: number;
  let heard: string[];

  beforeEach(async () => {
    atOnce = 0;
    mostAtOnce = 0;
    heard = [];
    org = createServer((request, response) => {
      atOnce += 1;
      mostAtOnce = Math.max(mostAtOnce, atOnce);
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => heard.push(body));
      setTimeout(() => {
        atOnce -= 1;
        response.end(JSON.stringify({ id: '00Q000000000001AAA' }));
      }, 10);
    });
    await new Promise<void>((resolve) => org.listen(0, '127.0.0.1', resolve));
  });

  afterEach(
    () =>
      new Promise<void>((resolve) => {
        org.close(() => resolve());
        org.closeAllConnections();
      })
  );

  it('sees of a service that does nothing two requests for each call, within the call, and next to nothing else', async () => {
    const judge = await startJudgeProcess(`http://127.0.0.1:${(org.address() as AddressInfo).port}`);
    const service = await startNullService({ url: judge.url, accessToken: 'token' });
    try {
      const ids = Array.from({ length: 6 }, (_, index) => `bench-a-${index}`);
      const calls = ids.map((callId) => ({
        path: '/',
        body: JSON.stringify({
          sent: [
            { path: '/one', body: callId },
            { path: '/two', body: `${callId} ${leadPlace}` }
          ]
        })
      }));
      const replies = await judge.callersOf(service).send(calls, 2);
      expect(replies.map(({ status, body }) => [status, body])).toEqual(
        ids.map(() => [200, '{"id":"00Q000000000001AAA"}'])
      );
      expect(mostAtOnce).toBe(2);
      expect([...heard].sort()).toEqual(ids.flatMap((callId) => [callId, `${callId} 00Q000000000001AAA`]));
      const seen = await judge.take();
      expect(seen.map(({ path }) => path).sort()).toEqual([...ids.map(() => '/one'), ...ids.map(() => '/two')]);
      for (const { requests, totalMs, seenMs } of seenFromOutside(ids, replies, seen)) {
        const withOrgMs = requests.map(({ startedAtMs, endedAtMs }) => endedAtMs - startedAtMs);
        withOrgMs.forEach((ms) => expect(ms).toBeGreaterThan(9));
        expect(seenMs).toBeGreaterThan(0);
        expect(seenMs).toBeCloseTo(totalMs - withOrgMs.reduce((sum, ms) => sum + ms));
      }
      expect(await judge.take()).toEqual([]);
      expect(() => seenFromOutside(ids, replies, seen.slice(1))).toThrow('1 requests were seen');
    } finally {
      await service.close();
      await judge.close();
    }
  }, 20_000);
});
