/** Columns of text under a heading; numbers stand at the right. */
import pc from 'picocolors';

export interface TableColumn<T> {
  heading: string;
  text: (row: T) => string;
  /** Default: at the right. */
  isLeft?: boolean;
}

export function table<T>(columns: readonly TableColumn<T>[], rows: readonly T[]): string {
  const lines = [columns.map(({ heading }) => heading), ...rows.map((row) => columns.map(({ text }) => text(row)))];
  const widths = columns.map((_, column) => Math.max(...lines.map((texts) => texts[column]!.length)));
  return lines
    .map((texts, at) => {
      const line = texts
        .map((text, column) =>
          columns[column]!.isLeft ? text.padEnd(widths[column]!) : text.padStart(widths[column]!)
        )
        .join('  ')
        .trimEnd();
      return `  ${at === 0 ? pc.dim(line) : line}\n`;
    })
    .join('');
}
