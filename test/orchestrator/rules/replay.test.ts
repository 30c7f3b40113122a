import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replayRules, type ReplayProgress } from '../../../orchestrator/replayRules.ts';
import { startTrace } from '../../../orchestrator/salesforce/trace.ts';
import { sampleRules, startRulesOrg, type RulesOrg } from './rulesOrg.ts';

type Replayed = {
  leads: { count: number; source: string; from: string | null; to: string | null; timeZone: string };
  changed: number;
  stayed: number;
  notDecided: number;
  sameEitherWay: number;
  inQueues: { leads: number; asBefore: number };
  before: { source: string };
  after: { source: string };
  flows: {
    before: { kind: string; target?: { name: string } };
    after: { kind: string; target?: { name: string } };
    changes: boolean;
    leads: number;
    entries: { before: number | null; after: number | null; leads: number }[];
    examples: string[];
  }[];
  reasons: {
    cause: { kind: string; rule?: string; entry?: number; message?: string };
    leads: number;
    examples: string[];
  }[];
};

const folder = mkdtempSync(join(tmpdir(), 'replay-'));
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const rulesText = readFileSync(sampleRules, 'utf8');
/** Enterprise begins at 500 employees rather than at 1,000. */
const edited = write('edited.xml', rulesText.replaceAll('<value>1000</value>', '<value>500</value>'));

