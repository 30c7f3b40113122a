import { Refusal } from './ruleErrors.ts';

/** A condition over an entry's rows; rows count from 0 here, from 1 in the filter's text. */
export type Condition =
  | { readonly kind: 'row'; readonly row: number }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Condition[] };

/** All rows must hold: what a missing filter means. No rows at all hold for every lead. */
export function allRows(count: number): Condition {
  return { kind: 'and', of: Array.from({ length: count }, (_, row) => ({ kind: 'row', row })) };
}

export function conditionHolds(condition: Condition, rowHolds: (row: number) => boolean): boolean {
  switch (condition.kind) {
    case 'row':
      return rowHolds(condition.row);
    case 'not':
      return !conditionHolds(condition.of, rowHolds);
    case 'and':
      return condition.of.every((part) => conditionHolds(part, rowHolds));
    case 'or':
      return condition.of.some((part) => conditionHolds(part, rowHolds));
  }
}

/**
 * Rows that made the condition what it is: of parts that must all hold the first that fails, of alternatives every one.
 * Were these rows the other way round, the condition might be too; the rest had no say.
 */
export function decisiveRows(condition: Condition, rowHolds: (row: number) => boolean): number[] {
  switch (condition.kind) {
    case 'row':
      return [condition.row];
    case 'not':
      return decisiveRows(condition.of, rowHolds);
    case 'and':
    case 'or': {
      const settled = condition.of.find((part) => conditionHolds(part, rowHolds) === (condition.kind === 'or'));
      const parts = settled ? [settled] : condition.of;
      return [...new Set(parts.flatMap((part) => decisiveRows(part, rowHolds)))];
    }
  }
}

/**
 * Parses `1 AND (2 OR NOT 3)`. Words are read in any case. AND and OR side by side need parentheses, as in Setup, which
 * refuses `1 AND 2 OR 3` (Salesforce Help, "Filter Logic"; documented): so no precedence is ever guessed. Setup also
 * refuses a filter that leaves a row out.
 * @throws Refusal
 */
export function parseBooleanFilter(filter: string, rowCount: number): Condition {
  const malformed = (what: string) => new Refusal('FILTER_MALFORMED', `The filter ${filter} ${what}.`);
  const tokens = filter.match(/\d+|[a-z]+|[^\s]/gi) ?? [];
  const used = new Set<number>();
  let position = 0;

  const operand = (): Condition => {
    const token = tokens[position++];
    if (token === undefined) throw malformed('ends too early');
    if (/^\d+$/.test(token)) {
      const row = Number(token) - 1;
      if (row < 0 || row >= rowCount) {
        throw new Refusal('FILTER_ROW_UNKNOWN', `The filter ${filter} names row ${token} of ${rowCount}.`);
      }
      used.add(row);
      return { kind: 'row', row };
    }
    if (token.toUpperCase() === 'NOT') return { kind: 'not', of: operand() };
    if (token !== '(') throw malformed(`has ${token} where a row number belongs`);
    const inner = sequence();
    if (tokens[position++] !== ')') throw malformed('has a parenthesis that is not closed');
    return inner;
  };

  const sequence = (): Condition => {
    const parts = [operand()];
    let joint: 'and' | 'or' | undefined;
    for (;;) {
      const word = tokens[position]?.toUpperCase();
      if (word !== 'AND' && word !== 'OR') break;
      const kind = word === 'AND' ? 'and' : 'or';
      if (joint && joint !== kind) throw malformed('joins AND and OR without parentheses');
      joint = kind;
      position += 1;
      parts.push(operand());
    }
    return joint ? { kind: joint, of: parts } : parts[0]!;
  };

  const condition = sequence();
  if (position < tokens.length) throw malformed(`has ${tokens[position]} where AND or OR belongs`);
  for (let row = 0; row < rowCount; row += 1) {
    if (!used.has(row)) throw new Refusal('FILTER_ROW_UNUSED', `The filter ${filter} does not use row ${row + 1}.`);
  }
  return condition;
}
