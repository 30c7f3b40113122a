/**
 * Deploys: what a zipped package does to the org, and the answers to `checkDeployStatus` about it. The work is done
 * while the request that starts it is answered; the job is then told as queued, and as finished from the first check on.
 */
import { SalesforceError, unsupported } from '../errors.ts';
import type { Org, Session } from '../org.ts';
import type { ComponentResult } from '../state/metadataStore.ts';
import type { ManifestEntry } from './metadataPackage.ts';
import { parentTypeOf, typeNamed } from '../state/metadata/metadataTypes.ts';
import { textOf } from '../state/metadata/metadataXml.ts';
import { readDeployZip, type DeployPackage } from './metadataZip.ts';

/** Options of `deploy` as Salesforce names them; those that nothing here depends on are left out. */
export interface DeployOptions {
  /** Default false: a manifest that names what the zip does not hold fails. */
  readonly allowMissingFiles: boolean;
  /** Default false. */
  readonly checkOnly: boolean;
  /** Default false. The local org gives no warnings, so nothing depends on it. */
  readonly ignoreWarnings: boolean;
  /** Default false: what is right is deployed though something else is wrong. */
  readonly rollbackOnError: boolean;
  /** Default false: package.xml may stand in a folder of the zip. */
  readonly singlePackage: boolean;
  readonly testLevel: string | undefined;
}

/** One row of `componentSuccesses` or `componentFailures`. */
interface DeployMessage {
  changed: boolean;
  columnNumber?: number;
  componentType: string;
  created: boolean;
  createdDate: string;
  deleted: boolean;
  fileName: string;
  fullName: string;
  lineNumber?: number;
  problem?: string;
  problemType?: string;
  success: boolean;
}

/** `DeployResult` of the Metadata API, in the order of its schema. */
export interface DeployResult {
  readonly id: string;
  readonly status: 'Succeeded' | 'Failed' | 'SucceededPartial';
  readonly success: boolean;
  readonly details: {
    readonly componentFailures: readonly DeployMessage[];
    readonly componentSuccesses: readonly DeployMessage[];
  } & Record<string, unknown>;
  readonly [field: string]: unknown;
}

interface Job {
  readonly result: DeployResult;
  readonly zip: Uint8Array;
  readonly options: DeployOptions;
}

/** Jobs live as long as the process: a restarted org no longer knows them, as Salesforce forgets them after 30 days. */
const jobsOfOrg = new WeakMap<Org, Map<string, Job>>();

function jobsOf(org: Org): Map<string, Job> {
  const jobs = jobsOfOrg.get(org) ?? new Map<string, Job>();
  jobsOfOrg.set(org, jobs);
  return jobs;
}

const knownOptions = new Set([
  'allowMissingFiles',
  'autoUpdatePackage',
  'checkOnly',
  'ignoreWarnings',
  'performRetrieve',
  'purgeOnDelete',
  'rollbackOnError',
  'runAllTests',
  'runTests',
  'singlePackage',
  'testLevel'
]);
const testLevels = new Set(['NoTestRun', 'RunLocalTests', 'RunAllTestsInOrg', 'RunRelevantTests']);

/**
 * @param given as the request has them: SOAP sends strings, REST booleans
 * @throws SalesforceError LOCAL_ORG_UNSUPPORTED for an option that would change the result in a way the local org does not do
 */
