/** The stage: an org with its Lightning pages, the service, and the calls that a visitor has placed. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningService } from '../../orchestrator/cli/startService.ts';
import { startEmbeddedOrg } from '../embeddedOrg.ts';
import { callerOf } from './callers.ts';
import { Play, type PlayWorld } from './play.ts';
import type { StageScript } from './scripts.ts';
import { StageOrg, type StageRep } from './stageOrg.ts';

export interface StageOptions {
  readonly version: string;
  /** Where the clocks of org and service begin; undefined for the machine's time. */
  readonly startAt?: Date | undefined;
  /** Port of the org. Default: its usual one, or any when that is taken. */
  readonly orgPort?: number;
  /** How a play lets time go by. Default: it waits. */
  readonly wait?: PlayWorld['wait'];
}

export interface Stage {
  readonly org: StageOrg;
  readonly orgUrl: string;
  readonly serviceUrl: string;
  readonly reps: readonly StageRep[];
  now(): Date;
  /** Lets time go by at once, for org and service. */
  advance(ms: number): void;
  /**
   * Places the call of this script.
   * @throws StageBusyError while another play is on, and when nobody has called yet who could call again
   */
  place(script: StageScript): Play;
  play(id: string): Play | undefined;
  close(): Promise<void>;
}

/** Not now: the message says until when. */
export class StageBusyError extends Error {
  override readonly name = 'StageBusyError';
}

/** @throws BatonError when org or service cannot start */
export async function openStage({ version, startAt, orgPort, wait = waitFor }: StageOptions): Promise<Stage> {
  const { startService } = await import('../../orchestrator/cli/startService.ts');
  let local: Awaited<ReturnType<typeof startEmbeddedOrg>> | undefined;
  const service: RunningService = await startService({
    // No setting of the visitor's own: the stage is never about an org of theirs.
    // The deadline is long: a busy laptop is no outage, and an answer without Salesforce is another story.
    environment: { BATON_LOG_LEVEL: process.env['BATON_LOG_LEVEL'] ?? 'error', BATON_DEADLINE_MS: '20000' },
    port: 0,
    provide: async () => (local = await startEmbeddedOrg({ startAt, port: orgPort })),
    now: () => local!.clock.now(),
    version
  });
  const { url: orgUrl, accessToken, clock } = local!;
  const org = new StageOrg(orgUrl, accessToken, () => clock.now());
  const reps = await org.reps();
  await org.buildPages(reps[0]!);
  const world: PlayWorld = { service, org, reps, wait };
  const plays = new Map<string, { play: Play; done: Promise<void> }>();
  let callers = 0;
  let lastCall: Record<string, unknown> | undefined;

  const callFor = (script: StageScript): Record<string, unknown> => {
    if (!script.sameCaller) return callerOf(callers++);
    if (!lastCall) throw new StageBusyError('Nobody has called yet who could call again: place another call first.');
    return lastCall;
  };
  return {
    org,
    orgUrl,
    serviceUrl: service.url,
    reps,
    now: () => clock.now(),
    advance: (ms) => clock.advance(ms),
    place: (script) => {
      if ([...plays.values()].some(({ play }) => !play.log.isClosed)) {
        throw new StageBusyError('A call is on. Wait until it has ended, or let its caller hang up.');
      }
      lastCall = callFor(script);
      const id = randomUUID();
      const play = new Play(id, script, { callId: `stage-${id}`, ...lastCall }, world);
      plays.set(id, { play, done: play.run() });
      return play;
    },
    play: (id) => plays.get(id)?.play,
    close: async () => {
      for (const { play } of plays.values()) play.abandon();
      await Promise.all([...plays.values()].map(({ done }) => done));
      await service.close();
    }
  };
}

async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
