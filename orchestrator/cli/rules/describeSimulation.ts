/** A simulated month as a person reads it. */
import pc from 'picocolors';
import type { MonthSummary, RepLoad, TeamLoad } from '../../simulation/summary.ts';
import { row } from '../describeAnswer.ts';
import { table, type TableColumn } from '../table.ts';
import { describeComparison } from './describeComparison.ts';
import { behaviourInWords, figure, hourInWords, percent, periodInWords } from './simulationWords.ts';
import type { ToldSimulation } from './toldSimulation.ts';

/** Hours of the week that are listed for each team; JSON and the charts have all. */
const shownHours = 4;

export function describeSimulation(told: ToldSimulation): string {
  const { stage, months, hasPeople } = told;
  const [month, other] = months;
  const { summary } = month!;
  return [
    head(told),
    `\n${outcomeLines(summary, hasPeople)}`,
    `\n${table(teamColumns(summary, hasPeople), summary.teams.filter(isShown))}`,
    ...(hasPeople ? [teamNotes(summary), `\n${table(repColumns(summary), summary.reps)}`, repNotes(summary)] : []),
    ...(hasPeople ? [`\n${awayLines(summary)}`] : []),
    entryLines(summary, stage.leads.length),
    other ? `\n${describeComparison(month!, other, hasPeople)}` : ''
  ].join('');
}

function head({ stage, months, hasPeople, unread }: ToldSimulation): string {
  const { wish, period, leads, told, reading } = stage;
  const { reps, busyTimes } = reading.calendars;
  const known =
    busyTimes === 0
      ? `nothing is in the calendars of the ${reps} reps for these days, so only hours and absences keep them`
      : `${busyTimes.toLocaleString('en-US')} busy times of ${reps} reps are known for these days`;
  return [
    ...months.map(({ world: { rule, source } }, at) =>
      row(at === 0 ? 'rule' : 'against', `"${rule.fullName}", ${rule.entries.length} entries, from ${source}`)
    ),
    row('period', periodInWords(period)),
    row('leads', `${leads.length.toLocaleString('en-US')}, seed ${wish.seed}. ${told.join(' ')}`),
    ...(hasPeople ? [row('calendars', known), row('assumed', behaviourInWords(wish.behaviour))] : []),
    ...unread.map((text) => row('not known', pc.yellow(text)))
  ].join('');
}

function outcomeLines({ outcomes, toPeople, toService }: MonthSummary, hasPeople: boolean): string {
  const { leads } = outcomes;
  const line = (name: string, count: number, what: string): string =>
    `  ${name.padEnd(14)}${count.toLocaleString('en-US').padStart(7)}  ${percent(count, leads).padStart(6)}  ${pc.dim(what)}\n`;
  const optional = (name: string, count: number, what: string): string => (count > 0 ? line(name, count, what) : '');
  return [
    ...(hasPeople
      ? [
          line('put through', outcomes.transfers, 'a rep took the call'),
          line('meeting', outcomes.meetings, 'booked, with a rep'),
          line('callback', outcomes.callbacks, 'owed by a rep, or by the team as a whole')
        ]
      : [line('to a team', leads - outcomes.unassigned - outcomes.undecided, 'or to a person')]),
    line('unassigned', outcomes.unassigned, 'the rules name nobody who could be asked'),
    line('undecided', outcomes.undecided, 'the rules read what only the org can work out'),
    optional('to a person', toPeople.leads, 'among them: the rules name a user, or the owner of the caller’s account'),
    optional('to nobody', toService.leads, 'among them: they stay with the user who creates them')
  ].join('');
}

/** A team that no rule names and that stands in for nobody is only noise. */
function isShown({ leads, shares }: TeamLoad): boolean {
  return leads > 0 || shares.some(({ turns }) => turns > 0);
}

function teamColumns({ outcomes }: MonthSummary, hasPeople: boolean): TableColumn<TeamLoad>[] {
  const share = (heading: string, of: (team: TeamLoad) => number): TableColumn<TeamLoad> => ({
    heading,
    text: (team) => percent(of(team), team.leads)
  });
  return [
    { heading: 'TEAM', text: ({ name }) => name, isLeft: true },
    { heading: 'LEADS', text: ({ leads }) => leads.toLocaleString('en-US') },
    { heading: 'SHARE', text: ({ leads }) => percent(leads, outcomes.leads) },
    ...(hasPeople
      ? [
          share('LIVE', ({ transfers }) => transfers),
          share('MEETING', ({ meetings }) => meetings),
          share('CALLBACK', ({ callbacks }) => callbacks),
          share('CLOSED', ({ states }) => states.closed),
          share('ALL AWAY', ({ states }) => states.away),
          share('ALL TAKEN', ({ states }) => states.taken),
          {
            heading: 'HOURS ALL AWAY',
            text: (team: TeamLoad) => `${figure(team.awayHours)} of ${figure(team.openHours)}`
          }
        ]
      : [])
  ];
}

