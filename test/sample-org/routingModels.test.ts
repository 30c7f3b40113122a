/** Each routing model of docs/guides/routing-models.md, by a call through the service against the example customer's org. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { entryComments } from '../../assignment-rules/index.ts';
import type { HandoffAnswer } from '../../orchestrator/domain/handoff.ts';
import { ask, place, startWorld, westCall, type World } from '../scenarios/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());
// Nobody's phone rings any more from the call before.
beforeEach(() => world.org.clock.advance(60_000));

let calls = 0;

/** A caller whom nobody knows, a minute after the one before. */
async function call(changes: Parameters<typeof westCall>[1] = {}): Promise<HandoffAnswer> {
  world.org.clock.advance(60_000);
  const { status, answer } = await place(world.service, westCall(`model-${(calls += 1)}`, changes));
  expect(status).toBe(200);
  return answer;
}

/** Of a small company somewhere, so that only what is given besides decides. */
const plain = { caller: { state: null, postalCode: null }, custom: {} };
const small = { employees: 100, industry: 'Media', productInterest: [], score: 50 };

const rules = (answer: HandoffAnswer): string[] => answer.because.map(({ rule }) => rule);

async function user(firstName: string): Promise<string> {
  const { records } = await world.admin.query<{ Id: string }>(
    `SELECT Id FROM User WHERE FirstName = '${firstName}' AND Username LIKE '%@sample.example'`
  );
  return records[0]!.Id;
}

async function whileAbsent<T>(firstNames: readonly string[], work: () => Promise<T>): Promise<T> {
  const ids = await Promise.all(firstNames.map(user));
  const change = (takes: boolean) =>
    Promise.all(ids.map((Id) => world.admin.sobject('User').update({ Id, Takes_Transfers__c: takes })));
  await change(false);
  try {
    return await work();
  } finally {
    await change(true);
  }
}

describe('round-robin', () => {
  it('gives each of the team who can take calls the same share, each once before anyone twice', async () => {
    const reps: string[] = [];
    for (let index = 0; index < 8; index += 1) {
      const answer = await call();
      expect(answer).toMatchObject({ team: { name: 'Enterprise West' }, nextStep: { kind: 'transfer' } });
      expect(rules(answer)).toEqual(['assignmentRule', 'turn']);
      reps.push(answer.rep!.name);
    }
    expect(new Set(reps.slice(0, 4)).size).toBe(4);
    expect(reps.slice(4)).toEqual(reps.slice(0, 4));
  });
});

describe('weighted rotation', () => {
  it('gives shares in proportion to Rotation_Weight__c: 1.5, 1 and 0.5', async () => {
    const shares = new Map<string, number>();
    for (let index = 0; index < 6; index += 1) {
      const answer = await call({ ...plain, qualification: { employees: 400, industry: 'Technology' } });
      expect(answer.team!.name).toBe('Mid-Market');
      shares.set(answer.rep!.name, (shares.get(answer.rep!.name) ?? 0) + 1);
    }
    expect(Object.fromEntries(shares)).toEqual({ 'Aisha Coleman': 3, 'Ben Kowalski': 2, 'Lucía Ortega': 1 });
  });
});

describe('strict rotation', () => {
  it('keeps the turn of a rep who cannot take the call, who then has the meeting', async () => {
    const hospital = { caller: { company: 'Lakeside Clinic' }, qualification: { industry: 'Healthcare' } };
    const first = await call(hospital);
    expect(first).toMatchObject({ team: { name: 'Healthcare Specialists' }, nextStep: { kind: 'transfer' } });
    const next = first.rep!.name.startsWith('Grace') ? 'Aisha' : 'Grace';
    const second = await whileAbsent([next], () => call(hospital));
    expect(second.rep!.name).toContain(next);
    expect(second.nextStep.kind).toBe('meeting');
    expect(rules(second)).toEqual(expect.arrayContaining(['strictTurn', 'repCannotTakeItLive']));
    expect((await call(hospital)).rep!.name).toBe(first.rep!.name);
  });
});

