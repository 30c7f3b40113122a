import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Because } from '../../orchestrator/domain/reason.ts';
import { ask, emeaCall, place, startWorld, westCall, type WholeService, type World } from './world.ts';

let world: World;
let folder: string;
let whole: WholeService;
beforeAll(async () => {
  world = await startWorld();
  folder = mkdtempSync(join(tmpdir(), 'baton-rule-entry-'));
  whole = await world.startWholeService(folder);
});
afterAll(async () => {
  await whole.close();
  await world.close();
  rmSync(folder, { recursive: true });
});

/** What the record of the rep's first offer says of the rules. */
async function ruleOnOffer(callId: string): Promise<Because | undefined> {
  const { records } = await world.admin.query<{ Because__c: string }>(
    `SELECT Because__c FROM Handoff_Offer__c WHERE Handoff__r.Call_Id__c = '${callId}' ORDER BY Offered_At__c, Name`
  );
  return (JSON.parse(records[0]!.Because__c) as Because[]).find(({ rule }) => rule === 'assignmentRule');
}

describe('the entry of the assignment rule', () => {
  it('is told where Salesforce chose as predicted, each team by its own entry', async () => {
    await place(whole.service, westCall('by-entry'));
    await place(whole.service, emeaCall('by-entry-emea'));
    const west = await ruleOnOffer('by-entry');
    const emea = await ruleOnOffer('by-entry-emea');
    expect(west?.figures).toEqual({ ruleName: 'Voice Agent Lead Routing', entry: expect.any(Number) });
    expect(emea?.figures).toEqual({ ruleName: 'Voice Agent Lead Routing', entry: expect.any(Number) });
    expect(west?.figures?.['entry']).not.toBe(emea?.figures?.['entry']);
  });

  it('is told to whoever is asked next as well', async () => {
    const { answer: first } = await place(whole.service, westCall('next-asked'));
    const { answer: next } = await ask(whole.service, 'POST', `/v1/handoffs/${first.handoffId}/outcome`, {
      outcome: 'noAnswer',
      repId: first.rep!.id
    });
    expect(next.rep!.id).not.toBe(first.rep!.id);
    const figures = (because: readonly Because[]) => because.find(({ rule }) => rule === 'assignmentRule')?.figures;
    expect(figures(next.because)).toEqual({ ruleName: 'Voice Agent Lead Routing', entry: expect.any(Number) });
    expect(figures(next.because)).toEqual(figures(first.because));
  });

  it('is not told by a service that keeps no copy of the rules', async () => {
    const { answer } = await place(world.service, westCall('without-rules'));
    const chosen = answer.because.find(({ rule }) => rule === 'assignmentRule');
    expect(chosen?.text).toBe('The assignment rules gave the lead to the team Enterprise West.');
    expect(chosen?.figures).toBeUndefined();
  });

  it('is not told of a caller whose lead somebody owned before: the owner was kept', async () => {
    const again = westCall('known-caller');
    const { caller } = westCall('by-entry') as { caller: { phone: string; email: string } };
    const { answer } = await place(whole.service, {
      ...again,
      caller: { ...(again['caller'] as object), phone: caller.phone, email: caller.email }
    });
    expect(answer.because.filter(({ figures }) => figures?.['entry'] !== undefined)).toEqual([]);
  });
});
