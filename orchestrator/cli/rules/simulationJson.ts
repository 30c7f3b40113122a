/** A simulated month for scripts: stable names, whole figures. */
import type { SimulatedMonth } from '../../simulateMonth.ts';
import { datesOf } from '../../simulation/summary.ts';
import { movesBetween } from './describeComparison.ts';
import type { ToldSimulation } from './toldSimulation.ts';

export function simulationJson({ stage, months, hasPeople, unread }: ToldSimulation): unknown {
  const { wish, period, leads, told, reading } = stage;
  const [month, other] = months;
  return {
    seed: wish.seed,
    leads: leads.length,
    period: {
      from: new Date(period.startMs).toISOString(),
      to: new Date(period.endMs).toISOString(),
      timeZone: period.timeZone,
      dates: datesOf(period)
    },
    /** What was drawn from, and of lists how each field was. */
    distribution: {
      kind: stage.source.kind === 'past' ? 'org' : 'picklists',
      told,
      ...(stage.source.kind === 'lists' ? { fields: stage.source.fields } : { pastLeads: stage.source.leads.length })
    },
    assumed: wish.behaviour,
    calendars: reading.calendars,
    hasPeople,
    ...ruleJson(month!),
    ...(other ? { comparedWith: { ...ruleJson(other), moves: movesBetween(month!, other) } } : {}),
    unread
  };
}

function ruleJson({ world, summary }: SimulatedMonth & ToldSimulation['months'][number]) {
  const { rule, source } = world;
  return { rule: { name: rule.fullName, entries: rule.entries.length, source }, ...summary };
}
