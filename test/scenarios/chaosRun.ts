/**
 * One chaos run: calls at a service that is killed again and again, at an org that fails in every way it can, and then what
 * Salesforce holds of it all.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { percentile } from '../../bench/percentile.ts';
import { seededRandom, type SeededRandom } from '../../bench/seededRandom.ts';
import { Agent, type Protocol } from './chaosCaller.ts';
import { startChaosOrg, type ChaosOrg } from './chaosOrg.ts';
import { judge, type Verdict } from './chaosVerdict.ts';
import { ChaosWeather } from './chaosWeather.ts';
import { startServiceProcess, type ServiceProcess } from './serviceProcess.ts';
import { emeaCall, rulesFile, westCall } from './world.ts';

export interface ChaosOptions {
  calls: number;
  /** Agents at work at once. */
  concurrency: number;
  kills: number;
  seed: number;
  /** Longest that an answer may take, in milliseconds. Default 4,000. */
  answerLimitMs?: number;
  /** Hears lines of the service's log that tell of something wrong. */
  onLog?: (line: string) => void;
}

export interface ChaosFigures extends Verdict {
  calls: number;
  kills: number;
  faults: Readonly<Record<string, number>>;
  answers: number;
  answerMs: { p50: number; p99: number; max: number };
  reportMs: { p50: number; p99: number; max: number };
  predicted: number;
  repeated: number;
  /** Requests whose connection broke with the service. */
  broken: number;
  lostRaces: number;
  tookMs: number;
}

/** Longest that one call may go without an answer, whatever happens to the service. */
const patienceMs = 240_000;

export async function runChaos(options: ChaosOptions): Promise<ChaosFigures> {
  const { calls, concurrency, kills, seed, answerLimitMs = 4_000 } = options;
  const startedAt = performance.now();
  const dataDir = mkdtempSync(join(tmpdir(), 'baton-chaos-'));
  const org = await startChaosOrg();
  const service = new KilledService(org, dataDir, options.onLog ?? (() => undefined));
  try {
    await service.start();
    await service.untilSnapshot();
    const weather = new ChaosWeather(org, seededRandom(seed));
    const protocol: Protocol = { asked: [], rung: [], calls: [], broken: 0, repeated: 0, predicted: 0 };
    weather.begin();
    let finished = 0;
    const worker = async (first: number): Promise<void> => {
      for (let index = first; index < calls; index += concurrency) {
        const random = seededRandom(seed * 10_007 + index);
        const callId = `chaos-${index}`;
        const agent = new Agent(callId, { url: () => service.url, random, protocol, patienceMs });
        await agent.work(callOf(callId, random));
        finished += 1;
      }
    };
    const killing = killAtRandom(service, weather, seededRandom(seed + 1), { calls, kills, finished: () => finished });
    await Promise.all(Array.from({ length: Math.min(concurrency, calls) }, (_, index) => worker(index)));
    await killing;
    await weather.end();
    await settle(org, service);
    const verdict = await judge(await org.admin(), protocol.calls, protocol.rung);
    return {
      ...verdict,
      violations: [...late(protocol, answerLimitMs), ...verdict.violations],
      calls,
      kills: service.kills,
      faults: weather.met,
      answers: protocol.asked.filter(({ what, status }) => what === 'call' && status === 200).length,
      answerMs: timesOf(protocol, 'call'),
      reportMs: timesOf(protocol, 'report'),
      predicted: protocol.predicted,
      repeated: protocol.repeated,
      broken: protocol.broken,
      lostRaces: service.lostRaces,
      tookMs: performance.now() - startedAt
    };
  } finally {
    await service.kill();
    await org.close();
    rmSync(dataDir, { recursive: true });
  }
}

/** The service as a process that is killed and started again on the same folder. */
class KilledService {
  url = '';
  /** By this process's clock. */
  kills = 0;
  lostRaces = 0;
  private readonly org: ChaosOrg;
  private readonly dataDir: string;
  private readonly onLog: (line: string) => void;
  private running: ServiceProcess | undefined;

  constructor(org: ChaosOrg, dataDir: string, onLog: (line: string) => void) {
    this.org = org;
    this.dataDir = dataDir;
    this.onLog = onLog;
  }

  async start(): Promise<void> {
    const environment = {
      ...this.org.login,
      BATON_DATA_DIR: this.dataDir,
      BATON_RULES_FILE: fileURLToPath(new URL(`../../${rulesFile}`, import.meta.url)),
      BATON_EMAIL_NOTICES: 'on',
      BATON_LOG_LEVEL: 'info'
    };
    this.running = await startServiceProcess(environment, await this.org.now(), (line) => this.hear(line));
    this.url = this.running.url;
  }

  async kill(): Promise<void> {
    await this.running?.kill();
    this.running = undefined;
  }

  async restart(): Promise<void> {
    await this.kill();
    this.kills += 1;
    await this.start();
  }

  /** One of its figures; undefined when it has none of this name. */
  async metric(name: string): Promise<number | undefined> {
    const page = await (await fetch(`${this.url}/metrics`)).text();
    const value = new RegExp(`^${name} (\\S+)$`, 'm').exec(page)?.[1];
    return value === undefined ? undefined : Number(value);
  }

  async untilSnapshot(): Promise<void> {
    await until(
      'the service has a snapshot',
      async () => (await this.metric('baton_snapshot_age_seconds')) !== undefined
    );
  }

