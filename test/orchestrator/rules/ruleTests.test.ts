import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseRuleTests } from '../../../orchestrator/ruleTestFile.ts';
import { runRuleTests } from '../../../orchestrator/runRuleTests.ts';
import { compiledRuleOf, type RulesWorld } from '../../../orchestrator/rulesWorld.ts';
import { startRulesOrg, type RulesOrg } from './rulesOrg.ts';

let rulesOrg: RulesOrg;
let world: RulesWorld;
const folder = mkdtempSync(join(tmpdir(), 'rule-tests-'));
beforeAll(async () => {
  rulesOrg = await startRulesOrg();
  world = await rulesOrg.world();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await rulesOrg.close();
});

const write = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};

describe('the edge cases of the sample rule', () => {
  const samples = 'sample-org/rule-tests';
  const files = readdirSync(samples).map((name) => `${samples}/${name}`);

  it('go where they say', async () => {
    const { out, exitCode } = await rulesOrg.run('test', '-v', ...files);
    expect(out).toMatch(/\n35 passed in 3 files\n$/);
    expect(exitCode).toBe(0);
  });

  it('have a case for each entry', () => {
    const compiled = compiledRuleOf(world);
    const results = files.flatMap((file) =>
      runRuleTests(parseRuleTests(readFileSync(file, 'utf8'), file, world).cases, compiled, world)
    );
    const taken = new Set(results.map(({ explanation }) => explanation?.matchedEntry));
    expect(world.rule.entries.filter(({ number }) => !taken.has(number))).toEqual([]);
  });
});

