/** The files that make up this repository: what is written by hand or generated into it, never what is installed or built. */
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder that holds package.json, without a slash at the end. */
export const repositoryRoot = dirname(dirname(fileURLToPath(import.meta.url)));

const notOurs = new Set(['.git', 'node_modules', 'coverage', '.sf', '.sfdx', '.baton']);
/** Husky writes its own scripts here when it is installed. */
const generated = '.husky/_';

/**
 * All files, relative to the repository, with forward slashes and in order of name. Walks the folders and does not ask
 * git, so that it also works in a downloaded copy.
 */
export function repositoryFiles(): string[] {
  const files: string[] = [];
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(repositoryRoot, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!notOurs.has(entry.name) && path !== generated) walk(path);
      } else if (entry.isFile() && !entry.name.endsWith('.log')) {
        files.push(path);
      }
    }
  };
  walk('');
  return files.sort();
}

/** Whether the file is program text that the rules on imports and length speak of. */
export function isCode(file: string): boolean {
  return /\.(ts|js|mjs|cjs)$/.test(file);
}
