/** What changes for past leads, as a person reads it and as JSON. */
import pc from 'picocolors';
import {
  ownerKey,
  type Comparison,
  type Flow,
  type OpenReason,
  type RuleOwner
} from '../../../assignment-rules/index.ts';
import { nameOfOutcome } from '../../explainLead.ts';
import type { Replay } from '../../replayRules.ts';
import { row } from '../describeAnswer.ts';
import { table, type TableColumn } from '../table.ts';
import { counted, leadsText, periodText, ruleText, shareText, shortened } from './replayWords.ts';

/** Lines of a table that are shown; JSON has all. */
const shownLines = 20;
/** Ids in a line of a table, so that it fits a terminal. */
const shownIds = 2;

export function describeReplay(replay: Replay, unread: readonly string[]): string {
  const { before, after, source, comparison } = replay;
  return [
    row('before', ruleText(before)),
    row('after', ruleText(after)),
    row('leads', `${counted(comparison.leads)} of ${source}${periodText(replay)}`),
    ...unread.map((text) => row('not known', pc.yellow(text))),
    ...(comparison.leads === 0
      ? [row('', pc.yellow('There is nothing to replay: choose another period, or give leads with --leads.'))]
      : [sums(comparison), flowTable(comparison), ownerTable(comparison), openTable(replay)])
  ].join('');
}

function sums(comparison: Comparison): string {
  const { leads, changed, stayed, notDecided } = comparison;
  const paint = changed > 0 ? pc.yellow : pc.green;
  const told = (count: number): string => `${counted(count)} (${shareText(count, leads)})`;
  return [
    row('change', paint(`${told(changed)} get another owner`)),
    row('stay', told(stayed)),
    ...(notDecided > 0 ? [row('not decided', pc.yellow(told(notDecided)))] : []),
    ...todayRow(comparison)
  ].join('');
}

function todayRow({ inQueues: { leads, asBefore } }: Comparison): string[] {
  if (leads === 0) return [];
  const text = `of the ${leadsText(leads)} that a queue has today, the rule before names that very queue for ${counted(asBefore)}`;
  return [row('today', `${text} (${shareText(asBefore, leads)})`)];
}

function flowTable({ flows, leads }: Comparison): string {
  const changes = flows.filter(({ changes }) => changes);
  if (changes.length === 0) return '';
  const columns: TableColumn<Flow>[] = [
    { heading: 'LEADS', text: (flow) => counted(flow.leads) },
    { heading: 'SHARE', text: (flow) => shareText(flow.leads, leads) },
    { heading: 'FROM', text: ({ before }) => shortened(nameOfOutcome(before), 32), isLeft: true },
    { heading: 'TO', text: ({ after }) => shortened(nameOfOutcome(after), 32), isLeft: true },
    { heading: 'ENTRIES', text: (flow) => entriesText(flow, 2), isLeft: true },
    { heading: 'EXAMPLES', text: ({ examples }) => examples.slice(0, shownIds).join(' '), isLeft: true }
  ];
  return `\n${table(columns, changes.slice(0, shownLines))}${moreText(changes.length)}`;
}

/**
 * `18 > 8, 19 > 8 and 3 more`: entry before, entry after, `-` where none matches.
 * @param most pairs that are shown
 */
export function entriesText({ entries }: Flow, most: number): string {
  const pairs = entries.slice(0, most).map(({ before, after }) => `${before ?? '-'} > ${after ?? '-'}`);
  const more = entries.length - pairs.length;
  return pairs.join(', ') + (more > 0 ? ` and ${counted(more)} more` : '');
}

export interface OwnerCount {
  owner: RuleOwner;
  before: number;
  after: number;
}

/** How many leads each owner has before and after, those with the largest difference first. */
export function ownerCounts({ flows }: Pick<Comparison, 'flows'>): OwnerCount[] {
  const counts = new Map<string, OwnerCount>();
  const countOf = (owner: RuleOwner): OwnerCount => {
    const key = ownerKey(owner);
    const known = counts.get(key) ?? { owner, before: 0, after: 0 };
    counts.set(key, known);
    return known;
  };
  for (const { before, after, leads } of flows) {
    countOf(before).before += leads;
    countOf(after).after += leads;
  }
  const difference = ({ before, after }: OwnerCount): number => Math.abs(after - before);
  return [...counts.values()].sort((a, b) => difference(b) - difference(a) || b.before - a.before);
}

function ownerTable(comparison: Comparison): string {
  if (comparison.changed === 0) return '';
  const counts = ownerCounts(comparison);
  const columns: TableColumn<OwnerCount>[] = [
    { heading: 'OWNER', text: ({ owner }) => shortened(nameOfOutcome(owner), 32), isLeft: true },
    { heading: 'BEFORE', text: ({ before }) => counted(before) },
    { heading: 'AFTER', text: ({ after }) => counted(after) },
    { heading: 'CHANGE', text: differenceText }
  ];
  return `\n${table(columns, counts.slice(0, shownLines))}${moreText(counts.length)}`;
}

/** `+700`; nothing where it is the same. */
export function differenceText({ before, after }: OwnerCount): string {
  return after === before ? '' : `${after > before ? '+' : '-'}${counted(Math.abs(after - before))}`;
}

function openTable({ comparison, before, after }: Replay): string {
  const { reasons, notDecided, sameEitherWay } = comparison;
  if (notDecided === 0) return '';
  const lines = reasons.map(({ cause, leads, examples }) => {
    const rule = cause.kind === 'entry' && cause.rule === 'before' ? before : after;
    const comment = cause.kind === 'entry' ? rule.comments.get(cause.entry) : undefined;
    const what = comment === undefined ? '' : pc.dim(` (${shortened(comment, 60)})`);
    return row(counted(leads), `${causeText(cause)}${what} ${examples.join(' ')}`);
  });
  const same =
    sameEitherWay > 0 ? [row('', `${leadsText(sameEitherWay)} of these keep their owner, whoever that is.`)] : [];
  return `\nNot decided\n${[...lines, ...same].join('')}`;
}

/** What was in the way, in a sentence. */
export function causeText(cause: OpenReason['cause']): string {
  if (cause.kind === 'value') return cause.message;
  return `Entry ${cause.entry} ${cause.rule} cannot be judged: ${cause.problems.map(({ message }) => message).join(' ')}`;
}

function moreText(count: number): string {
  return count > shownLines ? pc.dim(`  and ${counted(count - shownLines)} more; --json has all\n`) : '';
}

/** Stable names for scripts. */
export function replayJson(replay: Replay, unread: readonly string[]): unknown {
  const { before, after, source, period, timeZone, comparison } = replay;
  const ruleJson = ({ rule, source: from }: Replay['before']) => ({
    name: rule.fullName,
    entries: rule.entries.length,
    source: from
  });
  const { leads, flows, ...counts } = comparison;
  return {
    before: ruleJson(before),
    after: ruleJson(after),
    leads: {
      source,
      from: period?.from.toISOString() ?? null,
      to: period?.to.toISOString() ?? null,
      timeZone,
      count: leads
    },
    ...counts,
    flows: flows.map((flow) => ({
      ...flow,
      entries: flow.entries.map((pair) => ({ ...pair, before: pair.before ?? null, after: pair.after ?? null }))
    })),
    unread
  };
}
