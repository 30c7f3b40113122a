/** The charts of a simulated month. Nothing is told by colour alone: patterns, labels and tables say it too. */
import type { MonthSummary, TeamLoad } from '../../simulation/summary.ts';
import { datesOf } from '../../simulation/summary.ts';
import type { ChartDocument } from '../charts/chartPage.ts';
import type { Chart } from '../charts/renderChart.ts';
import { behaviourInWords, figure, percent, periodInWords, weekdays } from './simulationWords.ts';
import type { ToldSimulation } from './toldSimulation.ts';

const width = 1000;
const barHeight = 30;
/** Told apart by people who see no red or no green (Okabe and Ito 2008). */
const colours = { transfers: '#0072B2', meetings: '#E69F00', callbacks: '#8A8F98' };
const axisLabel = { color: '#1f2933', fontSize: 13 };
const names = { transfers: 'put through', meetings: 'meeting', callbacks: 'callback' } as const;
type Kind = keyof typeof names;
const kinds = Object.keys(names) as Kind[];

export function simulationCharts({ stage, months, hasPeople, unread }: ToldSimulation): ChartDocument {
  const { period, leads, wish, told } = stage;
  return {
    title: 'A simulated month of leads',
    sections: months.map(({ summary, world: { rule, source } }, at) => ({
      heading: at === 0 ? `The rule “${rule.fullName}”` : `The rule that it is compared with, “${rule.fullName}”`,
      text:
        at > 0
          ? [`From ${source}. The same callers, reps and calendars.`]
          : [
              `From ${source}.`,
              `${periodInWords(period)}. ${leads.length.toLocaleString('en-US')} leads, seed ${wish.seed}. ${told.join(' ')}`,
              ...(hasPeople ? [`Assumed: ${behaviourInWords(wish.behaviour)}.`] : []),
              ...unread
            ],
      charts: [
        teamChart(summary, hasPeople),
        ...(hasPeople
          ? [workChart(summary), turnChart(summary), hourChart(summary), awayChart(summary, datesOf(period))]
          : [])
      ]
    }))
  };
}

/** Bars that lie, each with its whole at the end. */
function stackedBars(
  rows: readonly { name: string; values: readonly number[] }[],
  series: readonly { name: string; colour: string }[]
): Pick<Chart, 'width' | 'height' | 'option'> {
  const wholes = rows.map(({ values }) => values.reduce((sum, value) => sum + value, 0));
  const most = Math.max(1, ...wholes);
  return {
    width,
    height: rows.length * barHeight + 90,
    option: {
      aria: { enabled: true, decal: { show: series.length > 1 } },
      legend: series.length > 1 ? legend(series.map(({ name }) => name)) : { show: false },
      grid: { left: roomFor(rows.map(({ name }) => name)), right: 60, top: series.length > 1 ? 34 : 8, bottom: 30 },
      xAxis: { type: 'value', minInterval: 1, axisLabel },
      yAxis: {
        type: 'category',
        inverse: true,
        data: rows.map(({ name }) => name),
        axisLabel,
        axisTick: { show: false }
      },
      series: [
        ...series.map(({ name, colour }, at) => ({
          name,
          type: 'bar',
          stack: 'all',
          barMaxWidth: 20,
          itemStyle: { color: colour },
          // Where there is no room for a number the table has it.
          data: rows.map(({ values }) => ({ value: values[at]!, label: { show: values[at]! / most > 0.035 } })),
          label: {
            color: '#1f2933',
            fontSize: 12,
            backgroundColor: 'rgba(255,255,255,0.85)',
            borderRadius: 3,
            padding: [1, 3],
            formatter: ({ value }: { value: number }) => value.toLocaleString('en-US')
          }
        })),
        {
          name: 'all',
          type: 'bar',
          stack: 'all',
          itemStyle: { color: 'transparent', decal: { symbol: 'none' } },
          data: rows.map(() => 0),
          label: {
            show: true,
            position: 'right',
            color: '#1f2933',
            fontWeight: 'bold',
            formatter: ({ dataIndex }: { dataIndex: number }) => wholes[dataIndex]!.toLocaleString('en-US')
          }
        }
      ]
    }
  };
}