export function readDeployOptions(given: Readonly<Record<string, unknown>>): DeployOptions {
  for (const name of Object.keys(given)) {
    if (!name.startsWith('@_') && !knownOptions.has(name)) throw unsupported(`the deploy option ${name}`);
  }
  const flag = (name: string): boolean => String(given[name]) === 'true';
  for (const name of ['autoUpdatePackage', 'performRetrieve']) {
    if (flag(name)) throw unsupported(`the deploy option ${name}`);
  }
  const testLevel = textOf(given['testLevel']) || undefined;
  if (testLevel !== undefined && !testLevels.has(testLevel))
    throw unsupported(`the test level ${testLevel}: it runs no Apex`);
  const runTests = given['runTests'];
  if (runTests !== undefined && runTests !== '' && !(Array.isArray(runTests) && runTests.length === 0)) {
    throw unsupported('a deploy that names tests to run: it runs no Apex');
  }
  return {
    allowMissingFiles: flag('allowMissingFiles'),
    checkOnly: flag('checkOnly'),
    ignoreWarnings: flag('ignoreWarnings'),
    rollbackOnError: flag('rollbackOnError'),
    singlePackage: flag('singlePackage'),
    testLevel
  };
}

/** Users with one of two permissions deploy and read. Source: Metadata API Developer Guide, "Modify Metadata Through Metadata API Functions" (documented); the text is assumed. */
export function requireMetadataAccess(org: Org, session: Session): void {
  const access = org.access(session);
  if (!access.hasPermission('ModifyMetadata') && !access.hasPermission('ModifyAllData')) {
    throw new SalesforceError(
      'INSUFFICIENT_ACCESS',
      'use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions'
    );
  }
}

/**
 * Deploys a package.
 * @returns id of the job, for {@link deployResult}
 * @throws SalesforceError when the request itself is wrong; what is wrong with components is in the result
 */
export function startDeploy(org: Org, session: Session, zip: Uint8Array, options: DeployOptions): string {
  requireMetadataAccess(org, session);
  const contents = readDeployZip(zip, options);
  const id = org.mintId('0Af');
  const startedAt = org.clock.now().toISOString();
  const messages = applyPackage(org, contents, options, startedAt);
  const failures = messages.filter((message) => !message.success);
  const successes = messages.filter((message) => message.success);
  const components = (rows: readonly DeployMessage[]): number => rows.filter((row) => row.componentType !== '').length;
  const status =
    failures.length === 0
      ? 'Succeeded'
      : options.rollbackOnError || successes.length === 0
        ? 'Failed'
        : 'SucceededPartial';
  const result: DeployResult = {
    checkOnly: options.checkOnly,
    completedDate: org.clock.now().toISOString(),
    createdBy: session.userId,
    createdByName: String(org.records.read(session, 'User', session.userId)['Name'] ?? ''),
    createdDate: startedAt,
    details: {
      componentFailures: failures,
      componentSuccesses: successes,
      runTestResult: { numFailures: 0, numTestsRun: 0, totalTime: 0 }
    },
    done: true,
    id,
    ignoreWarnings: options.ignoreWarnings,
    lastModifiedDate: org.clock.now().toISOString(),
    numberComponentErrors: failures.length,
    numberComponentsDeployed: components(successes),
    numberComponentsTotal: components(successes) + failures.length,
    numberTestErrors: 0,
    numberTestsCompleted: 0,
    numberTestsTotal: 0,
    rollbackOnError: options.rollbackOnError,
    runTestsEnabled: false,
    startDate: startedAt,
    status,
    success: status !== 'Failed'
  };
  jobsOf(org).set(id, { result, zip, options });
  return id;
}

/**
 * Deploys what a job with `checkOnly` validated. The package is checked once more, since the org may have changed.
 * @returns id of the new job
 */
export function deployValidated(org: Org, session: Session, validationId: string): string {
  requireMetadataAccess(org, session);
  const job = findJob(org, validationId);
  if (!job.result.success || !job.options.checkOnly) {
    throw new SalesforceError('INVALID_ID_FIELD', 'The validation ID is not that of a successful validation');
  }
  return startDeploy(org, session, job.zip, { ...job.options, checkOnly: false });
}

/** @throws SalesforceError INVALID_ID_FIELD when the org knows no such job */
export function deployResult(org: Org, id: string): DeployResult {
  return findJob(org, id).result;
}

