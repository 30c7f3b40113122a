import { compileRule } from '../compileRule.ts';
import { entryMatches } from '../compiledEntry.ts';
import type { RuleContext } from '../leadValues.ts';
import type { AssignmentRule } from '../ruleFile.ts';
import { coverageFindings, gridTests, usualGrid } from './coverageFindings.ts';
import type { Grid } from './coverageFindings.ts';
import { conflictFindings, reachFindings, redundantRowFindings } from './entryFindings.ts';
import type { ShowLead } from './entryFindings.ts';
import type { Finding, FindingExample } from './finding.ts';
import { fieldLookup, fieldTypesOf } from './orgDescription.ts';
import type { OrgDescription } from './orgDescription.ts';
import { leftOutFindings, limitFindings, problemFindings, targetFindings } from './orgFindings.ts';
import { contestedLead, overlapDetail, overlaps } from './overlaps.ts';
import type { OverlapDetail } from './overlaps.ts';
import { ruleSpace } from './ruleSpace.ts';
import type { RuleSpace } from './ruleSpace.ts';
import { valueFindings } from './valueFindings.ts';

export interface LintOptions {
  /** What NOW() and TODAY() mean in formulas. */
  readonly now: Date;
  /** IANA zone of TODAY(). Default `UTC`. */
  readonly timeZone?: string;
  /** Where holes are looked for. Default: country by industry by size. */
  readonly grid?: Grid | undefined;
  /** Called as work goes on, with shares of 1. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** A pair of entries that one lead can meet, by their numbers. */
export interface OverlappingPair extends Pick<OverlapDetail, 'kind' | 'sameFields' | 'sameTarget'> {
  readonly earlier: number;
  readonly later: number;
  /** Meets both, and goes to the earlier; missing where an entry above takes all of them or a formula is in the way. */
  readonly example?: FindingExample;
}

export interface LintReport {
  /** Errors first, then by entry. */
  readonly findings: readonly Finding[];
  /** Of the pairs that overlap; of many only the first are told in full. */
  readonly overlaps: { readonly count: number; readonly pairs: readonly OverlappingPair[]; readonly cutShort: boolean };
}

/** Pairs that are looked at, and those that are told in full. */
const mostPairs = 250_000;
const mostTold = 500;

/** Judges a rule against the org around it, exactly or not at all. */
export function lintRule(rule: AssignmentRule, org: OrgDescription, options: LintOptions): LintReport {
  const findings: Finding[] = [];
  findings.push(...limitFindings(rule.entries), ...leftOutFindings(org, rule.entries));
  for (const entry of rule.entries) findings.push(...targetFindings(entry, org));
  const { fields } = org;
  if (!fields) return { findings: inOrder(findings), overlaps: { count: 0, pairs: [], cutShort: false } };

  const { grid = usualGrid, onProgress = () => undefined } = options;
  const context: RuleContext = { now: options.now, ...(options.timeZone ? { timeZone: options.timeZone } : {}) };
  const types = fieldTypesOf(fields);
  const lookup = fieldLookup(fields);
  const space = ruleSpace(rule, fields, context, gridTests(grid, types));
  const show = shower(rule, space, context, types);
  for (const judged of space.entries) {
    findings.push(...problemFindings(judged, lookup), ...valueFindings(judged, lookup));
  }
  space.entries.forEach((_, place) => {
    findings.push(...reachFindings(space, place, show), ...redundantRowFindings(space, place));
    onProgress(((place + 1) / space.entries.length) * 0.6);
  });
  const pairs = overlapping(space, show, findings, (share) => onProgress(0.6 + share * 0.3));
  findings.push(...coverageFindings(space, grid, show));
  onProgress(1);
  return { findings: inOrder(findings), overlaps: pairs };
}

function overlapping(
  space: RuleSpace,
  show: ShowLead,
  findings: Finding[],
  onProgress: (share: number) => void
): LintReport['overlaps'] {
  const pairs: OverlappingPair[] = [];
  let count = 0;
  for (const overlap of overlaps(space)) {
    const { earlier, later } = overlap;
    if (count >= mostPairs) return { count, pairs, cutShort: true };
    count += 1;
    findings.push(...conflictFindings(space, overlap, show));
    if (pairs.length < mostTold) {
      const { kind, sameFields, sameTarget } = overlapDetail(space, overlap);
      const numbers = [later, earlier].map((place) => space.entries[place]!.entry.number);
      const lead = contestedLead(space, overlap);
      const example = lead ? { example: show(lead, numbers) } : {};
      pairs.push({ earlier: numbers[1]!, later: numbers[0]!, kind, sameFields, sameTarget, ...example });
    }
    onProgress(later / space.entries.length);
  }
  return { count, pairs, cutShort: count > pairs.length };
}

/**
 * Where a made-up lead goes is asked of the rule itself, without the entries that cannot be judged: an example that does not
 * show its finding is a defect of the analysis, and is not passed on.
 */
function shower(
  rule: AssignmentRule,
  { entries }: RuleSpace,
  context: RuleContext,
  types: Parameters<typeof compileRule>[1]
): ShowLead {
  const judged = entries.filter(({ compiled }) => compiled !== undefined);
  const compiled = compileRule({ ...rule, entries: judged.map(({ entry }) => entry) }, types);
  const byNumber = new Map(judged.map((each) => [each.entry.number, each.compiled!]));
  return ({ lead, runningUser }, meets) => {
    const scope = { ...context, runningUser: runningUser ?? {} };
    const outcome = compiled.evaluate(lead, scope);
    for (const number of meets) {
      const entry = byNumber.get(number);
      if (entry && !entryMatches(entry, lead, scope)) throw new Error(`The example does not meet entry ${number}`);
    }
    const goesTo = outcome.kind === 'noMatch' ? null : outcome.entry;
    return { lead, ...(runningUser ? { runningUser } : {}), meets, goesTo };
  };
}

const rank = { error: 0, warning: 1, info: 2 };

function inOrder(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (a, b) => rank[a.severity] - rank[b.severity] || (a.entries[0] ?? Infinity) - (b.entries[0] ?? Infinity)
  );
}
