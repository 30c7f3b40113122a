import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startLoadProcess } from '../../bench/loadProcess.ts';
import { startMeteredProxyProcess } from '../../bench/meteredProxyProcess.ts';

describe('The load and the proxy, each in a process of its own', () => {
  let org: Server;
  let atOnce: number;
  let mostAtOnce: number;

  beforeEach(async () => {
    atOnce = 0;
    mostAtOnce = 0;
    org = createServer((request, response) => {
      atOnce += 1;
      mostAtOnce = Math.max(mostAtOnce, atOnce);
      setTimeout(() => {
        atOnce -= 1;
        response.end(request.url);
      }, 10);
      request.resume();
    });
    await new Promise<void>((resolve) => org.listen(0, '127.0.0.1', resolve));
  });

  afterEach(() => new Promise((resolve) => org.close(resolve)));

  it('agree on the time: each request is at the proxy after it was sent and before it is answered', async () => {
    const proxy = await startMeteredProxyProcess(`http://127.0.0.1:${(org.address() as AddressInfo).port}`);
    const load = await startLoadProcess({ url: proxy.url, apiKey: 'key' });
    try {
      const paths = Array.from({ length: 6 }, (_, index) => `/bench-a-${index}`);
      const replies = await load.send(
        paths.map((path) => ({ path, body: '{}' })),
        2
      );
      expect(replies.map(({ body }) => body)).toEqual(paths);
      expect(mostAtOnce).toBe(2);
      const seen = new Map((await proxy.take()).map((request) => [request.path, request]));
      replies.forEach(({ startedAtMs, endedAtMs }, index) => {
        const request = seen.get(paths[index]!)!;
        expect(request.startedAtMs).toBeGreaterThan(startedAtMs);
        expect(request.endedAtMs - request.startedAtMs).toBeGreaterThan(9);
        expect(request.endedAtMs).toBeLessThan(endedAtMs);
      });
      expect(await proxy.take()).toEqual([]);
    } finally {
      await load.close();
      await proxy.close();
    }
  }, 20_000);
});
