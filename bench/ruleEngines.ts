import { ZenDecisionContent, ZenEngine } from '@gorules/zen-engine';
import { LogicEngine } from 'json-logic-engine';
import { Engine } from 'json-rules-engine';
import type { NestedCondition } from 'json-rules-engine';
import { splitValueList } from '../assignment-rules/valueList.ts';
import type { AssignmentRule, CriteriaItem, LeadRecord, RuleEntry } from '../assignment-rules/index.ts';

/**
 * The same rule in three engines that are in use, each in the fastest of its documented ways. What would burden them is
 * done for them beforehand and not counted: texts are in lower case on both sides, lists are split, numbers are numbers,
 * blank text is the empty text and a blank number -1, so that no condition needs a guard.
 */
export interface RuleEngine {
  readonly name: string;
  /** Number of the first entry that matches, from 1; 0 when none does. The lead comes from {@link prepared}. */
  firstEntry(lead: LeadRecord): number | Promise<number>;
}

/** A lead as the engines below take it. */
export function prepared(lead: LeadRecord): LeadRecord {
  return Object.fromEntries(
    Object.entries(lead).map(([field, value]) => {
      if (value === null || value === undefined) return [field, field === 'NumberOfEmployees' ? -1 : ''];
      return [field, typeof value === 'string' ? value.toLowerCase() : value];
    })
  );
}

interface Row {
  readonly field: string;
  readonly operation: string;
  /** Numbers for numeric operations, one boolean for a checkbox. */
  readonly values: readonly (string | number | boolean)[];
}

function rowOf({ field, operation, value }: CriteriaItem): Row {
  const name = field.replace('Lead.', '');
  if (value === undefined) return { field: name, operation, values: [''] };
  const items = splitValueList(value).map((item) => item.toLowerCase());
  const numeric = /^(less|greater)/.test(operation);
  return {
    field: name,
    operation,
    values: items.map((item) => (numeric ? Number(item) : item === 'true' ? true : item))
  };
}

/** The rows that must all hold, each alternatives of which one must; the shapes that `territoryRule` makes. */
function conjunction({ criteriaItems, booleanFilter }: RuleEntry): Row[][] {
  const rows = criteriaItems.map(rowOf);
  if (!booleanFilter) return rows.map((row) => [row]);
  return booleanFilter
    .split(' AND ')
    .map((part) => [...part.matchAll(/\d+/g)].map(([number]) => rows[Number(number) - 1]!));
}

/** One rule for each entry, by falling priority; the first success stops the engine. */
export function jsonRulesEngine(rule: AssignmentRule): RuleEngine {
  const engine = new Engine([], { allowUndefinedFacts: true });
  engine.addOperator<string, string[]>('startsWithAny', (value, prefixes) =>
    prefixes.some((prefix) => value.startsWith(prefix))
  );
  engine.addOperator<string, string[]>('containsAny', (value, parts) => parts.some((part) => value.includes(part)));
  const condition = ({ field, operation, values }: Row): NestedCondition => {
    const operators: Record<string, string> = {
      equals: 'in',
      notEqual: 'notIn',
      startsWith: 'startsWithAny',
      contains: 'containsAny',
      lessThan: 'lessThan',
      greaterOrEqual: 'greaterThanInclusive'
    };
    const one = operation === 'lessThan' || operation === 'greaterOrEqual';
    return { fact: field, operator: operators[operation]!, value: one ? values[0] : values };
  };
  for (const entry of rule.entries) {
    const all = conjunction(entry).map((rows): NestedCondition =>
      rows.length === 1 ? condition(rows[0]!) : { any: rows.map(condition) }
    );
    engine.addRule({
      conditions: { all },
      event: { type: String(entry.number) },
      priority: rule.entries.length + 1 - entry.number
    });
  }
  let found = 0;
  engine.on('success', (event) => {
    found = Number(event.type);
    engine.stop();
  });
  return {
    name: 'json-rules-engine',
    async firstEntry(lead) {
      found = 0;
      await engine.run(lead);
      return found;
    }
  };
}

/**
 * Chains of `if`, compiled as its documentation advises for hot paths. One chain of all entries overflows the compiler's
 * stack; chains of fifty were the fastest of one function for each entry, chains, and interpretation.
 */
const entriesInOneFunction = 50;

