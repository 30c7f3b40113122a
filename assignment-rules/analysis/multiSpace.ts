import type { Test } from '../criterion.ts';
import { normalText } from '../operand.ts';
import { isIn, isWithin } from './classSet.ts';
import { joined, literalTree } from './conditionTree.ts';
import type { Tree } from './conditionTree.ts';
import type { FieldSpace } from './fieldSpace.ts';
import type { DescribedField } from './orgDescription.ts';
import type { VariableTable } from './variableTable.ts';

const blank = 0;
const chosen = 1;

/**
 * A multi-select: any set of its values. The base variable says whether any is chosen; each value that the rule names has a
 * variable of its own.
 */
export function multiSpace(
  field: DescribedField,
  tests: readonly Test[],
  cuts: readonly string[],
  table: VariableTable
): FieldSpace {
  const offered = new Map((field.picklistValues ?? []).map(({ value }) => [normalText(value), value]));
  const isClosed = field.restricted === true && field.picklistValues !== undefined;
  const named = new Set(tests.flatMap((test) => (test.kind === 'includes' ? test.values : [])));
  for (const cut of cuts) if (offered.has(normalText(cut))) named.add(normalText(cut));

  const base = table.add(2);
  if (!field.nillable) table.define(base, [table.is(base, [blank])]);
  const switches = new Map<string, number>();
  for (const value of named) {
    const variable = table.addSwitch();
    switches.set(value, variable);
    table.define(variable, [table.is(base, [blank]), table.yes(variable)]);
    if (isClosed && !offered.has(value)) table.define(variable, [table.yes(variable)]);
  }
  const unnamed = [...offered.keys()].filter((value) => !named.has(value));
  if (isClosed && unnamed.length === 0) {
    const all = [...offered.keys()].map((value) => switches.get(value)!);
    table.bindAll(all, [table.is(base, [chosen]), ...all.map((variable) => table.no(variable))]);
    // With no value at all in the list, nothing can be chosen.
    if (all.length === 0) table.define(base, [table.is(base, [chosen])]);
  }

  const includes = (values: readonly string[]): Tree =>
    joined(
      'any',
      values.map((value) => ({ kind: 'literal' as const, ...table.yes(switches.get(value)!) })),
      table.variables
    );
  return {
    base,
    variables: new Set([base, ...switches.values()]),
    isNamed: (at) => at === chosen,
    labelOf: (at) => (at === blank ? 'blank' : 'any'),
    treeOf: (test) =>
      test.kind === 'includes' ? includes(test.values) : literalTree(base, table.is(base, [blank]).set),
    valueAt(domains, choice, isConstrained) {
      const required: string[] = [];
      const possible: string[] = [];
      for (const [value, variable] of switches) {
        const domain = domains(variable);
        if (!isIn(domain, 0)) required.push(value);
        else if (isIn(domain, 1) && (!isClosed || offered.has(value))) possible.push(value);
      }
      const domain = domains(base);
      const mayBeBlank = isIn(domain, blank) && field.nillable && required.length === 0;
      if (mayBeBlank && (isWithin(domain, table.is(base, [blank]).set) || (choice === 0 && !isConstrained)))
        return { kind: 'value', value: null };
      const selected = [...required];
      if (choice > 0) possible.forEach((value, at) => ((choice >> (at % 20)) & 1) === 1 && selected.push(value));
      if (selected.length === 0) {
        const other = unnamed[0] ?? possible[0] ?? (isClosed ? undefined : valueBeside(named));
        if (other === undefined) return mayBeBlank ? { kind: 'value', value: null } : { kind: 'impossible' };
        selected.push(other);
      }
      return { kind: 'value', value: selected.map((value) => offered.get(value) ?? value).join(';') };
    }
  };
}

function valueBeside(named: ReadonlySet<string>): string {
  let value = 'Other';
  while (named.has(normalText(value))) value += 's';
  return value;
}
