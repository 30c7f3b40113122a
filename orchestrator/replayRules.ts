/** Past leads through the present and through an edited rule: where each would go, and what changes. */
import {
  compareRules,
  fieldTypesOf,
  judgeRule,
  parseDatetime,
  type ComparedLead,
  type Comparison,
  type JudgedRule
} from '../assignment-rules/index.ts';
import { createdPeriod, type CreatedPeriod, type GivenTime } from './createdPeriod.ts';
import { BatonError } from './domain/errors.ts';
import { leadsInFile } from './leadFile.ts';
import type { ChosenRule, RulesWorld } from './rulesWorld.ts';
import { leadsCreated, queueNames } from './salesforce/leadsCreated.ts';
import { readRunningUser, userFieldsReadBy } from './salesforce/readSetup.ts';
import type { Salesforce } from './salesforce/salesforce.ts';
import type { RunningUser } from './snapshot/orgSnapshot.ts';

export interface Replay {
  before: ChosenRule;
  after: ChosenRule;
  /** Where the leads came from: `the org at …`, or a file. */
  source: string;
  /** Undefined for all leads of a file. */
  period: CreatedPeriod | undefined;
  /** In which a bare day is meant: that of the user who creates the leads. IANA name. */
  timeZone: string;
  comparison: Comparison;
}

export interface ReplayProgress {
  leads: number;
  /** Of the leads of the org; a file does not tell. */
  total?: number;
  /** Bytes of the file read so far. */
  bytes?: number;
}

export interface ReplayOptions {
  /** The one whose rule is the edited one. */
  world: RulesWorld;
  before: ChosenRule;
  /** Sees every lead. */
  administrator: Salesforce;
  /** Undefined for the leads of the org. */
  leadsFile: string | undefined;
  from: GivenTime | undefined;
  to: GivenTime | undefined;
  /** Of each request. */
  deadlineMs: number;
  onProgress?: (progress: ReplayProgress) => void;
  /** Ends it between two leads. */
  signal?: AbortSignal;
}

/**
 * Leads are read bit by bit and not kept.
 * @throws BatonError `leadsNotReadable`, or what Salesforce answered; the signal's reason
 */
export async function replayRules(options: ReplayOptions): Promise<Replay> {
  const { world, before, leadsFile, from, to } = options;
  const fields = fieldTypesOf(world.org.fields ?? []);
  const rules = { before: judgeRule(before.rule, fields), after: judgeRule(world.rule, fields) };
  const runningUser = await runningUserFor(options);
  const { timeZone } = runningUser;
  const isWholeFile = leadsFile !== undefined && from === undefined && to === undefined;
  const period = isWholeFile ? undefined : createdPeriod({ from, to }, { now: world.now(), timeZone });
  const names = fieldsRead(rules.before, rules.after);
  const leads =
    leadsFile === undefined ? leadsOfOrg(period!, names, options) : leadsOfFile(leadsFile, period, names, options);
  const context = { now: world.now(), runningUser: runningUser.values, timeZone };
  const comparison = await compareRules(rules.before, rules.after, leads, { context });
  const source = leadsFile ?? `the org at ${options.administrator.instanceUrl}`;
  return { before, after: world, source, period, timeZone, comparison };
}

/** With what either rule reads of it. */
async function runningUserFor({ world, before, administrator, deadlineMs }: ReplayOptions): Promise<RunningUser> {
  const { runningUser, xml } = world;
  const [read, more] = [userFieldsReadBy(xml), userFieldsReadBy(before.xml)];
  return more.every((name) => read.includes(name))
    ? runningUser
    : readRunningUser(administrator, runningUser.id, [...read, ...more], deadlineMs);
}

/** Of Lead, each once. */
function fieldsRead(...rules: readonly JudgedRule[]): string[] {
  const names = rules.flatMap(({ reads }) => reads).filter((name) => !name.startsWith('User.'));
  return [...new Map(names.map((name) => [name.toLowerCase(), name])).values()];
}

/** Progress is told, and an end looked for, after so many leads of a file. */
const leadsAtOnce = 1_000;

async function* leadsOfOrg(
  { from, to }: CreatedPeriod,
  fields: readonly string[],
  { administrator, deadlineMs, onProgress, signal }: ReplayOptions
): AsyncGenerator<ComparedLead> {
  const queues = await queueNames(administrator, deadlineMs);
  let leads = 0;
  for await (const { records, totalSize } of leadsCreated(administrator, { fields, from, to, deadlineMs })) {
    signal?.throwIfAborted();
    for (const record of records) {
      const at = new Date(Date.parse(String(record['CreatedDate'])));
      yield { id: String(record['Id']), values: record, at, queue: queues.get(String(record['OwnerId'])) };
    }
    leads += records.length;
    onProgress?.({ leads, total: totalSize });
  }
}

async function* leadsOfFile(
  file: string,
  period: CreatedPeriod | undefined,
  fields: readonly string[],
  { onProgress, signal }: ReplayOptions
): AsyncGenerator<ComparedLead> {
  let leads = 0;
  let bytes = 0;
  for await (const { id, values, created } of leadsInFile(file, { fields, onRead: (read) => (bytes = read) })) {
    leads += 1;
    if (leads % leadsAtOnce === 0) {
      signal?.throwIfAborted();
      onProgress?.({ leads, bytes });
    }
    const at = instantOf(created, `${file}: ${id}`);
    if (period && !at) {
      throw new BatonError('leadsNotReadable', `${file}: ${id} has no CreatedDate, by which --from and --to choose.`);
    }
    if (!period || (at! >= period.from && at! < period.to)) yield { id, values, at };
  }
}

/** What is not an instant is not taken for one: a report exports dates in the reader's own way and zone. */
function instantOf(created: string | undefined, place: string): Date | undefined {
  if (created === undefined || created === '') return undefined;
  const ms = parseDatetime(created);
  if (ms !== undefined) return new Date(ms);
  throw new BatonError(
    'leadsNotReadable',
    `${place}: CreatedDate must be an instant such as 2026-11-03T08:00:00.000Z.`
  );
}
