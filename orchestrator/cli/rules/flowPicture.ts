/** The picture of a replay: a flow from old to new owner, as SVG. What changes has colour and a number, what stays is grey. */
import type { Replay } from '../../replayRules.ts';
import { flowChart, type ChartFlow, type ChartOwner, type FlowChart } from './flowChart.ts';
import { faint, ink, sankey, sankeyHeight, side, width } from './flowSankey.ts';
import { escaped, svgText } from '../charts/svgText.ts';
import { counted, leadsText, periodText, ruleText, shareText, shortened } from './replayWords.ts';

/** Changes that are listed below the flow. */
const listed = 14;

/** Okabe and Ito's, which people tell apart whatever colours they see; without yellow, which white swallows. */
const palette = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#7a5195', '#8c564b'];

/** A document of its own; it can stand in a page too. */
export function flowPicture(replay: Replay): string {
  const { comparison } = replay;
  const chart = flowChart(comparison);
  const colours = coloursOf(chart);
  const chartHeight = sankeyHeight(chart);
  const changes = chart.flows.filter((flow) => flow.changes);
  const chartTop = 164;
  const listTop = chartTop + chartHeight + 24;
  const listHeight = changes.length === 0 ? 0 : 30 + 20 * Math.ceil(Math.min(listed + 1, changes.length) / 2);
  const height = listTop + listHeight + 16;
  const { leads } = comparison;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
      'role="img" aria-labelledby="replay-title replay-desc" font-family="system-ui, sans-serif">',
    `<title id="replay-title">${escaped(headline(replay))}</title>`,
    `<desc id="replay-desc">${escaped(description(replay, changes))}</desc>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    svgText(24, 34, headline(replay), { size: 19, weight: 600, fill: ink }),
    ...headLines(replay).map((text, at) => svgText(24, 56 + 17 * at, text, { size: 12, fill: faint })),
    ...shares(replay),
    svgText(side, chartTop - 8, 'BEFORE', { size: 11, weight: 600, fill: faint, anchor: 'end' }),
    svgText(width - side, chartTop - 8, 'AFTER', { size: 11, weight: 600, fill: faint }),
    ...scaleNote(chart, chartTop - 8),
    ...(leads === comparison.notDecided
      ? []
      : [`<g transform="translate(0 ${chartTop})">${sankey(chart, colours)}</g>`]),
    ...changeList(changes, colours, listTop),
    '</svg>\n'
  ].join('\n');
}

export function headline({ comparison: { changed, leads } }: Replay): string {
  const of = leadsText(leads);
  return changed === 0
    ? `None of ${of} changes owner`
    : `${counted(changed)} of ${of} change owner (${shareText(changed, leads)})`;
}

function headLines(replay: Replay): string[] {
  return [
    `Before: ${shortened(ruleText(replay.before), 150)}`,
    `After: ${shortened(ruleText(replay.after), 150)}`,
    `Leads: ${shortened(replay.source, 80)}${periodText(replay)}`
  ];
}

function description({ comparison }: Replay, changes: readonly ChartFlow[]): string {
  const { stayed, notDecided } = comparison;
  const told = changes.slice(0, listed).map((flow) => `${counted(flow.leads)} ${flowText(flow).replace('→', 'to')}`);
  const more = changes.length > listed ? [`${counted(changes.length - listed)} smaller changes`] : [];
  const list = [...told, ...more].join('; ');
  return `${leadsText(stayed)} stay, ${counted(notDecided)} are not decided.${list === '' ? '' : ` Changes: ${list}.`}`;
}

/** One bar for all leads, true to scale. */
function shares({ comparison }: Replay): string[] {
  const { leads, changed, stayed, notDecided } = comparison;
  if (leads === 0) return [];
  const parts = [
    { count: changed, fill: palette[1]!, name: 'change' },
    { count: stayed, fill: '#c3c9d2', name: 'stay' },
    { count: notDecided, fill: 'url(#replay-open)', name: 'not decided' }
  ].filter(({ count }) => count > 0);
  const [left, room] = [24, width - 48];
  let x = left;
  const bars = parts.map(({ count, fill }) => {
    const wide = Math.max(2, (room * count) / leads);
    const bar = `<rect x="${x.toFixed(1)}" y="104" width="${wide.toFixed(1)}" height="8" fill="${fill}"/>`;
    x += wide;
    return bar;
  });
  const text = parts.map(({ count, name }) => `${counted(count)} ${name} (${shareText(count, leads)})`).join('   ·   ');
  return [
    '<defs><pattern id="replay-open" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">' +
      '<rect width="6" height="6" fill="#ffffff"/><rect width="3" height="6" fill="#5b6472"/></pattern></defs>',
    ...bars,
    svgText(left, 128, text, { size: 12, fill: ink })
  ];
}

function scaleNote({ stayScale, flows }: FlowChart, y: number): string[] {
  if (!flows.some(({ changes }) => !changes)) return [];
  const scale = stayScale === 1 ? '' : `, drawn ${counted(stayScale)} times thinner than leads that change`;
  return [svgText(width / 2, y, `grey: leads that stay${scale}`, { size: 11, fill: faint, anchor: 'middle' })];
}

/** By owner that leads go away from, the one that loses most first. */
function coloursOf({ owners }: FlowChart): ReadonlyMap<ChartOwner, string> {
  const losing = owners.filter(({ gone }) => gone > 0).sort((a, b) => b.gone - a.gone);
  return new Map(losing.map((owner, at) => [owner, palette[at % palette.length]!]));
}

function flowText({ before, after }: ChartFlow): string {
  return before === after ? `among the ${before.name}` : `${shortened(before.name, 28)} → ${shortened(after.name, 28)}`;
}

/** The changes in words, in two columns: nobody has to measure a ribbon. */
function changeList(changes: readonly ChartFlow[], colours: ReadonlyMap<ChartOwner, string>, top: number): string[] {
  if (changes.length === 0) return [];
  const shown = changes.slice(0, listed);
  const perColumn = Math.ceil((shown.length + (changes.length > shown.length ? 1 : 0)) / 2);
  const place = (at: number): { x: number; y: number } => ({
    x: at < perColumn ? 24 : width / 2 + 12,
    y: top + 24 + 20 * (at % perColumn)
  });
  const lines = shown.flatMap((flow, at) => {
    const { before, leads } = flow;
    const { x, y } = place(at);
    return [
      `<rect x="${x}" y="${y - 10}" width="10" height="10" fill="${colours.get(before)!}"/>`,
      svgText(x + 64, y, counted(leads), { size: 12, weight: 600, fill: ink, anchor: 'end' }),
      svgText(x + 74, y, flowText(flow), { size: 12, fill: ink })
    ];
  });
  const rest = changes.slice(listed);
  const { x, y } = place(shown.length);
  const more = `and ${counted(rest.length)} more, ${leadsText(rest.reduce((sum, { leads }) => sum + leads, 0))}`;
  return [
    svgText(24, top, 'Largest changes', { size: 13, weight: 600, fill: ink }),
    ...lines,
    ...(rest.length > 0 ? [svgText(x + 74, y, more, { size: 12, fill: faint })] : [])
  ];
}
