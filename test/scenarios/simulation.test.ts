import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compiledRuleOf, loadRulesWorld } from '../../orchestrator/rulesWorld.ts';
import { openConnection } from '../../orchestrator/salesforce/login.ts';
import { Salesforce } from '../../orchestrator/salesforce/salesforce.ts';
import { setStage, simulate } from '../../orchestrator/simulateMonth.ts';
import type { DrawnLead } from '../../orchestrator/simulation/leadSource.ts';
import type { PlayedStep } from '../../orchestrator/simulation/playMonth.ts';
import { ask, place, rulesFile, startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  world.org.clock.freeze();
  await fillCalendars();
});
afterAll(() => world.close());

describe('a simulation', () => {
  it('gives each call to the rep whom the service gives it to, step by step', { timeout: 240_000 }, async () => {
    const { leads, steps } = await simulatedDays();
    const told: unknown[] = [];
    const real: unknown[] = [];
    for (const step of steps) {
      world.org.clock.set(new Date(step.atMs));
      const { phase, rep, nextStep } = await tell(step, leads.get(step.index)!);
      told.push({ call: step.index, event: step.event, phase: step.phase, rep: step.repId, at: timeOf(step) });
      real.push({
        call: step.index,
        event: step.event,
        phase,
        rep: rep?.id ?? null,
        at: timeOf({ ...step, nextStepAt: nextStep.at })
      });
    }
    expect(real).toEqual(told);
    // Days on which nothing happens would prove little.
    const happened = new Set(steps.map(({ event, phase }) => `${event} ${phase}`));
    expect([...happened].sort()).toEqual(
      expect.arrayContaining([
        'accepted accepted',
        'booked booked',
        'call callback',
        'call proposed',
        'call ringing',
        'cancelled callback',
        'ended completed',
        'noAnswer proposed',
        'noAnswer ringing'
      ])
    );
    expect(new Set(told.map((each) => (each as { rep: string }).rep)).size).toBeGreaterThan(8);
  });
});

/** Two days, with so many calls that reps are on the phone when the next one comes. */
async function simulatedDays(): Promise<{ leads: Map<number, DrawnLead>; steps: PlayedStep[] }> {
  const { org } = world;
  const asUser = async (accessToken: string): Promise<Salesforce> =>
    new Salesforce(await openConnection({ kind: 'token', instanceUrl: org.url, accessToken }, '66.0'));
  const salesforce = await asUser(org.accessToken);
  const administrator = await asUser(org.session('admin@local-org.example').accessToken);
  const rules = await loadRulesWorld({ salesforce, administrator, rulesFile, now: () => org.clock.now() });
  const compiled = compiledRuleOf(rules);
  const stage = await setStage(
    {
      from: '2026-12-02',
      days: 2,
      leads: { count: 60 },
      seed: 11,
      distribution: 'picklists',
      behaviour: { answerRate: 0.6, talkMinutes: 20, bookingRate: 0.6 }
    },
    { salesforce, administrator, world: rules, rules: [{ world: rules, compiled }], rulesFile, country: 'US' }
  );
  const steps: PlayedStep[] = [];
  simulate(stage, { compiled, world: rules }, { onStep: (step) => steps.push(step) });
  return { leads: new Map(stage.leads.map((lead) => [lead.index, lead])), steps };
}

/** As a voice agent tells the service. */
async function tell({ event, aboutRepId: repId, index, nextStepAt }: PlayedStep, lead: DrawnLead) {
  const { service } = world;
  const path = `/v1/handoffs/call:simulated-${index}`;
  const body = ((): Promise<Awaited<ReturnType<typeof ask>>> | ReturnType<typeof place> => {
    switch (event) {
      case 'call':
        return place(service, callOf(lead));
      case 'booked':
        return ask(service, 'POST', `${path}/booking`, { startsAt: nextStepAt, repId });
      case 'cancelled':
        return ask(service, 'DELETE', `${path}/booking`);
      default:
        return ask(service, 'POST', `${path}/outcome`, { outcome: event, repId });
    }
  })();
  const reply = await body;
  expect(reply.error, JSON.stringify(reply.error)).toBeUndefined();
  return reply.answer;
}

function callOf({ index, fields }: DrawnLead): Record<string, unknown> {
  const given = (values: Record<string, unknown>): Record<string, unknown> =>
    Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined));
  return {
    callId: `simulated-${index}`,
    caller: given({
      lastName: `Simulated ${index}`,
      company: fields['Company'] ?? `Unheard-of ${index}`,
      country: fields['Country'],
      state: fields['State'],
      postalCode: fields['PostalCode'],
      language: fields['Language__c']
    }),
    qualification: given({
      score: fields['Qualification_Score__c'],
      teamSize: fields['Team_Size__c'],
      employees: fields['NumberOfEmployees'],
      industry: fields['Industry'],
      productInterest: typeof fields['Product_Interest__c'] === 'string' ? fields['Product_Interest__c'].split(';') : []
    }),
    custom: given({ Campaign_Code__c: fields['Campaign_Code__c'], LeadSource: fields['LeadSource'] })
  };
}

/** When the phone stops ringing, the meeting begins or the callback is due; what has just ended has no such time. */
function timeOf({ phase, nextStepAt }: Pick<PlayedStep, 'phase' | 'nextStepAt'>): string | null {
  return phase === 'completed' || phase === 'accepted' ? null : new Date(nextStepAt).toISOString();
}

/** Meetings and days off of some reps. */
async function fillCalendars(): Promise<void> {
  const { records } = await world.admin.query<{ Id: string; Name: string }>('SELECT Id, Name FROM User');
  const idOf = (name: string): string => records.find((user) => user.Name === name)!.Id;
  const event = (name: string, from: string, to: string, showAs: string) => ({
    OwnerId: idOf(name),
    Subject: 'Busy',
    StartDateTime: `2026-12-${from}:00.000Z`,
    EndDateTime: `2026-12-${to}:00.000Z`,
    ShowAs: showAs
  });
  const results = await world.admin
    .sobject('Event')
    .create([
      event('Aisha Coleman', '02T15:00', '02T17:30', 'Busy'),
      event('Ben Kowalski', '02T14:00', '03T23:00', 'OutOfOffice'),
      event('Lucía Ortega', '03T16:00', '03T18:00', 'Busy'),
      event('Oliver Pemberton', '02T09:00', '02T11:00', 'Busy')
    ]);
  expect(results.filter(({ success }) => !success)).toEqual([]);
}
