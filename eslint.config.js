import { builtinModules } from 'node:module';
import lwc from '@salesforce/eslint-config-lwc/recommended.js';
import { defineConfig, globalIgnores } from 'eslint/config';
import importPlugin from 'eslint-plugin-import';
import jest from 'eslint-plugin-jest';
import { tsImport } from 'tsx/esm/api';
import tseslint from 'typescript-eslint';

// The table of folders is TypeScript, since the test that also reads it is; ESLint itself can load only JavaScript.
const { importRule, packageOwners } = await tsImport('./scripts/importRule.ts', import.meta.url);

const typescriptFiles = ['{assignment-rules,bench,bin,local-org,orchestrator,scripts,test}/**/*.ts', '*.ts'];

/** The files of one row: all below its folder, except folders that have a row of their own. */
function filesOf(row) {
  const nested = importRule.filter((other) => other.folder.startsWith(`${row.folder}/`));
  return { files: [`${row.folder}/**/*.ts`], ignores: nested.map((other) => `${other.folder}/**`) };
}

/** One import/no-restricted-paths zone for each folder that the row may not import from. */
function forbiddenZones(row) {
  const self = row.folder;
  const others = importRule.filter((other) => other !== row && !row.mayImport.includes(other.folder));
  const allowed = [self, ...row.mayImport];
  const message = `${self} may import ${row.mayImport.join(', ') || 'no other folder'} (scripts/importRule.ts).`;
  const zones = others.map((other) => ({
    target: `./${self}`,
    from: `./${other.folder}`,
    except: allowed
      .filter((inner) => inner.startsWith(`${other.folder}/`))
      .map((inner) => `./${inner.slice(other.folder.length + 1)}`),
    message
  }));
  const roots = ['bench', 'bin', 'scripts', 'test'].map((root) => ({
    target: `./${self}`,
    from: `./${root}`,
    message
  }));
  return [...zones, ...roots];
}

/** Packages that the row may not import, in the shape of no-restricted-imports. */
function forbiddenPackages(row) {
  const owned = Object.entries(packageOwners).filter(([, owner]) => owner !== row.folder);
  const paths = owned.map(([name, owner]) => ({ name, message: `Only ${owner} imports ${name}.` }));
  const patterns = owned.map(([name, owner]) => ({ group: [`${name}/*`], message: `Only ${owner} imports ${name}.` }));
  if (row.pure) {
    const message = `${row.folder} is pure: files, sockets and processes are the caller's affair.`;
    paths.push(...builtinModules.map((name) => ({ name, message })));
    patterns.push({ group: ['node:*'], message });
  }
  return { paths, patterns };
}

const notPure = [
  { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", what: 'the time' },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", what: 'the time' },
  { selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']", what: 'chance' },
  { selector: "MemberExpression[object.name='process'][property.name='env']", what: 'the configuration' }
].map(({ selector, what }) => ({ selector, message: `This folder is pure: ${what} comes in as an argument.` }));

export default defineConfig(
  globalIgnores(['**/node_modules/', 'coverage/', '.sf/', '.sfdx/', '.baton/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: typescriptFiles,
    extends: [tseslint.configs.recommendedTypeChecked],
    plugins: { import: importPlugin },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    settings: { 'import/resolver': { node: { extensions: ['.ts', '.js', '.json'] } } },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // A route or a fake may have to be async to fit its interface and yet have nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }]
    }
  },
  {
    files: ['local-org/lightning/browser/**/*.ts'],
    // What the platform's modules fail with is no Error: it is the reply, with Salesforce's body.
    rules: { '@typescript-eslint/only-throw-error': 'off' }
  },
  {
    files: ['test/**/*.ts'],
    // expect.any() and its kin are typed any, and stand inside the objects one expects.
    rules: { '@typescript-eslint/no-unsafe-assignment': 'off' }
  },
  ...importRule.map((row) => ({
    ...filesOf(row),
    rules: {
      'import/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones: forbiddenZones(row) }],
      'no-restricted-imports': ['error', forbiddenPackages(row)],
      ...(row.pure ? { 'no-restricted-syntax': ['error', ...notPure] } : {})
    }
  })),
  {
    files: ['{force-app,test}/**/lwc/**/*.js'],
    extends: [lwc]
  },
  {
    files: ['force-app/**/lwc/**/*.test.js'],
    // Tests load the very adapters that the platform forbids components to use outside @wire.
    rules: { '@lwc/lwc/no-unexpected-wire-adapter-usages': 'off' }
  },
  {
    files: ['force-app/test/**/*.js'],
    extends: [jest.configs['flat/recommended']]
  }
);
