/** Writes comparisons as one table of plain text. */
import type { Comparison } from './comparison.ts';

const headings = ['comparison', 'variant', 'value', 'unit', 'ratio', 'goal', ''];

/** One line for each variant; name, ratio, goal and verdict stand on the first line of their comparison. Notes follow. */
export function comparisonTable(comparisons: readonly Comparison[]): string {
  const lines = comparisons.flatMap(({ name, unit, rows, ratio, goal, met }) =>
    rows.map(({ variant, value }, index) => {
      const cells = [variant, figure(value), unit];
      if (index > 0) return ['', ...cells, '', '', ''];
      const verdict = met === undefined ? '' : met ? 'met' : 'NOT MET';
      return [name, ...cells, ratio === undefined ? '' : `${figure(ratio)}x`, goal ?? '', verdict];
    })
  );
  const table = [headings, ...lines];
  const widths = headings.map((_, column) => Math.max(...table.map((line) => (line[column] ?? '').length)));
  const rightAligned = new Set([headings.indexOf('value'), headings.indexOf('ratio')]);
  const text = table.map((line) =>
    line
      .map((cell, column) =>
        rightAligned.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)
      )
      .join('  ')
      .trimEnd()
  );
  const [first = '', ...rest] = text;
  const notes = [...new Set(comparisons.flatMap(({ note }) => note ?? []))];
  return [
    first,
    widths
      .map((width) => '-'.repeat(width))
      .join('  ')
      .trimEnd(),
    ...rest,
    ...(notes.length === 0 ? [] : ['', ...notes])
  ].join('\n');
}

/** Three significant digits, thousands apart: 0.0123, 4.56, 78.9, 12,300. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  return value.toLocaleString('en-US', { maximumSignificantDigits: Math.abs(value) >= 1000 ? 4 : 3 });
}
