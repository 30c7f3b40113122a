/**
 * Writes `force-app/tsconfig.modules.json`, which tells the type check where `c/errorPanel` is: a pattern cannot, since
 * the name stands twice in `lwc/errorPanel/errorPanel.js`. With `--check` it only tells whether the file is up to date.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repositoryRoot } from './repositoryFiles.ts';

const file = join(repositoryRoot, 'force-app', 'tsconfig.modules.json');

/** Text of the file for the bundles that stand in a folder. */
export function componentModules(lwcFolder: string): string {
  const names = existsSync(lwcFolder) ? readdirSync(lwcFolder).sort() : [];
  const scripts = names.filter((name) => existsSync(join(lwcFolder, name, `${name}.js`)));
  const paths = Object.fromEntries(scripts.map((name) => [`c/${name}`, [`./main/default/lwc/${name}/${name}.js`]]));
  return `${JSON.stringify({ compilerOptions: { paths } }, undefined, 2)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = componentModules(join(repositoryRoot, 'force-app', 'main', 'default', 'lwc'));
  const current = existsSync(file) ? readFileSync(file, 'utf8') : '';
  // Prettier sets a short list in one line; what counts is what the file says.
  const isCurrent = current !== '' && JSON.stringify(JSON.parse(current)) === JSON.stringify(JSON.parse(text));
  if (process.argv.includes('--check')) {
    if (!isCurrent)
      console.error('force-app/tsconfig.modules.json does not name the components that there are: npm run fix');
    process.exitCode = isCurrent ? 0 : 1;
  } else if (!isCurrent) {
    writeFileSync(file, text);
  }
}
