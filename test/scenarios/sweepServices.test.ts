import { Connection } from 'jsforce';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Circuit } from '../../orchestrator/salesforce/circuit.ts';
import { markContacted, markReminded } from '../../orchestrator/salesforce/handoffMarks.ts';
import { Salesforce } from '../../orchestrator/salesforce/salesforce.ts';
import { startTrace } from '../../orchestrator/salesforce/trace.ts';
import { RecordingSender } from '../orchestrator/notices/recordingSender.ts';
import { handoffsAtWork, minutes } from './handoffsAtWork.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let at: ReturnType<typeof handoffsAtWork>;
beforeEach(async () => {
  world = await startWorld();
  // Otherwise a busy machine would move it on.
  world.org.clock.freeze();
  at = handoffsAtWork(world);
});
afterEach(() => world.close());

const sweep = () => world.baton.sweep.sweepOnce();

/** Without the goodbye to the streaming API, which may come late. */
const apiRequests = () => world.org.requests.list().filter(({ path }) => !path.startsWith('/cometd')).length;

describe('two services that sweep at once', () => {
  it('act once between them', async () => {
    const { baton } = await world.startInstance();
    const silent = [await at.ringing('both-a'), await at.ringing('both-b'), await at.ringing('both-c')];
    const owed = await at.callback('both-d');
    const queue = await world.admin.query("SELECT Id FROM Group WHERE DeveloperName = 'SMB_Inbound'");
    const lead = await world.admin
      .sobject('Lead')
      .create(
        { LastName: 'Web', Company: 'Webform', OwnerId: queue.records[0]!.Id },
        { headers: { 'Sforce-Auto-Assign': 'FALSE' } }
      );
    world.org.clock.advance(minutes(31));
    const counts = await Promise.all([world.baton.sweep.sweepOnce(), baton.sweep.sweepOnce()]);
    const total = (kind: 'ringTimedOut' | 'callbackLapsed' | 'queueLead' | 'failed') =>
      counts.reduce((sum, each) => sum + (each[kind] ?? 0), 0);
    expect([total('ringTimedOut'), total('callbackLapsed'), total('queueLead'), total('failed')]).toEqual([3, 1, 1, 0]);
    for (const answer of silent) {
      expect(await at.statusesOf(answer)).toEqual(['Live No Answer', 'Callback Assigned']);
    }
    expect(await at.statusesOf(owed)).toEqual(['Callback Lapsed', 'Callback Assigned']);
    const given = await world.admin.query(`SELECT Id FROM Handoff__c WHERE Lead__c = '${lead.id}'`);
    expect(given.totalSize).toBe(1);
  });
});

describe('a meeting that a person moved', () => {
  it('is followed once by two services', async () => {
    const { baton } = await world.startInstance();
    const answer = await at.booked('moved-for-both');
    const { Event_Id__c, Step__c } = await at.handoffOf(answer);
    const times = { StartDateTime: '2026-12-03T18:00:00.000Z', EndDateTime: '2026-12-03T18:30:00.000Z' };
    await world.admin.sobject('Event').update({ Id: String(Event_Id__c), ...times });
    const counts = await Promise.all([sweep(), baton.sweep.sweepOnce()]);
    expect(counts.reduce((sum, { meetingMoved = 0 }) => sum + meetingMoved, 0)).toBe(1);
    expect((await at.handoffOf(answer))['Step__c']).toBe(Number(Step__c) + 1);
  });
});

describe('a note on a handoff that has moved on since it was read', () => {
  it('is not made: it was about another owner, or is no longer true', async () => {
    const answer = await at.callback('noted');
    const { salesforce } = world.baton.router;
    const request = { deadlineMs: 20_000, trace: startTrace() };
    const old = { id: answer.handoffId, step: Number((await at.handoffOf(answer))['Step__c']) };
    await at.after(minutes(31));
    const now = { ...old, step: old.step + 1 };
    const reminder = { at: world.org.clock.now(), notices: [] };
    expect(await markReminded(salesforce, old, reminder, request)).toBeUndefined();
    expect(await markContacted(salesforce, old, '2026-12-01T16:00:00.000Z', request)).toBe(false);
    expect(await at.handoffOf(answer)).toMatchObject({ Reminded_At__c: null, First_Contact_At__c: null });
    expect(await markReminded(salesforce, now, reminder, request)).toEqual([]);
    expect(await markContacted(salesforce, now, '2026-12-01T16:00:00.000Z', request)).toBe(true);
    expect(await at.handoffOf(answer)).toMatchObject({
      Reminded_At__c: expect.any(String),
      First_Contact_At__c: '2026-12-01T16:00:00.000+0000'
    });
  });
});

