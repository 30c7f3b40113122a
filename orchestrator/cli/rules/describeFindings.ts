/** The findings of lint as a person reads them, and as JSON. */
import pc from 'picocolors';
import type {
  Finding,
  FindingExample,
  GridCell,
  LintReport,
  OverlappingPair,
  Severity
} from '../../../assignment-rules/index.ts';
import type { RulesWorld } from '../../rulesWorld.ts';
import { row } from '../describeAnswer.ts';
import { describeTarget, shownValue } from './describeWhyNot.ts';

type Judged = Pick<RulesWorld, 'rule' | 'source' | 'comments' | 'unread'>;

const paint: Readonly<Record<Severity, (text: string) => string>> = {
  error: pc.red,
  warning: pc.yellow,
  info: pc.cyan
};
const headings: Readonly<Record<Severity, [one: string, many: string]>> = {
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  info: ['note', 'notes']
};
const severities: readonly Severity[] = ['error', 'warning', 'info'];
/** Parts of a grid that are shown; JSON has all. */
const shownCells = 12;
const lineWidth = 100;

export function describeReport(
  { findings, overlaps }: LintReport,
  world: Judged,
  options: { overlaps: boolean }
): string {
  const { rule, source, unread } = world;
  const count = `${rule.entries.length} ${rule.entries.length === 1 ? 'entry' : 'entries'}`;
  const parts = severities.flatMap((severity) => {
    const of = findings.filter((finding) => finding.severity === severity);
    return of.length === 0 ? [] : [`\n${of.map((finding) => describeFinding(finding, world)).join('\n')}`];
  });
  return [
    row('rule', `"${rule.fullName}", ${count}, from ${source}`),
    ...unread.map((text) => row('not known', pc.yellow(text))),
    ...parts,
    options.overlaps ? `\n${describeOverlaps(overlaps, world)}` : '',
    `\n${summary(findings)}${options.overlaps ? '' : hintOfOverlaps(overlaps)}\n`
  ].join('');
}

function describeFinding(finding: Finding, world: Judged): string {
  const { severity, code, why, next, entries, example, cells } = finding;
  const mark = { error: '✗', warning: '!', info: '·' }[severity];
  const comments = entries.flatMap((number) => {
    const comment = world.comments.get(number);
    return comment ? [pc.dim(`    entry ${number} says: ${shortened(comment)}\n`)] : [];
  });
  return [
    `${paint[severity](`${mark} ${code}`)}\n`,
    ...wrapped(why).map((line) => `    ${line}\n`),
    ...comments,
    example ? describeExample(example, world) : '',
    cells ? describeCells(cells) : '',
    ...wrapped(next).map((line, at) => `    ${at === 0 ? pc.dim('→') : ' '} ${line}\n`)
  ].join('');
}

function describeExample({ lead, runningUser, goesTo }: FindingExample, { rule }: Judged): string {
  const values = [
    ...Object.entries(lead),
    ...Object.entries(runningUser ?? {}).map(([name, value]) => [`User.${name}`, value] as const)
  ];
  const width = Math.max(0, ...values.map(([name]) => name.length));
  const entry = rule.entries.find(({ number }) => number === goesTo);
  const owner = entry
    ? `${describeTarget(entry)}, by entry ${entry.number}`
    : 'the default lead owner: no entry matches';
  return [
    `    ${pc.dim('for example a lead with')}\n`,
    ...values.map(([name, value]) => `      ${name.padEnd(width)}  ${shownValue(value ?? null)}\n`),
    values.length === 0 ? `      ${pc.dim('every field of the rule blank')}\n` : '',
    `    ${pc.dim('goes to')} ${owner}\n`
  ].join('');
}

function describeCells(cells: readonly GridCell[]): string {
  const fields = [...new Set(cells.flatMap(({ cell }) => Object.keys(cell)))];
  const rows = [
    fields,
    ...cells.slice(0, shownCells).map(({ cell }) => fields.map((field) => shortened(cell[field] ?? 'any', 34)))
  ];
  const widths = fields.map((_, column) => Math.max(...rows.map((cellsOf) => cellsOf[column]!.length)));
  const lines = rows.map((texts, at) => {
    const line = texts
      .map((text, column) => text.padEnd(widths[column]!))
      .join('  ')
      .trimEnd();
    return `      ${at === 0 ? pc.dim(line) : line}\n`;
  });
  const more = cells.length - shownCells;
  return lines.join('') + (more > 0 ? pc.dim(`      and ${more} more; --json has all\n`) : '');
}

/** One line an entry: which earlier ones take leads that it would match too, most telling first. */
function describeOverlaps({ pairs, count, cutShort }: LintReport['overlaps'], { rule }: Judged): string {
  const owner = (number: number): string =>
    rule.entries.find((entry) => entry.number === number)?.target?.name ?? 'keep owner';
  const lines = [...new Set(pairs.map(({ later }) => later))].map((later) => {
    const of = (...kinds: OverlappingPair['kind'][]): string =>
      pairs
        .filter((pair) => pair.later === later && kinds.includes(pair.kind))
        .map(({ earlier }) => earlier)
        .join(', ');
    return [`${later} ${owner(later)}`, of('special'), of('partial'), of('general', 'same'), of('notDecided')];
  });
  const header = ['THE ENTRY', 'YIELDS TO ITS SPECIAL CASES', 'IN PART TO', 'WHOLLY TO', 'NOT DECIDED'];
  const columns = header.map((_, at) => at).filter((at) => lines.some((texts) => texts[at] !== ''));
  const rows = [header, ...lines].map((texts) => columns.map((at) => texts[at]!));
  const widths = columns.map((_, column) => Math.max(...rows.map((texts) => texts[column]!.length)));
  const text = rows.map((texts, at) => {
    const line = texts
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd();
    return `  ${at === 0 ? pc.dim(line) : line}\n`;
  });
  const more = `  and more: ${count} pairs overlap, of which the first ${pairs.length} are shown\n`;
  return text.join('') + (cutShort ? pc.dim(more) : '');
}

function summary(findings: readonly Finding[]): string {
  const counts = severities.map((severity) => findings.filter((finding) => finding.severity === severity).length);
  const texts = severities.flatMap((severity, at) => {
    const count = counts[at]!;
    const [one, many] = headings[severity];
    return count === 0 ? [] : [paint[severity](`${count} ${count === 1 ? one : many}`)];
  });
  return texts.length === 0 ? pc.green('Nothing to mend.') : `${texts.join(', ')}.`;
}

function hintOfOverlaps({ count }: LintReport['overlaps']): string {
  if (count === 0) {
    return '';
  }
  return pc.dim(` ${count === 1 ? 'One pair' : `${count} pairs`} of entries overlap; --overlaps tells which wins.`);
}

export function reportJson({ findings, overlaps }: LintReport, { rule, source, unread }: Judged): unknown {
  const counts = Object.fromEntries(
    severities.map((severity) => [severity, findings.filter((finding) => finding.severity === severity).length])
  );
  return { rule: { name: rule.fullName, entries: rule.entries.length, source }, counts, findings, overlaps, unread };
}

function shortened(text: string, most = 90): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function wrapped(text: string): string[] {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const last = lines.length - 1;
    const line = lines[last] === '' ? word : `${lines[last]} ${word}`;
    if (line.length > lineWidth && lines[last] !== '') lines.push(word);
    else lines[last] = line;
  }
  return lines;
}
