/** What happens to a caller when Salesforce, or the database beside it, fails. Named as in docs/when-things-fail.md. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import Libsql from 'libsql';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FaultRuleInput } from '../../local-org/control/faults.ts';
import { readConfig } from '../../orchestrator/config.ts';
import type { HandoffAnswer } from '../../orchestrator/domain/handoff.ts';
import { createLogger } from '../../orchestrator/http/logger.ts';
import { Metrics } from '../../orchestrator/http/metrics.ts';
import { buildServer } from '../../orchestrator/http/server.ts';
import type { SalesforceLogin } from '../../orchestrator/salesforce/login.ts';
import { startBaton, type Service } from '../../orchestrator/service.ts';
import { databaseFile } from '../../orchestrator/storage/database.ts';
import { minutes } from './handoffsAtWork.ts';
import { apiKey, ask, place, rulesFile, startWorld, westCall, type World } from './world.ts';

let world: World;
let folder: string;
let front: FastifyInstance;
let service: Service;

beforeEach(async () => {
  world = await startWorld();
  folder = mkdtempSync(join(tmpdir(), 'baton-fails-'));
});
afterEach(async () => {
  up();
  await stop();
  await world.close();
  rmSync(folder, { recursive: true });
});

const orgsRules = fileURLToPath(new URL(`../../${rulesFile}`, import.meta.url));

/** The whole service, with its journal and snapshot in the folder, and its own deadline. */
async function start(options: { login?: SalesforceLogin; rules?: string; deadlineMs?: number } = {}): Promise<void> {
  const { login, rules = orgsRules, deadlineMs = 20_000 } = options;
  const metrics = new Metrics();
  service = await startBaton({
    config: { ...readConfig({ BATON_DATA_DIR: folder }), deadlineMs, rulesFile: rules },
    login: login ?? { kind: 'token', instanceUrl: world.org.url, accessToken: world.org.session().accessToken },
    orgIsPassing: false,
    now: () => world.org.clock.now(),
    onError: () => undefined,
    metrics
  });
  const { continuity, baton } = service;
  const served = {
    route: continuity.route.bind(continuity),
    ready: () => continuity.ready(),
    handoffs: continuity.handoffs,
    hub: baton.hub,
    startedCalls: baton.startedCalls
  };
  front = await buildServer({
    baton: served,
    apiKeys: [apiKey],
    logger: createLogger('silent'),
    version: 'test',
    metrics
  });
}

async function stop(): Promise<void> {
  await front?.close();
  await service?.stop();
}

function fault(rule: FaultRuleInput): void {
  const whole = { match: {}, after: 0, probability: 1, seed: 1, ...rule };
  world.org.host.faults.add(whole as Parameters<typeof world.org.host.faults.add>[0]);
}
const down = () => fault({ kind: 'drop' });
const up = () => void world.org.host.faults.remove();
const composite = { method: 'POST', path: '/composite' };

const drained = () =>
  vi.waitUntil(
    async () => {
      await service.continuity.drainNow();
      return (await service.continuity.waiting()).waiting === 0;
    },
    { timeout: 20_000, interval: 100 }
  );
const report = async (answer: HandoffAnswer, outcome: string) =>
  (await ask(front, 'POST', `/v1/handoffs/${answer.handoffId}/outcome`, { outcome, repId: answer.rep!.id })).answer;
const handoffsOf = async (callId: string) =>
  (
    await world.admin.query<Record<string, string | boolean>>(
      'SELECT Id, Lead__r.OwnerId, Rep__c, Status__c, Next_Step__c, Predicted__c, Team_Name__c, Because__c ' +
        `FROM Handoff__c WHERE Call_Id__c = '${callId}'`
    )
  ).records;
const leads = async (callId: string) =>
  (await world.admin.query(`SELECT Id FROM Lead WHERE Voice_Call_Id__c = '${callId}'`)).totalSize;
