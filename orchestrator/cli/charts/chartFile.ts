/** Writes charts to a file: all of it or nothing. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import { BatonError } from '../../domain/errors.ts';
import { chartPage, chartPicture, type ChartDocument } from './chartPage.ts';

const renderings: Readonly<Record<string, (document: ChartDocument) => string>> = {
  '.html': chartPage,
  '.svg': chartPicture
};

/**
 * What writes a document to the file, which takes its place only when all is written. Whoever interrupts it meanwhile is heard
 * afterwards, since nothing here waits.
 * @throws BatonError `chartsNotWritten` for a file of another kind; so does the function, for one that cannot be written
 */
export function chartWriter(file: string): (document: ChartDocument) => void {
  const rendering = renderings[extname(file).toLowerCase()];
  if (!rendering) {
    throw new BatonError('chartsNotWritten', `${file} ends neither with .html nor with .svg.`);
  }
  return (document) => writeWhole(file, rendering(document));
}

function writeWhole(file: string, text: string): void {
  const draft = `${file}.${process.pid}.draft`;
  const later = (): void => undefined;
  process.on('SIGINT', later);
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(draft, text);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw new BatonError('chartsNotWritten', `${file} cannot be written: ${(error as Error).message}`, {
      cause: error
    });
  } finally {
    process.off('SIGINT', later);
  }
}
