import type { Test } from '../criterion.ts';
import { normalText } from '../operand.ts';
import type { DescribedField } from './orgDescription.ts';

/** A value of a text field, or the values that begin alike and are otherwise alike to the rule. */
export type TextValue =
  | { readonly kind: 'blank' }
  /** `raw` is the value as the record holds it, `text` what it is compared as, `label` what people read. */
  | { readonly kind: 'closed'; readonly text: string; readonly raw: string; readonly label: string }
  /** Every other text whose longest listed beginning this is; empty for texts with none. */
  | { readonly kind: 'open'; readonly prefix: string };

export interface TextValues {
  readonly values: readonly TextValue[];
  /** Words that `contains` lists, where the texts are not finitely many. */
  readonly words: readonly string[];
  readonly prefixes: ReadonlySet<string>;
  readonly equals: ReadonlySet<string>;
  readonly longest: number;
  readonly filler: string;
}

/** `İ` alone is longer in lower case than as it stands; its value has room where its lower case would have none. */
export function spelledShort(text: string): string {
  return text.replaceAll('i\u0307', 'İ');
}

/**
 * All values of a text field, as the tests divide them. A restricted picklist and a lookup have those that the org has; any
 * other field takes every text up to its length.
 * @param cuts further texts to tell apart, which the rule's formulas mention
 * @param spelling how a text in normal form is written in the rule
 */
export function textValues(
  field: DescribedField,
  tests: readonly Test[],
  cuts: readonly string[],
  spelling: (text: string) => string
): TextValues {
  const longest = field.length && field.length > 0 ? field.length : Infinity;
  const listed = (kind: Test['kind']) =>
    new Set(tests.flatMap((test) => (test.kind === kind && 'values' in test ? (test.values as string[]) : [])));
  const blank: readonly TextValue[] = field.nillable ? [{ kind: 'blank' }] : [];
  const finite = finiteValues(field);
  const equals = listed('textOneOf');
  const prefixes = listed('startsWith');
  const words = listed('contains');
  const filler = fillerBeside([...equals, ...prefixes, ...words]);
  if (finite) {
    const values = [
      ...blank,
      ...[...finite].map(([text, { raw, label }]) => ({ kind: 'closed' as const, text, raw, label }))
    ];
    return { values, words: [], prefixes, equals: new Set(finite.keys()), longest, filler };
  }
  const offered = new Map((field.picklistValues ?? []).map(({ value }) => [normalText(value), value.trim()]));
  for (const cut of cuts) if (normalText(cut) !== '') equals.add(normalText(cut));
  for (const text of offered.keys()) if (text !== '') equals.add(text);
  for (const prefix of prefixes) if (prefix.length === longest) equals.add(prefix);
  const closed: TextValue[] = [];
  for (const text of equals) {
    const spelled = offered.get(text) ?? spelling(text);
    const raw = spelled.length <= longest ? spelled : spelledShort(text);
    if (raw.length <= longest) closed.push({ kind: 'closed', text, raw, label: raw });
  }
  const open: TextValue[] = [...prefixes]
    .filter((prefix) => prefix.length < longest)
    .map((prefix) => ({ kind: 'open', prefix }));
  return {
    values: [...blank, ...closed, ...open, { kind: 'open', prefix: '' }],
    words: [...words],
    prefixes,
    equals,
    longest,
    filler
  };
}

/** What the org lets the field hold, by its normal form; undefined when that is every text. */
export function finiteValues(
  field: DescribedField
): ReadonlyMap<string, { readonly raw: string; readonly label: string }> | undefined {
  if (field.type === 'reference')
    return new Map((field.names ?? []).map(({ id, name }) => [normalText(name), { raw: id, label: name }]));
  if (!field.restricted || !field.picklistValues) return undefined;
  return new Map(field.picklistValues.map(({ value }) => [normalText(value), { raw: value, label: value }]));
}

/** A letter that stands in none of the texts, so that what it parts stays apart. */
function fillerBeside(texts: readonly string[]): string {
  const taken = new Set(texts.join(''));
  const letters = 'xqzjkvwyabcdefghilmnoprstu0123456789-_.~';
  for (const letter of letters) if (!taken.has(letter)) return letter;
  for (let code = 0x4e00; ; code += 1) if (!taken.has(String.fromCharCode(code))) return String.fromCharCode(code);
}
