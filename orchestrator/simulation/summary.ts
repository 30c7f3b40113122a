/** What a simulated month comes to: by team, by rep, by the hour of the week. */
import type { Rep } from '../domain/rep.ts';
import { oneTurn } from '../routing/rotation.ts';
import type { JudgedLead } from './judgedLead.ts';
import { daysOf, hourOfWeek, hoursOfWeek, type Period } from './period.ts';
import type { PlayedMonth } from './playMonth.ts';
import type { StaffedTeam } from './simulatedOrg.ts';
import type { CallResult, TeamState } from './simulatedCall.ts';
import { byDay, byHourOfWeek, lengthOf, unattended } from './unattended.ts';

const hourMs = 3_600_000;

export interface Outcomes {
  leads: number;
  transfers: number;
  meetings: number;
  callbacks: number;
}

/** A member's part in the rotation of one team. Turns are counted whole, fair shares in parts of turns. */
export interface TurnShare {
  repId: string;
  weight: number;
  turns: number;
  /** Turns that were the rep's due, among those who could take each: the rotation keeps the difference below a turn or two. */
  fair: number;
  /** The same if everyone could have taken every turn: what is missing was given away by being away or on the phone. */
  byWeight: number;
}

export interface TeamLoad extends Outcomes {
  id: string;
  name: string;
  developerName: string;
  members: number;
  /** Transfers that the backup team took. */
  byBackup: number;
  /** Leads by how the team was when they came. */
  states: Readonly<Record<TeamState, number>>;
  /** Hours in which the team was open, and of those the ones in which nobody could take a call, whether one came or not. */
  openHours: number;
  awayHours: number;
  /** Hours of the week in which that was so: `of` is how many the team was open in that hour over the whole period. */
  awayAt: readonly { hourOfWeek: number; hours: number; of: number }[];
  /** Hours a day. */
  awayByDay: readonly number[];
  shares: readonly TurnShare[];
}

export interface RepLoad {
  id: string;
  name: string;
  /** Names of the rep's teams. */
  teams: readonly string[];
  /** Times that the phone rang, and that it was answered. */
  offers: number;
  accepted: number;
  meetings: number;
  callbacks: number;
  talkMinutes: number;
  /** Of all the rep's teams together. */
  turns: number;
  fair: number;
  byWeight: number;
}

export interface MonthSummary {
  outcomes: Outcomes & { unassigned: number; undecided: number };
  /** Those with the most leads first; those without any last. */
  teams: readonly TeamLoad[];
  /** Leads that go to a person and to no team. */
  toPeople: Outcomes;
  /** Leads that stay with the user who creates them. */
  toService: Outcomes;
  reps: readonly RepLoad[];
  /** By the hour of the week, Monday's first hour first. */
  byHour: readonly { leads: number; transfers: number }[];
  /** Leads on each day. */
  byDay: readonly number[];
  /** Leads by the number of the entry that took them. */
  entries: readonly { entry: number; leads: number }[];
  unassigned: readonly { why: string; leads: number }[];
  undecided: readonly { why: string; leads: number }[];
}

export function summaryOf(
  leads: readonly JudgedLead[],
  month: PlayedMonth,
  { period, entries }: { period: Period; entries: readonly number[] }
): MonthSummary {
  const { results, org } = month;
  const { staffing } = org;
  const unassigned = leads.filter(({ destination }) => destination.kind === 'unassigned');
  const undecided = leads.filter(({ destination }) => destination.kind === 'undecided');
  const byHour = Array.from({ length: hoursOfWeek }, () => ({ leads: 0, transfers: 0 }));
  const leadsByDay = byDay(
    results.map(({ atMs }) => ({ startMs: atMs, endMs: atMs + 1 })),
    period
  );
  for (const { atMs, outcome } of results) {
    const hour = byHour[hourOfWeek(period.timeZone, atMs)]!;
    hour.leads += 1;
    hour.transfers += outcome === 'transfer' ? 1 : 0;
  }
  const teams = staffing.teams
    .map((staffed) => teamLoad(staffed, month, period))
    .sort((a, b) => b.leads - a.leads || (a.name < b.name ? -1 : 1));
  return {
    outcomes: {
      ...outcomesOf(results),
      leads: leads.length,
      unassigned: unassigned.length,
      undecided: undecided.length
    },
    teams,
    toPeople: outcomesOf(results.filter(({ target }) => target.kind === 'rep')),
    toService: outcomesOf(results.filter(({ target }) => target.kind === 'service')),
    reps: repLoads(month, teams),
    byHour,
    byDay: leadsByDay,
    entries: entries.map((entry) => ({ entry, leads: leads.filter((lead) => lead.entry === entry).length })),
    unassigned: reasons(unassigned),
    undecided: reasons(undecided)
  };
}

