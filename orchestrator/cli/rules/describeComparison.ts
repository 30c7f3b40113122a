/** What another rule makes of the same callers. */
import pc from 'picocolors';
import type { SimulatedMonth } from '../../simulateMonth.ts';
import type { JudgedLead } from '../../simulation/judgedLead.ts';
import type { TeamLoad } from '../../simulation/summary.ts';
import { table } from '../table.ts';
import { percent } from './simulationWords.ts';

/** Ways that leads go now and went before; those that carry most. */
const shownMoves = 10;

export interface Move {
  /** Name of a team, or a phrase. */
  from: string;
  to: string;
  leads: number;
}

/** Leads that the two rules send to different places, most first. */
export function movesBetween(before: SimulatedMonth, after: SimulatedMonth): Move[] {
  const moves = new Map<string, Move>();
  before.leads.forEach((lead, at) => {
    const [from, to] = [placeOf(lead, before), placeOf(after.leads[at]!, after)];
    if (from !== to) {
      const key = `${from}\n${to}`;
      moves.set(key, { from, to, leads: (moves.get(key)?.leads ?? 0) + 1 });
    }
  });
  return [...moves.values()].sort((a, b) => b.leads - a.leads);
}

export function describeComparison(before: SimulatedMonth, after: SimulatedMonth, hasPeople: boolean): string {
  const moves = movesBetween(before, after);
  const moved = moves.reduce((sum, { leads }) => sum + leads, 0);
  const pairs = before.summary.teams
    .map((team) => ({ team, then: after.summary.teams.find(({ id }) => id === team.id)! }))
    .filter(({ team, then }) => team.leads + then.leads > 0);
  const shift =
    (text: (team: TeamLoad) => string) =>
    ({ team, then }: { team: TeamLoad; then: TeamLoad }): string =>
      text(team) === text(then) ? text(team) : `${text(team)} → ${text(then)}`;
  const share = (heading: string, of: (team: TeamLoad) => number) => ({
    heading,
    text: shift((team) => percent(of(team), team.leads))
  });
  const columns = [
    { heading: 'COMPARED', text: ({ team }: { team: TeamLoad }) => team.name, isLeft: true },
    { heading: 'LEADS', text: shift(({ leads }) => leads.toLocaleString('en-US')) },
    ...(hasPeople
      ? [
          share('LIVE', ({ transfers }) => transfers),
          share('MEETING', ({ meetings }) => meetings),
          share('CALLBACK', ({ callbacks }) => callbacks),
          share('ALL TAKEN', ({ states }) => states.taken)
        ]
      : [])
  ];
  const more = moves.length - shownMoves;
  const overall = ({ summary: { outcomes } }: SimulatedMonth): string => percent(outcomes.transfers, outcomes.leads);
  return [
    table(columns, pairs),
    `\n  ${moved.toLocaleString('en-US')} of ${before.leads.length.toLocaleString('en-US')} leads go elsewhere by the other rule`,
    hasPeople ? `; put through were ${overall(before)}, and are ${overall(after)}.\n` : '.\n',
    ...moves
      .slice(0, shownMoves)
      .map(({ from, to, leads }) => `  ${leads.toLocaleString('en-US').padStart(6)}  ${from} → ${to}\n`),
    more > 0 ? pc.dim(`          and ${more} more ways; --json has all\n`) : ''
  ].join('');
}

function placeOf({ destination }: JudgedLead, { summary, month }: SimulatedMonth): string {
  if (destination.kind !== 'routed') {
    return destination.kind;
  }
  const { target } = destination;
  switch (target.kind) {
    case 'team':
      return summary.teams.find(({ id }) => id === target.teamId)!.name;
    case 'rep':
      return month.org.rep(target.repId, Infinity)!.name;
    case 'service':
      return 'the user who creates the leads';
  }
}
