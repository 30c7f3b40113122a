/** Writes charts to a file: all of it or nothing. */
import { accessSync, constants, mkdirSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import { BatonError } from '../../domain/errors.ts';
import { writeWhole } from '../writeWhole.ts';
import { chartPage, chartPicture, type ChartDocument } from './chartPage.ts';

const renderings: Readonly<Record<string, (document: ChartDocument) => string>> = {
  '.html': chartPage,
  '.svg': chartPicture
};

/**
 * What writes a document to the file. Makes the folder at once, so that no long work is done for nothing.
 * @throws BatonError `chartsNotWritten` for a file of another kind, or where none can be; so does the function
 */
export function chartWriter(file: string): (document: ChartDocument) => void {
  const rendering = renderings[extname(file).toLowerCase()];
  if (!rendering) {
    throw new BatonError('chartsNotWritten', `${file} ends neither with .html nor with .svg.`);
  }
  told(file, () => {
    mkdirSync(dirname(file), { recursive: true });
    accessSync(dirname(file), constants.W_OK);
  });
  return (document) => {
    const text = rendering(document);
    told(file, () => uninterrupted(() => writeWhole(file, text)));
  };
}

/** Who interrupts it is not heard: it takes a moment, and would leave a file behind that nobody asked for. */
function uninterrupted(work: () => void): void {
  const later = (): void => undefined;
  process.on('SIGINT', later);
  try {
    work();
  } finally {
    process.off('SIGINT', later);
  }
}

function told(file: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw new BatonError('chartsNotWritten', `${file} cannot be written: ${(error as Error).message}`, {
      cause: error
    });
  }
}
