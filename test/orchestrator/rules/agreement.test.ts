import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AssignmentRule, Outcome } from '../../../assignment-rules/index.ts';
import { seededRandom } from '../../../bench/seededRandom.ts';
import { explainValues } from '../../../orchestrator/explainLead.ts';
import { compiledRuleOf, type RulesWorld } from '../../../orchestrator/rulesWorld.ts';
import { startTrace } from '../../../orchestrator/salesforce/trace.ts';
import { leadAsSaved } from '../../../orchestrator/snapshot/leadAsSaved.ts';
import { startRulesOrg, type RulesOrg } from './rulesOrg.ts';

const count = 10_000;
const atOnce = 200;

type Lead = Record<string, string | number | boolean>;

let rulesOrg: RulesOrg;
let world: RulesWorld;
beforeAll(async () => {
  rulesOrg = await startRulesOrg();
  world = await rulesOrg.world();
});
afterAll(() => rulesOrg.close());

describe('explain', () => {
  it(
    `agrees with what the org did for ${count} random leads against the sample rules`,
    { timeout: 240_000 },
    async () => {
      const leads = randomLeads(world.rule, count);
      const owners = await ownersGivenByTheOrg(leads);
      const expected = await ownerIds();
      const compiled = compiledRuleOf(world);
      const taken = new Map<number | undefined, number>();
      const differences: unknown[] = [];
      leads.forEach((lead, index) => {
        const values = leadAsSaved(lead, world.lead, world.runningUser.id);
        const { outcome, matchedEntry } = explainValues(compiled, values, world);
        taken.set(matchedEntry, (taken.get(matchedEntry) ?? 0) + 1);
        if (owners[index] !== expected(outcome)) {
          differences.push({ lead, outcome, owner: owners[index] });
        }
      });
      expect(differences.slice(0, 5)).toEqual([]);
      // Leads that all went one way would prove little.
      expect(world.rule.entries.filter(({ number }) => !taken.has(number)).map(({ number }) => number)).toEqual([]);
    }
  );
});

/** Saves the leads under the org's active rule and reads back whose they are. */
async function ownersGivenByTheOrg(leads: readonly Lead[]): Promise<string[]> {
  const { org, administrator } = rulesOrg;
  const ids: string[] = [];
  for (let at = 0; at < leads.length; at += atOnce) {
    const reply = await fetch(`${org.url}/services/data/v66.0/composite/sobjects`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${org.accessToken}`,
        'Content-Type': 'application/json',
        'Sforce-Auto-Assign': 'TRUE'
      },
      body: JSON.stringify({
        allOrNone: false,
        records: leads.slice(at, at + atOnce).map((lead) => ({ attributes: { type: 'Lead' }, ...lead }))
      })
    });
    const results = (await reply.json()) as { id: string; success: boolean; errors: unknown }[];
    expect(results.filter(({ success }) => !success)).toEqual([]);
    ids.push(...results.map(({ id }) => id));
  }
  const rows = await administrator.query<{ Id: string; OwnerId: string }>('SELECT Id, OwnerId FROM Lead', {
    deadlineMs: 120_000,
    trace: startTrace()
  });
  const ownerOf = new Map(rows.map(({ Id, OwnerId }) => [Id, OwnerId]));
  return ids.map((id) => ownerOf.get(id)!);
}

/** Whom an outcome names: the queue, or the user who saved the lead. */
async function ownerIds(): Promise<(outcome: Outcome) => string | undefined> {
  const groups = await rulesOrg.administrator.query<{ Id: string; DeveloperName: string }>(
    "SELECT Id, DeveloperName FROM Group WHERE Type = 'Queue'",
    { deadlineMs: 30_000, trace: startTrace() }
  );
  const idOf = new Map(groups.map(({ Id, DeveloperName }) => [DeveloperName, Id]));
  return (outcome) => (outcome.kind === 'assign' ? idOf.get(outcome.target.name) : world.runningUser.id);
}

/** Fields drawn from the values that the rule itself names, and from values close to them. */
function randomLeads(rule: AssignmentRule, number: number): Lead[] {
  const random = seededRandom(20261201);
  const next = (): number => random.next();
  const pick = <T>(from: readonly T[]): T => random.pick(from);
  const items = rule.entries.flatMap(({ criteriaItems }) => criteriaItems);
  const named = new Map<string, string[]>();
  for (const { field, value } of items) {
    const values = valuesIn(value);
    named.set(field.slice('Lead.'.length), [...(named.get(field.slice('Lead.'.length)) ?? []), ...values]);
  }
  // What only a formula reads has no list to draw from.
  for (const { name, picklistValues = [] } of world.org.fields ?? []) {
    const isRead = rule.entries.some(({ formula }) => formula?.includes(name));
    if (isRead && picklistValues.length > 0)
      named.set(
        name,
        picklistValues.map(({ value }) => value)
      );
  }
  const typeOf = new Map(
    world.org.fields?.filter(({ object }) => object === 'Lead').map((each) => [each.name, each.type])
  );
  const valueFor = (name: string, values: readonly string[]): string | number | boolean => {
    const value = pick(values);
    switch (typeOf.get(name)) {
      case 'boolean':
        return next() < 0.1;
      case 'double':
        // A score is at most 100.
        return Math.min(100, Math.max(0, Number(value) + pick([-1, 0, 0, 1, 5, -5])));
      case 'int':
        return Math.max(0, Number(value) + pick([-1, 0, 0, 1, 40, -40]));
      case 'picklist':
        return value;
      case 'multipicklist':
        return next() < 0.5 ? value : [...new Set([value, pick(values)])].join(';');
      default:
        return pick([
          value,
          value,
          value,
          value.toLowerCase(),
          ` ${value}`,
          `${value} x`,
          `x${value}`,
          value.slice(0, -1)
        ]);
    }
  };
  return Array.from({ length: number }, (_, index) => {
    const lead: Lead = { LastName: `Random ${index}`, Company: 'NovaCorp' };
    const blank = pick([0.2, 0.5, 0.8]);
    for (const [name, values] of named) if (next() >= blank) put(lead, name, valueFor(name, values));
    // Half of them come near one entry: by chance alone hardly any lead meets one that asks for much.
    if (next() < 0.5) {
      for (const { field, value } of pick(rule.entries).criteriaItems) {
        const name = field.slice('Lead.'.length);
        put(lead, name, value === undefined ? undefined : valueFor(name, valuesIn(value)));
      }
    }
    return lead;
  });
}

function put(lead: Lead, name: string, value: string | number | boolean | undefined): void {
  if (value === undefined || value === '') lead[name] = '';
  else lead[name] = value;
}

function valuesIn(list = ''): string[] {
  return (list.match(/"(?:[^"]|"")*"|[^,]+/g) ?? []).map((each) => each.trim().replace(/^"|"$/g, ''));
}
