/** A month of made-up leads through the rules and the rotation of an org: reads what it needs, then plays it. */
import { DateTime } from 'luxon';
import type { CompiledRule } from '../assignment-rules/index.ts';
import { callsOf, judgeLeads, timeZoneOf } from './judgeLeads.ts';
import { leadDistribution } from './leadDistribution.ts';
import { readStaffing, readTimeZone, type StaffingReading } from './readStaffing.ts';
import { dayFromIso } from './routing/wallClock.ts';
import type { RulesWorld } from './rulesWorld.ts';
import type { Salesforce } from './salesforce/salesforce.ts';
import type { Behaviour } from './simulation/behaviour.ts';
import { chanceOf } from './simulation/chance.ts';
import { drawLeads } from './simulation/drawLeads.ts';
import type { JudgedLead } from './simulation/judgedLead.ts';
import type { DrawnLead, LeadSource } from './simulation/leadSource.ts';
import { daysOf, periodOf, type Period } from './simulation/period.ts';
import { playMonth, type PlayedMonth, type PlayOptions } from './simulation/playMonth.ts';
import { summaryOf, type MonthSummary } from './simulation/summary.ts';

/** Days from a day on that nobody gave a number. */
const usualDays = 30;

export interface SimulationWish {
  /** `2026-12` or `2026-12-07`; undefined for the next month. */
  from: string | undefined;
  days: number | undefined;
  leads: { count: number } | { perDay: number };
  seed: number;
  distribution: 'org' | 'picklists' | undefined;
  behaviour: Behaviour;
}

/** What is the same for every rule that is simulated: the org, the days, the callers. */
export interface Stage {
  wish: SimulationWish;
  period: Period;
  leads: readonly DrawnLead[];
  reading: StaffingReading;
  source: LeadSource;
  /** What leads were drawn from and why, a sentence each. */
  told: readonly string[];
}

export interface SimulatedMonth {
  leads: readonly JudgedLead[];
  month: PlayedMonth;
  summary: MonthSummary;
}

/** A rule that is to meet the callers. */
export interface JudgedRule {
  world: Pick<RulesWorld, 'rule' | 'source'>;
  compiled: CompiledRule;
}

export interface StageOptions {
  /** As the user that creates the leads. */
  salesforce: Salesforce;
  /** Sees every lead, where that is another user. */
  administrator: Salesforce;
  world: RulesWorld;
  rules: readonly JudgedRule[];
  /** File with the rule in force, where it is not to be read from the org. */
  rulesFile: string | undefined;
  country: string;
  deadlineMs?: number;
}

/** Reads the org and draws the callers. @throws BatonError */
export async function setStage(wish: SimulationWish, options: StageOptions): Promise<Stage> {
  const { salesforce, administrator, world, rules, rulesFile, country, deadlineMs = 30_000 } = options;
  const now = world.now();
  const timeZone = (await readTimeZone(salesforce, deadlineMs, now)) ?? world.runningUser.timeZone;
  const period = periodFor(wish, timeZone, now);
  const usernames = rules.flatMap(({ world: { rule } }) =>
    rule.entries.flatMap(({ target }) => (target?.type === 'User' ? target.name : []))
  );
  const [reading, { source, told }] = await Promise.all([
    readStaffing({ salesforce, period, usernames, country, deadlineMs, now }),
    leadDistribution({
      world,
      reads: rules.flatMap(({ compiled }) => compiled.reads),
      administrator,
      rulesFile,
      wanted: wish.distribution,
      country,
      deadlineMs,
      now
    })
  ]);
  const count = 'count' in wish.leads ? wish.leads.count : Math.round(wish.leads.perDay * daysOf(period).length);
  const leads = drawLeads(source, { count, period, chance: chanceOf(wish.seed), timeZoneOf });
  return { wish, period, leads, reading, source, told };
}

/** Plays the stage under one rule. */
export function simulate(
  { wish, period, leads: drawn, reading }: Stage,
  { compiled, world }: { compiled: CompiledRule; world: Pick<RulesWorld, 'lead' | 'runningUser'> },
  hooks: Pick<PlayOptions, 'onStep' | 'onProgress'> = {}
): SimulatedMonth {
  const leads = judgeLeads(drawn, { compiled, world, reading });
  const month = playMonth(callsOf(leads), {
    staffing: reading.staffing,
    behaviour: wish.behaviour,
    chance: chanceOf(wish.seed),
    ...hooks
  });
  const entries = compiled.rule.entries.map(({ number }) => number);
  return { leads, month, summary: summaryOf(leads, month, { period, entries }) };
}

function periodFor({ from, days }: Pick<SimulationWish, 'from' | 'days'>, timeZone: string, now: Date): Period {
  const month = from ?? DateTime.fromJSDate(now, { zone: timeZone }).plus({ months: 1 }).toFormat('yyyy-MM');
  if (month.length > 'yyyy-MM'.length) {
    return periodOf(dayFromIso(month), days ?? usualDays, timeZone);
  }
  const first = DateTime.fromISO(`${month}-01`, { zone: 'utc' });
  return periodOf(dayFromIso(first.toISODate()!), days ?? first.daysInMonth!, timeZone);
}
