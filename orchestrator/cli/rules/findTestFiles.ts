/** Test files of the working folder, when none is named: whatever stands in a folder named `rule-tests`. */
import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { BatonError } from '../../domain/errors.ts';

const isTestFile = (name: string): boolean => /\.ya?ml$/.test(name);
const isSkipped = (name: string): boolean => name === 'node_modules' || name.startsWith('.');

/**
 * @param given files and folders; none: every `rule-tests` folder below the working folder
 * @throws BatonError `ruleTestsNotReadable` when there is none
 */
export function findTestFiles(given: readonly string[]): string[] {
  const files = given.length > 0 ? given.flatMap(filesOf) : inTestFolders('.', false);
  if (files.length === 0) {
    const where = given.length > 0 ? given.join(', ') : 'folder named rule-tests here or below';
    throw new BatonError('ruleTestsNotReadable', `There is no test file (.yaml) in any ${where}.`);
  }
  return files.map((file) => relative('.', file));
}

function filesOf(path: string): string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) {
    throw new BatonError('ruleTestsNotReadable', `${path}: there is no such file.`);
  }
  return found.isDirectory() ? inTestFolders(path, true) : [path];
}

function inTestFolders(folder: string, isInside: boolean): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => a.name.localeCompare(b.name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        return isSkipped(entry.name) ? [] : inTestFolders(path, isInside || entry.name === 'rule-tests');
      }
      return isInside && isTestFile(entry.name) ? [path] : [];
    });
}