function findJob(org: Org, id: string): Job {
  const job = [...jobsOf(org)].find(([known]) => known === id || known.slice(0, 15) === id)?.[1];
  if (!job) throw new SalesforceError('INVALID_ID_FIELD', 'The requested deploy id is not known to this org');
  return job;
}

/** Thrown to undo what one deploy has removed and deployed so far. */
class Undo extends Error {}

function applyPackage(org: Org, contents: DeployPackage, options: DeployOptions, at: string): DeployMessage[] {
  const row = (fields: Partial<DeployMessage>): DeployMessage => ({
    changed: false,
    componentType: '',
    created: false,
    createdDate: at,
    deleted: false,
    fileName: contents.manifestPath,
    fullName: '',
    success: true,
    ...fields
  });
  const messages: DeployMessage[] = contents.problems.map((problem) =>
    row({
      componentType: problem.type,
      fileName: problem.filePath,
      fullName: problem.fullName,
      problem: problem.problem,
      problemType: 'Error',
      success: false,
      ...(problem.line ? { lineNumber: problem.line, columnNumber: problem.column ?? 1 } : {})
    })
  );
  const removals = [...contents.removeBefore, ...contents.removeAfter];
  for (const entry of removals) {
    const problem = whyNotRemovable(org, entry);
    if (problem) messages.push(row({ ...named(entry), problem, problemType: 'Error', success: false }));
  }
  if (messages.length > 0 && options.rollbackOnError) return messages;

  const bad = new Set(messages.map((message) => `${message.componentType}:${message.fullName}`));
  const remove = (entries: readonly ManifestEntry[]): void => {
    for (const entry of entries) {
      if (bad.has(`${entry.type}:${entry.member}`)) continue;
      if (!org.metadata.read(entry.type, entry.member)) {
        messages.push(
          row({ ...named(entry), problem: `No ${entry.type} named: ${entry.member} found`, problemType: 'Warning' })
        );
        continue;
      }
      try {
        if (!options.checkOnly) org.metadata.remove(entry.type, entry.member);
        messages.push(row({ ...named(entry), changed: true, deleted: true }));
      } catch (error) {
        if (!(error instanceof SalesforceError)) throw error;
        messages.push(row({ ...named(entry), problem: error.message, problemType: 'Error', success: false }));
        if (options.rollbackOnError) throw new Undo();
      }
    }
  };
  const apply = (): void => {
    remove(contents.removeBefore);
    const { checkOnly, rollbackOnError } = options;
    const outcome = org.metadata.deploy(contents.components, { checkOnly, rollbackOnError });
    messages.push(...outcome.results.map((result) => row(messageOf(result))));
    if (outcome.success) remove(contents.removeAfter);
    else if (rollbackOnError) throw new Undo();
    messages.unshift(row({ fullName: 'package.xml' }));
  };
  try {
    // Without removals the store's own all-or-nothing is enough.
    if (removals.length > 0) org.transaction(apply);
    else apply();
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
  }
  return messages;
}

function named(entry: ManifestEntry): Partial<DeployMessage> {
  return { componentType: entry.type, fullName: entry.member };
}

function whyNotRemovable(org: Org, entry: ManifestEntry): string | undefined {
  if (entry.member === '*') return 'The wildcard * is not allowed in destructiveChanges.xml';
  if (!typeNamed(entry.type) && !parentTypeOf(entry.type))
    return unsupported(`removing metadata of type ${entry.type}`).message;
  return org.metadata.read(entry.type, entry.member) &&
    entry.type === 'CustomObject' &&
    !/__(c|e|mdt)$/i.test(entry.member)
    ? `Cannot delete the standard object ${entry.member}`
    : undefined;
}

function messageOf(result: ComponentResult): Partial<DeployMessage> {
  return {
    componentType: result.type,
    fileName: result.filePath,
    fullName: result.fullName,
    created: result.created,
    changed: result.changed,
    success: result.success,
    ...(result.success ? {} : { problem: result.problem ?? 'Unknown problem', problemType: 'Error' })
  };
}
