import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XMLValidator } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { MonthSummary } from '../../../orchestrator/simulation/summary.ts';
import { Salesforce } from '../../../orchestrator/salesforce/salesforce.ts';
import { startTrace } from '../../../orchestrator/salesforce/trace.ts';
import { sampleRules, startRulesOrg, type RulesOrg } from './rulesOrg.ts';

const folder = mkdtempSync(join(tmpdir(), 'simulate-'));
let rulesOrg: RulesOrg;
beforeAll(async () => {
  rulesOrg = await startRulesOrg();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await rulesOrg.close();
});

type Simulated = MonthSummary & {
  seed: number;
  rule: { source: string };
  distribution: { kind: string; told: string[]; pastLeads?: number };
  calendars: { busyTimes: number };
  hasPeople: boolean;
  comparedWith?: MonthSummary & { moves: { from: string; to: string; leads: number }[] };
};

const simulated = async (...args: string[]): Promise<Simulated> =>
  JSON.parse((await rulesOrg.run('simulate', '--json', '--leads', '200', ...args)).out) as Simulated;

/** The sample rule without its team for Spanish speakers. */
function editedRules(): string {
  const file = join(folder, 'Edited.assignmentRules-meta.xml');
  writeFileSync(file, readFileSync(sampleRules, 'utf8').replaceAll('Spanish_Speaking', 'SMB_Inbound'));
  return file;
}
const leadsOf = ({ teams }: MonthSummary, name: string): number => teams.find((team) => team.name === name)!.leads;

