import type { Test } from '../criterion.ts';
import { familyOf } from '../fieldTypes.ts';
import type { FieldTypes } from '../fieldTypes.ts';
import { fieldKey, qualifiedName } from '../leadValues.ts';
import type { FieldReference } from '../leadValues.ts';
import { normalText } from '../operand.ts';
import { booleanSpace } from './booleanSpace.ts';
import { testKey } from './fieldSpace.ts';
import type { FieldSpace } from './fieldSpace.ts';
import { formulaLiterals, predicatesOf, spelledTexts } from './judgedEntry.ts';
import type { JudgedEntry } from './judgedEntry.ts';
import { multiSpace } from './multiSpace.ts';
import { dayGrid, decimalGrid, instantGrid } from './numberGrid.ts';
import { numberSpace } from './numberSpace.ts';
import type { DescribedField, FieldLookup } from './orgDescription.ts';
import { textSpace } from './textSpace.ts';
import type { VariableTable } from './variableTable.ts';

/** A field that the rule reads, with its values divided. */
export interface RuleField {
  readonly reference: FieldReference;
  readonly described: DescribedField;
  readonly space: FieldSpace;
}

interface Asked {
  readonly reference: FieldReference;
  readonly tests: Map<string, Test>;
  readonly texts: Set<string>;
  readonly numbers: Set<number>;
}

const millisecondsOfDay = 86_400_000;

/**
 * The fields of the rule, by their key. A formula's own texts and numbers divide its fields further: that changes no answer,
 * and finds leads for which the formula is true or false.
 * @param further tests that are asked besides the rule's, by field
 */
export function ruleFields(
  entries: readonly JudgedEntry[],
  lookup: FieldLookup,
  types: FieldTypes,
  table: VariableTable,
  further: readonly { readonly reference: FieldReference; readonly test: Test }[] = []
): ReadonlyMap<string, RuleField> {
  const asked = new Map<string, Asked>();
  const askedOf = (reference: FieldReference): Asked => {
    let found = asked.get(fieldKey(reference));
    if (!found) {
      found = { reference, tests: new Map(), texts: new Set(), numbers: new Set() };
      asked.set(fieldKey(reference), found);
    }
    return found;
  };
  const spelled = new Map<string, string>();
  for (const entry of entries) {
    for (const { field, test } of predicatesOf(entry)) askedOf(field).tests.set(testKey(test), test);
    for (const [text, written] of spelledTexts(entry)) if (!spelled.has(text)) spelled.set(text, written);
    const { formula } = entry.entry;
    if (!entry.compiled || formula === undefined) continue;
    const { texts, numbers } = formulaLiterals(formula);
    for (const reference of formulaFields(formula, types)) {
      const field = askedOf(reference);
      for (const text of texts) field.texts.add(text);
      for (const number of numbers) field.numbers.add(number);
    }
  }
  for (const { reference, test } of further) askedOf(reference).tests.set(testKey(test), test);

  const fields = new Map<string, RuleField>();
  for (const [key, { reference, tests, texts, numbers }] of asked) {
    const name = qualifiedName(reference);
    const described = lookup(name)!;
    const all = [...tests.values()];
    const { nillable } = described;
    const spelling = (text: string) => spelled.get(text) ?? text;
    const space = (): FieldSpace => {
      switch (familyOf(types(name)!.type)) {
        case 'number':
          return numberSpace(nillable, decimalGrid(described), all, [...numbers], (value) => value, table);
        case 'date':
          return numberSpace(nillable, dayGrid, all, [], (day) => iso(day * millisecondsOfDay).slice(0, 10), table);
        case 'datetime':
          return numberSpace(nillable, instantGrid, all, [], iso, table);
        case 'boolean':
          return booleanSpace(table);
        case 'multi':
          return multiSpace(described, all, [...texts], table);
        default:
          return textSpace(described, all, [...texts], spelling, table);
      }
    };
    fields.set(key, { reference, described, space: space() });
  }
  return fields;
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}

/** Fields that a formula names: every word in it that is one, outside its texts. */
function formulaFields(formula: string, types: FieldTypes): FieldReference[] {
  const rest = formula.replace(/"[^"]*"|'[^']*'/g, ' ');
  const found = new Map<string, FieldReference>();
  for (const [word] of rest.matchAll(/(\$User\.)?\b[a-z]\w*/gi)) {
    const isUser = /^\$User\./i.test(word);
    const reference: FieldReference = isUser
      ? { of: 'user', name: word.slice('$User.'.length) }
      : { of: 'lead', name: word };
    const info = types(qualifiedName(reference));
    if (info && !['uncomparable', 'lookup'].includes(familyOf(info.type)))
      found.set(normalText(fieldKey(reference)), reference);
  }
  return [...found.values()];
}