/** Tried in order until one gives an entry. */
export function jsonLogicEngine(rule: AssignmentRule): RuleEngine {
  const engine = new LogicEngine();
  const declare = { sync: true, deterministic: true } as never;
  engine.addMethod(
    'startsWithAny',
    ([value, prefixes]: [string, string[]]) => prefixes.some((prefix) => value.startsWith(prefix)),
    declare
  );
  engine.addMethod(
    'containsAny',
    ([value, parts]: [string, string[]]) => parts.some((part) => value.includes(part)),
    declare
  );
  const condition = ({ field, operation, values }: Row): unknown => {
    const actual = { var: field };
    switch (operation) {
      case 'equals':
        return values.length === 1 ? { '===': [actual, values[0]] } : { in: [actual, values] };
      case 'notEqual':
        return { '!': { in: [actual, values] } };
      case 'startsWith':
        return { startsWithAny: [actual, values] };
      case 'contains':
        return { containsAny: [actual, values] };
      case 'greaterOrEqual':
        return { '>=': [actual, values[0]] };
      default:
        return { '<': [actual, values[0]] };
    }
  };
  const compiled: ((lead: LeadRecord) => number)[] = [];
  for (let start = 0; start < rule.entries.length; start += entriesInOneFunction) {
    const branches = rule.entries.slice(start, start + entriesInOneFunction).flatMap((entry) => [
      {
        and: conjunction(entry).map((rows) => (rows.length === 1 ? condition(rows[0]!) : { or: rows.map(condition) }))
      },
      entry.number
    ]);
    compiled.push(engine.build({ if: [...branches, 0] }) as unknown as (lead: LeadRecord) => number);
  }
  return {
    name: 'json-logic-engine, compiled',
    firstEntry(lead) {
      for (const evaluate of compiled) {
        const found = evaluate(lead);
        if (found > 0) return found;
      }
      return 0;
    }
  };
}

/** One decision table, first hit, one column for each field; alternatives stand in a column of expressions. */
export function zenEngine(rule: AssignmentRule): RuleEngine {
  const text = (value: unknown) => (typeof value === 'string' ? JSON.stringify(value) : String(value));
  const cell = ({ operation, values }: Row, subject: string): string => {
    switch (operation) {
      case 'equals':
        return values.length === 1
          ? `${subject} == ${text(values[0])}`
          : `${subject} in [${values.map(text).join(', ')}]`;
      case 'notEqual':
        return `${subject} not in [${values.map(text).join(', ')}]`;
      case 'startsWith':
        return values.map((value) => `startsWith(${subject}, ${text(value)})`).join(' or ');
      case 'contains':
        return values.map((value) => `contains(${subject}, ${text(value)})`).join(' or ');
      case 'greaterOrEqual':
        return `${subject} >= ${text(values[0])}`;
      default:
        return `${subject} < ${text(values[0])}`;
    }
  };
  const conjunctions = rule.entries.map(conjunction);
  const fields = [
    ...new Set(conjunctions.flatMap((parts) => parts.filter((rows) => rows.length === 1).map(([row]) => row!.field)))
  ];
  const rules = rule.entries.map((entry, at) => {
    const cells: Record<string, string> = { _id: `r${entry.number}`, entry: String(entry.number), either: '' };
    for (const field of fields) cells[field] = '';
    for (const rows of conjunctions[at]!) {
      if (rows.length === 1) {
        const { field } = rows[0]!;
        cells[field] = [cells[field], cell(rows[0]!, '$')].filter(Boolean).join(' and ');
      } else cells['either'] = rows.map((row) => `(${cell(row, row.field)})`).join(' or ');
    }
    return cells;
  });
  const content = {
    contentType: 'application/vnd.gorules.decision',
    nodes: [
      { id: 'in', type: 'inputNode', name: 'Lead', position: { x: 0, y: 0 } },
      {
        id: 'table',
        type: 'decisionTableNode',
        name: 'Entries',
        position: { x: 1, y: 0 },
        content: {
          hitPolicy: 'first',
          inputs: [...fields.map((field) => ({ id: field, name: field, field })), { id: 'either', name: 'either' }],
          outputs: [{ id: 'entry', name: 'entry', field: 'entry' }],
          rules
        }
      },
      { id: 'out', type: 'outputNode', name: 'Entry', position: { x: 2, y: 0 } }
    ],
    edges: [
      { id: 'e1', type: 'edge', sourceId: 'in', targetId: 'table' },
      { id: 'e2', type: 'edge', sourceId: 'table', targetId: 'out' }
    ]
  };
  const decision = new ZenEngine().createDecision(new ZenDecisionContent(content));
  return {
    name: '@gorules/zen-engine, decision table',
    async firstEntry(lead) {
      const response = await decision.evaluate(lead);
      return (response.result as { entry?: number } | null)?.entry ?? 0;
    }
  };
}
