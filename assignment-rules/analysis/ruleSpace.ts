import type { Predicate } from '../criterion.ts';
import type { FieldTypes } from '../fieldTypes.ts';
import { fieldKey } from '../leadValues.ts';
import type { LeadRecord, LeadValue, RuleContext } from '../leadValues.ts';
import type { AssignmentRule } from '../ruleFile.ts';
import { commonBox } from './box.ts';
import type { Box } from './box.ts';
import { boxIndex } from './boxIndex.ts';
import type { BoxIndex } from './boxIndex.ts';
import { isIn, isWithin } from './classSet.ts';
import { always, boxesOf, joined, oppositeOf, treeOfCondition } from './conditionTree.ts';
import type { Tree } from './conditionTree.ts';
import { judgeEntries } from './judgedEntry.ts';
import type { JudgedEntry } from './judgedEntry.ts';
import { fieldLookup, fieldTypesOf } from './orgDescription.ts';
import type { DescribedField } from './orgDescription.ts';
import { ruleFields } from './ruleFields.ts';
import type { RuleField } from './ruleFields.ts';
import { search } from './search.ts';
import type { Domains, Judgement } from './search.ts';
import { VariableTable } from './variableTable.ts';

/** A lead that the analysis made up. Fields that are blank are left out. */
export interface ExampleLead {
  readonly lead: LeadRecord;
  /** Fields of the running user, where the rule reads any. */
  readonly runningUser?: LeadRecord;
}

/** Which leads a question is about. Entries are given by their place, from 0. */
export interface Question {
  readonly matching: readonly number[];
  readonly avoiding: readonly number[];
  /** Leads outside are no answer. */
  readonly within?: Box;
}

export type Answer =
  | { readonly kind: 'found'; readonly example: ExampleLead }
  /** There is none. `because`: places of avoided entries that together hold them all; perhaps more than needed. */
  | { readonly kind: 'none'; readonly because: readonly number[] }
  /** `because`: places of entries that cannot be judged and stand in the way; none when the question is too large. */
  | { readonly kind: 'notDecided'; readonly because: readonly number[] };

export interface RuleSpace {
  readonly entries: readonly JudgedEntry[];
  readonly fields: ReadonlyMap<string, RuleField>;
  readonly table: VariableTable;
  /** The alternatives of each entry. */
  readonly boxes: readonly (readonly Box[])[];
  find(question: Question): Answer;
  /** A lead for which all the conditions hold. */
  holding(conditions: readonly Tree[]): Answer;
  /** What a predicate of the rule asks. */
  readonly treeOf: (predicate: Predicate) => Tree;
  /** Places before `end` of entries that have a lead in common with a box, as far as fields alone tell. */
  near(box: Box, end: number): readonly number[];
}

const mostWork = 3_000_000;
/** Leads that are tried in one region before a formula counts as not decided there. */
const mostAttempts = 48;
/** Regions in which formulas are tried. */
const mostRegions = 60;

/**
 * Turns a rule into boxes and answers questions about the leads in them, exactly. A formula is one variable: true or false,
 * as far as the conditions it implies allow; which it is for an example, the formula itself says.
 * @param further tests that questions will ask besides the rule's
 * @param mostAlternatives an entry with more of them gets variables of its own for its parts
 */
