/** Charts as one file that needs nothing else: a page, or a picture. */
import { escaped, svgText } from './svgText.ts';
import { fontFamily, renderChart, type Chart } from './renderChart.ts';

export interface ChartSection {
  heading: string;
  /** Sentences above the charts. */
  text: readonly string[];
  charts: readonly Chart[];
}

export interface ChartDocument {
  title: string;
  sections: readonly ChartSection[];
}

const style = `
  :root { color-scheme: light; }
  body { font: 16px/1.5 ${fontFamily}; color: #1f2933;
    background: #fff; max-width: 1080px; margin: 2rem auto; padding: 0 1.25rem; }
  h1 { font-size: 1.6rem; line-height: 1.25; }
  h2 { font-size: 1.25rem; margin-top: 2.5rem; }
  h3 { font-size: 1.05rem; margin: 0 0 .25rem; }
  figure { margin: 2rem 0 0; }
  figure > div { overflow-x: auto; }
  figcaption { color: #52606d; max-width: 75ch; }
  details { margin-top: .5rem; }
  summary { cursor: pointer; color: #0b5394; }
  table { border-collapse: collapse; margin-top: .5rem; font-size: .9rem; font-variant-numeric: tabular-nums; }
  th, td { padding: .2rem .7rem; border-bottom: 1px solid #d9e2ec; text-align: right; }
  th:first-child, td:first-child { text-align: left; }
`;

export function chartPage({ title, sections }: ChartDocument): string {
  const body = sections.map(
    ({ heading, text, charts }) =>
      `<section>\n<h2>${escaped(heading)}</h2>\n${text.map((each) => `<p>${escaped(each)}</p>\n`).join('')}` +
      `${charts.map(figure).join('')}</section>\n`
  );
  return (
    `<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n` +
    `<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>${escaped(title)}</title>\n` +
    `<style>${style}</style>\n</head>\n<body>\n<main>\n<h1>${escaped(title)}</h1>\n${body.join('')}</main>\n</body>\n</html>\n`
  );
}

function figure(chart: Chart): string {
  const { title, caption, table } = chart;
  const cells = (tag: 'th' | 'td', texts: readonly string[]): string =>
    `<tr>${texts.map((text) => `<${tag}${tag === 'th' ? ' scope="col"' : ''}>${escaped(text)}</${tag}>`).join('')}</tr>\n`;
  return (
    `<figure>\n<h3>${escaped(title)}</h3>\n<figcaption>${escaped(caption)}</figcaption>\n` +
    `<div>${renderChart(chart)}</div>\n<details>\n<summary>The figures</summary>\n<table>\n<thead>\n` +
    `${cells('th', table.headings)}</thead>\n<tbody>\n${table.rows.map((row) => cells('td', row)).join('')}</tbody>\n</table>\n` +
    `</details>\n</figure>\n`
  );
}

const margin = 24;
const titleHeight = 26;
/** Letters of a caption that a line has room for, of 13 pixels. */
const lineLetters = 150;

/** All charts in one picture, one below the other. */
export function chartPicture({ title, sections }: ChartDocument): string {
  const width = Math.max(...sections.flatMap(({ charts }) => charts.map((chart) => chart.width))) + 2 * margin;
  const parts: string[] = [];
  let y = margin;
  const write = (text: string, size: number, weight: number, fill: string): void => {
    y += size + 6;
    parts.push(svgText(margin, y, text, { size, weight, fill }));
  };
  write(title, 22, 700, '#1f2933');
  for (const { heading, text, charts } of sections) {
    y += 14;
    write(heading, 18, 700, '#1f2933');
    text.flatMap(lines).forEach((line) => write(line, 13, 400, '#52606d'));
    for (const chart of charts) {
      y += titleHeight;
      write(chart.title, 16, 600, '#1f2933');
      lines(chart.caption).forEach((line) => write(line, 13, 400, '#52606d'));
      parts.push(`<g transform="translate(${margin} ${y + 6})">${renderChart(chart)}</g>`);
      y += chart.height + 6;
    }
  }
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y + margin}" viewBox="0 0 ${width} ${y + margin}" ` +
    `font-family="${fontFamily}">\n` +
    `<title>${escaped(title)}</title>\n<rect width="100%" height="100%" fill="#fff"/>\n${parts.join('\n')}\n</svg>\n`
  );
}

function lines(text: string): string[] {
  const broken: string[] = [];
  for (const word of text.split(' ')) {
    const longer = broken.length === 0 ? word : `${broken.at(-1)} ${word}`;
    if (broken.length > 0 && longer.length <= lineLetters) {
      broken[broken.length - 1] = longer;
    } else {
      broken.push(word);
    }
  }
  return broken;
}