function teamNotes({ teams }: MonthSummary): string {
  const byBackup = teams.filter((team) => team.byBackup > 0).map(({ name, byBackup: count }) => `${count} of ${name}`);
  return pc.dim(
    '  CLOSED, ALL AWAY, ALL TAKEN: leads that came outside the team’s hours; when everyone was away, in a meeting or takes no\n' +
      '  transfers; when those who were there were on calls or had had their day’s offers. HOURS ALL AWAY: of the team’s hours.\n' +
      (byBackup.length > 0 ? `  Among the live ones the backup team took ${byBackup.join(', ')}.\n` : '')
  );
}

function repColumns({ reps }: MonthSummary): TableColumn<RepLoad>[] {
  const count = (heading: string, of: (rep: RepLoad) => number): TableColumn<RepLoad> => ({
    heading,
    text: (rep) => of(rep).toLocaleString('en-US')
  });
  const names = new Set(
    reps.filter(({ name }, at) => reps.findIndex((rep) => rep.name === name) !== at).map(({ name }) => name)
  );
  return [
    { heading: 'REP', text: ({ name, id }) => (names.has(name) ? `${name} (${id})` : name), isLeft: true },
    { heading: 'TEAMS', text: ({ teams }) => String(teams.length) },
    count('OFFERS', ({ offers }) => offers),
    count('ACCEPTED', ({ accepted }) => accepted),
    count('MEETINGS', ({ meetings }) => meetings),
    count('CALLBACKS', ({ callbacks }) => callbacks),
    { heading: 'TALK', text: ({ talkMinutes }) => `${figure(talkMinutes / 60)} h` },
    count('TURNS', ({ turns }) => turns),
    { heading: 'DUE', text: ({ fair }) => figure(fair) },
    { heading: 'BY WEIGHT', text: ({ byWeight }) => figure(byWeight) }
  ];
}

function repNotes({ reps }: MonthSummary): string {
  const most = Math.max(0, ...reps.map(({ turns, fair }) => Math.abs(turns - fair)));
  return pc.dim(
    '  OFFERS: phones that rang. TURNS: what came by the rotation, unanswered phones too. DUE: the turns that were theirs among\n' +
      `  those who could take each; no rep is off by more than ${figure(Math.ceil(most * 10) / 10)}. BY WEIGHT: had everyone always been there.\n`
  );
}

function awayLines({ teams }: MonthSummary): string {
  const away = teams.filter(({ awayAt, openHours }) => awayAt.length > 0 && openHours > 0);
  if (away.length === 0) {
    return '  Within a team’s hours there was always somebody who was not away.\n';
  }
  return table(
    [
      { heading: 'EVERYONE AWAY', text: ({ name }) => name, isLeft: true },
      { heading: 'HOURS', text: ({ awayHours }) => figure(awayHours) },
      { heading: 'MOSTLY', text: mostlyAway, isLeft: true }
    ],
    away
  );
}

/** `Mon 12–13 (3 of 4 h), …`, the worst hours in the order of the week. */
function mostlyAway({ awayAt }: TeamLoad): string {
  const worst = awayAt.toSorted((a, b) => b.hours - a.hours).slice(0, shownHours);
  const shown = worst
    .toSorted((a, b) => a.hourOfWeek - b.hourOfWeek)
    .map(({ hourOfWeek, hours, of }) => `${hourInWords(hourOfWeek)} (${figure(hours)} of ${figure(of)} h)`);
  const more = awayAt.length - worst.length;
  return `${shown.join(', ')}${more > 0 ? `, ${more} more` : ''}`;
}

function entryLines({ entries, unassigned, undecided }: MonthSummary, leads: number): string {
  const idle = entries.filter((entry) => entry.leads === 0).map(({ entry }) => entry);
  const reason =
    (name: string) =>
    ({ why, leads: count }: { why: string; leads: number }) =>
      row(name, `${count.toLocaleString('en-US')}: ${pc.yellow(why)}`);
  const unread =
    idle.length === 0
      ? ''
      : row('no lead', `took entry ${idle.join(', ')}; ${leads} are too few to say that none ever does`);
  return ['\n', ...unassigned.map(reason('unassigned')), ...undecided.map(reason('undecided')), unread].join('');
}
