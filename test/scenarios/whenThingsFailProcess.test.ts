/** `baton serve` as a real process, ended by SIGKILL at each step of a call, and started again on the same folder. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { FaultRuleInput } from '../../local-org/control/faults.ts';
import { openDatabase } from '../../orchestrator/storage/database.ts';
import type { JournalEntry } from '../../orchestrator/storage/journalEntry.ts';
import { Journal } from '../../orchestrator/storage/journal.ts';
import { startServiceProcess, type ServiceProcess } from './serviceProcess.ts';
import { rulesFile, startWorld, westCall, type World } from './world.ts';

let world: World;
let folder: string;
let running: ServiceProcess;
beforeAll(async () => {
  world = await startWorld();
  folder = mkdtempSync(join(tmpdir(), 'baton-killed-'));
  await start();
});
afterAll(async () => {
  await running.kill();
  await world.close();
  rmSync(folder, { recursive: true });
});
afterEach(() => up());

const composite = { method: 'POST', path: '/composite' };
const fault = (rule: FaultRuleInput) =>
  world.org.host.faults.add({ after: 0, probability: 1, seed: 1, ...rule } as Parameters<
    typeof world.org.host.faults.add
  >[0]);
const down = () => fault({ kind: 'drop', match: {} });
const up = () => void world.org.host.faults.remove();

async function start(): Promise<void> {
  const environment = {
    SF_INSTANCE_URL: world.org.url,
    SF_ACCESS_TOKEN: world.org.accessToken,
    BATON_DATA_DIR: folder,
    BATON_RULES_FILE: fileURLToPath(new URL(`../../${rulesFile}`, import.meta.url)),
    BATON_EMAIL_NOTICES: 'on'
  };
  running = await startServiceProcess(environment, world.org.clock.now());
}

/** What the journal holds of a call, read beside the process. */
async function inJournal(callId: string): Promise<JournalEntry | undefined> {
  const database = await openDatabase({ kind: 'file', folder });
  try {
    return await new Journal(database, { org: world.org.url, now: () => world.org.clock.now() }).read(callId);
  } finally {
    await database.close();
  }
}

const until = (holds: () => Promise<boolean>) => vi.waitUntil(holds, { timeout: 20_000, interval: 30 });
const found = async (object: string, field: string, callId: string) =>
  (await world.admin.query(`SELECT Id FROM ${object} WHERE ${field} = '${callId}'`)).totalSize;
const leads = (callId: string) => found('Lead', 'Voice_Call_Id__c', callId);
const handoffs = (callId: string) => found('Handoff__c', 'Call_Id__c', callId);
const handoffOf = async (callId: string) =>
  (
    await world.admin.query<Record<string, string>>(
      `SELECT Id, Status__c, Next_Step_At__c, Rep__c, Lead__c, Lead__r.OwnerId FROM Handoff__c WHERE Call_Id__c = '${callId}'`
    )
  ).records[0];

/** Asks, and does not wait: the process is to die with the question. */
const ask = (call: unknown) => void running.place(call).catch(() => undefined);

