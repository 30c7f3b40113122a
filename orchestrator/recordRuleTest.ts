/** Makes an edge case from a lead that was: only what the rule reads, so that a file in a repository holds no person. */
import { isMap, isSeq, parseDocument, type Document } from 'yaml';
import type { CompiledRule, Outcome } from '../assignment-rules/index.ts';
import { fieldLookup } from '../assignment-rules/index.ts';
import { BatonError } from './domain/errors.ts';
import { explainValues } from './explainLead.ts';
import type { LeadToJudge } from './leadInput.ts';
import type { RulesWorld } from './rulesWorld.ts';
import { leadAsSaved } from './snapshot/leadAsSaved.ts';

/** Fields that name a person or lead to one. They are kept only where the rule itself reads them. */
const personal = new Set([
  'name',
  'firstname',
  'middlename',
  'lastname',
  'email',
  'phone',
  'mobilephone',
  'fax',
  'street',
  'ownerid',
  'voice_call_id__c'
]);

export interface RecordedCase {
  name: string;
  lead: Record<string, string | number | boolean | null>;
  expect: { team: string } | { user: string } | { owner: 'keep' | 'default' };
  /** Fields in it that may tell who the lead is, since the rule reads them. */
  personalFields: string[];
}

/** @throws BatonError `leadNotReadable` when the rule cannot be followed for it */
export function recordedCase(
  lead: LeadToJudge,
  name: string,
  { compiled, world }: { compiled: CompiledRule; world: RulesWorld }
): RecordedCase {
  const fieldOf = fieldLookup(world.org.fields ?? []);
  const given = new Map(Object.entries(lead.record).map(([field, value]) => [field.toLowerCase(), value]));
  const fields: RecordedCase['lead'] = {};
  for (const read of compiled.reads.filter((each) => !each.startsWith('User.'))) {
    const field = fieldOf(read)!;
    const value = given.get(field.name.toLowerCase()) ?? null;
    // Left out, a field has its default; where that is what the lead has, nothing need be said.
    const isDefault = field.type === 'boolean' ? (value ?? false) === (field.defaultValue === true) : value === null;
    if (!isDefault || (value === null && field.defaultValue != null && field.type !== 'boolean')) {
      fields[field.name] = value;
    }
  }
  const { outcome } = explainValues(compiled, lead.values, world);
  const again = explainValues(compiled, leadAsSaved(fields, world.lead, world.runningUser.id), world);
  if (JSON.stringify(again.outcome) !== JSON.stringify(outcome)) {
    throw new BatonError(
      'leadNotReadable',
      'With the fields that the rule reads alone the lead goes elsewhere, so no case is made from it.'
    );
  }
  return {
    name,
    lead: fields,
    expect: expectationFor(outcome),
    personalFields: Object.keys(fields).filter((field) => personal.has(field.toLowerCase()))
  };
}

const header = ` Edge cases of the assignment rules: \`baton rules test\` runs them. A field left out has its default, or is blank.
 expect: team (a queue), user (a username) or owner (keep, default); entry may say which entry must take it.`;

/**
 * The file with the case at its end; comments and order stay.
 * @param text undefined for a file that is not there yet
 * @throws BatonError `ruleTestsNotReadable`
 */
export function appendCase(text: string | undefined, file: string, recorded: RecordedCase, comment: string): string {
  const document: Document = parseDocument(text ?? '');
  if (document.errors.length > 0) {
    throw new BatonError('ruleTestsNotReadable', `${file} is no YAML: ${document.errors[0]!.message}`);
  }
  if (document.contents === null) {
    document.contents = document.createNode({ cases: [] });
    document.commentBefore = header;
  }
  const cases = document.get('cases');
  if (!isSeq(cases)) {
    throw new BatonError('ruleTestsNotReadable', `${file} holds no list named cases.`);
  }
  if (cases.items.some((item) => isMap(item) && item.get('name') === recorded.name)) {
    throw new BatonError(
      'ruleTestsNotReadable',
      `${file} has a case named "${recorded.name}" already: give another --name.`
    );
  }
  const { name, lead, expect } = recorded;
  const node = document.createNode({ name, lead, expect });
  node.commentBefore = ` ${comment}`;
  node.spaceBefore = cases.items.length > 0;
  cases.flow = false;
  cases.add(node);
  return document.toString({ lineWidth: 120 });
}

function expectationFor(outcome: Outcome): RecordedCase['expect'] {
  switch (outcome.kind) {
    case 'assign':
      return outcome.target.type === 'Queue' ? { team: outcome.target.name } : { user: outcome.target.name };
    case 'keepOwner':
      return { owner: 'keep' };
    case 'noMatch':
      return { owner: 'default' };
  }
}
