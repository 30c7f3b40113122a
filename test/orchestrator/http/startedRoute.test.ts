import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BatonError } from '../../../orchestrator/domain/errors.ts';
import type { CallerFacts } from '../../../orchestrator/domain/match.ts';
import { ApiKeys } from '../../../orchestrator/http/apiKeys.ts';
import { registerStartedRoute } from '../../../orchestrator/http/startedRoute.ts';
import type { StartedCalls } from '../../../orchestrator/startedCalls.ts';

const key = 'a-key-for-tests-only';
let begun: { callId: string; facts: CallerFacts }[];
let app: FastifyInstance;
beforeAll(async () => {
  const startedCalls = {
    begin: (callId: string, facts: CallerFacts) => {
      begun.push({ callId, facts });
      return null;
    }
  } as unknown as StartedCalls;
  app = fastify({ routerOptions: { maxParamLength: 200 } });
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.setErrorHandler((error, _request, reply) => {
    const { code, status, fields } = error as BatonError;
    return reply.code(status).send({ code, fields });
  });
  const keys = new ApiKeys([key]);
  registerStartedRoute(app, { startedCalls, authorize: (header) => keys.check(header), country: 'GB' });
  await app.ready();
});
afterAll(() => app.close());
beforeEach(() => {
  begun = [];
});

const tell = (callId: string, body?: object, authorization = `Bearer ${key}`) =>
  app.inject({
    method: 'POST',
    url: `/v1/calls/${encodeURIComponent(callId)}/started`,
    headers: { authorization },
    ...(body === undefined ? {} : { payload: body })
  });

describe('POST /v1/calls/:callId/started', () => {
  it('begins the lookup with what it was told, normalised, and answers 202', async () => {
    const reply = await tell('call-1', { phone: '020 7946 0018', email: 'Jo@Acme.example', company: ' Acme ' });
    expect(reply.statusCode).toBe(202);
    expect(reply.json()).toEqual({ callId: 'call-1', known: null });
    const facts = {
      phone: '+442079460018',
      email: 'jo@acme.example',
      company: 'Acme',
      postalCode: null,
      country: null
    };
    expect(begun).toEqual([{ callId: 'call-1', facts }]);
  });

  it.each([[{ phone: '' }], [{ phone: null }], [{}], [undefined]])(
    'takes %j: a caller may withhold the number',
    async (body) => {
      expect((await tell('call-2', body)).statusCode).toBe(202);
      expect(begun[0]!.facts).toMatchObject({ phone: null, email: null, company: null });
    }
  );

  it.each([
    [{ phone: 'tomorrow' }, 'phone'],
    [{ email: 'jo@' }, 'email'],
    [{ telephone: '+14155550142' }, 'telephone'],
    [[], 'body']
  ])('refuses %j and names %s', async (body, path) => {
    const reply = await tell('call-3', body);
    expect(reply.statusCode).toBe(400);
    expect(reply.json()).toMatchObject({ code: 'invalidRequest', fields: [{ path }] });
    expect(begun).toEqual([]);
  });

  it('refuses an id that a qualified call could not have', async () => {
    const reply = await tell("c'1", { phone: '+14155550142' });
    expect(reply.json()).toMatchObject({ code: 'invalidRequest', fields: [{ path: 'callId' }] });
    expect((await tell('x'.repeat(128), {})).statusCode).toBe(202);
  });

  it('asks for a key before it reads anything', async () => {
    const reply = await tell('call-4', { phone: 'tomorrow' }, 'Bearer another-key-for-tests');
    expect(reply.statusCode).toBe(401);
    expect(begun).toEqual([]);
  });
});
