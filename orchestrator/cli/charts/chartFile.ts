/** Writes charts to a file: all of it or nothing. */
import { accessSync, constants, mkdirSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import { BatonError } from '../../domain/errors.ts';
import { writeWhole } from '../writeWhole.ts';

/** What is drawn, as a page and as a picture. */
export type Renderings<T> = Readonly<Record<'.html' | '.svg', (drawn: T) => string>>;

/**
 * What writes a chart to the file. Makes the folder at once, so that no long work is done for nothing.
 * @throws BatonError `chartsNotWritten` for a file of another kind, or where none can be; so does the function
 */
export function chartWriter<T>(file: string, renderings: Renderings<T>): (drawn: T) => void {
  const rendering = (renderings as Readonly<Record<string, ((drawn: T) => string) | undefined>>)[
    extname(file).toLowerCase()
  ];
  if (!rendering) {
    throw new BatonError('chartsNotWritten', `${file} ends neither with .html nor with .svg.`);
  }
  told(file, () => {
    mkdirSync(dirname(file), { recursive: true });
    accessSync(dirname(file), constants.W_OK);
  });
  return (drawn) => {
    const text = rendering(drawn);
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
