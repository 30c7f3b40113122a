import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  busyMs,
  roundTrips,
  startMeteredProxy,
  type MeteredProxy,
  type MeteredRequest
} from '../../bench/meteredProxy.ts';

function during(startedAtMs: number, endedAtMs: number): MeteredRequest {
  return { method: 'GET', path: '/', body: '', startedAtMs, endedAtMs, status: 200, countsAsApiCall: true };
}

describe('Round trips and busy time', () => {
  it('of requests one after another are their number and their sum', () => {
    expect(roundTrips([during(0, 10), during(12, 20), during(20, 25)])).toBe(3);
    expect(busyMs([during(0, 10), during(12, 20), during(20, 25)])).toBe(23);
  });

  it('of requests at the same time are one wait, counted once', () => {
    expect(roundTrips([during(0, 10), during(2, 15), during(14, 18)])).toBe(1);
    expect(busyMs([during(0, 10), during(2, 15), during(14, 18)])).toBe(18);
  });

  it('do not depend on the order in which requests ended', () => {
    const inner = [during(3, 4), during(0, 10), during(11, 12)];
    expect(roundTrips(inner)).toBe(2);
    expect(busyMs(inner)).toBe(11);
  });
});

describe('The metered proxy', () => {
  let org: Server;
  let proxy: MeteredProxy;

  beforeEach(async () => {
    org = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const counted = request.url?.startsWith('/services/data') ? { 'Sforce-Limit-Info': 'api-usage=1/15000' } : {};
        response.writeHead(201, { 'content-type': 'text/plain', ...counted });
        response.end(
          `${request.method} ${request.url} ${request.headers.authorization} ${Buffer.concat(chunks).toString()}`
        );
      });
    });
    await new Promise<void>((resolve) => org.listen(0, '127.0.0.1', resolve));
    proxy = await startMeteredProxy(`http://127.0.0.1:${(org.address() as AddressInfo).port}`);
  });

  afterEach(async () => {
    await proxy.close();
    await new Promise((resolve) => org.close(resolve));
  });

  const post = async (path: string): Promise<Response> =>
    fetch(`${proxy.url}${path}`, { method: 'POST', headers: { authorization: 'Bearer t' }, body: 'bench-a-1' });

  it('lets request and answer through unchanged', async () => {
    const answer = await post('/services/data/v66.0/composite?x=1');
    expect(answer.status).toBe(201);
    expect(await answer.text()).toBe('POST /services/data/v66.0/composite?x=1 Bearer t bench-a-1');
  });

  it('notes what counts as an API call, and the neighbour that does not', async () => {
    await (await post('/services/data/v66.0/composite')).text();
    await (await post('/services/oauth2/token')).text();
    const seen = proxy.take();
    expect(seen.map(({ method, path, status, countsAsApiCall }) => [method, path, status, countsAsApiCall])).toEqual([
      ['POST', '/services/data/v66.0/composite', 201, true],
      ['POST', '/services/oauth2/token', 201, false]
    ]);
    expect(seen[0]?.body).toBe('bench-a-1');
    expect(proxy.take()).toEqual([]);
  });

  it('adds the latency that is asked for, give or take a quarter', async () => {
    proxy.latencyMs = 60;
    await (await post('/services/data')).text();
    const seen = proxy.take();
    expect(seen).toHaveLength(1);
    expect(busyMs(seen)).toBeGreaterThanOrEqual(44);
  });
});
