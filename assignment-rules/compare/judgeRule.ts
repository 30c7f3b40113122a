import { compileRule } from '../compileRule.ts';
import type { CompiledRule } from '../compileRule.ts';
import { compileCriterion } from '../criterion.ts';
import type { FieldTypes } from '../fieldTypes.ts';
import type { LeadValues, RuleContext } from '../leadValues.ts';
import { noMatch } from '../outcome.ts';
import type { Outcome } from '../outcome.ts';
import { Refusal, RuleNotSupportedError } from '../ruleErrors.ts';
import type { RuleProblem } from '../ruleErrors.ts';
import type { AssignmentRule, RuleEntry } from '../ruleFile.ts';

/** An entry that cannot be judged: whether it takes a lead that comes so far stays open. */
export interface OpenEntry {
  readonly entry: RuleEntry;
  /** Why not, in full. */
  readonly problems: readonly RuleProblem[];
}

export interface Verdict {
  /** What the rule says where none of the open entries takes the lead. */
  readonly outcome: Outcome;
  /** Entries before it, in their order, that may take the lead. With none the outcome is certain. */
  readonly open: readonly OpenEntry[];
}

/** A rule as far as it can be judged. */
export interface JudgedRule {
  readonly rule: AssignmentRule;
  /** Fields that are asked for, as {@link CompiledRule} has them. */
  readonly reads: readonly string[];
  readonly open: readonly OpenEntry[];
  /** @throws LeadValueError as a compiled rule does */
  judge(lead: LeadValues, context: RuleContext): Verdict;
}

/** Entries that follow each other and can be judged; or one that cannot. */
type Part =
  | { readonly kind: 'judged'; readonly compiled: CompiledRule }
  | {
      readonly kind: 'open';
      readonly open: OpenEntry;
      /** What certainly must hold of a lead that it takes; undefined where nothing is known. */
      readonly necessary: CompiledRule | undefined;
    };

/**
 * Unlike `compileRule` it takes every rule: most leads never come to the entry with the one function that is not supported,
 * and of these it can tell all.
 */
export function judgeRule(rule: AssignmentRule, fields: FieldTypes): JudgedRule {
  const parts = partsOf(rule, fields);
  const compiled = parts.flatMap((part) => (part.kind === 'judged' ? part.compiled : (part.necessary ?? [])));
  const reads = new Map(compiled.flatMap(({ reads: names }) => names.map((name) => [name.toLowerCase(), name])));
  return {
    rule,
    reads: [...reads.values()],
    open: parts.flatMap((part) => (part.kind === 'open' ? part.open : [])),
    judge: (lead, context) => judge(parts, lead, context)
  };
}

function partsOf(rule: AssignmentRule, fields: FieldTypes): Part[] {
  try {
    return [{ kind: 'judged', compiled: compileRule(rule, fields) }];
  } catch (error) {
    if (!(error instanceof RuleNotSupportedError)) throw error;
    return partsAround(error.problems, rule, fields);
  }
}

function partsAround(problems: readonly RuleProblem[], rule: AssignmentRule, fields: FieldTypes): Part[] {
  const parts: Part[] = [];
  let run: RuleEntry[] = [];
  const endRun = (): void => {
    if (run.length > 0) parts.push({ kind: 'judged', compiled: compileRule({ ...rule, entries: run }, fields) });
    run = [];
  };
  for (const entry of rule.entries) {
    const own = problems.filter(({ entry: number }) => number === entry.number);
    if (own.length === 0) {
      run.push(entry);
      continue;
    }
    endRun();
    parts.push({ kind: 'open', open: { entry, problems: own }, necessary: necessaryOf(rule, entry, fields) });
  }
  endRun();
  return parts;
}

const nothingOpen: readonly OpenEntry[] = Object.freeze([]);

function judge(parts: readonly Part[], lead: LeadValues, context: RuleContext): Verdict {
  let open = nothingOpen;
  for (const part of parts) {
    if (part.kind === 'judged') {
      const outcome = part.compiled.evaluate(lead, context);
      if (outcome.kind !== 'noMatch') return { outcome, open };
    } else if (!part.necessary || part.necessary.evaluate(lead, context).kind !== 'noMatch') {
      open = [...open, part.open];
    }
  }
  return { outcome: noMatch, open };
}

/** Of an entry all of whose rows must hold: those that can be judged. Filter logic and formulas are not taken apart. */
function necessaryOf(rule: AssignmentRule, entry: RuleEntry, fields: FieldTypes): CompiledRule | undefined {
  if (entry.formula !== undefined || entry.booleanFilter !== undefined) return undefined;
  const criteriaItems = entry.criteriaItems.filter((item) => {
    try {
      compileCriterion(item, fields);
      return true;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  });
  if (criteriaItems.length === 0) return undefined;
  return compileRule({ ...rule, entries: [{ ...entry, criteriaItems, caseOnlyElements: [] }] }, fields);
}