const requestsFor = (path: string) => world.org.requests.list().filter((request) => request.path.includes(path)).length;
/** The handoff is predicted, and later stands in Salesforce once, with the owner that was promised. */
async function isPredictedThenWritten(callId: string): Promise<void> {
  const { status, answer } = await place(front, westCall(callId));
  expect({ status, answer }).toMatchObject({
    status: 200,
    answer: { predicted: true, team: { name: 'Enterprise West' }, nextStep: { kind: 'transfer' } }
  });
  up();
  await drained();
  expect(await handoffsOf(callId)).toMatchObject([
    { Rep__c: answer.rep!.id, Predicted__c: true, Lead__r: { OwnerId: answer.rep!.id } }
  ]);
  expect(await leads(callId)).toBe(1);
}

describe('Salesforce is slow', () => {
  it('within the deadline the answer is its own', async () => {
    await start();
    fault({ kind: 'slow', ms: 200 });
    const { answer } = await place(front, westCall('slow-a-little'));
    expect(answer).toMatchObject({ predicted: false, lead: { id: expect.any(String) as string } });
  });

  it('beyond it the answer is predicted, within four seconds; what was late is found, not doubled', async () => {
    await start({ deadlineMs: 1_000 });
    fault({ kind: 'slow', ms: 3_000, match: composite, after: 1 });
    const askedAt = performance.now();
    const { answer } = await place(front, westCall('slow'));
    expect([answer.predicted, performance.now() - askedAt < 4_000]).toEqual([true, true]);
    await vi.waitUntil(async () => (await leads('slow')) === 1, { timeout: 10_000 });
    up();
    await drained();
    expect([await leads('slow'), (await handoffsOf('slow')).length]).toEqual([1, 1]);
  });
});

describe('Salesforce is down', () => {
  it('answers by prediction, and the lead appears with the right owner when it is back', async () => {
    await start();
    down();
    await isPredictedThenWritten('down');
  });

  it('asks it once in a while, and does not make each caller wait', async () => {
    await start();
    down();
    for (let index = 0; index < 4; index += 1) {
      await place(front, westCall(`down-${index}`));
    }
    expect(service.circuit.status.state).toBe('open');
    world.org.requests.clear();
    const askedAt = performance.now();
    const { answer } = await place(front, westCall('down-spared'));
    expect(answer.predicted).toBe(true);
    expect([performance.now() - askedAt < 1_000, requestsFor('composite') <= 1]).toEqual([true, true]);
    expect(await service.continuity.waiting()).toMatchObject({ waiting: 5, failed: 0 });
    up();
    await drained();
    expect(await handoffsOf('down-spared')).toHaveLength(1);
  });

  it('goes on along the ladder to the end of the talk, and all of it reaches Salesforce', async () => {
    await start();
    down();
    const { answer: first } = await place(front, westCall('down-ladder'));
    const second = await report(first, 'noAnswer');
    expect(second.rep!.id).not.toBe(first.rep!.id);
    expect((await report(second, 'accepted')).phase).toBe('accepted');
    expect((await report(second, 'ended')).phase).toBe('completed');
    up();
    await drained();
    expect(await handoffsOf('down-ladder')).toMatchObject([
      { Status__c: 'Completed', Next_Step__c: 'Transfer', Rep__c: second.rep!.id }
    ]);
  });
});

describe('Salesforce is down from the start of the process', () => {
  it('answers from the snapshot on the disk', async () => {
    await start();
    await stop();
    down();
    await start();
    await isPredictedThenWritten('cold');
  });

  it('without a snapshot promises a callback, which goes to the team that the rules choose', async () => {
    down();
    await start();
    const { answer } = await place(front, westCall('blank'));
    expect(answer).toMatchObject({ predicted: true, rep: null, nextStep: { kind: 'callback' } });
    up();
    await drained();
    expect(await handoffsOf('blank')).toMatchObject([{ Team_Name__c: 'Enterprise West', Status__c: 'Callback' }]);
  });
});

