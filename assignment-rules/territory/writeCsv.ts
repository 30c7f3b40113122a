/** Lines of a table as CSV that a spreadsheet opens. */
import { stringify } from 'csv-stringify/sync';
import { columns, headersOf } from './columns.ts';
import { cellsOf } from './tableFromRules.ts';
import type { TableLine } from './tableFromRules.ts';

/** With every column that a line uses, and Notes for what the rule's comment said. */
export function territoryCsv(lines: readonly TableLine[]): string {
  const rows = lines.map((line) => ({ cells: cellsOf(line), note: line.comment ?? '' }));
  const used = columns.filter((column) => column === 'team' || rows.some(({ cells }) => cells[column] !== ''));
  return stringify([
    [...used.map((column) => headersOf[column][0]), 'Notes'],
    ...rows.map(({ cells, note }) => [...used.map((column) => cells[column]!), note])
  ]);
}