describe('baton rules simulate', () => {
  it('prints the load by team and rep, and what was taken for granted', async () => {
    const { out, exitCode } = await rulesOrg.run('simulate', '--leads', '200');
    expect(exitCode).toBe(0);
    expect(out).toMatch(/period +1 Jan 2027 to 31 Jan 2027, 31 days/);
    expect(out).toMatch(/leads +200, seed 1\. Leads are drawn from the lists of their fields: the org has no lead/);
    expect(out).toMatch(/assumed +of 100 phones that ring 80 are answered; a call takes 12 minutes/);
    expect(out).toMatch(/TEAM +LEADS +SHARE +LIVE +MEETING +CALLBACK +CLOSED +ALL AWAY +ALL TAKEN/);
    expect(out).toMatch(/\n {2}Mid-Market +\d+ +\d+ % +\d+ %/);
    expect(out).toMatch(/\n {2}Aisha Coleman +\d+ +\d+ +\d+/);
    expect(out).not.toMatch(/Charts/);
  });

  it('tells scripts all of it, and the figures add up', async () => {
    const { outcomes, teams, toPeople, toService, reps, byHour, byDay, entries } = await simulated();
    expect(outcomes.leads).toBe(200);
    const { transfers, meetings, callbacks, unassigned, undecided } = outcomes;
    expect(transfers + meetings + callbacks + unassigned + undecided).toBe(200);
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    expect(sum([...teams.map(({ leads }) => leads), toPeople.leads, toService.leads])).toBe(200);
    expect(sum(reps.map(({ accepted }) => accepted))).toBe(transfers);
    expect(sum(byHour.map(({ leads }) => leads))).toBe(200);
    expect(sum(byDay)).toBe(200);
    expect(sum(entries.map(({ leads }) => leads))).toBe(200);
    for (const { leads, states } of teams) {
      expect(sum(Object.values(states))).toBe(leads);
    }
  });

  it('gives the same answer under the same seed, and another under another', async () => {
    const first = await simulated();
    expect(await simulated()).toEqual(first);
    expect((await simulated('--seed', '2')).byHour).not.toEqual(first.byHour);
  });

  it('sends the same callers through an edited file, and tells what it changes', async () => {
    const [now, edited] = [await simulated(), await simulated('--rules', editedRules())];
    const { comparedWith } = await simulated('--compare', editedRules());
    expect(edited.byHour.map(({ leads }) => leads)).toEqual(now.byHour.map(({ leads }) => leads));
    const spanish = leadsOf(now, 'Spanish Speaking');
    expect(spanish).toBeGreaterThan(5);
    expect(leadsOf(edited, 'SMB Inbound')).toBe(leadsOf(now, 'SMB Inbound') + spanish);
    expect(leadsOf(edited, 'EMEA')).toBe(leadsOf(now, 'EMEA'));
    expect(comparedWith?.moves).toEqual([{ from: 'Spanish Speaking', to: 'SMB Inbound', leads: spanish }]);
    expect(comparedWith?.teams).toEqual(edited.teams);
    const { out } = await rulesOrg.run('simulate', '--leads', '200', '--compare', editedRules());
    expect(out).toMatch(new RegExp(`Spanish Speaking +${spanish} → 0`));
    expect(out).toMatch(new RegExp(`${spanish} of 200 leads go elsewhere by the other rule`));
  });

  it('takes a team for away while its calendars say so', async () => {
    const { administrator } = rulesOrg;
    const [oliver] = await administrator.query<{ Id: string }>(
      "SELECT Id FROM User WHERE Name = 'Oliver Pemberton'",
      request()
    );
    const { id } = await administrator.post<{ id: string }>(
      '/sobjects/Event',
      {
        OwnerId: oliver!.Id,
        Subject: 'Away',
        ShowAs: 'OutOfOffice',
        StartDateTime: '2027-01-11T00:00:00Z',
        EndDateTime: '2027-01-16T00:00:00Z'
      },
      request()
    );
    const week = await simulated('--from', '2027-01-11', '--days', '7', '--booking-rate', '0');
    await administrator.send('DELETE', `/sobjects/Event/${id}`, undefined, request());
    // The others of EMEA are away until 2031 and take no transfers.
    const emea = week.teams.find(({ name }) => name === 'EMEA')!;
    expect(week.calendars.busyTimes).toBe(1);
    expect(emea.awayHours).toBe(emea.openHours);
    expect([emea.states.free, emea.transfers]).toEqual([0, 0]);
    expect(emea.awayAt.every(({ hours, of }) => hours === of)).toBe(true);
    expect(week.teams.find(({ name }) => name === 'SMB Inbound')!.awayHours).toBe(0);
  });

  it('tells what a formula leaves open, by its name', async () => {
    const file = join(folder, 'Formula.assignmentRules-meta.xml');
    const criterion =
      '<ruleEntry><assignedTo>EMEA</assignedTo><assignedToType>Queue</assignedToType><criteriaItems>' +
      '<field>Lead.LastActivityDate</field><operation>equals</operation></criteriaItems></ruleEntry>';
    writeFileSync(file, readFileSync(sampleRules, 'utf8').replace('<ruleEntry>', `${criterion}<ruleEntry>`));
    const { outcomes, undecided } = await simulated('--rules', file);
    expect(outcomes.undecided).toBe(200);
    expect(undecided).toEqual([
      { why: expect.stringMatching(/^LastActivityDate is set by the org/) as string, leads: 200 }
    ]);
  });

  it('writes a page with every chart and its figures, or one picture, and nothing beside it', async () => {
    const [page, picture] = [join(folder, 'charts/month.html'), join(folder, 'charts/month.svg')];
    expect((await rulesOrg.run('simulate', '--leads', '200', '--charts', page)).out).toContain(page);
    await rulesOrg.run('simulate', '--leads', '200', '--charts', picture);
    const html = readFileSync(page, 'utf8');
    expect(html.match(/<figure>/g)).toHaveLength(5);
    expect(html.match(/<svg role="img" aria-label="[^"]{20,}"/g)).toHaveLength(5);
    expect(html).toMatch(/<td>Mid-Market<\/td><td>\d+<\/td>/);
    expect(html).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org|127\.0\.0\.1)/);
    const svg = readFileSync(picture, 'utf8');
    expect(XMLValidator.validate(svg)).toBe(true);
    expect(svg).toMatch(/<title>A simulated month of leads<\/title>/);
    expect(readdirSync(join(folder, 'charts')).sort()).toEqual(['month.html', 'month.svg']);
  });

  it.each([
    ['of another kind', 'month.png', /ends neither with \.html nor with \.svg/],
    ['where no file can be', 'README.md/month.html', /cannot be written/]
  ])('refuses charts %s', async (_what, file, message) => {
    const { out, exitCode } = await rulesOrg.run('simulate', '--leads', '1', '--charts', file);
    expect(out).toMatch(message);
    expect(exitCode).toBe(1);
    expect(existsSync(file)).toBe(false);
  });

  it('writes nothing to the org', async () => {
    const { requests } = rulesOrg.org;
    requests.clear();
    await simulated('--charts', join(folder, 'unseen.html'));
    const writes = requests.list().flatMap(({ method, path, subrequests }): string[] => {
      if (method === 'GET' || path.startsWith('/services/Soap/m/')) return [];
      return subrequests.length > 0
        ? subrequests.filter((each) => each.method !== 'GET').map(({ url }) => url)
        : [path];
    });
    expect(writes).toEqual([]);
    expect(requests.list().length).toBeGreaterThan(10);
  });
});

