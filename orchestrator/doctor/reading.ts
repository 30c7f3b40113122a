/** Judging what may not have been read. */
import type { Finding, Judgement } from './finding.ts';
import type { Reading } from './orgFacts.ts';

/** Judges what was read; what was not is a check that is not made. */
export function judged<T>(reading: Reading<T>, what: string, judge: (read: T) => Judgement): Judgement {
  return 'read' in reading ? judge(reading.read) : { findings: [], fine: '', notMade: [`${what}: ${reading.unread}`] };
}

/** What was read, or undefined. */
export function known<T>(reading: Reading<T>): T | undefined {
  return 'read' in reading ? reading.read : undefined;
}

/** A finding about all that `where` names; none when it names nothing. */
export function about(where: readonly string[], finding: Omit<Finding, 'where'>): Finding[] {
  return where.length === 0 ? [] : [{ ...finding, where }];
}