export function ruleSpace(
  rule: AssignmentRule,
  described: readonly DescribedField[],
  context: RuleContext,
  further: Parameters<typeof ruleFields>[4] = [],
  mostAlternatives = 64
): RuleSpace {
  const types: FieldTypes = fieldTypesOf(described);
  const entries = judgeEntries(rule, types);
  const table = new VariableTable();
  const fields = ruleFields(entries, fieldLookup(described), types, table, further);
  const unjudged = new Map<number, number>();
  const formulaSwitch = new Map<string, number>();

  const treeOf = ({ field, test, negated }: Predicate): Tree => {
    const tree = fields.get(fieldKey(field))!.space.treeOf(test);
    return negated ? oppositeOf(tree, table.variables) : tree;
  };
  const written = (tree: Tree): readonly Box[] => boxesOf(tree, mostAlternatives) ?? [[table.literalFor(tree)]];
  const boxes = entries.map(({ entry, compiled }, place): readonly Box[] => {
    if (!compiled) {
      const variable = table.addSwitch();
      unjudged.set(variable, place);
      return [[table.yes(variable)]];
    }
    if (compiled.formula) {
      let variable = formulaSwitch.get(entry.formula!);
      if (variable === undefined) {
        formulaSwitch.set(entry.formula!, (variable = table.addSwitch()));
        unjudged.set(variable, place);
        const implied = joined('all', compiled.formula.implies.map(treeOf), table.variables);
        for (const box of written(oppositeOf(implied, table.variables)))
          table.define(variable, [table.yes(variable), ...box]);
      }
      return [[table.yes(variable)]];
    }
    const rows = compiled.criteria.map(treeOf);
    if (rows.length === 0) return written(always);
    return written(treeOfCondition(compiled.condition, (row) => rows[row]!, table.variables));
  });

  const flat = boxes.flat();
  const entryOfBox = boxes.flatMap((all, place) => all.map(() => place));
  const endOfEntry: number[] = [];
  boxes.reduce((sum, all, place) => (endOfEntry[place] = sum + all.length), 0);
  let index: BoxIndex | undefined;
  const meeting = (box: Box, end: number): number[] => {
    index ??= boxIndex(flat, table.variables);
    return index.meeting(box, end === 0 ? 0 : endOfEntry[end - 1]!);
  };

  // Fields of which a region may hold no value after all, for want of room.
  const crowded = [...fields.values()].map(({ space }) => space).filter(({ variables }) => variables.size > 1);
  const narrowed = (domains: Domains, variable: number) =>
    !isWithin(table.variables[variable]!.full, domains(variable));
  const readsUser = [...fields.values()].some(({ reference }) => reference.of === 'user');
  const exampleAt = (domains: Domains, asked: ReadonlySet<number>, attempt: number): ExampleLead | Judgement => {
    const lead: Record<string, LeadValue> = {};
    const runningUser: Record<string, LeadValue> = {};
    let at = 0;
    for (const { reference, space } of fields.values()) {
      at += 1;
      const choice = attempt === 0 ? 0 : (Math.imul(attempt * 2_654_435_761 + at * 40_503, 2_246_822_519) >>> 12) + 1;
      const found = space.valueAt(domains, choice, asked.has(space.base) || attempt % 4 === 1);
      if (found.kind !== 'value') return found.kind;
      if (found.value !== null) (reference.of === 'user' ? runningUser : lead)[reference.name] = found.value;
    }
    return readsUser ? { lead, runningUser } : { lead };
  };

  function within(box: Box, avoiding: readonly number[]): Answer {
    const isAvoided = new Set(avoiding);
    const last = avoiding.reduce((most, place) => Math.max(most, place + 1), 0);
    const near = meeting(box, last).filter((place) => isAvoided.has(entryOfBox[place]!));
    const forbidden = near.map((place) => flat[place]!);
    const bindings = table.bindingsOf([box, ...forbidden]);
    const asked = new Set(box.map(({ variable }) => variable));
    for (const { space } of fields.values())
      if (box.some(({ variable }) => space.variables.has(variable))) asked.add(space.base);
    const blamed = new Set<number>();
    let regions = 0;
    let example: () => ExampleLead = () => ({ lead: {} });
    // Most questions are only whether there is a lead. It is made up when somebody wants to see it.
    const later = (domains: Domains, changed: readonly number[]): (() => ExampleLead) => {
      const kept = new Map(changed.map((variable) => [variable, domains(variable)]));
      const then: Domains = (variable) => kept.get(variable) ?? table.variables[variable]!.full;
      return () => exampleAt(then, asked, 0) as ExampleLead;
    };

    const judge = (domains: Domains, changed: readonly number[]): Judgement => {
      for (const space of crowded) {
        if (!changed.some((variable) => variable !== space.base && space.variables.has(variable))) continue;
        const { kind } = space.valueAt(domains, 0, asked.has(space.base));
        if (kind !== 'value') return kind;
      }
      const settled = changed.flatMap((variable): [number, number][] =>
        unjudged.has(variable) && narrowed(domains, variable) ? [[variable, unjudged.get(variable)!]] : []
      );
      if (settled.length === 0) {
        example = later(domains, changed);
        return 'accepted';
      }
      const opaque = settled.filter(([, place]) => !entries[place]!.compiled);
      for (const [, place] of opaque) blamed.add(place);
      if (opaque.length > 0) return 'notDecided';
      regions += 1;
      for (let attempt = 0; attempt === 0 || (attempt < mostAttempts && regions <= mostRegions); attempt += 1) {
        const tried = exampleAt(domains, asked, attempt);
        if (typeof tried === 'string') continue;
        const wrong = settled.filter(([variable, place]) => {
          const scope = { lead: tried.lead, context: { ...context, runningUser: tried.runningUser ?? {} } };
          return (entries[place]!.compiled!.formula!.evaluate(scope) === true) !== isIn(domains(variable), 1);
        });
        if (wrong.length === 0) {
          example = () => tried;
          return 'accepted';
        }
        if (attempt === 0) for (const [, place] of wrong) blamed.add(place);
      }
      return 'notDecided';
    };
    const { answer, used } = search({
      variables: table.variables,
      within: box,
      forbidden: [...forbidden, ...bindings],
      judge,
      mostWork
    });
    if (answer === 'found') {
      return {
        kind: 'found',
        get example() {
          return example();
        }
      };
    }
    if (answer === 'notDecided') return { kind: 'notDecided', because: [...blamed] };
    const because = new Set([...used].flatMap((place) => (place < near.length ? [entryOfBox[near[place]!]!] : [])));
    return { kind: 'none', because: [...because] };
  }

  const anyWithin = (alternatives: readonly Box[], avoiding: readonly number[]): Answer => {
    const because = new Set<number>();
    const blamed = new Set<number>();
    let undecided = false;
    for (const box of alternatives) {
      const answer = within(box, avoiding);
      if (answer.kind === 'found') return answer;
      for (const place of answer.because) (answer.kind === 'none' ? because : blamed).add(place);
      undecided ||= answer.kind === 'notDecided';
    }
    return undecided ? { kind: 'notDecided', because: sorted(blamed) } : { kind: 'none', because: sorted(because) };
  };

  return {
    entries,
    fields,
    table,
    boxes,
    treeOf,
    holding: (conditions) => anyWithin(written(joined('all', conditions, table.variables)), []),
    near: (box, end) => [...new Set(meeting(box, end).map((place) => entryOfBox[place]!))],
    find({ matching, avoiding, within: limit = [] }) {
      let alternatives: readonly Box[] = [limit];
      for (const place of matching) {
        alternatives = alternatives.flatMap((box) => boxes[place]!.flatMap((other) => commonBox(box, other)));
      }
      return anyWithin(alternatives, avoiding);
    }
  };
}

function sorted(places: Iterable<number>): number[] {
  return [...places].sort((a, b) => a - b);
}