describe('Salesforce is out of API calls', () => {
  it('answers by prediction, and does not ask again for minutes', async () => {
    await start();
    fault({ kind: 'daily-limit', match: composite });
    const { answer } = await place(front, westCall('limit'));
    expect(answer.predicted).toBe(true);
    world.org.requests.clear();
    expect((await place(front, westCall('limit-again'))).answer.predicted).toBe(true);
    expect(requestsFor('composite')).toBe(0);
    expect(service.circuit.status).toMatchObject({ state: 'open', cause: 'salesforceLimit' });
    const nextLookMs = Date.parse(service.circuit.status.nextLookAt!) - Date.now();
    expect(nextLookMs).toBeGreaterThan(minutes(4));
    up();
    await stop();
    await start();
    await drained();
    expect(await handoffsOf('limit')).toMatchObject([{ Rep__c: answer.rep!.id }]);
  });
});

/** A login that can ask for a new token. */
function renewable(): SalesforceLogin {
  const client = { clientId: 'renews', clientSecret: 'a-secret-of-no-value' };
  world.org.host.clients.register(client);
  return { kind: 'clientCredentials', loginUrl: world.org.url, ...client };
}

describe('the session expires', () => {
  it('gets a new one in the middle of the call, and the answer is Salesforce’s own', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    try {
      await start({ login: renewable() });
      // A token that is refused just after it was issued is no expired one.
      vi.setSystemTime(Date.now() + 31_000);
      fault({ kind: 'expired-session', match: composite, times: 1 });
      const { answer } = await place(front, westCall('expired'));
      expect(answer).toMatchObject({ predicted: false, nextStep: { kind: 'transfer' } });
      expect(await leads('expired')).toBe(1);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('the token is refused for good', () => {
  it('does not ask in a loop: callers are answered by prediction', async () => {
    await start({ login: renewable() });
    fault({ kind: 'expired-session', match: { path: '/services/data' } });
    world.org.requests.clear();
    const { answer } = await place(front, westCall('refused'));
    expect(answer.predicted).toBe(true);
    expect((await place(front, westCall('refused-again'))).answer.predicted).toBe(true);
    expect(world.org.requests.list().filter(({ path }) => !path.startsWith('/cometd')).length).toBeLessThan(12);
    expect(service.circuit.status).toMatchObject({ state: 'open', cause: 'salesforceAuthentication' });
  });
});

describe('a row is locked', () => {
  it('asks again at once, and the caller notices nothing', async () => {
    await start();
    fault({ kind: 'row-lock', match: { method: 'POST', path: '/sobjects/Handoff__c' }, times: 1 });
    const { answer } = await place(front, westCall('locked'));
    expect(answer).toMatchObject({ predicted: false, nextStep: { kind: 'transfer' } });
    expect(await handoffsOf('locked')).toHaveLength(1);
  });
});

describe('the answer of Salesforce is lost', () => {
  it.each([
    ['who is calling', 0],
    ['the lead', 1],
    ['the handoff', 2]
  ])('after it did the work for %s: there is one lead and one handoff', async (_, after) => {
    await start();
    const callId = `lost-${after}`;
    fault({ kind: 'drop', drop: 'after', match: composite, after, times: 1 });
    const { status, answer } = await place(front, westCall(callId));
    expect([status, answer.nextStep.kind]).toEqual([200, 'transfer']);
    up();
    await drained();
    expect([await leads(callId), (await handoffsOf(callId)).length]).toEqual([1, 1]);
  });

  it('and the rep who was named meanwhile and took the call has it', async () => {
    await start();
    fault({ kind: 'drop', drop: 'after', match: composite, after: 2, times: 1 });
    const { answer } = await place(front, westCall('lost-taken'));
    expect((await report(answer, 'accepted')).phase).toBe('accepted');
    up();
    await drained();
    expect(await handoffsOf('lost-taken')).toMatchObject([{ Status__c: 'Accepted', Rep__c: answer.rep!.id }]);
  });
});

describe('what is told while a call is being brought to Salesforce', () => {
  /** Salesforce is back, and writes the handoff so slowly that something is told meanwhile. */
  async function whileItIsWritten(callId: string, tell: (answer: HandoffAnswer) => Promise<unknown>): Promise<void> {
    await start();
    down();
    const { answer } = await place(front, westCall(callId));
    up();
    fault({ kind: 'slow', ms: 1_500, match: composite, after: 2 });
    await vi.waitUntil(() => service.circuit.status.state === 'closed', { timeout: 20_000 });
    const written = service.continuity.drainNow();
    await vi.waitUntil(async () => (await leads(callId)) === 1, { timeout: 10_000 });
    await tell(answer);
    await written;
    up();
    await drained();
  }

  it('reaches it too: a rep who takes the call has it', async () => {
    await whileItIsWritten('told-meanwhile', async (answer) => {
      expect((await report(answer, 'accepted')).phase).toBe('accepted');
    });
    expect(await handoffsOf('told-meanwhile')).toMatchObject([{ Status__c: 'Accepted' }]);
  });

  it('as does whose phone rings instead', async () => {
    let next = '';
    await whileItIsWritten('told-next', async (answer) => {
      next = (await report(answer, 'noAnswer')).rep!.id;
    });
    expect(await handoffsOf('told-next')).toMatchObject([{ Status__c: 'Ringing', Rep__c: next }]);
  });

  it('and where nothing is told, it is written once', async () => {
    await whileItIsWritten('told-nothing', () => Promise.resolve());
    const [handoff] = await handoffsOf('told-nothing');
    const offers = `SELECT COUNT() FROM Handoff_Offer__c WHERE Handoff__c = '${String(handoff!['Id'])}'`;
    expect((await world.admin.query(offers)).totalSize).toBe(1);
  });
});

describe('a rep who took the call while Salesforce was down', () => {
  it('has it, though the sweep had owed the caller a call before Salesforce heard of it', async () => {
    await start();
    const { answer } = await place(front, westCall('swept-first'));
    down();
    expect((await report(answer, 'accepted')).phase).toBe('accepted');
    up();
    world.org.clock.advance(minutes(1));
    await Promise.all([world.baton.sweep.sweepOnce(), drained()]);
    // Whichever timer was first, nobody owes a call any more.
    expect((await handoffsOf('swept-first'))[0]!['Status__c']).not.toBe('Callback');
  });
});

describe('the database cannot be written', () => {
  const breakJournal = () => {
    const file = new Libsql(join(folder, databaseFile));
    file.exec('ALTER TABLE journal RENAME TO elsewhere');
    file.close();
  };

  it('is no reason to drop a caller while Salesforce works', async () => {
    await start();
    breakJournal();
    const { answer } = await place(front, westCall('no-journal'));
    expect(answer).toMatchObject({ predicted: false, nextStep: { kind: 'transfer' } });
    expect(await handoffsOf('no-journal')).toHaveLength(1);
  });

  it('and Salesforce is down too: nothing is promised that nobody would keep', async () => {
    await start();
    breakJournal();
    down();
    const { status, error } = await place(front, westCall('nothing'));
    expect({ status, code: error.code }).toEqual({ status: 503, code: 'salesforceUnavailable' });
  });
});

describe('the snapshot is old and the rules have changed', () => {
  /** The service knows rules that give to another team what the org now gives to Enterprise West. */
  async function startWithOldRules(): Promise<void> {
    const old = join(folder, 'old-rules.xml');
    writeFileSync(old, readFileSync(orgsRules, 'utf8').replaceAll('Enterprise_West', 'Enterprise_East'));
    await start({ rules: old });
    down();
  }

  it('lets Salesforce be right: the lead goes to the team that its rules choose now, as a callback', async () => {
    await startWithOldRules();
    const { answer } = await place(front, westCall('old-rules'));
    expect(answer).toMatchObject({ predicted: true, team: { name: 'Enterprise East' } });
    up();
    await drained();
    const [handoff] = await handoffsOf('old-rules');
    expect(handoff).toMatchObject({ Team_Name__c: 'Enterprise West', Status__c: 'Callback', Predicted__c: true });
    expect(String(handoff!['Because__c'])).toContain('predictionDiffered');
  });

  it('but whoever has taken the call keeps it', async () => {
    await startWithOldRules();
    const { answer } = await place(front, westCall('old-rules-taken'));
    await report(answer, 'accepted');
    up();
    await drained();
    expect(await handoffsOf('old-rules-taken')).toMatchObject([
      { Status__c: 'Accepted', Rep__c: answer.rep!.id, Lead__r: { OwnerId: answer.rep!.id } }
    ]);
  });
});
