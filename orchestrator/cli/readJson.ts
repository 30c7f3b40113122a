/** A JSON file that a command is given, or standard input. */
import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import { BatonError, type BatonErrorCode } from '../domain/errors.ts';

/**
 * @param file its path, or `-`
 * @param code of the error when it cannot be read
 * @throws BatonError
 */
export async function readJson(file: string, code: BatonErrorCode): Promise<unknown> {
  const source = sourceName(file);
  let content: string;
  try {
    content = file === '-' ? await readAll(process.stdin) : await readFile(file, 'utf8');
  } catch (error) {
    const { code: cause, message } = error as NodeJS.ErrnoException;
    const why =
      { ENOENT: ': there is no such file.', EISDIR: ' is a folder.' }[cause ?? ''] ?? ` cannot be read: ${message}`;
    throw new BatonError(code, source + why, { cause: error });
  }
  if (content.trim() === '') {
    throw new BatonError(code, `${source} is empty.`);
  }
  try {
    return JSON.parse(content) as unknown;
  } catch (error) {
    throw new BatonError(code, `${source} is not JSON: ${(error as Error).message}`, { cause: error });
  }
}

export function sourceName(file: string): string {
  return file === '-' ? 'Standard input' : file;
}
