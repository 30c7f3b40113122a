/** What the picture of a replay shows: owners on either side, and the leads that go from one to the other. */
import { ownerKey, type Comparison, type RuleOwner } from '../../../assignment-rules/index.ts';
import { nameOfOutcome } from '../../explainLead.ts';
import { counted } from './replayWords.ts';

export interface ChartOwner {
  key: string;
  name: string;
  before: number;
  after: number;
  /** Leads that it had and has no more, and that it has and did not have. */
  gone: number;
  come: number;
}

export interface ChartFlow {
  before: ChartOwner;
  after: ChartOwner;
  leads: number;
  changes: boolean;
}

export interface FlowChart {
  /** From top to bottom, on both sides. */
  owners: ChartOwner[];
  flows: ChartFlow[];
  /** Leads that stay are drawn so many times smaller than leads that change, so that the latter can be seen. */
  stayScale: number;
}

/** More names than these nobody compares in one picture. */
const mostOwners = 40;

/** @param most owners by name; the others are gathered into one */
export function flowChart({ flows }: Pick<Comparison, 'flows'>, most = mostOwners): FlowChart {
  const all = new Map<string, ChartOwner>();
  const ownerOf = (owner: RuleOwner): ChartOwner => {
    const key = ownerKey(owner);
    const known = all.get(key) ?? { key, name: nameOfOutcome(owner), before: 0, after: 0, gone: 0, come: 0 };
    all.set(key, known);
    return known;
  };
  const links = flows.map(({ before, after, leads, changes }) => {
    const [from, to] = [ownerOf(before), ownerOf(after)];
    from.before += leads;
    to.after += leads;
    if (changes) {
      from.gone += leads;
      to.come += leads;
    }
    return { before: from, after: to, leads, changes };
  });
  // Those of whom most changes stay by name, then the largest.
  const ranked = [...all.values()].sort((a, b) => moved(b) - moved(a) || size(b) - size(a) || compare(a.key, b.key));
  const isGathered = ranked.length > most;
  const named = isGathered ? ranked.slice(0, most - 1) : ranked;
  const rest = ranked.slice(named.length);
  const others = isGathered ? gathered(rest) : undefined;
  const shown = (owner: ChartOwner): ChartOwner => (others && rest.includes(owner) ? others : owner);

  const merged = new Map<string, ChartFlow>();
  for (const { leads, changes, ...link } of links) {
    // From one of the others to another of them is a change still.
    const [before, after] = [shown(link.before), shown(link.after)];
    const key = JSON.stringify([before.key, after.key, changes]);
    const known = merged.get(key) ?? { before, after, leads: 0, changes };
    known.leads += leads;
    merged.set(key, known);
  }
  const shownFlows = [...merged.values()].sort((a, b) => b.leads - a.leads || compare(a.before.key, b.before.key));
  return {
    owners: [...named]
      .sort((a, b) => place(a) - place(b) || size(b) - size(a) || compare(a.key, b.key))
      .concat(others ?? []),
    flows: shownFlows,
    stayScale: stayScaleOf(shownFlows)
  };
}

function gathered(owners: readonly ChartOwner[]): ChartOwner {
  const sum = (what: 'before' | 'after' | 'gone' | 'come'): number =>
    owners.reduce((total, owner) => total + owner[what], 0);
  const name = `${counted(owners.length)} others`;
  return { key: 'others', name, before: sum('before'), after: sum('after'), gone: sum('gone'), come: sum('come') };
}

/** The least of 1, 2, 5, 10, 20 … that lets leads that stay take no more room than leads that change. */
function stayScaleOf(flows: readonly ChartFlow[]): number {
  const sum = (changes: boolean): number =>
    flows.filter((flow) => flow.changes === changes).reduce((total, { leads }) => total + leads, 0);
  const [changed, stayed] = [sum(true), sum(false)];
  if (changed === 0) return 1;
  for (let power = 1; ; power *= 10) {
    for (const step of [1, 2, 5]) if (stayed / (power * step) <= changed) return power * step;
  }
}

function moved({ gone, come }: ChartOwner): number {
  return gone + come;
}

function size({ before, after }: ChartOwner): number {
  return Math.max(before, after);
}

/** Teams and users first, then what is nobody in particular. */
function place({ key }: ChartOwner): number {
  return ['keepOwner', 'noMatch'].indexOf(key) + 1;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
