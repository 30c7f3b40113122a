import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTrace } from '../../../orchestrator/salesforce/trace.ts';
import { sampleRules, startRulesOrg, type RulesOrg } from './rulesOrg.ts';

const folder = mkdtempSync(join(tmpdir(), 'explain-'));
let rulesOrg: RulesOrg;
beforeAll(async () => {
  rulesOrg = await startRulesOrg();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await rulesOrg.close();
});

const write = (name: string, value: unknown): string => {
  const file = join(folder, name);
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
  return file;
};
const explained = async (...args: string[]): Promise<Record<string, never> & Explained> =>
  JSON.parse((await rulesOrg.run('explain', '--json', ...args)).out) as never;

interface Explained {
  lead: { what: string; id: string | null; recognised: string[] };
  rule: { source: string };
  outcome: Record<string, unknown>;
  matched: { entry: number; comment: string; criteria: unknown[] } | null;
  passedOver: { entry: number; why: Record<string, unknown> }[];
  next: {
    kind: string;
    why?: string;
    team?: { developerName: string };
    decision?: { kind: string; rep: { name: string }; because: { text: string }[]; passedOver: unknown[] };
  };
}

const retailer = { Country: 'US', Industry: 'Retail', NumberOfEmployees: 700, Qualification_Score__c: 90 };

