import { compileEntry } from '../compiledEntry.ts';
import type { CompiledEntry } from '../compiledEntry.ts';
import type { Predicate } from '../criterion.ts';
import type { FieldTypes } from '../fieldTypes.ts';
import { normalText, parseDecimal } from '../operand.ts';
import type { RuleProblem } from '../ruleErrors.ts';
import type { AssignmentRule, RuleEntry } from '../ruleFile.ts';
import { splitValueList } from '../valueList.ts';

/** An entry as far as it can be judged: without `compiled` nothing is known of the leads it matches. */
export interface JudgedEntry {
  readonly entry: RuleEntry;
  readonly compiled?: CompiledEntry;
  readonly problems: readonly RuleProblem[];
}

/** Compiles each entry by itself, so that one that cannot be judged does not hide the others. */
export function judgeEntries(rule: AssignmentRule, fields: FieldTypes): JudgedEntry[] {
  return rule.entries.map((entry) => {
    const problems: RuleProblem[] = [];
    const compiled = compileEntry(entry, fields, problems);
    return { entry, problems, ...(compiled ? { compiled } : {}) };
  });
}

/** What must hold where the entry matches, row by row: the criteria, or what its formula implies. */
export function predicatesOf({ compiled }: JudgedEntry): readonly Predicate[] {
  return compiled ? (compiled.formula?.implies ?? compiled.criteria) : [];
}

/** The entry's texts as they are written, by their normal form. */
export function spelledTexts({ entry, compiled }: JudgedEntry): ReadonlyMap<string, string> {
  const spelled = new Map<string, string>();
  for (const { item, test } of compiled?.criteria ?? []) {
    if (!('values' in test) || test.kind === 'numberOneOf') continue;
    for (const text of splitValueList(item.value ?? ''))
      if (!spelled.has(normalText(text))) spelled.set(normalText(text), text);
  }
  for (const text of formulaLiterals(entry.formula ?? '').texts) spelled.set(normalText(text), text.trim());
  return spelled;
}

/** Texts and numbers that a formula mentions: where its answer may change. */
export function formulaLiterals(formula: string): {
  readonly texts: readonly string[];
  readonly numbers: readonly number[];
} {
  const texts = [...formula.matchAll(/"([^"]*)"|'([^']*)'/g)].map(([, double, single]) => double ?? single ?? '');
  const rest = formula.replace(/"[^"]*"|'[^']*'/g, ' ');
  const numbers = [...rest.matchAll(/(?<![\w.])\d+(\.\d+)?(?![\w.])/g)].flatMap(([text]) => parseDecimal(text) ?? []);
  return { texts: texts.filter((text) => text.trim() !== ''), numbers };
}