function outcomesOf(results: readonly CallResult[]): Outcomes {
  const count = (outcome: CallResult['outcome']): number => results.filter((each) => each.outcome === outcome).length;
  return {
    leads: results.length,
    transfers: count('transfer'),
    meetings: count('meeting'),
    callbacks: count('callback')
  };
}

function teamLoad(staffed: StaffedTeam, { results, org, turns }: PlayedMonth, period: Period): TeamLoad {
  const { team, policy } = staffed;
  const own = results.filter(({ target }) => target.kind === 'team' && target.teamId === team.id);
  const inState = (state: TeamState): number => own.filter(({ teamState }) => teamState === state).length;
  const { open, away } = unattended(staffed, {
    calendarOf: (repId) => org.wholeCalendarOf(repId),
    readAtMs: org.staffing.readAtMs,
    within: period
  });
  const openAt = byHourOfWeek(open, period);
  const awayAt = byHourOfWeek(away, period);
  const ofTeam = turns.get(team.id);
  const { balances } = org.bookOf(team.id);
  const weightOf = (rep: Rep): number => (policy.rotation === 'weighted' ? rep.weight : 1);
  const active = team.members.filter((rep) => rep.active);
  const weights = active.reduce((sum, rep) => sum + weightOf(rep), 0);
  const taken = [...(ofTeam?.values() ?? [])].reduce((sum, count) => sum + count, 0);
  return {
    ...outcomesOf(own),
    id: team.id,
    name: team.name,
    developerName: team.developerName,
    members: active.length,
    byBackup: own.filter(({ outcome, teamId }) => outcome === 'transfer' && teamId !== null && teamId !== team.id)
      .length,
    states: { free: inState('free'), taken: inState('taken'), away: inState('away'), closed: inState('closed') },
    openHours: lengthOf(open) / hourMs,
    awayHours: lengthOf(away) / hourMs,
    awayAt: awayAt.flatMap((ms, at) =>
      ms > 0 ? [{ hourOfWeek: at, hours: ms / hourMs, of: openAt[at]! / hourMs }] : []
    ),
    awayByDay: byDay(away, period).map((ms) => ms / hourMs),
    shares: active.map((rep) => {
      const own = ofTeam?.get(rep.id) ?? 0;
      return {
        repId: rep.id,
        weight: weightOf(rep),
        turns: own,
        // A balance is what was earned less what was taken.
        fair: own + (balances[rep.id] ?? 0) / oneTurn,
        byWeight: (taken * weightOf(rep)) / weights
      };
    })
  };
}

function repLoads({ results, org }: PlayedMonth, teams: readonly TeamLoad[]): RepLoad[] {
  const { staffing } = org;
  const reps = new Map(
    [...staffing.teams.flatMap(({ team }) => team.members), ...staffing.reps].map((rep) => [rep.id, rep])
  );
  const rings = results.flatMap((result) => result.rings);
  return [...reps.values()]
    .filter(({ active }) => active)
    .map(({ id, name }): RepLoad => {
      const own = rings.filter(({ repId }) => repId === id);
      const accepted = own.filter(({ talkUntilMs }) => talkUntilMs !== null);
      const shares = teams.flatMap((team) => team.shares.filter(({ repId }) => repId === id));
      const sum = (of: (share: TurnShare) => number): number => shares.reduce((total, share) => total + of(share), 0);
      const ended = (outcome: CallResult['outcome']): number =>
        results.filter((result) => result.repId === id && result.outcome === outcome).length;
      return {
        id,
        name,
        teams: teams.filter((team) => team.shares.some(({ repId }) => repId === id)).map((team) => team.name),
        offers: own.length,
        accepted: accepted.length,
        meetings: ended('meeting'),
        callbacks: ended('callback'),
        talkMinutes: accepted.reduce((total, { untilMs, talkUntilMs }) => total + (talkUntilMs! - untilMs) / 60_000, 0),
        turns: sum(({ turns }) => turns),
        fair: sum(({ fair }) => fair),
        byWeight: sum(({ byWeight }) => byWeight)
      };
    })
    .filter((load) => load.teams.length > 0 || load.offers + load.meetings + load.callbacks > 0)
    .sort((a, b) => b.turns - a.turns || (a.name < b.name ? -1 : 1));
}

function reasons(leads: readonly JudgedLead[]): { why: string; leads: number }[] {
  const counts = new Map<string, number>();
  for (const { destination } of leads) {
    const why = 'why' in destination ? destination.why : '';
    counts.set(why, (counts.get(why) ?? 0) + 1);
  }
  return [...counts].map(([why, count]) => ({ why, leads: count })).sort((a, b) => b.leads - a.leads);
}

/** ISO dates of the period, for whoever shows what is counted by the day. */
export function datesOf(period: Period): string[] {
  return daysOf(period).map((day) => new Date(day * 24 * hourMs).toISOString().slice(0, 10));
}
