import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buildTerritories,
  compileRule,
  entryComments,
  newRuleFile,
  parseAssignmentRules,
  readTerritoryTable,
  tableFromRule,
  territoryCsv,
  usualFields,
  type CompiledRule,
  type FieldTypes,
  type LeadRecord
} from '../../../assignment-rules/index.ts';
import { precedence } from '../../../assignment-rules/territory/precedence.ts';
import { territorySpace, type Part } from '../../../assignment-rules/territory/territorySpace.ts';
import { aLead, aTable, csvOf, taken, type PlainRow } from './randomTables.ts';

const fields: FieldTypes = (name) => ({
  type: name === 'NumberOfEmployees' ? 'int' : name === 'Email' ? 'email' : 'string'
});
const context = { now: new Date('2026-11-03T08:00:00Z') };

function built(csv: string) {
  const table = readTerritoryTable(csv);
  expect(table.problems).toEqual([]);
  const result = buildTerritories(table.territories, usualFields);
  const rule = { fullName: 'Territories', active: true, entries: result.entries.map(({ entry }) => entry) };
  const { parts } = territorySpace(table.territories);
  return { result, parts, rule, compiled: compileRule(rule, fields) };
}

const teamOf = (compiled: CompiledRule, lead: LeadRecord): string | undefined => {
  const outcome = compiled.evaluate(lead, context);
  return outcome.kind === 'assign' ? outcome.target.name : undefined;
};

/** Rows that take the lead and that none of the others is more specific than. */
function topmost(rows: readonly PlainRow[], parts: readonly Part[], lead: LeadRecord): PlainRow[] {
  const matching = rows.flatMap((row, index) => {
    const how = taken(row, lead);
    if (how === undefined) return [];
    const account = how === 2 ? 'domain' : how === 1 ? 'company' : undefined;
    return [{ row, part: parts.find((each) => each.territory.row === index + 2 && each.account === account)! }];
  });
  return matching
    .filter(({ part }) => !matching.some((other) => precedence(other.part, part) === 'more'))
    .map(({ row }) => row);
}

describe('rules that are built of a table', () => {
  it('send every lead where the table says, and where the table says two things a conflict was told', () => {
    fc.assert(
      fc.property(aTable, fc.array(aLead, { minLength: 20, maxLength: 20 }), (rows, leads) => {
        const { compiled, result, parts } = built(csvOf(rows));
        for (const lead of leads) {
          const teams = new Set(topmost(rows, parts, lead).map(({ team }) => team));
          const team = teamOf(compiled, lead);
          if (teams.size === 1) expect([...teams]).toEqual([team]);
          else if (teams.size === 0) expect(team).toBeUndefined();
          else expect(result.conflicts).not.toEqual([]);
        }
      }),
      { numRuns: 1200 }
    );
  }, 180_000);

  it('have a conflict only where its lead shows it: two rows of different teams, and none more specific than either', () => {
    let told = 0;
    fc.assert(
      fc.property(aTable, (rows) => {
        const { result, parts } = built(csvOf(rows));
        for (const conflict of result.conflicts) {
          told += 1;
          const top = topmost(rows, parts, conflict.lead).map((row) => rows.indexOf(row) + 2);
          expect(top).toEqual(expect.arrayContaining([...conflict.rows]));
        }
      }),
      { numRuns: 600 }
    );
    expect(told).toBeGreaterThan(100);
  }, 180_000);

  it('leave exactly the holes that are told: each lead of one is taken by nobody, and without any everybody is', () => {
    fc.assert(
      fc.property(aTable, fc.array(aLead, { minLength: 10, maxLength: 10 }), fc.boolean(), (rows, leads, catchAll) => {
        const everyone: PlainRow = {
          country: [],
          state: [],
          zip: [],
          industry: [],
          size: undefined,
          account: [],
          team: 'Rest'
        };
        const { compiled, result } = built(csvOf(catchAll ? [...rows, everyone] : rows));
        for (const hole of result.holes) expect(teamOf(compiled, hole.lead)).toBeUndefined();
        if (result.holes.length === 0) for (const lead of leads) expect(teamOf(compiled, lead)).toBeDefined();
        if (catchAll) expect(result.holes).toEqual([]);
      }),
      { numRuns: 300 }
    );
  }, 180_000);

  it('give the table back: of rules, table and rules again the outcome is the same', () => {
    fc.assert(
      fc.property(aTable, fc.array(aLead, { minLength: 10, maxLength: 10 }), (rows, leads) => {
        const first = built(csvOf(rows));
        const { xml } = newRuleFile(first.result.entries, 'Territories', 'table.csv');
        const [rule] = parseAssignmentRules(xml).rules;
        const { lines, notExpressible } = tableFromRule(rule!, usualFields, entryComments(xml, 'Territories'));
        expect(notExpressible).toEqual([]);
        const again = built(territoryCsv(lines));
        if (first.result.conflicts.length > 0) return;
        for (const lead of leads) expect(teamOf(again.compiled, lead)).toBe(teamOf(first.compiled, lead));
      }),
      { numRuns: 300 }
    );
  }, 180_000);
});
