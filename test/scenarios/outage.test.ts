import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FaultRuleInput } from '../../local-org/control/faults.ts';
import type { HandoffAnswer } from '../../orchestrator/domain/handoff.ts';
import { ask, count, place, startWorld, westCall, type WholeService, type World } from './world.ts';

let world: World;
let folder: string;
let whole: WholeService;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.org.clock.advance(60_000);
  folder = mkdtempSync(join(tmpdir(), 'baton-outage-'));
  whole = await world.startWholeService(folder, { deadlineMs: 3000 });
});
afterEach(async () => {
  await control('DELETE');
  await whole.close();
  rmSync(folder, { recursive: true });
});

const control = (method: string, body?: unknown) =>
  fetch(`${world.org.url}/_local/faults`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  });
const down = async (rule: Partial<FaultRuleInput> = {}) =>
  expect((await control('POST', { kind: 'drop', match: {}, ...rule })).ok).toBe(true);
const up = () => control('DELETE');
const outcome = async (answer: HandoffAnswer, name: string) =>
  (
    await ask(whole.service, 'POST', `/v1/handoffs/${answer.handoffId}/outcome`, {
      outcome: name,
      repId: answer.rep!.id
    })
  ).answer;
/** Until nothing waits any more. */
const drained = () =>
  vi.waitUntil(
    async () => {
      await whole.continuity.drainNow();
      return (await whole.continuity.waiting()).waiting === 0;
    },
    { timeout: 15_000, interval: 100 }
  );
const handoffOf = async (callId: string) =>
  (
    await world.admin.query<Record<string, string | boolean | null>>(
      `SELECT Id, Lead__c, Rep__c, Status__c, Predicted__c, Team_Name__c FROM Handoff__c WHERE Call_Id__c = '${callId}'`
    )
  ).records;

