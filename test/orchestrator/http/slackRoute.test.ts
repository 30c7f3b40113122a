import { createHmac } from 'node:crypto';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BatonError } from '../../../orchestrator/domain/errors.ts';
import { registerSlackRoute, SlackSignatures, type SlackPress } from '../../../orchestrator/http/slackRoute.ts';
import { startFakeSlack, type FakeSlack } from '../notices/fakeSlack.ts';

/** Slack's own example. Source: documented, "Verifying requests from Slack". */
const documented = {
  secret: '8f742231b10e8888abcd99yyyzzz85a5',
  timestamp: '1531420618',
  signature: 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
  body:
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar' +
    '&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2F' +
    'hooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=' +
    '398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c'
};

describe('a signature of Slack', () => {
  const signedAtMs = Number(documented.timestamp) * 1000;
  const refusal = (changes: Partial<typeof documented>, afterMs = 0): string => {
    const { secret, timestamp, signature, body } = { ...documented, ...changes };
    const headers = { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature };
    try {
      new SlackSignatures(secret).check(headers, Buffer.from(body), new Date(signedAtMs + afterMs));
      return '';
    } catch (error) {
      expect((error as BatonError).code).toBe('slackSignature');
      return (error as BatonError).message;
    }
  };

  it('is known by the example that Slack documents', () => {
    expect(refusal({})).toBe('');
  });

  it.each([
    ['of another app', { secret: 'another' }],
    ['of another body', { body: documented.body.replace('roadrunner', 'coyote') }],
    ['of the same fields in another spelling', { body: documented.body.replaceAll('%2F', '/') }],
    ['that is cut off', { signature: documented.signature.slice(0, -1) }],
    ['of another version', { signature: documented.signature.replace('v0=', 'v1=') }],
    ['of another time', { timestamp: '1531420619' }]
  ])('%s is refused', (_what, changes) => {
    expect(refusal(changes)).toBe('The signature is not one of this Slack app.');
  });

  it.each(['', 'soon', '1e9', '-1531420618'])('with the time %j is none', (timestamp) => {
    expect(refusal({ timestamp })).toBe('The request is not signed by Slack.');
  });

  it('holds for five minutes either way, and no longer', () => {
    expect([refusal({}, 300_000), refusal({}, -300_000)]).toEqual(['', '']);
    for (const afterMs of [300_001, -300_001]) {
      expect(refusal({}, afterMs)).toBe('The request is older or newer than five minutes.');
    }
  });

  it('is good once', () => {
    const signatures = new SlackSignatures(documented.secret);
    const headers = {
      'x-slack-request-timestamp': documented.timestamp,
      'x-slack-signature': documented.signature
    };
    const check = (): void => signatures.check(headers, Buffer.from(documented.body), new Date(signedAtMs + 1000));
    check();
    expect(check).toThrow('The request was taken before.');
  });
});