describe('territory', () => {
  it.each([
    ['a state', { state: 'Oregon', postalCode: null }, 'Enterprise West'],
    ['another state', { state: 'NY', postalCode: null }, 'Enterprise East'],
    ['a postal code without a state', { state: null, postalCode: '94105' }, 'Enterprise West'],
    ['another postal code', { state: null, postalCode: '10001' }, 'Enterprise East'],
    ['a country', { country: 'Ireland', state: null, postalCode: null }, 'EMEA']
  ])('by %s finds the team', async (_what, caller, team) => {
    expect((await call({ caller })).team!.name).toBe(team);
  });
});

describe('skills', () => {
  it('are teams: a language before any territory, and its speakers take the call', async () => {
    const answer = await call({ caller: { language: 'es' } });
    expect(answer.team!.name).toBe('Spanish Speaking');
    expect(['Tomás Herrera', 'Lucía Ortega']).toContain(answer.rep!.name);
  });

  it('may be seen from a word in the company’s name', async () => {
    const answer = await call({ caller: { company: 'Bayview Hospital Group' } });
    expect(answer.team!.name).toBe('Healthcare Specialists');
  });
});

describe('score tiers', () => {
  const unknownSize = { ...small, employees: null };

  it('choose the team in the rule', async () => {
    expect((await call({ ...plain, qualification: { ...unknownSize, score: 90 } })).team!.name).toBe('Mid-Market');
    expect((await call({ ...plain, qualification: { ...unknownSize, score: 60 } })).team!.name).toBe('SMB Inbound');
    expect((await call({ ...plain, qualification: { ...unknownSize, score: 10 } })).team!.name).toBe('Unrouted Leads');
  });

  it('choose in the policy between live transfer, meeting and callback', async () => {
    const tier = async (score: number) =>
      call({ ...plain, qualification: { employees: 400, industry: 'Technology', teamSize: 10, score } });
    expect((await tier(30)).nextStep.kind).toBe('transfer');
    const meeting = await tier(29);
    expect(meeting.nextStep.kind).toBe('meeting');
    expect(rules(meeting)).toContain('belowLiveScore');
    const callback = await tier(19);
    expect(callback.nextStep.kind).toBe('callback');
    expect(rules(callback)).toContain('belowMeetingScore');
  });

  it('let a large team through live whatever the score', async () => {
    const large = { employees: 400, industry: 'Technology', teamSize: 200, score: 5 };
    expect((await call({ ...plain, qualification: large })).nextStep.kind).toBe('transfer');
  });
});

describe('a hybrid of territory, industry, size and score', () => {
  it.each([
    ['a western state in an industry of the West', { industry: 'Technology', employees: 1400 }, 'Enterprise West'],
    ['the same state in another industry', { industry: 'Insurance', employees: 1400 }, 'Enterprise East'],
    ['the same industry in a smaller company', { industry: 'Insurance', employees: 700 }, 'Enterprise East'],
    ['a small one', { ...small, industry: 'Insurance' }, 'SMB Inbound'],
    ['a small one with a low score', { ...small, industry: 'Insurance', score: 10 }, 'Unrouted Leads']
  ])('%s', async (_what, qualification, team) => {
    const answer = await call({ caller: { postalCode: null }, qualification, custom: {} });
    expect(answer.team!.name).toBe(team);
  });
});

