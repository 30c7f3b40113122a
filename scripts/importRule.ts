/**
 * Which folder may import which: the one table behind the lint rule (eslint.config.js, seen while typing) and the test
 * (test/architecture.test.ts). It keeps decisions pure, Salesforce behind one door, and the orchestrator ignorant of
 * the org that stands in for Salesforce in development.
 */

/** One row. A folder may always import from itself. Folders are relative to the repository, with forward slashes. */
export interface ImportRow {
  /** The rule holds for every file below; where two rows cover a file, the longer folder decides. */
  readonly folder: string;
  /**
   * Folders of this repository that it may import from, with all below them except those that have a row of their own; or
   * single files, where only these of a folder are meant.
   */
  readonly mayImport: readonly string[];
  /** Pure folders read no file, no network and no clock, so they import nothing that Node itself provides. */
  readonly pure?: true;
}

const decisions = [
  'orchestrator/domain',
  'orchestrator/routing',
  'orchestrator/handoff',
  'orchestrator/identity',
  'orchestrator/doctor',
  'orchestrator/simulation'
];
const edges = [
  'orchestrator/storage',
  'orchestrator/snapshot',
  'orchestrator/calendars',
  'orchestrator/salesforce',
  'orchestrator/voice',
  'orchestrator/notices',
  'orchestrator/meetings'
];

/** What the parts of the local org know of each other: interfaces and errors, no part itself. */
const orgSeams = ['local-org/org.ts', 'local-org/orgCore.ts', 'local-org/orgModel.ts', 'local-org/errors.ts'];
const orgParts = ['local-org/state', 'local-org/semantics', 'local-org/deploy', 'local-org/soql'];
const orgWire = ['local-org/api', 'local-org/control'];

/** The rows, from what knows least to what knows all. A folder of code without a row fails the test. */
export const importRule: readonly ImportRow[] = [
  { folder: 'assignment-rules', mayImport: [], pure: true },
  { folder: 'orchestrator/domain', mayImport: [], pure: true },
  { folder: 'orchestrator/routing', mayImport: ['orchestrator/domain'], pure: true },
  { folder: 'orchestrator/handoff', mayImport: ['orchestrator/domain', 'orchestrator/routing'], pure: true },
  { folder: 'orchestrator/identity', mayImport: ['orchestrator/domain'], pure: true },
  { folder: 'orchestrator/doctor', mayImport: ['assignment-rules', 'orchestrator/domain'], pure: true },
  // It plays what decides live calls against a clock of its own, under rules that are judged as the commands judge them.
  {
    folder: 'orchestrator/simulation',
    mayImport: ['assignment-rules', 'orchestrator/domain', 'orchestrator/routing', 'orchestrator/handoff'],
    pure: true
  },
  { folder: 'orchestrator/calendars', mayImport: ['orchestrator/domain'] },
  { folder: 'orchestrator/storage', mayImport: ['orchestrator/domain'] },
  // It predicts beside the org, and so knows nothing of how the org is reached; reading one is the adapter's work.
  { folder: 'orchestrator/snapshot', mayImport: ['assignment-rules', 'orchestrator/domain'] },
  // The org's own calendar follows the same recurrence rules as anybody's; what a rule is judged by has one shape for all.
  {
    folder: 'orchestrator/salesforce',
    mayImport: [
      'orchestrator/domain',
      'orchestrator/identity',
      'orchestrator/calendars/occurrences.ts',
      'orchestrator/snapshot/orgSnapshot.ts',
      'orchestrator/doctor/orgFacts.ts',
      'assignment-rules/analysis/orgDescription.ts'
    ]
  },
  { folder: 'orchestrator/voice', mayImport: ['orchestrator/domain'] },
  { folder: 'orchestrator/meetings', mayImport: ['orchestrator/domain'] },
  {
    folder: 'orchestrator/notices',
    mayImport: ['orchestrator/domain', 'orchestrator/handoff', 'orchestrator/meetings']
  },
  // Files directly in orchestrator/ join decisions and edges into one call; http and cli are two ways to ask for it.
  { folder: 'orchestrator', mayImport: ['assignment-rules', ...decisions, ...edges] },
  { folder: 'orchestrator/http', mayImport: ['assignment-rules', 'orchestrator', ...decisions, ...edges] },
  {
    folder: 'orchestrator/cli',
    mayImport: ['assignment-rules', 'orchestrator', 'orchestrator/http', ...decisions, ...edges]
  },
  { folder: 'local-org/state', mayImport: orgSeams },
  { folder: 'local-org/semantics', mayImport: ['assignment-rules', 'local-org/state', ...orgSeams] },
  { folder: 'local-org/deploy', mayImport: ['local-org/state', 'local-org/semantics', ...orgSeams] },
  { folder: 'local-org/soql', mayImport: ['local-org/state', ...orgSeams] },
  // The wire asks the faults and writes the log that control reads and changes: these two know each other.
  // It carries the Lightning pages to the handlers that serve them, and knows of them no more than their type.
  {
    folder: 'local-org/api',
    mayImport: ['local-org/control', 'local-org/lightning/lightningPages.ts', ...orgParts, ...orgSeams]
  },
  { folder: 'local-org/control', mayImport: ['local-org/api', ...orgParts, ...orgSeams] },
  // Pages read the org as any client does; what they share with it is how metadata is read, the schema, and the wire.
  { folder: 'local-org/lightning', mayImport: ['local-org/api', 'local-org/state', ...orgSeams] },
  { folder: 'local-org/catalogue', mayImport: ['local-org/lightning', ...orgWire, ...orgParts, ...orgSeams] },
  // Files directly in local-org/ put the parts together; apart from the seams, none of the parts knows them.
  {
    folder: 'local-org',
    mayImport: ['assignment-rules', 'local-org/catalogue', 'local-org/lightning', ...orgWire, ...orgParts]
  }
];

/** Folders that join everything or judge everything: they may import from anywhere, and no row may name them. */
export const unrestrictedFolders: readonly string[] = ['bin', 'bench', 'scripts', 'test'];

/** Packages that only some folders may import: each with the one product folder it belongs to. Tests and benchmarks are free. */
export const packageOwners: Readonly<Record<string, string>> = {
  jsforce: 'orchestrator/salesforce',
  '@salesforce/source-deploy-retrieve': 'orchestrator/salesforce',
  kysely: 'orchestrator/storage',
  pg: 'orchestrator/storage',
  '@slack/web-api': 'orchestrator/notices',
  '@slack/webhook': 'orchestrator/notices'
};

/** The row that decides for a file: the one with the longest folder that holds it. */
export function rowOf(file: string): ImportRow | undefined {
  return importRule
    .filter((row) => file.startsWith(`${row.folder}/`))
    .sort((a, b) => b.folder.length - a.folder.length)[0];
}

/**
 * Why `from` may not import `to`, or undefined when it may. Both are files relative to the repository.
 */
export function forbiddenImport(from: string, to: string): string | undefined {
  const importer = rowOf(from);
  if (!importer) return undefined;
  const imported = rowOf(to);
  if (imported === importer) return undefined;
  if (imported && importer.mayImport.includes(imported.folder)) return undefined;
  if (importer.mayImport.includes(to)) return undefined;
  const allowed = importer.mayImport.length > 0 ? importer.mayImport.join(', ') : 'no other folder';
  return `${from} imports ${to}: ${importer.folder} may import ${allowed}`;
}
