/** Why an entry did not match, in a few words: what the rule wants, and what the lead has. */
import type { CriterionResult, RuleEntry, WhyNot } from '../../../assignment-rules/index.ts';

/** Values of a list that are shown; the file has the rest. */
const shownValues = 4;

const operations: Readonly<Record<string, string>> = {
  equals: '=',
  notEqual: '≠',
  lessThan: '<',
  greaterThan: '>',
  lessOrEqual: '≤',
  greaterOrEqual: '≥',
  contains: 'contains',
  notContain: 'does not contain',
  startsWith: 'starts with',
  includes: 'includes',
  excludes: 'excludes'
};

export function describeWhyNot(why: WhyNot): string {
  switch (why.kind) {
    case 'criterion':
      return describeCriterion(why.criterion);
    case 'filter': {
      const rows = why.criteria.filter(({ row }) => why.decisive.includes(row));
      const each = rows.map((result) => `row ${result.row} ${describeCriterion(result)}`);
      return `${each.join('; ')} (filter ${why.booleanFilter})`;
    }
    case 'formula':
      return `the formula is false: ${why.formula.replace(/\s+/g, ' ')}`;
  }
}

/** `Country = US, USA, … (4), is "DE"`. */
export function describeCriterion({ field, operation, expected, actual }: CriterionResult): string {
  const name = field.replace(/^Lead\./, '');
  return `${name} ${operations[operation] ?? operation} ${shownList(expected)}, is ${shownValue(actual)}`;
}

/** `the queue Enterprise_West`, `the user …`, `keeps the owner`. */
export function describeTarget({ target }: Pick<RuleEntry, 'target'>): string {
  return target ? `the ${target.type.toLowerCase()} ${target.name}` : 'the owner it has (do not reassign)';
}

export function shownValue(value: CriterionResult['actual']): string {
  return value === null || value === '' ? 'blank' : typeof value === 'string' ? `"${value}"` : String(value);
}

function shownList(expected: string | undefined): string {
  if (expected === undefined) {
    return 'blank';
  }
  const items = expected.match(/"(?:[^"]|"")*"|[^,]+/g) ?? [expected];
  const shown = items.slice(0, shownValues).map((item) => item.trim());
  return items.length > shownValues ? `${shown.join(', ')}, … (${items.length} values)` : shown.join(', ');
}
