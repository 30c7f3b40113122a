/** What a table comes to, as a person reads it and as JSON. */
import pc from 'picocolors';
import type {
  AssignmentTarget,
  BuiltTerritories,
  LeadRecord,
  Merged,
  TerritoryTable
} from '../../../assignment-rules/index.ts';
import { row } from '../describeAnswer.ts';

export interface Build {
  table: string;
  read: TerritoryTable;
  built: BuiltTerritories;
  merged: Merged;
  file: string | undefined;
  isAllowed: boolean;
  isWritten: boolean;
  isChanged: boolean;
}

export function describeBuild(build: Build): string {
  const { table, read, built, merged, file } = build;
  const { entries, conflicts, holes, moreHoles } = built;
  return [
    row('table', `${table}, ${counted(read.territories.length, 'row', 'rows')}`),
    row('entries', `${entries.length}, most specific first, from number ${merged.firstNumber} of the rule`),
    ...read.notes.map((note) => row('careful', pc.yellow(`row ${note.row}: ${note.message}`))),
    ...conflicts.flatMap(({ rows, teams, lead }) => [
      row('conflict', pc.red(`rows ${rows[0]} and ${rows[1]} both take ${leadText(lead)}`)),
      row(
        '',
        `${rows[0]} gives it to ${targetText(teams[0])}, ${rows[1]} to ${targetText(teams[1])}; neither is more specific`
      )
    ]),
    ...holes.map(({ what }, index) => row(index === 0 ? 'nobody' : '', pc.yellow(`takes ${what}`))),
    ...(moreHoles ? [row('', pc.yellow('takes more than these'))] : []),
    '\n',
    changeText(merged, file),
    '\n',
    ending(build)
  ].join('');
}

function ending({ file, isAllowed, isWritten, isChanged, built }: Build): string {
  if (!isAllowed) {
    return pc.red(
      `Nothing is written while ${counted(built.conflicts.length, 'conflict is', 'conflicts are')} there: add a row for what ` +
        'both share, or give --allow-conflicts.\n'
    );
  }
  if (file === undefined) return 'Nothing is written: give --into a rule file, or --out for a new one.\n';
  if (!isChanged) return `${file} has these entries already.\n`;
  return isWritten ? pc.green(`Written to ${file}.\n`) : `Nothing is written yet: add --yes to write ${file}.\n`;
}

/** Entries that come and go; the others in a line. */
function changeText({ before, after }: Merged, file: string | undefined): string {
  const [old, young] = [chunks(before), chunks(after)];
  const kept = new Set(commonChunks(old, young));
  const lines = (sign: string, paint: (text: string) => string) => (chunk: string) =>
    paint(chunk.replace(/^ {8}/gm, '').replace(/^/gm, `${sign} `));
  const removed = old.filter((chunk) => !kept.has(chunk)).map(lines('-', pc.red));
  const added = young.filter((chunk) => !kept.has(chunk)).map(lines('+', pc.green));
  const unchanged = kept.size > 0 ? [`  ${counted(kept.size, 'entry stays', 'entries stay')} as before`] : [];
  const head = file === undefined ? [] : [pc.bold(file)];
  return `${[...head, ...removed, ...added, ...unchanged].join('\n')}\n`;
}

/** An entry with the comment above it, each. */
function chunks(block: string): string[] {
  return [...block.matchAll(/[ \t]*<!-- Row [\s\S]*?<\/ruleEntry>/g)].map(([chunk]) => chunk);
}

/** Longest common run of two lists, in order. */
function commonChunks(one: readonly string[], other: readonly string[]): string[] {
  const lengths = Array.from({ length: one.length + 1 }, () => new Uint16Array(other.length + 1));
  for (let i = one.length - 1; i >= 0; i -= 1) {
    for (let j = other.length - 1; j >= 0; j -= 1) {
      lengths[i]![j] =
        one[i] === other[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
    }
  }
  const common: string[] = [];
  for (let i = 0, j = 0; i < one.length && j < other.length;) {
    if (one[i] === other[j]) {
      common.push(one[i]!);
      i += 1;
      j += 1;
    } else if (lengths[i + 1]![j]! >= lengths[i]![j + 1]!) i += 1;
    else j += 1;
  }
  return common;
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
const targetText = ({ type, name }: AssignmentTarget): string => (type === 'Queue' ? `the queue ${name}` : name);

function leadText(lead: LeadRecord): string {
  const told = Object.entries(lead).map(([field, value]) => `${field} ${String(value)}`);
  return told.length > 0 ? told.join(', ') : 'a lead without any of these values';
}

/** Stable names for scripts. */
export function buildJson({ table, read, built, merged, file, isAllowed, isWritten }: Build): unknown {
  return {
    table,
    rows: read.territories.length,
    file: file ?? null,
    written: isWritten,
    allowed: isAllowed,
    firstNumber: merged.firstNumber,
    entries: built.entries.map(({ entry, row: number, comment }) => ({
      row: number,
      comment,
      target: entry.target ?? null,
      criteriaItems: entry.criteriaItems,
      booleanFilter: entry.booleanFilter ?? null
    })),
    notes: read.notes,
    conflicts: built.conflicts,
    holes: built.holes,
    moreHoles: built.moreHoles,
    xml: merged.after
  };
}