describe('the process dies between any two steps', () => {
  it('before the journal: asked again after the restart, it answers, and there is one lead', async () => {
    await running.kill();
    await expect(running.place(westCall('dies-0'))).rejects.toThrow();
    await start();
    const { status, answer } = await running.place(westCall('dies-0'));
    expect([status, answer.nextStep.kind]).toEqual([200, 'transfer']);
    expect([await leads('dies-0'), await handoffs('dies-0')]).toEqual([1, 1]);
  });

  it('after the journal: nobody asks again, and the caller is called back', async () => {
    fault({ kind: 'slow', ms: 60_000, match: composite });
    ask(westCall('dies-1'));
    await until(async () => (await inJournal('dies-1')) !== undefined);
    await running.kill();
    up();
    expect(await leads('dies-1')).toBe(0);
    world.org.clock.advance(31_000);
    await start();
    await until(async () => (await handoffs('dies-1')) === 1);
    expect(await leads('dies-1')).toBe(1);
    expect(await handoffOf('dies-1')).toMatchObject({ Status__c: 'Callback', Rep__c: expect.any(String) as string });
    await until(async () => (await inJournal('dies-1')) === undefined);
  });

  it('after the lead: asked again after the restart, it hands the same lead off', async () => {
    // The lead is there; what hands it off meets a locked row, again and again.
    fault({ kind: 'row-lock', match: { method: 'POST', path: '/sobjects/Handoff__c' } });
    ask(westCall('dies-2'));
    await until(async () => (await leads('dies-2')) === 1);
    await running.kill();
    up();
    expect(await handoffs('dies-2')).toBe(0);
    // The phones that rang before ring no more.
    world.org.clock.advance(60_000);
    await start();
    const { answer } = await running.place(westCall('dies-2'));
    expect([await leads('dies-2'), await handoffs('dies-2')]).toEqual([1, 1]);
    expect((await world.admin.sobject('Lead').retrieve(answer.lead!.id))['OwnerId']).toBe(answer.rep!.id);
  });

  it('after the handoff: asked again after the restart, it gives the answer that stands', async () => {
    ask(westCall('dies-3'));
    await until(async () => (await handoffs('dies-3')) === 1);
    await running.kill();
    await start();
    const { answer } = await running.place(westCall('dies-3'));
    expect(answer).toMatchObject({ phase: 'ringing', handoffId: (await handoffOf('dies-3'))!['Id'] });
    expect(await found('Handoff_Offer__c', 'Handoff__r.Call_Id__c', 'dies-3')).toBe(1);
  });

  it('before the answer, with Salesforce down: asked again after the restart, it gives the predicted answer', async () => {
    down();
    ask(westCall('dies-4'));
    await until(async () => (await inJournal('dies-4'))?.predicted !== undefined);
    await running.kill();
    await start();
    const { status, answer } = await running.place(westCall('dies-4'));
    expect([status, answer.predicted, answer.phase]).toEqual([200, true, 'ringing']);
    up();
    await until(async () => (await handoffs('dies-4')) === 1);
    expect(await leads('dies-4')).toBe(1);
    expect(await handoffOf('dies-4')).toMatchObject({ Rep__c: answer.rep!.id });
  });

  it('after the answer, with Salesforce down: what was promised reaches Salesforce by itself', async () => {
    down();
    const { answer } = await running.place({ ...westCall('dies-5'), wish: 'callback' });
    expect(answer).toMatchObject({ predicted: true, nextStep: { kind: 'callback' } });
    await running.kill();
    up();
    // It may have died with the right to drain, which nobody takes from it for a minute.
    world.org.clock.advance(61_000);
    await start();
    await until(async () => (await handoffs('dies-5')) === 1);
    const handoff = (await handoffOf('dies-5'))!;
    expect(handoff).toMatchObject({
      Status__c: 'Callback',
      Rep__c: answer.rep!.id,
      Lead__r: { OwnerId: answer.rep!.id }
    });
    expect(new Date(handoff['Next_Step_At__c']!).toISOString()).toBe(answer.nextStep.at);
  });

  it('before a notice is sent: the rep hears of it after the restart, once', async () => {
    fault({ kind: 'slow', ms: 60_000, match: { path: 'emailSimple' } });
    const { answer } = await running.place({ ...westCall('dies-6'), wish: 'callback' });
    await running.kill();
    up();
    const told = () =>
      world.org.host.outbox.emails.filter(({ body }) => JSON.stringify(body).includes(answer.lead!.id));
    expect(told()).toEqual([]);
    world.org.clock.advance(120_000);
    await start();
    await until(() => Promise.resolve(told().length > 0));
    const noted = `SELECT COUNT() FROM Handoff_Notice__c WHERE Handoff__c = '${answer.handoffId}' AND Status__c = 'Sent'`;
    await until(async () => (await world.admin.query(noted)).totalSize === 1);
    expect(told()).toHaveLength(1);
  });
});
