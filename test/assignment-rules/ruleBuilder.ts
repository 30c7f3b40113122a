import { compileRule } from '../../assignment-rules/index.ts';
import type {
  AssignmentRule,
  CompiledRule,
  FieldInfo,
  FieldType,
  FieldTypes,
  LeadValues,
  RuleContext,
  RuleEntry
} from '../../assignment-rules/index.ts';

const recordTypes: Readonly<Record<string, string>> = {
  '012000000000001AAA': 'Partner Referral',
  '012000000000002AAA': 'Inbound'
};

const types: Readonly<Record<string, FieldType>> = {
  id: 'id',
  company: 'string',
  country: 'string',
  state: 'string',
  postalcode: 'string',
  phone: 'phone',
  email: 'email',
  title: 'string',
  description: 'textarea',
  industry: 'picklist',
  leadsource: 'picklist',
  numberofemployees: 'int',
  annualrevenue: 'currency',
  score__c: 'double',
  discount__c: 'percent',
  products__c: 'multipicklist',
  keep_owner__c: 'boolean',
  demo_on__c: 'date',
  called_at__c: 'datetime',
  opens_at__c: 'time',
  recordtypeid: 'reference',
  ownerid: 'reference',
  'user.department': 'string',
  'user.isactive': 'boolean'
};

/** Fields of an example org. */
export const exampleFields: FieldTypes = (name) => {
  const type = types[name.toLowerCase()];
  if (!type) return undefined;
  const info: FieldInfo = { type };
  return name.toLowerCase() === 'recordtypeid' ? { ...info, nameOf: (id) => recordTypes[id] } : info;
};

export const exampleContext: RuleContext = {
  now: new Date('2026-11-03T20:00:00Z'),
  runningUser: { Department: 'Voice', IsActive: true }
};

export type Row = readonly [field: string, operation: string, value?: string];

/** An entry that gives the lead to the queue `Team_<number>`; `Lead.` is put before a field that has no dot. */
export function entryOf(number: number, rows: readonly Row[], more: Partial<RuleEntry> = {}): RuleEntry {
  return {
    number,
    target: { type: 'Queue', name: `Team_${number}` },
    criteriaItems: rows.map(([field, operation, value]) => ({
      field: field.includes('.') ? field : `Lead.${field}`,
      operation,
      ...(value === undefined ? {} : { value })
    })),
    caseOnlyElements: [],
    ...more
  };
}

export function ruleOf(...entries: readonly RuleEntry[]): AssignmentRule {
  return { fullName: 'Example', active: true, entries };
}

export function compiled(...entries: readonly RuleEntry[]): CompiledRule {
  return compileRule(ruleOf(...entries), exampleFields);
}

/** Whether one row holds for a lead, asked of evaluate and of explain alike. */
export function holds(row: Row, lead: LeadValues, context = exampleContext): boolean {
  return matches(entryOf(1, [row]), lead, context);
}

export function formulaHolds(formula: string, lead: LeadValues, context = exampleContext): boolean {
  return matches(entryOf(1, [], { formula }), lead, context);
}

export function matches(entry: RuleEntry, lead: LeadValues, context = exampleContext): boolean {
  const rule = compiled(entry);
  const outcome = rule.evaluate(lead, context);
  const explained = rule.explain(lead, context).outcome;
  if (outcome.kind !== explained.kind) throw new Error(`evaluate says ${outcome.kind}, explain ${explained.kind}`);
  return outcome.kind !== 'noMatch';
}