describe('several teams and backup teams', () => {
  it('ring a rep of several teams once at a time', async () => {
    const spanish = await whileAbsent(['Lucía'], () => call({ caller: { language: 'es' } }));
    expect(spanish.rep!.name).toBe('Tomás Herrera');
    const { answer } = await place(world.service, westCall('model-while-ringing'));
    expect(answer.rep!.name).not.toBe('Tomás Herrera');
    const west = await whileAbsent(['Priya', 'Marcus', 'Dana'], () =>
      place(world.service, westCall('model-while-ringing-2'))
    );
    expect(west.answer.team!.name).toBe('Enterprise West');
    expect(west.answer.passedOver).toContainEqual(
      expect.objectContaining({ repName: 'Tomás Herrera', rule: 'onAnotherCall' })
    );
  });

  it('ask the backup team when nobody of the team can take it live', async () => {
    const answer = await whileAbsent(['Priya', 'Marcus', 'Dana', 'Tomás'], () => call());
    expect(answer).toMatchObject({ team: { name: 'Enterprise West' }, nextStep: { kind: 'transfer' } });
    expect(['Grace Okafor', 'Aisha Coleman']).toContain(answer.rep!.name);
    expect(rules(answer)).toEqual(expect.arrayContaining(['nobodyFree', 'backupTeam']));
  });

  it('ask the backup team after the team did not answer, up to Max_Offers__c phones', async () => {
    const answer = await whileAbsent(['Priya', 'Marcus', 'Dana'], () => call());
    expect(answer.rep!.name).toBe('Tomás Herrera');
    const after = await whileAbsent(['Priya', 'Marcus', 'Dana'], () =>
      ask(world.service, 'POST', `/v1/handoffs/${answer.handoffId}/outcome`, {
        outcome: 'noAnswer',
        repId: answer.rep!.id
      })
    );
    expect(['Grace Okafor', 'Aisha Coleman']).toContain(after.answer.rep!.name);
  });
});

describe('account ownership', () => {
  it('gives a caller of an account to the account’s owner, by an entry that keeps the owner', async () => {
    const { records } = await world.admin.query<{ Name: string; Owner: { Name: string } }>(
      "SELECT Name, Owner.Name FROM Account WHERE Name = 'Harborline Logistics'"
    );
    const answer = await call({ caller: { company: 'Harborline Logistics', email: 'sam@harborline.example' } });
    expect(answer.rep!.name).toBe(records[0]!.Owner.Name);
    expect(answer.team).toBeNull();
    expect(rules(answer)).toEqual(expect.arrayContaining(['matched', 'keptOwner']));
  });
});

describe('fields of your own', () => {
  it('decide as any other: a guest of an event who scored well has a senior rep', async () => {
    const guest = { ...plain, qualification: { ...small, score: 75 }, custom: { Campaign_Code__c: 'summit-26' } };
    expect((await call(guest)).team!.name).toBe('Mid-Market');
    expect((await call({ ...guest, custom: { Campaign_Code__c: 'flyer' } })).team!.name).toBe('SMB Inbound');
    expect((await call({ ...guest, qualification: { ...small, score: 60 } })).team!.name).toBe('SMB Inbound');
  });
});

describe('the guide to routing models', () => {
  const guide = readFileSync(new URL('../../docs/guides/routing-models.md', import.meta.url), 'utf8');
  const source = readFileSync(new URL(import.meta.url), 'utf8');

  it('has a model for each of these tests, by its name', () => {
    const models = [...guide.matchAll(/^## (.+)$/gm)].map(([, name]) => name!);
    expect(models.length).toBeGreaterThanOrEqual(9);
    for (const name of models) expect(source.toLowerCase()).toContain(`describe('${name.toLowerCase()}`);
  });

  it('speaks of entries of the example rule by the comments that they have', () => {
    const xml = readFileSync(
      new URL('../../sample-org/main/default/assignmentRules/Lead.assignmentRules-meta.xml', import.meta.url),
      'utf8'
    );
    const quoted = [...guide.matchAll(/entry (\d+) \(“([^”]+)”\)/g)];
    expect(quoted.length).toBeGreaterThanOrEqual(6);
    const comments = entryComments(xml, 'Voice Agent Lead Routing');
    for (const [, number, words] of quoted) {
      const comment = comments.get(Number(number))?.toLowerCase();
      expect(comment).toContain(words!.replace(/\s+/g, ' ').toLowerCase());
    }
  });
});
