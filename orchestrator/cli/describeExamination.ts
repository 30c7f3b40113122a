/** What the doctor found, as a person reads it, and as JSON. */
import pc from 'picocolors';
import type { Examined } from '../doctor/checks.ts';
import type { Finding, Severity } from '../doctor/finding.ts';
import { row } from './describeAnswer.ts';

export interface Examination {
  /** Address of the org. */
  org: string;
  /** Username; null when nobody could log in. */
  user: string | null;
  checks: readonly Examined[];
}

const paint: Readonly<Record<Severity, (text: string) => string>> = {
  problem: pc.red,
  warning: pc.yellow,
  note: pc.cyan
};

export function describeExamination({ org, user, checks }: Examination, verbose: boolean): string {
  const groups = [...new Set(checks.map(({ check }) => check.group))];
  const told = groups.map((group) => {
    const inGroup = checks.filter(({ check }) => check.group === group);
    return `\n${pc.bold(group)}\n${inGroup.map((each) => describeCheck(each, verbose)).join('')}`;
  });
  return `${org}${user === null ? '' : `, as ${user}`}\n${told.join('')}\n${summary(checks)}\n`;
}

function describeCheck({ check, findings, fine, notMade = [] }: Examined, verbose: boolean): string {
  const isFine = findings.every(({ severity }) => severity === 'note') && fine !== '';
  return [
    ...(isFine || (verbose && fine !== '') ? [row(pc.green('ok'), `${check.title}: ${pc.dim(fine)}`)] : []),
    ...findings.map(describeFinding),
    ...notMade.map((why) => row(pc.magenta('not made'), `${check.title}. ${pc.dim(why)}`))
  ].join('');
}

function describeFinding({ severity, what, where, mend }: Finding): string {
  const shown = where.length > 12 ? [...where.slice(0, 12), `and ${where.length - 12} more (--json lists all)`] : where;
  return (
    row(paint[severity](severity), what) +
    (shown.length > 0 ? row('', pc.bold(shown.join(', '))) : '') +
    row('', pc.dim(mend))
  );
}

function summary(checks: readonly Examined[]): string {
  const count = (severity: Severity): number =>
    checks.flatMap(({ findings }) => findings).filter((finding) => finding.severity === severity).length;
  const some = (severity: Severity): string => `${count(severity)} ${severity}${count(severity) === 1 ? '' : 's'}`;
  const notMade = checks.flatMap((each) => each.notMade ?? []).length;
  const text = `${some('problem')}, ${some('warning')}, ${some('note')}, ${notMade} not made`;
  return count('problem') > 0 ? pc.red(text) : count('warning') > 0 ? pc.yellow(text) : pc.green(text);
}

export function examinationJson({ org, user, checks }: Examination): unknown {
  return {
    org,
    user,
    checks: checks.map(({ check: { id, group, title }, findings, fine, notMade = [] }) => ({
      id,
      group,
      title,
      findings,
      notMade,
      ...(findings.length === 0 && fine !== '' ? { fine } : {})
    }))
  };
}
