import { testHolds } from '../criterion.ts';
import type { Test } from '../criterion.ts';
import { normalText } from '../operand.ts';
import { isIn, membersOf } from './classSet.ts';
import { joined, literalTree } from './conditionTree.ts';
import type { Tree } from './conditionTree.ts';
import { testKey } from './fieldSpace.ts';
import type { FieldSpace, FieldValue } from './fieldSpace.ts';
import type { DescribedField } from './orgDescription.ts';
import type { Domains } from './search.ts';
import { textValues } from './textValues.ts';
import type { TextValue, TextValues } from './textValues.ts';
import { findText, isWanted } from './textWitness.ts';
import type { WantedText } from './textWitness.ts';
import type { VariableTable } from './variableTable.ts';

/** Whether a value contains a listed word: some values leave it open. */
type Containment = 'yes' | 'no' | 'open';

/**
 * A text field. Its base variable has a class for each listed value, for each longest listed beginning, and for the rest;
 * classes that no test tells apart are one. Each word of a `contains` has a variable of its own, bound to the base and to
 * the words that stand in it.
 */
export function textSpace(
  field: DescribedField,
  tests: readonly Test[],
  cuts: readonly string[],
  spelling: (text: string) => string,
  table: VariableTable
): FieldSpace {
  const texts = textValues(field, tests, cuts, spelling);
  const { values, words } = texts;
  const onBase = tests.filter((test) => test.kind !== 'contains' || words.length === 0);
  const meeting = new Map(onBase.map((test) => [testKey(test), meetingValues(test, values)]));
  const containments = words.map((word) => values.map((value) => containment(word, value, texts.longest)));

  // Values that meet the same tests and hold the same words are one class.
  const met: string[][] = values.map(() => []);
  [...meeting.values()].forEach((places, test) => places.forEach((place) => met[place]!.push(String(test))));
  containments.forEach((all) => all.forEach((one, place) => met[place]!.push(one[0]!)));
  const classOf = new Map<string, number>();
  const classes: TextValue[][] = [];
  const classAt = values.map((value, place) => {
    const key = met[place]!.join();
    let found = classOf.get(key);
    if (found === undefined) classOf.set(key, (found = classes.push([]) - 1));
    classes[found]!.push(value);
    return found;
  });

  const base = table.add(classes.length);
  const wordVariables = new Map(words.map((word) => [word, table.addSwitch()]));
  words.forEach((word, at) => {
    const variable = wordVariables.get(word)!;
    const classesWhere = (wanted: Containment) =>
      new Set(classAt.filter((_, place) => containments[at]![place] === wanted));
    table.define(variable, [table.is(base, classesWhere('no')), table.yes(variable)]);
    table.define(variable, [table.is(base, classesWhere('yes')), table.no(variable)]);
    for (const part of words) {
      const partVariable = wordVariables.get(part)!;
      if (part !== word && word.includes(part))
        table.bindPair(variable, partVariable, [table.yes(variable), table.no(partVariable)]);
    }
  });

  const trees = new Map<string, Tree>();
  for (const test of tests) {
    const key = testKey(test);
    const places = meeting.get(key);
    trees.set(
      key,
      places
        ? literalTree(
            base,
            table.is(
              base,
              places.map((place) => classAt[place]!)
            ).set
          )
        : joined(
            'any',
            (test as { values: readonly string[] }).values.map((word) => ({
              kind: 'literal' as const,
              ...table.yes(wordVariables.get(word)!)
            })),
            table.variables
          )
    );
  }
  const preferred = examplesFor(field);
  return {
    base,
    variables: new Set([base, ...wordVariables.values()]),
    treeOf: (test) => trees.get(testKey(test))!,
    labelOf: (at) => classes[at]!.map(labelOf).join(', '),
    isNamed: (at) =>
      classes[at]!.some((value) => value.kind === 'closed' || (value.kind === 'open' && value.prefix !== '')),
    valueAt: (domains, choice, isConstrained) =>
      textAt({ texts, classes, wordVariables, preferred }, base, domains, choice, isConstrained)
  };
}

function meetingValues(test: Test, values: readonly TextValue[]): number[] {
  const places: number[] = [];
  values.forEach((value, place) => {
    // An open class meets no list of whole values: those that are listed have classes of their own.
    const operand = value.kind === 'blank' ? null : value.kind === 'closed' ? value.text : value.prefix;
    if (value.kind === 'open' && test.kind === 'textOneOf') return;
    if (testHolds(test, operand)) places.push(place);
  });
  return places;
}

function containment(word: string, value: TextValue, longest: number): Containment {
  if (value.kind === 'blank') return 'no';
  if (value.kind === 'closed') return value.text.includes(word) ? 'yes' : 'no';
  if (value.prefix.includes(word)) return 'yes';
  return word.length <= longest ? 'open' : 'no';
}

function labelOf(value: TextValue): string {
  if (value.kind === 'blank') return 'blank';
  if (value.kind === 'closed') return value.label;
  return value.prefix === '' ? 'any other' : `${value.prefix}…`;
}

interface Texts {
  readonly texts: TextValues;
  readonly classes: readonly (readonly TextValue[])[];
  readonly wordVariables: ReadonlyMap<string, number>;
  readonly preferred: readonly string[];
}

function textAt(
  { texts, classes, wordVariables, preferred }: Texts,
  base: number,
  domains: Domains,
  choice: number,
  isConstrained: boolean
): FieldValue {
  const containing: string[] = [];
  const notContaining: string[] = [];
  for (const [word, variable] of wordVariables) {
    const domain = domains(variable);
    if (!isIn(domain, 0)) containing.push(word);
    else if (!isIn(domain, 1)) notContaining.push(word);
  }
  const candidates = membersOf(domains(base)).flatMap((at) => classes[at]!);
  const rank = ({ kind }: TextValue) => (kind === 'blank' ? (isConstrained ? 2 : 0) : kind === 'closed' ? 1 : 1.5);
  candidates.sort((a, b) => rank(a) - rank(b));
  const from = choice === 0 ? 0 : choice % candidates.length;
  let undecided = false;
  for (let at = 0; at < candidates.length; at += 1) {
    const value = candidates[(from + at) % candidates.length]!;
    if (value.kind === 'blank') return { kind: 'value', value: null };
    if (value.kind === 'closed') {
      return { kind: 'value', value: value.raw };
    }
    const wanted: WantedText = {
      prefix: value.prefix,
      containing,
      notContaining,
      notEqual: texts.equals,
      prefixes: texts.prefixes,
      longest: texts.longest,
      filler: texts.filler
    };
    const plain = preferred.find((example) => isWanted(normalText(example), wanted));
    if (plain !== undefined) return { kind: 'value', value: plain };
    const found = findText(wanted);
    if (found.kind === 'found') return { kind: 'value', value: found.text };
    if (found.kind === 'notDecided') undecided = true;
  }
  return { kind: undecided ? 'notDecided' : 'impossible' };
}

/** What a person would take for an example, where it fits. */
function examplesFor({ type, name }: DescribedField): readonly string[] {
  switch (type) {
    case 'email':
      return ['caller@company.example'];
    case 'phone':
      return ['+1 415 555 0100'];
    case 'url':
      return ['https://company.example'];
    default:
      return /company/i.test(name) ? ['Company Example', 'Other'] : ['Other', 'Another'];
  }
}
