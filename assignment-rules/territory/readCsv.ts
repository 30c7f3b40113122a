/** CSV as spreadsheets save it: comma, semicolon or tab, with or without a byte order mark. */
import { parse } from 'csv-parse/sync';

export interface CsvRow {
  /** As the spreadsheet numbers it. */
  readonly row: number;
  readonly cells: readonly string[];
}

export interface CsvTable {
  readonly header: readonly string[];
  readonly rows: readonly CsvRow[];
}

/** Rows without any cell are left out, yet counted. @throws Error of csv-parse naming the line */
export function readCsv(text: string): CsvTable {
  const [firstLine = ''] = text.split(/\r?\n/, 1);
  const delimiter = firstLine.includes('\t') ? '\t' : firstLine.includes(';') && !firstLine.includes(',') ? ';' : ',';
  const records: string[][] = parse(text, { bom: true, delimiter, trim: true, relax_column_count: true });
  const [header = [], ...rest] = records;
  return {
    header,
    rows: rest
      .map((cells, index) => ({ row: index + 2, cells }))
      .filter(({ cells }) => cells.some((cell) => cell !== ''))
  };
}
