/** Draws a chart as SVG, without a browser. */
import { BarChart, HeatmapChart, ScatterChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, VisualMapComponent } from 'echarts/components';
import { init, use, type EChartsCoreOption } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { escaped } from './svgText.ts';

use([
  BarChart,
  HeatmapChart,
  ScatterChart,
  AriaComponent,
  GridComponent,
  LegendComponent,
  VisualMapComponent,
  SVGRenderer
]);

export interface Chart {
  title: string;
  /** What it shows and how to read it, in a sentence or two. */
  caption: string;
  /** The same figures, for whoever cannot see it or wants to copy them. */
  table: { headings: readonly string[]; rows: readonly (readonly string[])[] };
  width: number;
  height: number;
  option: EChartsCoreOption;
}

/** Fonts of which every machine has one; their names go into an attribute. */
export const fontFamily = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/** An `<svg>` element that tells its title to whoever hears it read. */
export function renderChart({ title, caption, width, height, option }: Chart): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ animation: false, textStyle: { fontFamily }, ...option });
    const label = `${escaped(title)}. ${escaped(caption)}`;
    return chart.renderToSVGString().replace('<svg ', `<svg role="img" aria-label="${label}" `);
  } finally {
    chart.dispose();
  }
}
