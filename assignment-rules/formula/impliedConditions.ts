import type { Predicate } from '../criterion.ts';
import { fieldKey } from '../leadValues.ts';
import { normalText } from '../operand.ts';
import type { Expression } from './expression.ts';

/**
 * Conditions that a formula's parts imply, so that the index can leave the entry out without evaluating the formula. They
 * ignore case where the formula does not, hence are necessary and never sufficient.
 */
export function impliesOneOf(of: Expression, value: string): readonly Predicate[] {
  if (!of.field || normalText(value) === '') return [];
  return [{ ...predicateField(of), test: { kind: 'textOneOf', values: [normalText(value)] }, negated: false }];
}

export function impliesTextTest(
  of: Expression,
  kind: 'startsWith' | 'contains',
  value: Expression
): readonly Predicate[] {
  if (
    !of.field ||
    typeof value.constant !== 'string' ||
    value.constant.trim() !== value.constant ||
    value.constant === ''
  )
    return [];
  return [{ ...predicateField(of), test: { kind, values: [normalText(value.constant)] }, negated: false }];
}

/** A number, date or datetime field against a constant. Percent fields are left out: formulas scale them. */
export function impliesComparison(
  of: Expression,
  operator: '=' | '<' | '<=' | '>' | '>=',
  bound: unknown
): readonly Predicate[] {
  if (!of.field || of.field.scaled || typeof bound !== 'number') return [];
  const test =
    operator === '='
      ? { kind: 'numberOneOf' as const, values: [bound] }
      : { kind: 'compare' as const, operator, bound };
  return [{ ...predicateField(of), test, negated: false }];
}

/** What holds when any of several alternatives holds: one field in the union of the values that each demands. */
export function impliedByEither(alternatives: readonly (readonly Predicate[])[]): readonly Predicate[] {
  const [first, ...rest] = alternatives;
  const implied: Predicate[] = [];
  for (const predicate of first ?? []) {
    if (predicate.test.kind !== 'textOneOf' || predicate.negated) continue;
    const values = new Set(predicate.test.values);
    const sameField = rest.every((others) => {
      const other = others.find(
        (it) => it.test.kind === 'textOneOf' && !it.negated && fieldKey(it.field) === fieldKey(predicate.field)
      );
      if (other?.test.kind !== 'textOneOf') return false;
      for (const value of other.test.values) values.add(value);
      return true;
    });
    if (sameField) implied.push({ ...predicate, test: { kind: 'textOneOf', values: [...values] } });
  }
  return implied;
}

function predicateField({ field }: Expression): Pick<Predicate, 'field' | 'family' | 'read'> {
  return { field: field!.field, family: field!.family, read: field!.read };
}