function teamChart({ teams, outcomes }: MonthSummary, hasPeople: boolean): Chart {
  const shown = teams.filter(({ leads }) => leads > 0);
  const series = hasPeople
    ? kinds.map((kind) => ({ name: names[kind], colour: colours[kind] }))
    : [{ name: 'leads', colour: colours.transfers }];
  return {
    title: 'Load by team',
    caption: hasPeople
      ? 'Leads that the rules gave to each team, by what the caller got.'
      : 'Leads that the rules gave to each team. Who is in it is not known here.',
    table: {
      headings: ['team', 'leads', 'share', ...(hasPeople ? kinds.map((kind) => names[kind]) : [])],
      rows: shown.map((team) => [
        team.name,
        String(team.leads),
        percent(team.leads, outcomes.leads),
        ...(hasPeople ? kinds.map((kind) => percent(team[kind], team.leads)) : [])
      ])
    },
    ...stackedBars(
      shown.map((team) => ({ name: team.name, values: hasPeople ? kinds.map((kind) => team[kind]) : [team.leads] })),
      series
    )
  };
}

function workChart({ reps }: MonthSummary): Chart {
  const series = [
    { name: 'calls taken', colour: colours.transfers },
    { name: 'meetings', colour: colours.meetings },
    { name: 'callbacks', colour: colours.callbacks }
  ];
  return {
    title: 'Load by rep',
    caption: 'What each rep had to do: calls taken, meetings held, callbacks owed, in all of the rep’s teams.',
    table: {
      headings: ['rep', 'offers', 'accepted', 'meetings', 'callbacks', 'hours on the phone'],
      rows: reps.map((rep) => [
        rep.name,
        ...[rep.offers, rep.accepted, rep.meetings, rep.callbacks].map(String),
        figure(rep.talkMinutes / 60)
      ])
    },
    ...stackedBars(
      reps.map(({ name, accepted, meetings, callbacks }) => ({ name, values: [accepted, meetings, callbacks] })),
      series
    )
  };
}

function turnChart({ reps }: MonthSummary): Chart {
  const category = reps.map(({ name }) => name);
  return {
    title: 'Turns against the fair share',
    caption:
      'Turns of the rotation that went to each rep, with what was due among those who could take each turn (diamond), and what it ' +
      'would have been had everyone always been there (ring). Between diamond and ring lies what absence and calls gave away.',
    table: {
      headings: ['rep', 'turns', 'due', 'by weight'],
      rows: reps.map(({ name, turns, fair, byWeight }) => [name, String(turns), figure(fair), figure(byWeight)])
    },
    width,
    height: reps.length * barHeight + 90,
    option: {
      aria: { enabled: true },
      legend: legend(['turns', 'due', 'by weight alone']),
      grid: { left: roomFor(category), right: 40, top: 34, bottom: 30 },
      xAxis: { type: 'value', axisLabel },
      yAxis: { type: 'category', inverse: true, data: category, axisLabel, axisTick: { show: false } },
      series: [
        {
          name: 'turns',
          type: 'bar',
          barMaxWidth: 18,
          itemStyle: { color: '#9CC5E3' },
          data: reps.map(({ turns }) => turns),
          label: { show: true, position: 'insideLeft', color: '#1f2933', fontSize: 12 }
        },
        {
          name: 'due',
          type: 'scatter',
          symbol: 'diamond',
          symbolSize: 13,
          itemStyle: { color: '#1f2933' },
          data: reps.map(({ fair }, at) => [fair, at])
        },
        {
          name: 'by weight alone',
          type: 'scatter',
          symbol: 'circle',
          symbolSize: 12,
          itemStyle: { color: 'transparent', borderColor: '#B3400E', borderWidth: 2.5 },
          data: reps.map(({ byWeight }, at) => [byWeight, at])
        }
      ]
    }
  };
}

