/** The ribbons of a replay's picture with the owners beside them: laid out and drawn by ECharts, without a browser. */
import { init, use } from 'echarts/core';
import { SankeyChart } from 'echarts/charts';
import { SVGRenderer } from 'echarts/renderers';
import type { ChartOwner, FlowChart } from './flowChart.ts';
import { counted, leadsText, shortened } from './replayWords.ts';

use([SankeyChart, SVGRenderer]);

export const width = 1_100;
/** For names on either side. */
export const side = 270;
export const ink = '#1f2937';
export const faint = '#5b6472';

/** Between two owners: two lines of text. */
const gap = 34;
/** A flow is never thinner, in pixels. */
const leastWidth = 2;
const stays = '#e2e5ea';

export function sankeyHeight({ owners }: FlowChart): number {
  return owners.length * gap + Math.max(200, 8 * owners.length);
}

/**
 * An SVG element to stand in another.
 * @param colours of the owners that leads go away from
 */
export function sankey(chart: FlowChart, colours: ReadonlyMap<ChartOwner, string>): string {
  const height = sankeyHeight(chart);
  const { owners, flows, stayScale } = chart;
  const scaled = flows.map((flow) => ({ ...flow, room: flow.changes ? flow.leads : flow.leads / stayScale }));
  const all = scaled.reduce((sum, { room }) => sum + room, 0);
  const pixel = all / (height - owners.length * gap);
  // Drawn one above the other: the grey ones first, the thinnest last.
  const links = scaled
    .sort((a, b) => Number(a.changes) - Number(b.changes) || b.leads - a.leads)
    .map(({ before, after, room, changes }) => ({
      source: `before ${before.key}`,
      target: `after ${after.key}`,
      value: Math.max(room, leastWidth * pixel),
      lineStyle: changes ? { color: colours.get(before)!, opacity: 0.78 } : { color: stays, opacity: 1 }
    }));
  const nodes = owners.flatMap((owner) => [
    ...(owner.before > 0
      ? [node('before', owner, movedText(owner.before, owner.gone, 'leave'), colours.get(owner))]
      : []),
    ...(owner.after > 0 ? [node('after', owner, movedText(owner.after, owner.come, 'come'), undefined)] : [])
  ]);
  const drawn = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    drawn.setOption({
      animation: false,
      series: [
        {
          type: 'sankey',
          silent: true,
          left: side,
          right: side,
          top: 16,
          bottom: 16,
          nodeWidth: 8,
          nodeGap: gap,
          // Owners stay in the order given, so that what stays runs straight across.
          layoutIterations: 0,
          data: nodes,
          links,
          label: {
            color: ink,
            fontFamily: 'system-ui, sans-serif',
            formatter: '{b}',
            rich: { name: { fontSize: 13, lineHeight: 16 }, sub: { fontSize: 11, lineHeight: 14, color: faint } }
          }
        }
      ]
    });
    // What ECharts writes for its own scripts is no attribute of SVG.
    return drawn.renderToSVGString().replace(/ ecmeta_\w+="[^"]*"/g, '');
  } finally {
    drawn.dispose();
  }
}

function node(at: 'before' | 'after', owner: ChartOwner, sub: string, colour: string | undefined) {
  const align = at === 'before' ? 'right' : 'left';
  return {
    name: `${at} ${owner.key}`,
    depth: at === 'before' ? 0 : 1,
    itemStyle: { color: colour ?? '#8b94a3', borderWidth: 0 },
    label: {
      position: at === 'before' ? ('left' as const) : ('right' as const),
      align: align,
      // Braces and bars are ECharts' own signs in a label.
      formatter: `{name|${shortened(owner.name, 34).replace(/[{}|]/g, ' ')}}\n{sub|${sub}}`
    }
  };
}

function movedText(leads: number, moved: number, verb: string): string {
  return moved === 0 ? leadsText(leads) : `${leadsText(leads)}, ${counted(moved)} ${verb}`;
}
