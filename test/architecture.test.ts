import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, posix } from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import { forbiddenImport, importRule, packageOwners, rowOf, unrestrictedFolders } from '../scripts/importRule.ts';
import { importsOf, packageOf } from '../scripts/importsOf.ts';
import { isCode, repositoryFiles, repositoryRoot } from '../scripts/repositoryFiles.ts';

const files = repositoryFiles();
const read = (file: string): string => readFileSync(join(repositoryRoot, file), 'utf8');
const code = files.filter(isCode);
const imports = code.flatMap((file) => importsOf(file, read(file)).map((specifier) => ({ file, specifier })));
const relativeImports = imports
  .filter(({ specifier }) => specifier.startsWith('.'))
  .map(({ file, specifier }) => ({ file, target: posix.normalize(posix.join(dirname(file), specifier)) }));

describe('The import rule', () => {
  it('is kept by every import in the repository', () => {
    const broken = relativeImports.flatMap(({ file, target }) => forbiddenImport(file, target) ?? []);
    expect(broken).toEqual([]);
  });

  it('has a row for every folder of product code', () => {
    const layered = code.filter((file) => /^(orchestrator|local-org)\//.test(file));
    const folders = new Set(layered.map((file) => posix.dirname(file).split('/').slice(0, 2).join('/')));
    const topFolders = code.filter((file) => file.includes('/')).map((file) => file.split('/')[0] ?? '');
    const known = new Set([...importRule.map((row) => row.folder), ...unrestrictedFolders, 'force-app']);
    expect([...folders, ...topFolders].filter((folder) => !known.has(folder))).toEqual([]);
  });

  it('is told to contributors folder by folder', () => {
    const guide = read('CONTRIBUTING.md');
    expect(importRule.filter((row) => !guide.includes(`\`${row.folder}/`)).map((row) => row.folder)).toEqual([]);
  });

  it('lets jsforce be imported by the Salesforce adapter alone', () => {
    const strangers = imports.filter(({ file, specifier }) => {
      const owner = packageOwners[packageOf(specifier) ?? ''];
      return owner !== undefined && rowOf(file) !== undefined && rowOf(file)?.folder !== owner;
    });
    expect(strangers).toEqual([]);
  });

  it('keeps Node out of the pure folders', () => {
    const impure = imports.filter(
      ({ file, specifier }) =>
        rowOf(file)?.pure && (specifier.startsWith('node:') || builtinModules.includes(specifier))
    );
    expect(impure).toEqual([]);
  });

  it('refuses what design forbids and allows its neighbour', () => {
    const verdict = (from: string, to: string): boolean => forbiddenImport(`${from}/a.ts`, `${to}/b.ts`) === undefined;
    expect(verdict('orchestrator/routing', 'orchestrator/domain')).toBe(true);
    expect(verdict('orchestrator/domain', 'orchestrator/routing')).toBe(false);
    expect(verdict('orchestrator/handoff', 'orchestrator/routing')).toBe(true);
    expect(verdict('orchestrator/handoff', 'orchestrator/salesforce')).toBe(false);
    expect(verdict('orchestrator/http', 'orchestrator/salesforce')).toBe(true);
    expect(verdict('orchestrator/salesforce', 'orchestrator/http')).toBe(false);
    expect(verdict('orchestrator', 'orchestrator/salesforce')).toBe(true);
    expect(verdict('orchestrator', 'orchestrator/http')).toBe(false);
    expect(verdict('orchestrator/cli', 'local-org')).toBe(false);
    expect(verdict('local-org/api', 'local-org/state')).toBe(true);
    expect(verdict('local-org/semantics', 'assignment-rules')).toBe(true);
    expect(verdict('local-org/soql', 'local-org/state')).toBe(true);
    expect(verdict('local-org/soql', 'local-org/api')).toBe(false);
    expect(verdict('local-org/state', 'local-org/semantics')).toBe(false);
    expect(verdict('local-org/api', 'local-org/catalogue')).toBe(false);
    expect(forbiddenImport('local-org/state/a.ts', 'local-org/org.ts')).toBeUndefined();
    expect(forbiddenImport('local-org/state/a.ts', 'local-org/createOrg.ts')).toMatch(/local-org\/state may import/);
    expect(verdict('local-org', 'orchestrator/domain')).toBe(false);
    expect(verdict('assignment-rules', 'local-org/state')).toBe(false);
    expect(verdict('assignment-rules', 'test')).toBe(false);
    expect(verdict('bin', 'local-org')).toBe(true);
  });

  it('is shown while typing too: the linter says the same as the table', async () => {
    const lint = new ESLint({
      cwd: repositoryRoot,
      overrideConfig: [{ files: ['**/*.ts'], languageOptions: { parserOptions: { projectService: false } } }],
      ruleFilter: ({ ruleId }) => ruleId === 'import/no-restricted-paths' || ruleId === 'no-restricted-imports'
    });
    const sample = (folder: string): string | undefined => code.find((file) => posix.dirname(file) === folder);
    for (const row of importRule) {
      const from = sample(row.folder);
      if (!from) continue;
      const singleFiles = importRule.flatMap(({ mayImport }) => mayImport).filter(isCode);
      const samples = [...importRule.flatMap((other) => sample(other.folder) ?? []), ...singleFiles];
      const targets = [...new Set(samples)].filter((file) => file !== from);
      const text =
        targets.map((file) => `import '${relativeSpecifier(from, file)}';\n`).join('') + "import 'jsforce';\n";
      const [result] = await lint.lintText(text, { filePath: join(repositoryRoot, from) });
      const complained = new Set(result?.messages.map((message) => message.line));
      const expected = targets.map((file) => forbiddenImport(from, file) !== undefined);
      const verdicts = [...expected, packageOwners['jsforce'] !== row.folder];
      expect(verdicts.map((_, index) => complained.has(index + 1))).toEqual(verdicts);
    }
  });
});

function relativeSpecifier(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith('.') ? path : `./${path}`;
}

describe('The import finder', () => {
  it('finds static, type-only, dynamic and re-exporting imports, and no commented-out one', () => {
    const text = `
      import a from 'a'; import type { B } from './b.ts'; export * from './c.ts'; // import x from './x.ts'
      const d = await import('./d.ts'); type E = import('./e.ts').E; const f = require('f/g'); export const g = 'import h';`;
    expect(importsOf('some.ts', text)).toEqual(['a', './b.ts', './c.ts', './d.ts', './e.ts', 'f/g']);
  });
});

describe('The shape of the code', () => {
  /** Files that are one idea and yet long, each with the reason. */
  const longForAReason: Readonly<Record<string, string>> = {};

  it('has no file over 400 lines', () => {
    const long = code.filter((file) => read(file).trimEnd().split('\n').length > 400 && !(file in longForAReason));
    expect(long).toEqual([]);
  });

  it('has no drawer of odds and ends', () => {
    const drawers = files.filter((file) => /(^|\/)(utils?|helpers?|common|misc|shared)(\/|\.[jt]s$)/i.test(file));
    expect(drawers).toEqual([]);
  });

  it('imports TypeScript by its real file name, so that it runs without a build', () => {
    const inexact = relativeImports.filter(({ file, target }) => file.endsWith('.ts') && !files.includes(target));
    expect(inexact).toEqual([]);
  });
});

describe('The dependencies', () => {
  const manifest = JSON.parse(read('package.json')) as {
    scripts: Record<string, string>;
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
    overrides: Record<string, string>;
  };
  const declared = { ...manifest.dependencies, ...manifest.devDependencies };

  /** Packages that no file imports, each with what does use it. */
  const usedWithoutImport: Readonly<Record<string, string>> = {
    '@lwc/synthetic-shadow': 'resolved by the bundler (local-org/lightning/vendorBundle.ts)',
    '@salesforce-ux/design-system': 'its style sheet is served (local-org/lightning/pageHtml.ts)',
    'lightning-base-components': 'resolved by the bundler (local-org/lightning/vendorBundle.ts)',
    '@lwc/eslint-plugin-lwc': 'peer of @salesforce/eslint-config-lwc',
    '@salesforce/eslint-plugin-lightning': 'peer of @salesforce/eslint-config-lwc',
    '@prettier/plugin-xml': 'named in .prettierrc',
    'prettier-plugin-apex': 'named in .prettierrc',
    '@salesforce/cli': 'the sf command, which contract tests run',
    '@salesforce/types': 'read as text by scripts/deployable/metadataSchema.ts',
    '@types/luxon': 'types of luxon',
    '@types/node': 'types of Node',
    '@types/pg': 'types of pg',
    husky: 'the prepare script',
    'lint-staged': '.husky/pre-commit'
  };

  /** Commands for contributors that live beside the product code they describe: they may use what only contributors install. */
  const forContributors = ['local-org/catalogue/fidelity.ts'];

  /** Components import modules of the platform, which no package brings; the host of the pages imports `lightning/*`. */
  const isComponent = (file: string): boolean => /^(force-app\/main|test)\/.*\/lwc\/|^force-app\/types\//.test(file);

  const imported = new Set(imports.flatMap(({ specifier }) => packageOf(specifier) ?? []));

  it('are each used', () => {
    const unused = Object.keys(declared).filter((name) => !imported.has(name) && !(name in usedWithoutImport));
    expect(unused).toEqual([]);
  });

  it('excuse no package that is imported or gone', () => {
    const stale = Object.keys(usedWithoutImport).filter((name) => imported.has(name) || !(name in declared));
    expect(stale).toEqual([]);
  });

  it('are declared where they are imported', () => {
    const product = /^(assignment-rules|bin|local-org|orchestrator)\//;
    const missing = imports.flatMap(({ file, specifier }) => {
      const name = packageOf(specifier);
      if (!name || builtinModules.includes(name) || isComponent(file) || name === 'lightning' || name === 'c')
        return [];
      const allowed = product.test(file) && !forContributors.includes(file) ? manifest.dependencies : declared;
      return name in allowed ? [] : [`${file} imports ${name}`];
    });
    expect(missing).toEqual([]);
  });

  it('let no product code lean on a command for contributors', () => {
    const leaning = relativeImports.filter(
      ({ file, target }) => forContributors.includes(target) && !file.startsWith('test/')
    );
    expect(leaning).toEqual([]);
  });

  it('have exact versions', () => {
    const loose = Object.entries({ ...declared, ...manifest.overrides }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)
    );
    expect(loose).toEqual([]);
  });

  it('name no place to download from, so that each machine uses its own', () => {
    const configured = process.env['npm_config_registry'];
    const hosts = configured ? [new URL(configured).host] : [];
    const naming = files.filter((file) => {
      const text = read(file);
      return hosts.some((host) => text.includes(host)) || /\bregistry\.[a-z0-9-]+\.[a-z]{2,}/i.test(text);
    });
    expect(naming).toEqual([]);
    expect(read('package-lock.json')).not.toMatch(/"resolved": "https?:/);
  });
});
