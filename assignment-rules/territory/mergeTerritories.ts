/**
 * Puts entries into a rule of a file, between two comments, and takes out those that stand between them already. It works on
 * the text, so that everything else stays as it is to the letter.
 */
import { parseAssignmentRules } from '../parseAssignmentRules.ts';
import { commentXml, commentedEntryXml, ruleFileXml } from './entryXml.ts';
import type { TerritoryEntry } from './territoryEntries.ts';

const begins = 'baton territory: begin';
const ends = 'baton territory: end';
const beginComment = new RegExp(`[ \\t]*<!--\\s*${begins}[\\s\\S]*?-->[ \\t]*\\r?\\n?`);
const endComment = new RegExp(`[ \\t]*<!--\\s*${ends}[\\s\\S]*?-->[ \\t]*\\r?\\n?`);

export interface Merged {
  readonly xml: string;
  /** Number that the first of the entries has in the rule. */
  readonly firstNumber: number;
  /** Text that was between the comments before; empty where there were none. */
  readonly before: string;
  readonly after: string;
}

/** Why a file cannot take the entries. */
export class MergeError extends Error {}

/** A new file. @param table its name, for the comment */
export function newRuleFile(entries: readonly TerritoryEntry[], ruleName: string, table: string): Merged {
  const after = blockOf(entries, table);
  return { xml: ruleFileXml(ruleName, after), firstNumber: 1, before: '', after };
}

/**
 * @param before number of the entry before which they are put when the file has none yet; default: before the entries
 *   without criteria at the end, which take every lead, or else at the end
 * @throws MergeError, or RuleFileError for a file that is none
 */
export function mergeTerritories(
  xml: string,
  ruleName: string | undefined,
  entries: readonly TerritoryEntry[],
  table: string,
  before?: number
): Merged {
  const file = parseAssignmentRules(xml);
  const rule =
    ruleName === undefined
      ? (file.rules.find(({ active }) => active) ?? (file.rules.length === 1 ? file.rules[0] : undefined))
      : file.rules.find(({ fullName }) => fullName.toLowerCase() === ruleName.toLowerCase());
  const names = file.rules.map(({ fullName }) => `"${fullName}"`).join(', ');
  if (!rule)
    throw new MergeError(
      `The file has no ${ruleName === undefined ? 'active rule' : `rule "${ruleName}"`}. Its rules: ${names}.`
    );
  const place = positions(xml)[file.rules.indexOf(rule)]!;
  const text = xml.slice(place.start, place.end);
  const [begin, end] = [beginComment.exec(text), endComment.exec(text)];
  if ((begin === null) !== (end === null) || (begin && end && end.index < begin.index)) {
    throw new MergeError(`Of the comments "${begins}" and "${ends}" one is missing: put it back, or remove the other.`);
  }
  const after = blockOf(entries, table);
  const result = ((): Omit<Merged, 'after'> => {
    if (begin && end) {
      if (before !== undefined)
        throw new MergeError('The file has the entries already: they are replaced where they stand.');
      const from = place.start + begin.index;
      const to = place.start + end.index + end[0].length;
      const firstNumber = place.entryEnds.filter((each) => each <= from).length + 1;
      return { xml: xml.slice(0, from) + after + xml.slice(to), firstNumber, before: xml.slice(from, to) };
    }
    const count = rule.entries.length;
    const catchAlls = [...rule.entries]
      .reverse()
      .findIndex((each) => each.criteriaItems.length > 0 || each.formula !== undefined);
    const firstNumber = before ?? count + 1 - (catchAlls < 0 ? count : catchAlls);
    if (firstNumber < 1 || firstNumber > count + 1)
      throw new MergeError(`The rule has ${count} entries: there is none before which ${firstNumber} stands.`);
    const at = firstNumber === 1 ? place.headEnd : place.entryEnds[firstNumber - 2]!;
    const rest = xml.slice(at).replace(/^[ \t]*\r?\n/, '');
    return { xml: `${xml.slice(0, at)}\n${after}${rest}`, firstNumber, before: '' };
  })();
  expectOthersUntouched(xml, result.xml, rule.fullName);
  return { ...result, after };
}

function blockOf(entries: readonly TerritoryEntry[], table: string): string {
  const begin = commentXml(`${begins}, from ${table}. Change the table, not these entries: they are written anew.`);
  return `${[begin, ...entries.map(commentedEntryXml), commentXml(ends)].join('\n')}\n`;
}

interface RulePosition {
  start: number;
  end: number;
  /** Where `fullName` and `active` end. */
  headEnd: number;
  entryEnds: readonly number[];
}

/** Rules in document order. */
function positions(xml: string): RulePosition[] {
  const rules: { start: number; end: number; headEnd: number; entryEnds: number[] }[] = [];
  let isInEntry = false;
  for (const match of xml.matchAll(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\/?(\w+)[^>]*>/g)) {
    const [tag, name] = match;
    const end = match.index + tag.length;
    const rule = rules.at(-1);
    if (name === 'ruleEntry') {
      isInEntry = !tag.startsWith('</') && !tag.endsWith('/>');
      if (!isInEntry) rule?.entryEnds.push(end);
    } else if (name === 'assignmentRule') {
      if (tag.startsWith('</')) rule!.end = match.index;
      else rules.push({ start: end, end, headEnd: end, entryEnds: [] });
    } else if (rule && !isInEntry && rule.entryEnds.length === 0 && (tag === '</fullName>' || tag === '</active>')) {
      rule.headEnd = end;
    }
  }
  return rules;
}

/** What is not ours must come out as it went in. */
function expectOthersUntouched(before: string, after: string, ruleName: string): void {
  const others = (xml: string): string => {
    const file = parseAssignmentRules(withoutBlocks(xml, ruleName));
    return JSON.stringify(file);
  };
  if (others(before) !== others(after)) {
    throw new MergeError('Other entries of the file would change: please report it with the file.');
  }
}

function withoutBlocks(xml: string, ruleName: string): string {
  const at = parseAssignmentRules(xml).rules.findIndex(({ fullName }) => fullName === ruleName);
  const { start, end } = positions(xml)[at]!;
  const text = xml.slice(start, end);
  const [from, to] = [beginComment.exec(text), endComment.exec(text)];
  if (!from || !to) return xml;
  return xml.slice(0, start + from.index) + xml.slice(start + to.index + to[0].length);
}