describe('Salesforce down while a call comes', () => {
  it('is no reason to drop the caller: the answer is predicted, and is written when Salesforce is back', async () => {
    await down();
    const { status, answer } = await place(whole.service, westCall('down'));
    expect(status).toBe(200);
    expect(answer).toMatchObject({
      predicted: true,
      handoffId: 'call:down',
      lead: null,
      team: { name: 'Enterprise West' },
      nextStep: { kind: 'transfer' }
    });
    expect(answer.because[0]!.rule).toBe('predicted');

    await up();
    await drained();
    const [handoff] = await handoffOf('down');
    expect(handoff).toMatchObject({ Rep__c: answer.rep!.id, Predicted__c: true, Team_Name__c: 'Enterprise West' });
    const lead = await world.admin.sobject('Lead').retrieve(handoff!['Lead__c'] as string);
    expect(lead).toMatchObject({ Voice_Call_Id__c: 'down', OwnerId: answer.rep!.id });
  });

  it('gives the same answer to a call sent again, and one lead in the end', async () => {
    await down();
    const first = await place(whole.service, westCall('down-again'));
    const again = await place(whole.service, westCall('down-again'));
    expect(again.answer.rep).toEqual(first.answer.rep);
    await up();
    await drained();
    expect(await handoffOf('down-again')).toHaveLength(1);
    const later = await place(whole.service, westCall('down-again'));
    expect(later.answer).toMatchObject({ rep: first.answer.rep, lead: { id: expect.any(String) as string } });
  });

  it('goes on along the ladder, and all of it reaches Salesforce', async () => {
    await down();
    const { answer: first } = await place(whole.service, westCall('down-ladder'));
    const second = await outcome(first, 'noAnswer');
    expect(second.rep!.id).not.toBe(first.rep!.id);
    const accepted = await outcome(second, 'accepted');
    expect(accepted.phase).toBe('accepted');
    await up();
    await drained();
    const [handoff] = await handoffOf('down-ladder');
    expect(handoff).toMatchObject({ Rep__c: second.rep!.id, Status__c: 'Accepted' });
    const { records } = await world.admin.query<{ Status__c: string }>(
      `SELECT Status__c FROM Handoff_Offer__c WHERE Handoff__c = '${handoff!['Id'] as string}' ORDER BY Offered_At__c, Name`
    );
    expect(records.map(({ Status__c: status }) => status)).toEqual(['No Answer', 'Accepted']);
  });

  it('rings nobody twice at the same time', async () => {
    await down();
    const reps = [];
    for (let index = 0; index < 3; index += 1) {
      const { answer } = await place(whole.service, westCall(`down-many-${index}`));
      reps.push(answer.nextStep.kind === 'transfer' ? answer.rep!.id : `nobody ${index}`);
    }
    expect(new Set(reps).size).toBe(3);
  });

  it('rings nobody whose phone rings, or who talks, since before it was down', async () => {
    const ringing = (await place(whole.service, westCall('before-1'))).answer;
    const talking = (await place(whole.service, westCall('before-2'))).answer;
    await outcome(talking, 'accepted');
    world.org.clock.advance(10_000);
    await down();
    const asked = async (callId: string) => {
      const { answer } = await place(whole.service, westCall(callId));
      return answer.nextStep.kind === 'transfer' ? answer.rep!.id : callId;
    };
    const rung = [await asked('while-1'), await asked('while-2'), await asked('while-3'), await asked('while-4')];
    expect(rung).not.toContain(ringing.rep!.id);
    expect(rung).not.toContain(talking.rep!.id);
  });

  it('keeps a rep who accepted while it was down from another call for as long as they talk', async () => {
    await down();
    const { answer } = await place(whole.service, westCall('talks-on'));
    await outcome(answer, 'accepted');
    world.org.clock.advance(5 * 60_000);
    const during = (await place(whole.service, westCall('talks-on-2'))).answer;
    expect(during.rep?.id).not.toBe(answer.rep!.id);
    expect(during.passedOver.find(({ repId }) => repId === answer.rep!.id)?.rule).toBe('onAnotherCall');
    await up();
    await drained();
    const after = (await place(whole.service, westCall('talks-on-3'))).answer;
    expect(after.passedOver.find(({ repId }) => repId === answer.rep!.id)?.rule).toBe('onAnotherCall');
    const [offer] = (
      await world.admin.query<{ Live_Key__c: string | null }>(
        "SELECT Live_Key__c FROM Handoff_Offer__c WHERE Handoff__r.Call_Id__c = 'talks-on'"
      )
    ).records;
    expect(offer!.Live_Key__c).toBe(answer.rep!.id);
  });

  it('lets what people did meanwhile stand', async () => {
    await down();
    const { answer } = await place(whole.service, westCall('down-people'));
    await up();
    const { id } = (await world.admin.sobject('Lead').create({
      LastName: 'Rivera',
      Company: 'NovaCorp',
      Voice_Call_Id__c: 'down-people',
      Status: 'Working - Contacted'
    })) as {
      id: string;
    };
    await drained();
    const lead = await world.admin.sobject('Lead').retrieve(id);
    expect(lead['Status']).toBe('Working - Contacted');
    expect(await handoffOf('down-people')).toHaveLength(1);
    expect(answer.predicted).toBe(true);
  });
});

describe('Salesforce down while a phone rings', () => {
  it('the caller whose rep does not answer is owed a call by that rep, and Salesforce hears of it later', async () => {
    const { answer } = await place(whole.service, westCall('down-ringing'));
    expect(answer.predicted).toBe(false);
    await down();
    const after = await outcome(answer, 'noAnswer');
    expect(after).toMatchObject({ predicted: true, phase: 'callback', nextStep: { repId: answer.rep!.id } });
    expect((await outcome(answer, 'noAnswer')).nextStep).toEqual(after.nextStep);
    await up();
    await drained();
    expect(await handoffOf('down-ringing')).toMatchObject([{ Status__c: 'Callback', Rep__c: answer.rep!.id }]);
  });

  it('a rep who answers has the call', async () => {
    const { answer } = await place(whole.service, westCall('down-accepts'));
    await down();
    expect(await outcome(answer, 'accepted')).toMatchObject({ phase: 'accepted', nextStep: { kind: 'transfer' } });
    await up();
    await drained();
    expect(await handoffOf('down-accepts')).toMatchObject([{ Status__c: 'Accepted', Rep__c: answer.rep!.id }]);
  });
});

