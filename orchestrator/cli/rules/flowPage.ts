/** The picture of a replay with all its tables, as one HTML file that needs nothing else. */
import { nameOfOutcome } from '../../explainLead.ts';
import type { Replay } from '../../replayRules.ts';
import { causeText, differenceText, entriesText, ownerCounts } from './describeReplay.ts';
import { flowPicture, headline } from './flowPicture.ts';
import { counted, leadsText, shareText } from './replayWords.ts';
import { escaped } from '../charts/svgText.ts';

const style = `
  body { font: 14px/1.45 system-ui, sans-serif; color: #1f2937; background: #fff; max-width: 1100px; margin: 24px auto; padding: 0 16px; }
  svg { width: 100%; height: auto; }
  h2 { font-size: 17px; margin: 32px 0 8px; }
  table { border-collapse: collapse; width: 100%; }
  th, td { text-align: left; vertical-align: top; padding: 4px 16px 4px 0; border-bottom: 1px solid #e2e5ea; }
  th { color: #5b6472; font-weight: 600; }
  .number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
  code { font-size: 12px; }`;

type Cell = string | { number: string } | { codes: readonly string[] };

export function flowPage(replay: Replay): string {
  const title = headline(replay);
  const { comparison } = replay;
  const { flows, leads, reasons, sameEitherWay } = comparison;
  const changes = flows.filter(({ changes: does }) => does);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${style}
</style>
<main>
${flowPicture(replay)}
${section(
  'What changes',
  ['Leads', 'Share', 'From', 'To', 'Entries before &gt; after', 'Examples'],
  changes.map((flow) => [
    { number: counted(flow.leads) },
    { number: shareText(flow.leads, leads) },
    nameOfOutcome(flow.before),
    nameOfOutcome(flow.after),
    entriesText(flow, 6),
    { codes: flow.examples }
  ])
)}
${section(
  'Owners',
  ['Owner', 'Before', 'After', 'Difference'],
  ownerCounts(comparison).map((count) => [
    nameOfOutcome(count.owner),
    { number: counted(count.before) },
    { number: counted(count.after) },
    { number: differenceText(count) }
  ])
)}
${section(
  'Not decided',
  ['Leads', 'Why', 'Examples'],
  reasons.map(({ cause, leads: count, examples }) => [
    { number: counted(count) },
    causeText(cause),
    { codes: examples }
  ])
)}
${sameEitherWay > 0 ? `<p>${leadsText(sameEitherWay)} of these keep their owner, whoever that is.</p>` : ''}
</main>
</html>
`;
}

/** Nothing for a table without lines. */
function section(title: string, header: readonly string[], lines: readonly (readonly Cell[])[]): string {
  const [first] = lines;
  if (!first) return '';
  const head = header
    .map((name, at) => `<th scope="col"${isNumber(first[at]!) ? ' class="number"' : ''}>${name}</th>`)
    .join('');
  const body = lines.map((cells) => `<tr>${cells.map(cellHtml).join('')}</tr>`).join('\n');
  return `<h2>${title}</h2>\n<table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body}\n</tbody>\n</table>`;
}

function cellHtml(cell: Cell): string {
  if (typeof cell === 'string') return `<td>${escaped(cell)}</td>`;
  if ('number' in cell) return `<td class="number">${escaped(cell.number)}</td>`;
  return `<td>${cell.codes.map((code) => `<code>${escaped(code)}</code>`).join(' ')}</td>`;
}

function isNumber(cell: Cell): boolean {
  return typeof cell === 'object' && 'number' in cell;
}