describe('notices of what a sweep does', () => {
  it('are told once by two services: the reminder, the lapse, and the offer to the next', async () => {
    const answer = await at.callback('told');
    const slack = new RecordingSender();
    const services = await Promise.all([1, 2].map(() => world.startInstance({ noticeSenders: [slack] })));
    const sweepAll = async () => {
      const counts = await Promise.all(services.map(({ baton }) => baton.sweep.sweepOnce()));
      await Promise.all(services.map(({ baton }) => baton.notices.idle()));
      return counts;
    };
    world.org.clock.advance(minutes(21));
    const reminded = await sweepAll();
    expect(reminded.reduce((sum, { callbackReminder = 0 }) => sum + callbackReminder, 0)).toBe(1);
    expect(slack.sent.map(({ kind, rep }) => [kind, rep.id])).toEqual([['callbackDue', answer.rep!.id]]);
    await sweepAll();
    expect(slack.sent).toHaveLength(1);

    world.org.clock.advance(minutes(10));
    await sweepAll();
    const [, next] = await at.offersOf(answer);
    expect(
      slack.sent
        .slice(1)
        .map(({ kind, rep }) => [kind, rep.id])
        .sort()
    ).toEqual([
      ['callbackLapsed', answer.rep!.id],
      ['offered', next!['Rep__c']]
    ]);
  });

  it('that could not be told are told by a later sweep', async () => {
    await at.callback('later');
    const slack = new RecordingSender();
    slack.outcome = { kind: 'failed', error: 'down', retryable: true, retryAfterMs: 0 };
    const { baton } = await world.startInstance({ noticeSenders: [slack] });
    world.org.clock.advance(minutes(21));
    await baton.sweep.sweepOnce();
    await baton.notices.idle();
    slack.outcome = { kind: 'sent', reference: null };
    world.org.clock.advance(minutes(1));
    await baton.sweep.sweepOnce();
    expect(slack.sent.map(({ kind }) => kind)).toEqual(['callbackDue', 'callbackDue']);
    world.org.clock.advance(minutes(1));
    await baton.sweep.sweepOnce();
    expect(slack.sent).toHaveLength(2);
  });
});

describe('a service that starts again', () => {
  it('finds what fell due while it was down', async () => {
    const answer = await at.ringing('before-the-crash');
    await world.baton.stop();
    world.org.clock.advance(minutes(5));
    const { baton } = await world.startInstance();
    expect(await baton.sweep.sweepOnce()).toEqual({ ringTimedOut: 1 });
    expect(await at.handoffOf(answer)).toMatchObject({ Status__c: 'Callback' });
  });

  it('sweeps by itself once started, and no more once stopped', async () => {
    const answer = await at.ringing('by-itself');
    const swept: unknown[] = [];
    let wake = (): void => undefined;
    const { baton } = await world.startInstance({
      sweepEveryMs: 20,
      onSwept: (counts) => {
        swept.push(counts);
        wake();
      }
    });
    world.org.clock.advance(minutes(1));
    const acted = new Promise<void>((resolve) => (wake = resolve));
    baton.start();
    await acted;
    expect(swept).toEqual([{ ringTimedOut: 1 }]);
    expect(await at.handoffOf(answer)).toMatchObject({ Status__c: 'Callback' });
    await baton.stop();
    const before = apiRequests();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(apiRequests()).toBe(before);
  });
});

describe('a sweep in which something fails', () => {
  it('does the rest, tells what failed, and does that the next time', async () => {
    const answers = [await at.ringing('fail-a'), await at.ringing('fail-b'), await at.ringing('fail-c')];
    world.org.clock.advance(minutes(1));
    world.org.host.faults.add({
      kind: '503',
      match: { path: '/composite' },
      after: 1,
      times: 1,
      probability: 1,
      seed: 1
    });
    expect(await sweep()).toEqual({ ringTimedOut: 2, failed: 1 });
    expect(world.log.filter((line) => line.includes('sweeping: ringTimedOut'))).toHaveLength(1);
    expect(await sweep()).toEqual({ ringTimedOut: 1 });
    for (const answer of answers) {
      expect(await at.handoffOf(answer)).toMatchObject({ Status__c: 'Callback' });
    }
  });

  it('asks nothing of a Salesforce that is being spared, and says nothing', async () => {
    const { accessToken } = world.org.session();
    const connection = new Connection({ instanceUrl: world.org.url, accessToken, version: '66.0' });
    const circuit = new Circuit({ failures: 1 });
    const { baton } = await world.startInstance({ salesforce: new Salesforce(connection, { circuit }) });
    world.org.host.faults.add({ kind: '503', match: {}, after: 0, times: 1, probability: 1, seed: 1 });
    await expect(baton.warmUp()).rejects.toMatchObject({ code: 'salesforceUnavailable' });
    const before = world.org.requests.list().length;
    const lines = world.log.length;
    expect(await baton.sweep.sweepOnce()).toEqual({});
    expect(world.org.requests.list().length).toBe(before);
    expect(world.log.length).toBe(lines);
    circuit.stop();
  });
});

describe('one sweep that finds nothing', () => {
  it('costs one API call, and another where notices have a channel', async () => {
    await at.ringing('quiet');
    await at.booked('quiet-too');
    const { baton } = await world.startInstance({ noticeSenders: [new RecordingSender()] });
    for (const [each, calls] of [
      [world.baton, 1],
      [baton, 2]
    ] as const) {
      await each.sweep.sweepOnce();
      world.org.requests.clear();
      expect(await each.sweep.sweepOnce()).toEqual({});
      expect(world.org.requests.list().reduce((sum, { apiUsage }) => sum + apiUsage, 0)).toBe(calls);
    }
  });

  it('ends before the next of the same service begins', async () => {
    const { baton } = await world.startInstance({ noticeSenders: [new RecordingSender()] });
    let goOn = (): void => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    const begun = new Promise<void>((resolve) => {
      vi.spyOn(baton.notices, 'sweep').mockImplementationOnce(() => {
        resolve();
        return held;
      });
    });
    const both = Promise.all([baton.sweep.sweepOnce(), baton.sweep.sweepOnce()]);
    await begun;
    const asked = apiRequests();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(apiRequests()).toBe(asked);
    goOn();
    await both;
    expect(apiRequests()).toBeGreaterThan(asked);
  });
});