function hourChart({ byHour }: MonthSummary): Chart {
  const used = byHour.flatMap(({ leads }, at) => (leads > 0 ? [at % 24] : []));
  const first = Math.min(...used, 23);
  const hours = Array.from({ length: Math.max(...used, 0) - first + 1 }, (_, at) => first + at);
  const cells = byHour.flatMap(({ leads, transfers }, at) =>
    leads > 0 ? [[hours.indexOf(at % 24), Math.floor(at / 24), (transfers / leads) * 100, leads]] : []
  );
  return {
    title: 'Put through, by the hour of the week',
    caption: 'Of the callers of each hour, how many in a hundred were put through to a rep; below it how many called.',
    table: {
      headings: ['', ...hours.map((hour) => `${hour}–${hour + 1}`)],
      rows: weekdays.map((day, index) => [
        day,
        ...hours.map((hour) => {
          const { leads, transfers } = byHour[index * 24 + hour]!;
          return leads === 0 ? '' : `${percent(transfers, leads)} of ${leads}`;
        })
      ])
    },
    width,
    height: 7 * 44 + 60,
    option: heatMap({
      columns: hours.map(String),
      rows: weekdays,
      cells,
      most: 100,
      colours: ['#F7FBFF', '#C6DBEF', '#6BAED6', '#2171B5'],
      text: ([, , share, leads]) => `{value|${Math.round(share!)}}\n{count|${leads}}`,
      isDark: (share) => share > 80
    })
  };
}

function awayChart({ teams }: MonthSummary, dates: readonly string[]): Chart {
  const shown = teams.filter(({ leads, awayHours, shares }) => (leads > 0 || shares.length > 0) && awayHours > 0);
  const cells = shown.flatMap((team, at) =>
    team.awayByDay.flatMap((hours, day) => (hours >= 0.05 ? [[day, at, hours]] : []))
  );
  const most = Math.max(1, ...cells.map(([, , hours]) => hours!));
  return {
    title: 'Everyone away, by day',
    caption:
      shown.length === 0
        ? 'Within its hours each team always had somebody who was not away.'
        : 'Hours of each day in which the team was open and nobody of it could have taken a call, calls apart: all were away, in a ' +
          'meeting, or take no transfers. A team that is not here always had somebody.',
    table: {
      headings: ['team', ...dates],
      rows: shown.map((team: TeamLoad) => [
        team.name,
        ...team.awayByDay.map((hours) => (hours >= 0.05 ? figure(hours) : ''))
      ])
    },
    width,
    height: Math.max(1, shown.length) * 34 + 60,
    option: heatMap({
      columns: dates.map((date) => String(Number(date.slice(8)))),
      rows: shown.map(({ name }) => name),
      cells,
      most,
      colours: ['#FFF5EB', '#FDBE85', '#E6550D'],
      text: ([, , hours]) => `{value|${figure(hours!)}}`,
      isDark: (hours) => hours > most * 0.85
    })
  };
}

function heatMap(options: {
  columns: readonly string[];
  rows: readonly string[];
  /** Column, row, value, and what else the text needs. */
  cells: readonly number[][];
  most: number;
  colours: readonly string[];
  text: (cell: number[]) => string;
  isDark: (value: number) => boolean;
}): Chart['option'] {
  const { columns, rows, cells, most, text, isDark } = options;
  const category = {
    type: 'category',
    axisLabel,
    axisTick: { show: false },
    axisLine: { show: false },
    splitArea: { show: true, areaStyle: { color: ['#F7F9FB'] } }
  };
  return {
    aria: { enabled: true },
    grid: { left: roomFor(rows), right: 8, top: 28, bottom: 8 },
    xAxis: { ...category, data: columns, position: 'top', axisLabel: { ...axisLabel, interval: 0, fontSize: 12 } },
    yAxis: { ...category, data: rows, inverse: true },
    visualMap: { show: false, min: 0, max: most, dimension: 2, inRange: { color: options.colours } },
    series: [
      {
        type: 'heatmap',
        itemStyle: { borderColor: '#fff', borderWidth: 1 },
        data: cells.map((cell) => ({
          value: cell,
          label: { rich: rich(isDark(cell[2]!) ? '#fff' : '#1f2933') }
        })),
        label: { show: true, formatter: ({ value }: { value: number[] }) => text(value) }
      }
    ]
  };
}

function legend(data: readonly string[]) {
  return { data, top: 0, left: 0, itemGap: 28, selectedMode: false, textStyle: { color: '#1f2933', fontSize: 13 } };
}

/** Pixels left of the axis: without a browser nobody can measure text, so each letter is taken to be a wide one. */
function roomFor(labels: readonly string[]): number {
  return 16 + Math.max(0, ...labels.map(({ length }) => length)) * 7.7;
}

function rich(color: string) {
  return {
    value: { color, fontSize: 12, fontWeight: 'bold', lineHeight: 15 },
    count: { color, fontSize: 10, lineHeight: 12 }
  };
}