  /** What waits in its journal, as `baton journal` tells it. */
  async journal(): Promise<string> {
    const baton = fileURLToPath(new URL('../../bin/baton.js', import.meta.url));
    const environment = { ...process.env, ...this.org.login, BATON_DATA_DIR: this.dataDir };
    const options = ['journal', '--json', '--show-caller'];
    const { stdout } = await promisify(execFile)(process.execPath, [baton, ...options], { env: environment });
    const entries = JSON.parse(stdout) as { callId: string; state: string; lastError: { message: string } | null }[];
    return entries.map(({ callId, state, lastError }) => `${callId} ${state}: ${lastError?.message ?? ''}`).join('\n');
  }

  private hear(line: string): void {
    try {
      const { level, lostRaces = 0 } = JSON.parse(line) as { level: number; lostRaces?: number };
      this.lostRaces += lostRaces;
      if (
        level > 30 ||
        lostRaces > 0 ||
        (line.includes('call routed') && Number(/"totalMs":(\d+)/.exec(line)?.[1]) > 3500)
      ) {
        this.onLog(line);
      }
    } catch {
      // The end of a line that the kill cut.
    }
  }
}

/** Spread over the run: each kill comes at a random moment of its share of the calls. */
async function killAtRandom(
  service: KilledService,
  weather: ChaosWeather,
  random: SeededRandom,
  { calls, kills, finished }: { calls: number; kills: number; finished: () => number }
): Promise<void> {
  for (let kill = 0; kill < kills; kill += 1) {
    const at = ((kill + random.next() * 0.8) / kills) * calls * 0.9;
    await until(`${Math.round(at)} calls are finished`, () => Promise.resolve(finished() >= at), 300_000);
    if (kill % 3 === 2) {
      await weather.useUpLimit();
      await pause(1_000);
    }
    await pause(random.next() * 300);
    await service.restart();
    // Long enough for the callers who waited to be heard once.
    await pause(2_000);
  }
}

/** Lets everything that waits come to rest: the journal, then what rings, talks or is being chosen. */
async function settle(org: ChaosOrg, service: KilledService): Promise<void> {
  await service.kill();
  await org.clearFaults();
  // A killed process may have left the right to drain, which nobody takes from it for a minute.
  await org.advance(61_000);
  await service.start();
  const waits = async (): Promise<number> =>
    ((await service.metric('baton_journal_waiting')) ?? NaN) + ((await service.metric('baton_journal_failed')) ?? NaN);
  await until('the journal is empty', async () => (await waits()) === 0, 180_000).catch(async (error: unknown) => {
    throw new Error(`${String(error)}\n${await service.journal()}`);
  });
  // Longer than any ringing, talk or choice may last: the sweep ends them. Some callbacks lapse too, and are passed on.
  await service.kill();
  await org.advance(31 * 60_000);
  await service.start();
  const admin = await org.admin();
  const final = "('Callback', 'Meeting', 'Completed')";
  const atRest = `SELECT COUNT() FROM Handoff__c WHERE Status__c NOT IN ${final}`;
  await until('all handoffs are at rest', async () => (await admin.query(atRest)).totalSize === 0, 180_000).catch(
    async (error: unknown) => {
      const { records } = await admin.query(
        `SELECT Call_Id__c, Status__c, Step__c FROM Handoff__c WHERE Status__c NOT IN ${final}`
      );
      throw new Error(`${String(error)}\n${JSON.stringify(records)}`);
    }
  );
  // Nothing may change while it is looked at.
  await service.kill();
}

/** Different teams, modes and wishes; every caller is another person. */
function callOf(callId: string, random: SeededRandom): unknown {
  const wish = random.chance(0.2) ? { wish: random.pick(['meeting', 'callback']) } : {};
  const make = random.pick([
    () => westCall(callId),
    () => westCall(callId),
    () => westCall(callId, { caller: { language: 'es' } }),
    () => westCall(callId, { caller: { state: 'NY', postalCode: '10001' } }),
    () => westCall(callId, { caller: { state: 'TX', postalCode: '78701' }, qualification: { employees: 40 } }),
    () => westCall(callId, { caller: { state: 'TX', postalCode: '78701' }, qualification: { employees: 400 } }),
    () => westCall(callId, { qualification: { industry: 'Healthcare' } }),
    () => emeaCall(callId)
  ]);
  const call = make() as { caller: object };
  return { ...call, caller: { ...call.caller, company: `Company ${callId}` }, ...wish };
}

/** Answers that came late, and refusals, of which a call may have none. */
function late({ asked }: Protocol, answerLimitMs: number): string[] {
  return asked.flatMap(({ what, callId, status, code, ms }) => [
    ...(ms > answerLimitMs ? [`${callId} waited ${Math.round(ms)} ms for its ${what}`] : []),
    ...(what === 'call' && status !== 200 ? [`${callId} was answered ${status} ${code ?? ''}`] : []),
    ...(status >= 500 && code === 'unexpected' ? [`${callId} met a fault: ${what} ${status}`] : [])
  ]);
}

function timesOf({ asked }: Protocol, kind: string): ChaosFigures['answerMs'] {
  const times = asked.flatMap(({ what, ms }) => (what === kind ? ms : []));
  return times.length === 0
    ? { p50: NaN, p99: NaN, max: NaN }
    : { p50: percentile(times, 0.5), p99: percentile(times, 0.99), max: percentile(times, 1) };
}

async function until(what: string, holds: () => Promise<boolean>, patience = 30_000): Promise<void> {
  const giveUpAtMs = performance.now() + patience;
  while (!(await holds())) {
    if (performance.now() > giveUpAtMs) {
      throw new Error(`After ${patience / 1_000} s it is still not so: ${what}.`);
    }
    await pause(50);
  }
}