describe('Salesforce down from the start of the process', () => {
  it('with a snapshot on the disk, calls are answered by prediction; when it returns, the lead appears with the right owner', async () => {
    await whole.close();
    await down();
    whole = await world.startWholeService(folder);
    const { answer } = await place(whole.service, westCall('cold'));
    expect(answer).toMatchObject({ predicted: true, team: { name: 'Enterprise West' } });
    await up();
    await drained();
    const [handoff] = await handoffOf('cold');
    const lead = await world.admin.sobject('Lead').retrieve(handoff!['Lead__c'] as string);
    expect(lead['OwnerId']).toBe(answer.rep!.id);
  });

  it('rings nobody whose phone rings, or who talks, since before the process began', async () => {
    const ringing = (await place(whole.service, westCall('before-start-1'))).answer;
    const talking = (await place(whole.service, westCall('before-start-2'))).answer;
    await outcome(talking, 'accepted');
    await whole.close();
    await down();
    whole = await world.startWholeService(folder, { deadlineMs: 3000 });
    const replies = [];
    for (const callId of ['after-start-1', 'after-start-2', 'after-start-3', 'after-start-4']) {
      replies.push((await place(whole.service, westCall(callId))).answer);
    }
    const rung = replies.flatMap(({ nextStep, rep }) => (nextStep.kind === 'transfer' ? rep!.id : []));
    expect(rung.length).toBeGreaterThan(0);
    expect(rung).not.toContain(ringing.rep!.id);
    expect(rung).not.toContain(talking.rep!.id);
  });

  it('without a snapshot, the caller is owed a call', async () => {
    await whole.close();
    await down();
    whole = await world.startWholeService(mkdtempSync(join(tmpdir(), 'baton-blank-')));
    const { status, answer } = await place(whole.service, westCall('blank'));
    expect(status).toBe(200);
    expect(answer).toMatchObject({ predicted: true, nextStep: { kind: 'callback' }, rep: null });
    await up();
    await drained();
    expect(await handoffOf('blank')).toMatchObject([{ Team_Name__c: 'Enterprise West' }]);
  });
});

describe('the answer of Salesforce that is lost after the work was done', () => {
  it('leaves one lead and one handoff', async () => {
    const before = await count(world.admin, 'Lead');
    await down({
      drop: 'after',
      match: { method: 'POST', path: '/composite' },
      after: 2,
      times: 1
    });
    const { status } = await place(whole.service, westCall('lost'));
    expect(status).toBe(200);
    await up();
    await drained();
    expect(await handoffOf('lost')).toHaveLength(1);
    expect(await count(world.admin, 'Lead')).toBe(before + 1);
  });
});

describe('Salesforce that hangs', () => {
  it('lets no caller wait for more than four seconds, on the first call of a process as on any other', async () => {
    await whole.close();
    const snapshotFolder = folder;
    await down({ kind: 'slow', ms: 60_000 });
    whole = await world.startWholeService(snapshotFolder, { deadlineMs: 2000 });
    const startedAt = performance.now();
    const replies = await Promise.all([1, 2, 3].map((index) => place(whole.service, westCall(`hangs-${index}`))));
    expect(performance.now() - startedAt).toBeLessThan(4000);
    expect(replies.map(({ status, answer }) => [status, answer.predicted])).toEqual(Array(3).fill([200, true]));
    await up();
    await drained();
    expect(await handoffOf('hangs-1')).toHaveLength(1);
  }, 30_000);
});