describe('POST /slack/interactions', () => {
  const secret = 'a-signing-secret';
  const offerId = 'a03000000000001AAA';
  let slack: FakeSlack;
  let app: FastifyInstance;
  let presses: SlackPress[];
  let answer: () => Promise<{ text: string }>;
  let now: Date;

  beforeEach(async () => {
    slack = await startFakeSlack();
    presses = [];
    now = new Date('2026-12-03T20:00:00Z');
    answer = () => Promise.resolve({ text: 'The call is yours.' });
    app = fastify();
    app.setErrorHandler((error, _request, reply) =>
      reply
        .code(error instanceof BatonError ? error.status : ((error as { statusCode?: number }).statusCode ?? 500))
        .send({
          code: error instanceof BatonError ? error.code : (error as { code?: string }).code
        })
    );
    app.post('/v1/calls', (request) => ({ received: request.body }));
    registerSlackRoute(app, {
      signingSecret: secret,
      now: () => now,
      responseOrigins: [slack.origin],
      onAction: (press) => {
        presses.push(press);
        return answer();
      }
    });
  });
  afterEach(async () => {
    await app.close();
    await slack.close();
  });

  const press = (actionId: string, changes: object = {}): object => ({
    type: 'block_actions',
    user: { id: 'U0ROSA', username: 'rosa' },
    response_url: slack.responseUrl,
    actions: [{ action_id: actionId, value: offerId }],
    ...changes
  });
  const send = (payload: object | string, signingSecret = secret) => {
    const body =
      typeof payload === 'string' ? payload : new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    const timestamp = String(Math.floor(now.getTime() / 1000));
    const digest = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
    return app.inject({
      method: 'POST',
      url: '/slack/interactions',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': `v0=${digest}`
      },
      payload: body
    });
  };
  const responses = async (): Promise<unknown[]> => {
    await vi.waitUntil(() => slack.of('response').length > 0, { timeout: 5000 });
    return slack.of('response').map(({ body }) => body);
  };

  it.each([
    ['baton_accept', 'accept'],
    ['baton_decline', 'decline']
  ])('takes %s, and tells only who pressed what came of it', async (actionId, kind) => {
    const reply = await send(press(actionId));
    expect({ status: reply.statusCode, body: reply.body }).toEqual({ status: 200, body: '' });
    expect(presses).toEqual([{ kind, offerId, slackUserId: 'U0ROSA' }]);
    expect(await responses()).toEqual([
      { response_type: 'ephemeral', replace_original: false, text: 'The call is yours.' }
    ]);
  });

  it('answers before the work is done: Slack waits three seconds', async () => {
    let finish: () => void = () => undefined;
    answer = () => new Promise((resolve) => (finish = () => resolve({ text: 'Done at last.' })));
    expect((await send(press('baton_accept'))).statusCode).toBe(200);
    expect(slack.of('response')).toEqual([]);
    finish();
    expect(await responses()).toMatchObject([{ text: 'Done at last.' }]);
  });

  it('says so when the work fails', async () => {
    answer = () => Promise.reject(new Error('Salesforce is down'));
    expect((await send(press('baton_accept'))).statusCode).toBe(200);
    expect(await responses()).toMatchObject([{ text: expect.stringContaining('did not work') as string }]);
  });

  it('does nothing for the link, which the browser opens', async () => {
    const openLead = { action_id: 'baton_open_lead' };
    expect((await send(press('', { actions: [openLead] }))).statusCode).toBe(200);
    expect(presses).toEqual([]);
  });

  it('acts on nothing that Slack did not sign', async () => {
    const reply = await send(press('baton_accept'), 'another-secret');
    expect({ status: reply.statusCode, code: reply.json<{ code: string }>().code }).toEqual({
      status: 401,
      code: 'slackSignature'
    });
    expect(presses).toEqual([]);
  });

  it('acts once on a request that is sent again', async () => {
    const first = press('baton_accept');
    expect((await send(first)).statusCode).toBe(200);
    expect((await send(first)).statusCode).toBe(401);
    expect(presses).toHaveLength(1);
  });

  it.each<[string, object | string]>([
    ['a button that is not Baton’s', { actions: [{ action_id: 'approve', value: offerId }] }],
    ['an offer that is no id', { actions: [{ action_id: 'baton_accept', value: "x' OR Id != '" }] }],
    ['a shortcut', { type: 'shortcut' }],
    ['nobody', { user: {} }],
    ['no payload', 'text=hello'],
    ['a payload that is no JSON', 'payload=%7B']
  ])('refuses %s', async (_what, changes) => {
    const reply = await send(typeof changes === 'string' ? changes : press('baton_accept', changes));
    expect(reply.statusCode).toBe(400);
    expect(presses).toEqual([]);
  });

  it('sends answers to Slack alone, though the press itself counts', async () => {
    const stranger = await startFakeSlack();
    try {
      await send(press('baton_accept', { response_url: stranger.responseUrl }));
      await app.close();
      expect(presses).toHaveLength(1);
      expect(stranger.requests).toEqual([]);
    } finally {
      await stranger.close();
    }
  });

  it('reads forms there and nowhere else, and JSON everywhere else as before', async () => {
    const form = await app.inject({
      method: 'POST',
      url: '/v1/calls',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'callId=1'
    });
    expect(form.statusCode).toBe(415);
    const json = await app.inject({ method: 'POST', url: '/v1/calls', payload: { callId: '1' } });
    expect(json.json()).toEqual({ received: { callId: '1' } });
  });
});