describe('a case that fails', () => {
  const file = write(
    'failing.yaml',
    `cases:
  - name: a retailer just under the line
    lead: { Industry: Retail, NumberOfEmployees: 499, Qualification_Score__c: 60 }
    expect: { team: Mid-Market, entry: 18 }
  - name: comes too late
    lead: { Keep_Owner__c: true, Language__c: es }
    expect: { team: Spanish_Speaking }
  - name: is right
    lead: { Country: Germany }
    expect: { team: EMEA, entry: the continent }
`
  );

  it('shows which entry took the lead, and why the expected one did not; the exit code is 1', async () => {
    const { out, exitCode } = await rulesOrg.run('test', file);
    expect(exitCode).toBe(1);
    expect(out).toContain('expected the queue Mid_Market, by entry 18');
    expect(out).toMatch(/got {6}the queue SMB_Inbound, by entry 24 .*\n +since {4}Qualification_Score__c ≥ 25, is 60/);
    expect(out).toMatch(/not by {3}entry 18 .*NumberOfEmployees ≥ 500, is 499/);
    expect(out).toMatch(/not by {3}entry 2 .*: it would take it, but entry 1 comes first/);
    expect(out).toMatch(/1 passed, 2 failed in 1 file\n$/);
  });

  it('is told to scripts as JSON, and to CI as JUnit XML', async () => {
    const junit = join(folder, 'junit.xml');
    const { out } = await rulesOrg.run('test', '--json', '--junit', junit, file);
    expect(JSON.parse(out)).toMatchObject({
      passed: 1,
      failed: 2,
      files: [
        {
          cases: [
            { passed: false, line: 2, outcome: { kind: 'assign', entry: 24 }, notBy: [{ entry: 18 }] },
            { passed: false, notBy: [{ entry: 2, why: { kind: 'comesLater' } }] },
            { passed: true, expectedEntry: 'the continent' }
          ]
        }
      ]
    });
    const xml = readFileSync(junit, 'utf8');
    expect(xml).toMatch(/<testsuites .*tests="3" failures="2">/);
    expect(xml).toMatch(/<testcase name="is right"/);
    expect(xml).toMatch(/<failure message="expected the queue Mid_Market, by entry 18; got/);
  });
});

describe('a test file with mistakes', () => {
  it('is refused with every mistake and its line', async () => {
    const file = write(
      'mistaken.yaml',
      `cases:
  - name: misspelt
    lead:
      Industri: Retail
      NumberOfEmployees: many
    expect:
      team: Mid_Markt
  - name: misspelt
    lead: {}
    expect: { team: EMEA, owner: keep, entry: 99 }
`
    );
    const { out, exitCode } = await rulesOrg.run('test', file);
    expect(exitCode).toBe(1);
    expect(out).toContain(`mistaken.yaml:4 Industri is no field of Lead in this org; the nearest is Industry`);
    expect(out).toContain(`mistaken.yaml:5 NumberOfEmployees must be a number, not "many"`);
    expect(out).toContain(`mistaken.yaml:7 there is no team Mid_Markt; the nearest is Mid_Market`);
    expect(out).toContain(`mistaken.yaml:8 another case is named "misspelt"`);
    expect(out).toContain(`mistaken.yaml:10 expect takes exactly one of team, user and owner`);
    expect(out).toMatch(/:10 .*none numbered 99/);
  });

  it.each([
    ['what is not YAML', 'cases:\n  - name: "open\n', /:\d+ is no YAML/],
    ['another shape', 'cases:\n  - name: a\n    leed: {}\n    expect: { team: EMEA }\n', /:3 leed is not known here/],
    ['no case', 'cases: []\n', /:1 cases has no case/]
  ])('with %s names the line', (_what, text, message) => {
    expect(() => parseRuleTests(text, 'cases.yaml', world)).toThrow(message);
  });

  it('with an unusual value is taken and warned of', () => {
    const text = 'cases:\n  - name: a\n    lead:\n      Industry: Retial\n    expect: { team: EMEA }\n';
    expect(parseRuleTests(text, 'cases.yaml', world).warnings).toEqual([
      { line: 4, message: 'Industry has no value "Retial"; the nearest is "Retail"' }
    ]);
  });
});

describe('a value in YAML', () => {
  it('is a text where the field is one, as it stands there', () => {
    const text = 'cases:\n  - name: a\n    lead: { PostalCode: 02139, State: ON }\n    expect: { team: EMEA }\n';
    expect(parseRuleTests(text, 'cases.yaml', world).cases[0]?.lead).toEqual({ PostalCode: '02139', State: 'ON' });
  });
});

describe('baton rules test --record', () => {
  const call = {
    callId: 'recorded-1',
    caller: {
      firstName: 'Jamie',
      lastName: 'Rivera',
      company: 'NovaCorp',
      phone: '+14155550142',
      email: 'jamie@novacorp.example',
      country: 'US',
      state: 'NY'
    },
    qualification: { score: 86, industry: 'Banking', employees: 2000 }
  };

  it('keeps what the rule reads and no person, and the case passes', async () => {
    const lead = write('call.json', JSON.stringify(call));
    const file = join(folder, 'recorded.yaml');
    const { out } = await rulesOrg.run('test', '--record', lead, '--name', 'a bank in New York', file);
    expect(out).toContain('"a bank in New York", expects team Enterprise_East');
    const text = readFileSync(file, 'utf8');
    expect(text).not.toMatch(/Jamie|Rivera|0142|novacorp\.example|recorded-1/);
    expect(text).toMatch(/Industry: Banking\n/);
    expect((await rulesOrg.run('test', file)).out).toMatch(/1 passed in 1 file/);
  });

  it('leaves what stands in the file, comments too, and refuses a name twice', async () => {
    const lead = write('lead.json', JSON.stringify({ Country: 'Germany' }));
    const file = write(
      'kept.yaml',
      '# ours\ncases:\n  # why\n  - name: one\n    lead: {}\n    expect: { owner: keep }\n'
    );
    await rulesOrg.run('test', '--record', lead, '--name', 'two', file);
    expect(readFileSync(file, 'utf8')).toMatch(/^# ours\ncases:\n {2}# why\n {2}- name: one\n[\s\S]*- name: two\n/);
    const { out, exitCode } = await rulesOrg.run('test', '--record', lead, '--name', 'two', file);
    expect(out).toMatch(/has a case named "two" already/);
    expect(exitCode).toBe(1);
  });
});
