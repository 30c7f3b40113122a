import type { Predicate } from '../criterion.ts';
import type { FieldFamily } from '../fieldTypes.ts';
import { fieldKey } from '../leadValues.ts';
import type { FieldReference } from '../leadValues.ts';
import type { OperandReader } from '../operand.ts';
import { booleanClasses } from './booleanClasses.ts';
import { equalityClasses } from './equalityClasses.ts';
import type { IndexRow } from './indexRows.ts';
import { intervalClasses } from './intervalClasses.ts';
import { prefixClasses } from './prefixClasses.ts';
import { has } from './valueClasses.ts';
import type { ValueClasses } from './valueClasses.ts';
import { wordClasses } from './wordClasses.ts';

/** One question about a lead: which class is the value of this field in? */
export interface Dimension {
  readonly field: FieldReference;
  readonly classes: ValueClasses;
  /** For each row 1 when it has a predicate here, else 0. */
  readonly constrains: Uint8Array;
  /** For each row the share of classes that it meets, by which the next question is chosen; 1 when nothing constrains it. */
  readonly shareMet: Float64Array;
}

const classBuilders = {
  equality: equalityClasses,
  prefix: prefixClasses,
  interval: intervalClasses,
  boolean: booleanClasses,
  words: wordClasses
};

/** Classes looked at when shares are estimated; enough to rank questions. */
const sampledClasses = 64;

/** Rows' predicates by field and by the kind of classes that tell them apart. */
export function buildDimensions(rows: readonly IndexRow[]): Dimension[] {
  const groups = new Map<
    string,
    { sample: Predicate; kind: keyof typeof classBuilders; predicates: Map<number, Predicate[]> }
  >();
  rows.forEach(({ predicates }, row) => {
    for (const predicate of predicates) {
      const kind = kindOf(predicate.test.kind, predicate.family);
      const key = `${kind} ${fieldKey(predicate.field)}`;
      let group = groups.get(key);
      if (!group) groups.set(key, (group = { sample: predicate, kind, predicates: new Map() }));
      const known = group.predicates.get(row);
      if (known) known.push(predicate);
      else group.predicates.set(row, [predicate]);
    }
  });
  return [...groups.values()].map(({ sample, kind, predicates }) => {
    const { field, read, family }: { field: FieldReference; read: OperandReader; family: FieldFamily } = sample;
    const classes = classBuilders[kind](rows.length, predicates, read, family);
    const constrains = new Uint8Array(rows.length);
    const shareMet = new Float64Array(rows.length).fill(1);
    const step = Math.max(1, Math.floor(classes.rowSets.length / sampledClasses));
    const sampled = classes.rowSets.filter((_, at) => at % step === 0);
    for (const row of predicates.keys()) {
      constrains[row] = 1;
      // Words are the dearest to find and the last to tell rows apart.
      shareMet[row] = kind === 'words' ? 0.9 : sampled.filter((rowSet) => has(rowSet, row)).length / sampled.length;
    }
    return { field, classes, constrains, shareMet };
  });
}

function kindOf(test: Predicate['test']['kind'], family: FieldFamily): keyof typeof classBuilders {
  switch (test) {
    case 'textOneOf':
      return 'equality';
    case 'startsWith':
      return 'prefix';
    case 'contains':
    case 'includes':
      return 'words';
    case 'numberOneOf':
    case 'compare':
      return 'interval';
    case 'isTrue':
      return 'boolean';
    case 'blank':
      return family === 'number' || family === 'date' || family === 'datetime' ? 'interval' : 'equality';
  }
}