describe('baton rules explain', () => {
  it('tells the entry that takes a call, why each earlier one does not, and who is next', async () => {
    const { outcome, matched, passedOver, next, rule } = await explained('docs/examples/call.json');
    expect(outcome).toEqual({ kind: 'assign', entry: 8, target: { type: 'Queue', name: 'Enterprise_West' } });
    expect(matched).toMatchObject({ entry: 8, comment: expect.stringMatching(/^Enterprise West by state/) as string });
    expect(passedOver.map(({ entry }) => entry)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(passedOver[0]?.why).toMatchObject({ kind: 'criterion', criterion: { expected: 'True', actual: false } });
    expect(next).toMatchObject({
      team: { developerName: 'Enterprise_West' },
      decision: { kind: 'transfer', rep: { name: 'Priya Raman' } }
    });
    expect(next.decision?.passedOver).toHaveLength(3);
    expect(rule.source).toMatch(/^the org at .*, which has the rules of sample-org/);
  });

  it('reads the org’s own calendars and switches: who is away is passed over', async () => {
    const { org } = rulesOrg;
    const [priya] = await rulesOrg.administrator.query<{ Id: string }>(
      "SELECT Id FROM User WHERE Name = 'Priya Raman'",
      { deadlineMs: 10_000, trace: startTrace() }
    );
    const change = (until: string | null): Promise<unknown> =>
      rulesOrg.administrator.send(
        'PATCH',
        `/sobjects/User/${priya!.Id}`,
        { Away_Until__c: until },
        {
          deadlineMs: 10_000,
          trace: startTrace()
        }
      );
    await change(new Date(org.clock.now().getTime() + 86_400_000).toISOString());
    const { next } = await explained('docs/examples/call.json');
    expect(next.decision?.rep.name).not.toBe('Priya Raman');
    expect(next.decision?.passedOver).toContainEqual(expect.objectContaining({ repName: 'Priya Raman', rule: 'away' }));
    await change(null);
  });

  it('writes nothing to the org', async () => {
    const { requests } = rulesOrg.org;
    requests.clear();
    await explained('docs/examples/call.json');
    await explained(write('retailer.json', retailer));
    const writes = requests.list().flatMap(({ method, path, subrequests }): string[] => {
      if (method === 'GET' || path.startsWith('/services/Soap/m/')) return [];
      const inside = subrequests.filter((each) => each.method !== 'GET').map(({ url }) => url);
      return subrequests.length > 0 ? inside : [path];
    });
    expect(writes).toEqual([]);
    expect(requests.list().length).toBeGreaterThan(10);
    const { totalSize } = await rulesOrg.administrator.get<{ totalSize: number }>(
      '/query?q=SELECT+COUNT()+FROM+Handoff_Offer__c',
      { deadlineMs: 10_000, trace: startTrace() }
    );
    expect(totalSize).toBe(0);
  });

  it('explains a lead of the org by its id, and a past call by its own', async () => {
    const { id } = await rulesOrg.administrator.post<{ id: string }>(
      '/sobjects/Lead',
      { LastName: 'Past', Company: 'NovaCorp', Voice_Call_Id__c: 'past-1', ...retailer },
      { deadlineMs: 10_000, trace: startTrace() }
    );
    for (const argument of [id, 'call:past-1']) {
      expect(await explained(argument)).toMatchObject({ lead: { id }, outcome: { entry: 18 } });
    }
    const { out, exitCode } = await rulesOrg.run('explain', 'call:never-was');
    expect([out, exitCode]).toEqual(['The org has no lead of the call never-was.', 1]);
  });

  it('says that the rules are not asked for a caller whose lead a person works', async () => {
    const options = { deadlineMs: 10_000, trace: startTrace() };
    const [priya] = await rulesOrg.administrator.query<{ Id: string }>(
      "SELECT Id FROM User WHERE Name = 'Priya Raman'",
      options
    );
    await rulesOrg.administrator.post(
      '/sobjects/Lead',
      { LastName: 'Known', Company: 'Elsewhere', Phone: '+14155550177', Keep_Owner__c: true, OwnerId: priya!.Id },
      options
    );
    const call = { callId: 'known-1', caller: { lastName: 'Known', company: 'Elsewhere', phone: '+14155550177' } };
    const { outcome, next } = await explained(write('known.json', call));
    expect(outcome).toMatchObject({ kind: 'notAsked' });
    expect(next.decision?.rep.name).toBe('Priya Raman');
  });

  it('follows a rule file instead of the org, where one is given', async () => {
    const edited = readFileSync(sampleRules, 'utf8').replaceAll('<value>500</value>', '<value>900</value>');
    const rules = write('Lead.assignmentRules-meta.xml', edited);
    const lead = write('retailer.json', retailer);
    expect((await explained(lead)).outcome).toMatchObject({ entry: 18 });
    expect((await explained('--rules', rules, lead)).outcome).not.toMatchObject({ entry: 18 });
  });

  it('prints for people which criterion failed first, with what was expected and what was there', async () => {
    const { out } = await rulesOrg.run('explain', write('retailer.json', retailer));
    expect(out).toMatch(/goes to +the queue Mid_Market, by entry 18/);
    expect(out).toMatch(/entry 1, keep owner: Keep_Owner__c = True, is false/);
    expect(out).toMatch(/next rep +live transfer to/);
  });

  it.each([
    ['a misspelt field', { Industri: 'Retail' }, /Industri is no field of Lead in this org; the nearest is Industry/],
    ['a wrong type', { NumberOfEmployees: 'many' }, /NumberOfEmployees must be a number/],
    ['half a call', { callId: 'c-1' }, /The call cannot be taken: caller/],
    ['a list', [], /holds no JSON object/]
  ])('refuses %s', async (_what, content, message) => {
    const { out, exitCode } = await rulesOrg.run('explain', write('wrong.json', content));
    expect(out).toMatch(message);
    expect(exitCode).toBe(1);
  });

  it.each([
    ['that is not there', 'nowhere.xml', /there is no such file/],
    ['that is none', 'README.md', /README\.md/]
  ])('refuses a rule file %s', async (_what, file, message) => {
    const { out, exitCode } = await rulesOrg.run('explain', '--rules', file, write('retailer.json', retailer));
    expect(out).toMatch(message);
    expect(exitCode).toBe(1);
  });

  it('lists the rules when there is none of the name', async () => {
    const { out } = await rulesOrg.run('explain', '--rule', 'Other', write('retailer.json', retailer));
    expect(out).toMatch(/There is no rule named "Other" in .* Its rules: "Voice Agent Lead Routing"\./);
  });
});