let rulesOrg: RulesOrg;
const ids: string[] = [];
/** More than fit on one page of a query. */
const many = 2_100;
beforeAll(async () => {
  rulesOrg = await startRulesOrg();
  const { org } = rulesOrg;
  const manufacturer = { Country: 'US', State: 'NY', Industry: 'Manufacturing', NumberOfEmployees: 700 };
  const create = async (leads: readonly object[]): Promise<void> => {
    for (let at = 0; at < leads.length; at += 200) {
      const reply = await fetch(`${org.url}/services/data/v66.0/composite/sobjects`, {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${org.accessToken}`,
          'Content-Type': 'application/json',
          'Sforce-Auto-Assign': 'TRUE'
        },
        body: JSON.stringify({
          records: leads
            .slice(at, at + 200)
            .map((lead) => ({ attributes: { type: 'Lead' }, Company: 'Acme', LastName: 'Secretname', ...lead }))
        })
      });
      ids.push(...((await reply.json()) as { id: string }[]).map(({ id }) => id));
    }
  };
  const at = org.clock.now();
  // The last second of 30 November in California, where the user is who creates the leads, and the next one.
  org.clock.set(new Date('2026-12-01T07:59:59Z'));
  await create([{ Country: 'Germany' }]);
  org.clock.set(new Date('2026-12-01T08:00:00Z'));
  await create([{ Country: 'France' }, { Industry: 'Retail', NumberOfEmployees: 700 }]);
  org.clock.set(at);
  await create(Array.from({ length: many }, (_, index) => (index % 3 === 0 ? manufacturer : { Country: 'Germany' })));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await rulesOrg.close();
});

const replayed = async (...args: string[]): Promise<Replayed> => {
  const { out } = await rulesOrg.run('replay', '--json', ...args);
  try {
    return JSON.parse(out) as Replayed;
  } catch {
    throw new Error(out);
  }
};

describe('baton rules replay with the leads of the org', () => {
  it('tells how many change owner, from whom to whom, by which entries, with ids', async () => {
    const { leads, changed, stayed, notDecided, flows, before, after } = await replayed('--rules', edited);
    expect(leads).toMatchObject({ count: many + 3, timeZone: 'America/Los_Angeles' });
    expect([changed, stayed, notDecided]).toEqual([many / 3, (2 * many) / 3 + 3, 0]);
    expect(flows.filter(({ changes }) => changes)).toEqual([
      {
        before: { kind: 'assign', target: { type: 'Queue', name: 'Mid_Market' } },
        after: { kind: 'assign', target: { type: 'Queue', name: 'Enterprise_East' } },
        changes: true,
        leads: many / 3,
        entries: [{ before: 17, after: 10, leads: many / 3 }],
        examples: expect.any(Array) as string[]
      }
    ]);
    const examples = flows.flatMap((flow) => flow.examples);
    expect(examples).toHaveLength(3);
    expect(examples.filter((id) => !ids.includes(id))).toEqual([]);
    expect(before.source).toMatch(/^the org at .*, which has the rules of sample-org/);
    expect(after.source).toBe(edited);
  });

  it('reads them page by page, as the administrator, and writes nothing', async () => {
    const { requests } = rulesOrg.org;
    requests.clear();
    const told: ReplayProgress[] = [];
    const world = await rulesOrg.world({ rulesFile: edited });
    requests.clear();
    const { comparison } = await replayRules({
      world,
      before: await rulesOrg.world(),
      administrator: rulesOrg.administrator,
      leadsFile: undefined,
      from: undefined,
      to: undefined,
      deadlineMs: 30_000,
      onProgress: (progress) => told.push(progress)
    });
    expect(comparison.leads).toBe(many + 3);
    expect(told).toEqual([
      { leads: 2_000, total: many + 3 },
      { leads: many + 3, total: many + 3 }
    ]);
    const pages = requests.list().filter(({ path }) => /\/query\/01g/.test(path));
    expect(pages).toHaveLength(1);
    expect(requests.list().filter(({ method, path }) => method !== 'GET' && !path.includes('/Soap/'))).toEqual([]);
  });

  it('takes those created in the period: a day is one of the user who creates them, and the last is within it', async () => {
    const count = async (...args: string[]): Promise<number> =>
      (await replayed('--rules', edited, ...args)).leads.count;
    expect(await count('--to', '2026-11-30')).toBe(1);
    expect(await count('--from', '2026-12-01', '--to', '2026-12-01')).toBe(many + 2);
    expect(await count('--from', '2026-12-01T07:59:59Z', '--to', '2026-12-01T08:00:00Z')).toBe(1);
    expect(await count('--from', '2026-12-01T00:00:00-08:00', '--to', '2026-12-01T08:00:01Z')).toBe(2);
    expect((await replayed('--rules', edited, '--to', '2026-11-30')).leads).toMatchObject({
      from: '2026-09-02T07:00:00.000Z',
      to: '2026-12-01T08:00:00.000Z'
    });
  });

  it('tells how often the queue that has a lead today is the one that the present rule names', async () => {
    const { org, administrator } = rulesOrg;
    const [other] = await administrator.query<{ Id: string }>(
      "SELECT Id FROM Group WHERE DeveloperName = 'SMB_Inbound'",
      {
        deadlineMs: 10_000,
        trace: startTrace()
      }
    );
    const reply = await fetch(`${org.url}/services/data/v66.0/sobjects/Lead/${ids[1]}`, {
      method: 'PATCH',
      headers: {
        Authorization: `Bearer ${org.accessToken}`,
        'Content-Type': 'application/json',
        'Sforce-Auto-Assign': 'FALSE'
      },
      body: JSON.stringify({ OwnerId: other!.Id })
    });
    expect(reply.status).toBe(204);
    const period = ['--from', '2026-12-01T07:59:59Z', '--to', '2026-12-01T08:00:01Z'];
    expect((await replayed('--rules', edited, ...period)).inQueues).toEqual({ leads: 3, asBefore: 2 });
  });

  it('counts leads that come to a formula which cannot be judged, and names it', async () => {
    const unclear = rulesText.replace(/ISPICKVAL\(LeadSource, "Partner Referral"\)/, 'CONTAINS(VLOOKUP(Company), "x")');
    const { notDecided, stayed, reasons, sameEitherWay } = await replayed('--rules', write('unclear.xml', unclear));
    // Germans and the French are taken before it; the retailer is not.
    expect([notDecided, stayed, sameEitherWay]).toEqual([many / 3 + 1, (2 * many) / 3 + 2, 0]);
    expect(reasons).toMatchObject([{ cause: { kind: 'entry', rule: 'after', entry: 14 }, leads: many / 3 + 1 }]);
    const { out } = await rulesOrg.run('replay', '--rules', write('unclear.xml', unclear));
    expect(out).toMatch(/not decided +701 \(33\.3 %\)/);
    expect(out).toMatch(
      /701 +Entry 14 after cannot be judged: The formula uses VLOOKUP, which is not\s+supported here\./
    );
  });

  it('prints tables for people, and no personal data', async () => {
    const { out } = await rulesOrg.run('replay', '--rules', edited);
    expect(out).toMatch(/change +700 \(33\.3 %\) get another owner/);
    expect(out).toMatch(/ +700 +33\.3 % +Mid_Market +Enterprise_East +17 > 10 +00Q\w+ 00Q\w+\n/);
    expect(out).toMatch(/Enterprise_East +0 +700 +\+700\n/);
    expect(out).not.toContain('Secretname');
  });

  it('refuses to compare the present rule with itself, and a period that ends before it begins', async () => {
    expect((await rulesOrg.run('replay')).out).toMatch(/compared with itself: give the edited file with --rules/);
    const { out, exitCode } = await rulesOrg.run(
      'replay',
      '--rules',
      edited,
      '--from',
      '2026-12-02',
      '--to',
      '2026-12-01'
    );
    expect(out).toMatch(/from 2026-12-02T08:00:00.000Z to 2026-12-02T08:00:00.000Z/);
    expect(exitCode).toBe(1);
  });

  it('says that there is nothing to replay', async () => {
    const { out, exitCode } = await rulesOrg.run('replay', '--rules', edited, '--to', '2020-01-01');
    expect(out).toMatch(/leads +0 of the org at .*\n.*There is nothing to replay/);
    expect(exitCode).toBe(0);
  });

  it('ends between two pages when it is told to', async () => {
    const cancel = new AbortController();
    const world = await rulesOrg.world({ rulesFile: edited });
    const replay = replayRules({
      world,
      before: world,
      administrator: rulesOrg.administrator,
      leadsFile: undefined,
      from: undefined,
      to: undefined,
      deadlineMs: 30_000,
      onProgress: () => cancel.abort(),
      signal: cancel.signal
    });
    await expect(replay).rejects.toThrow(/abort/i);
  });
});

describe('baton rules replay with leads of a file', () => {
  const fields =
    'Id,CreatedDate,Keep_Owner__c,Language__c,Country,State,PostalCode,Company,Industry,NumberOfEmployees,LeadSource,Qualification_Score__c,Product_Interest__c,Team_Size__c,Campaign_Code__c';
  const line = '00QAW00000000012AA,2026-11-03T08:00:00.000+0000,false,en,US,NY,,Acme,Manufacturing,700,Web,60,,,';

  it('reads the example of the documentation', async () => {
    const { leads, changed } = await replayed('--rules', edited, '--leads', 'docs/examples/past-leads.csv');
    expect([leads.count, leads.from, changed]).toEqual([400, null, 20]);
  });

  it('reads columns in any order and case, with semicolons and a byte order mark, and JSON Lines', async () => {
    const columns = fields.split(',').reverse();
    const cells = line.split(',').reverse();
    const csv = write('turned.csv', `\uFEFF${columns.join(';').toUpperCase()};Extra\r\n${cells.join(';')};x\r\n`);
    const record = Object.fromEntries(columns.map((name, at) => [name, cells[at]! === '' ? null : cells[at]]));
    const lines = write(
      'leads.jsonl',
      `${JSON.stringify({ attributes: { type: 'Lead' }, ...record, NumberOfEmployees: 700 })}\n\n`
    );
    for (const file of [csv, lines]) {
      const { flows, leads } = await replayed('--rules', edited, '--leads', file);
      expect(leads.source).toBe(file);
      expect(flows).toMatchObject([
        { changes: true, leads: 1, entries: [{ before: 17, after: 10 }], examples: ['00QAW00000000012AA'] }
      ]);
    }
  });

  it('chooses by CreatedDate where --from or --to is given, and names leads without an id by their row', async () => {
    const later = line.replace('2026-11-03', '2026-11-05');
    const withoutId = (text: string): string => text.slice(text.indexOf(',') + 1);
    const file = write('dated.csv', `${[fields, line, later].map(withoutId).join('\n')}\n`);
    const { leads, flows } = await replayed('--rules', edited, '--leads', file, '--from', '2026-11-04');
    expect(leads.count).toBe(1);
    expect(flows[0]?.examples).toEqual(['row 3']);
  });

  it('counts a value that its field cannot hold, and does not show it', async () => {
    const file = write('odd.csv', `${fields}\n${line.replace(',700,', ',some seven hundred,')}\n${line}\n`);
    const { notDecided, changed, reasons } = await replayed('--rules', edited, '--leads', file);
    expect([notDecided, changed]).toEqual([1, 1]);
    expect(reasons).toMatchObject([
      { cause: { kind: 'value', message: 'The value of NumberOfEmployees is not a number.' } }
    ]);
  });

  it.each([
    ['that is not there', 'nowhere.csv', undefined, /nowhere\.csv: there is no such file/],
    [
      'without a column that a rule reads',
      'narrow.csv',
      'Id,Country\n1,US\n',
      /has no column for Keep_Owner__c, .* Export it with: SELECT Id, CreatedDate, Keep_Owner__c, /
    ],
    ['with a row that is too short', 'short.csv', `${fields}\n1,2\n`, /short\.csv: Invalid Record Length/],
    ['that is empty', 'empty.csv', '', /empty\.csv is empty/],
    ['that is one array', 'array.json', '[{"Id": "1"}]', /is one JSON array/],
    ['with a line that is no JSON', 'broken.jsonl', '{"LastName": "Secretname"', /^.*broken\.jsonl:1 is no JSON\.$/],
    [
      'with a date in the reader’s own way',
      'local.csv',
      `${fields}\n${line.replace('2026-11-03T08:00:00.000+0000', '11/3/2026 8:00')}\n`,
      /CreatedDate must be an instant/
    ]
  ])('refuses a file %s', async (_what, name, text, message) => {
    const file = text === undefined ? join(folder, name) : write(name, text);
    const { out, exitCode } = await rulesOrg.run('replay', '--rules', edited, '--leads', file);
    expect(out).toMatch(message);
    expect(out).not.toContain('Secretname');
    expect(exitCode).toBe(1);
  });

  it('compares two files where --before is given', async () => {
    const { changed, before } = await replayed(
      '--before',
      edited,
      '--rules',
      sampleRules,
      '--leads',
      write('one.csv', `${fields}\n${line}\n`)
    );
    expect([changed, before.source]).toEqual([1, edited]);
  });
});

describe('baton rules replay --picture', () => {
  const leads = ['--leads', 'docs/examples/past-leads.csv'];

  it('draws the flow as SVG, and as a page with the tables, in a folder that it makes', async () => {
    const drawn = join(folder, 'pictures');
    await rulesOrg.run('replay', '--rules', edited, ...leads, '--picture', join(drawn, 'flow.svg'));
    await rulesOrg.run('replay', '--rules', edited, ...leads, '--picture', join(drawn, 'flow.html'));
    expect(readdirSync(drawn).sort()).toEqual(['flow.html', 'flow.svg']);
    expect(readFileSync(join(drawn, 'flow.svg'), 'utf8')).toMatch(
      /^<svg [^]*20 of 400 leads change owner[^]*<\/svg>\n$/
    );
    expect(readFileSync(join(drawn, 'flow.html'), 'utf8')).toMatch(
      /<h2>What changes<\/h2>[^]*<td>Enterprise_East<\/td>/
    );
  });

  it('refuses another kind of file', async () => {
    const { out, exitCode } = await rulesOrg.run('replay', '--rules', edited, ...leads, '--picture', 'flow.png');
    expect(out).toBe('flow.png ends neither with .html nor with .svg.');
    expect(exitCode).toBe(1);
  });

  it('leaves a picture as it is when the replay fails', async () => {
    const picture = write('kept.svg', 'the last one');
    const { exitCode } = await rulesOrg.run(
      'replay',
      '--rules',
      edited,
      '--leads',
      write('bad.csv', 'Id\n1\n'),
      '--picture',
      picture
    );
    expect(exitCode).toBe(1);
    expect(readFileSync(picture, 'utf8')).toBe('the last one');
    expect(readdirSync(folder).filter((name) => name.includes('kept.svg'))).toEqual(['kept.svg']);
  });
});
