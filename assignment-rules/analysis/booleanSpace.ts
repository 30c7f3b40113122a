import { isIn } from './classSet.ts';
import { literalTree } from './conditionTree.ts';
import type { FieldSpace } from './fieldSpace.ts';
import type { VariableTable } from './variableTable.ts';

/** A checkbox: no or yes, never blank. */
export function booleanSpace(table: VariableTable): FieldSpace {
  const base = table.addSwitch();
  return {
    base,
    variables: new Set([base]),
    // A checkbox is never blank, and no row asks whether it is.
    treeOf: (test) => literalTree(base, table.is(base, test.kind === 'isTrue' ? [1] : []).set),
    isNamed: () => true,
    labelOf: (at) => (at === 1 ? 'True' : 'False'),
    valueAt(domains, choice) {
      const domain = domains(base);
      const value = choice % 2 === 1 && isIn(domain, 1) ? true : !isIn(domain, 0);
      return { kind: 'value', value };
    }
  };
}
