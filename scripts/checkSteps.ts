/** What `npm run check` demands and how `npm run fix` repairs it: the same on a laptop and in CI. */

export interface CheckStep {
  readonly name: string;
  /** Program from node_modules/.bin with its arguments; exits with 0 when all is well. */
  readonly check: readonly string[];
  /** The command that repairs what a machine can repair; absent where only a person can. */
  readonly fix?: readonly string[];
}

/** In the order in which `fix` must run them: the linter rewrites code, generated pages follow the code, Prettier has the last word. */
export const checkSteps: readonly CheckStep[] = [
  {
    name: 'lockfile',
    check: ['tsx', 'scripts/completeLockfile.ts', '--check'],
    fix: ['tsx', 'scripts/completeLockfile.ts']
  },
  { name: 'types', check: ['tsc', '-p', '.'] },
  // What runs in a browser knows the DOM and nothing of Node.
  { name: 'pages', check: ['tsc', '-p', 'local-org/lightning/browser'] },
  {
    name: 'lwc modules',
    check: ['tsx', 'scripts/componentModules.ts', '--check'],
    fix: ['tsx', 'scripts/componentModules.ts']
  },
  { name: 'lwc types', check: ['tsc', '-p', 'force-app'] },
  { name: 'deployable', check: ['tsx', 'scripts/deployable/checkDeployable.ts'] },
  { name: 'lint', check: ['eslint', '--max-warnings', '0', '.'], fix: ['eslint', '--fix', '.'] },
  {
    name: 'fidelity',
    check: ['tsx', 'local-org/catalogue/fidelity.ts', '--check'],
    fix: ['tsx', 'local-org/catalogue/fidelity.ts', '--write']
  },
  {
    name: 'format',
    check: ['prettier', '--check', '--log-level', 'warn', '.'],
    fix: ['prettier', '--write', '--log-level', 'warn', '.']
  }
];
