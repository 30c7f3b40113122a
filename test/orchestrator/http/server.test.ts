import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { place, startWorld, westCall, type World } from '../../scenarios/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const get = (url: string) => world.service.inject(url);

describe('the service', () => {
  it('describes itself at /docs as OpenAPI, with what POST /v1/calls takes and answers', async () => {
    expect((await get('/docs')).statusCode).toBe(200);
    const { paths } = (await get('/docs/json')).json<{
      paths: Record<string, { post: { requestBody: object; responses: Record<string, object> } }>;
    }>();
    const { post } = paths['/v1/calls']!;
    const body = JSON.stringify(post.requestBody);
    expect(body).toContain('"lastName"');
    expect(body).toContain('"required":["callId","caller"]');
    expect(Object.keys(post.responses)).toEqual(expect.arrayContaining(['200', '400', '401', '413', '422', '503']));
    expect(JSON.stringify(post.responses['200'])).toContain('"whisper"');
  });

  it('counts what it does, for Prometheus, without anything personal', async () => {
    await place(world.service, westCall('metered'));
    await place(world.service, { callId: 'metered-badly' });
    const { body } = await get('/metrics');
    expect(body).toContain('baton_calls_routed_total{next_step="transfer",repeated="false"} 1');
    expect(body).toContain('baton_calls_failed_total{code="invalidRequest"} 1');
    expect(body).toContain('baton_salesforce_api_calls_total 3');
    expect(body).not.toMatch(/Rivera|NovaCorp/);
  });

  it('tells how long Salesforce took and how long it took itself', async () => {
    const reply = await world.service.inject({
      method: 'POST',
      url: '/v1/calls',
      headers: { authorization: 'Bearer a-key-for-tests-only' },
      payload: westCall('timed')
    });
    expect(reply.headers['server-timing']).toMatch(/^salesforce;dur=[\d.]+, baton;dur=[\d.]+$/);
  });

  it('names the path that it does not have', async () => {
    const reply = await get('/v2/calls?phone=4155550142');
    expect(reply.statusCode).toBe(404);
    expect(reply.json()).toMatchObject({ error: { code: 'notFound', message: 'There is no GET /v2/calls.' } });
  });

  it('refuses a form, since it reads JSON', async () => {
    const reply = await world.service.inject({
      method: 'POST',
      url: '/v1/calls',
      headers: { authorization: 'Bearer a-key-for-tests-only', 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'callId=1'
    });
    expect(reply.statusCode).toBe(415);
    expect(reply.json()).toMatchObject({ error: { code: 'unsupportedMediaType' } });
  });
});