describe('baton rules simulate with leads in the org', () => {
  beforeAll(async () => {
    const [account] = await rulesOrg.administrator.query<{ Id: string }>(
      "SELECT Id FROM Account WHERE Owner.Name = 'Priya Raman' LIMIT 1",
      request()
    );
    const records = Array.from({ length: 200 }, (_, at) => ({
      attributes: { type: 'Lead' },
      LastName: `Secretive ${at}`,
      Company: 'NovaCorp',
      Email: `nobody.${at}@novacorp.example`,
      Voice_Call_Id__c: `past-${at}`,
      // One in ten is a caller whose account Priya owns.
      ...(at % 10 === 1 ? { Keep_Owner__c: true, Matched_Account__c: account!.Id } : {}),
      ...(at % 4 === 0
        ? { Country: 'DE', Qualification_Score__c: 80 }
        : { Country: 'US', State: 'CA', Industry: 'Technology', NumberOfEmployees: 4000, Qualification_Score__c: 80 })
    }));
    await rulesOrg.administrator.post('/composite/sobjects', { allOrNone: true, records }, request());
  });

  it('draws from them when there are enough, in their shares, and reads no person', async () => {
    const asked = vi.spyOn(Salesforce.prototype, 'query');
    const { distribution, outcomes, teams, toPeople, reps } = await simulated();
    expect(distribution).toMatchObject({ kind: 'org', pastLeads: 200 });
    expect(distribution.told[0]).toMatch(/^Leads are drawn from the 200 that voice agents brought to the org/);
    expect(toPeople.leads / outcomes.leads).toBeCloseTo(0.1, 1);
    const priya = reps.find(({ name }) => name === 'Priya Raman')!;
    expect(priya.accepted + priya.meetings + priya.callbacks).toBeGreaterThan(priya.turns);
    expect(teams.slice(0, 2).map(({ name }) => name)).toEqual(['Enterprise West', 'EMEA']);
    const emea = leadsOf({ teams } as MonthSummary, 'EMEA') / outcomes.leads;
    expect([emea > 0.15, emea < 0.35]).toEqual([true, true]);
    const ofLeads = asked.mock.calls.map(([soql]) => soql).filter((soql) => soql.includes(' FROM Lead '));
    asked.mockRestore();
    expect(ofLeads.length).toBeGreaterThan(1);
    expect(ofLeads.join()).not.toMatch(/LastName|FirstName|Email|Phone|[, ]Name/);
  });

  it('comes when those came: on a Tuesday at eight where the org is', async () => {
    const { byHour } = await simulated();
    const hours = byHour.flatMap(({ leads }, hour) => (leads > 0 ? hour : []));
    expect(hours.every((hour) => [24 + 7, 24 + 8].includes(hour))).toBe(true);
  });

  it('draws from lists all the same when asked', async () => {
    const { distribution } = await simulated('--distribution', 'picklists');
    expect(distribution).toMatchObject({
      kind: 'picklists',
      told: [expect.stringMatching(/, as asked\.$/), expect.anything()]
    });
  });
});

function request() {
  return { deadlineMs: 20_000, trace: startTrace() };
}
