/** One scripted call, from its first word to its end: the voice agent does what a real one would, and waits for the rep. */
import type { HandoffAnswer } from '../../orchestrator/domain/handoff.ts';
import { PlayLog } from './playLog.ts';
import { teamsOfTheStage, type Absence, type StageScript } from './scripts.ts';
import type { StageOrg, StageRep } from './stageOrg.ts';
import { rowsOf, VoiceAgent } from './voiceAgent.ts';

export interface PlayWorld {
  readonly service: { readonly url: string; readonly apiKey: string };
  readonly org: StageOrg;
  readonly reps: readonly StageRep[];
  /** Lets time go by: how long a phone rings, how long people talk. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** How long rep and caller talk before the agent reports that they have. */
const talkMs = 12_000;

/** For how long reps say that they are away: somebody is back before the day is over. */
const awayMs = 90 * 60_000;

export class Play {
  readonly id: string;
  readonly script: StageScript;
  readonly log = new PlayLog();
  private readonly call: Record<string, unknown>;
  private readonly world: PlayWorld;
  private readonly agent: VoiceAgent;
  private readonly leaving = new AbortController();
  private hangUpNow: () => void = () => undefined;
  private readonly hungUp = new Promise<void>((resolve) => (this.hangUpNow = resolve));
  private state: HandoffAnswer | undefined;
  private rings = 0;

  /** @param call what the voice agent sends */
  constructor(id: string, script: StageScript, call: Record<string, unknown>, world: PlayWorld) {
    this.id = id;
    this.script = script;
    this.call = call;
    this.world = world;
    this.agent = new VoiceAgent(world.service, this.log);
  }

  /** Plays it to its end; what goes wrong stands in the log. */
  async run(): Promise<void> {
    let comeBack: (() => Promise<void>) | undefined;
    let last: Parameters<PlayLog['add']>[0];
    try {
      if (this.script.absence) comeBack = await this.withdraw(this.script.absence);
      last = { kind: 'ended', text: await this.handOff() };
    } catch (error) {
      last = {
        kind: 'failed',
        text: error instanceof Error ? error.message : String(error),
        next: 'Place another call; if that fails too, stop the stage with Ctrl+C and start it again.'
      };
    }
    this.leaving.abort();
    if (comeBack) {
      await comeBack().then(
        () => this.log.add({ kind: 'note', text: 'All of them are back: each has taken it back in Salesforce.' }),
        (error: unknown) => this.log.add({ kind: 'note', text: `Not everybody came back: ${String(error)}` })
      );
    }
    this.log.add(last);
  }

  /** The rep whose phone rings; undefined while none does. */
  get ringing(): StageRep | undefined {
    const { phase, nextStep } = this.state ?? {};
    const repId = phase === 'ringing' && nextStep?.kind === 'transfer' ? nextStep.repId : undefined;
    return this.world.reps.find(({ id }) => id === repId);
  }

  /** Presses Accept as the rep whose phone rings. @throws Error when nobody's does */
  async accept(): Promise<StageRep> {
    const rep = this.ringing;
    if (!rep || !this.state) throw new Error('No phone rings now: there is nothing to accept.');
    await this.world.org.accept(this.state.callId, rep);
    this.log.add({ kind: 'note', text: `${rep.name} presses Accept (you did, through the org, as ${rep.username}).` });
    return rep;
  }

  /** The caller has had enough. */
  hangUp(): void {
    this.hangUpNow();
  }

  /** Breaks off without another word: the stage closes. */
  abandon(): void {
    this.leaving.abort();
  }

  private async withdraw(absence: Absence): Promise<() => Promise<void>> {
    const { names, comeBack } = await this.world.org.withdraw(teamsOfTheStage, absence, awayMs);
    const what = absence === 'away' ? 'sets the own time away' : 'turns the own transfers off';
    this.log.add({ kind: 'note', text: `In Salesforce, each ${what}: ${names.join(', ')}.` });
    return comeBack;
  }

  /** @returns how it ended */
  private async handOff(): Promise<string> {
    let state = await this.agent.place(this.call);
    const news = new News(this.agent.follow(state.handoffId, this.leaving.signal));
    for (;;) {
      this.state = state;
      news.know(state);
      const { nextStep: step, phase } = state;
      if (phase === 'completed') return 'Rep and caller have spoken. The rep’s screen asks how good the lead was.';
      if (step.kind === 'callback') return 'A callback is owed, with a name and a time: a Task in Salesforce.';
      if (step.kind === 'meeting' && step.booked) return 'A meeting stands in the rep’s calendar in Salesforce.';
      if (step.kind === 'meeting') state = await this.meeting(state);
      else if (phase === 'ringing') state = await this.ring(state, news);
      else state = await this.talk(state, news);
    }
  }

  private async ring(state: HandoffAnswer, news: News): Promise<HandoffAnswer> {
    const { nextStep, rep } = state;
    if (nextStep.kind !== 'transfer' || !rep) throw new Error('The answer is a ringing phone, and names no rep.');
    this.rings += 1;
    const { hangsUpAfterMs, ringsToLeaveAlone } = this.script;
    this.log.add({
      kind: 'ringing',
      repId: rep.id,
      repName: rep.name,
      seconds: nextStep.ringSeconds,
      text:
        hangsUpAfterMs !== undefined
          ? `${rep.name}’s phone rings. Leave it alone: the caller hangs up in a moment.`
          : this.rings <= ringsToLeaveAlone
            ? `${rep.name}’s phone rings for ${nextStep.ringSeconds} seconds. Leave it alone, and see who is next.`
            : `${rep.name}’s phone rings. Press Accept on ${rep.name}’s screen within ${nextStep.ringSeconds} seconds.`
    });
    const ringMs = nextStep.ringSeconds * 1000;
    const heard = await this.until(news, Math.min(hangsUpAfterMs ?? Infinity, ringMs));
    this.log.add({ kind: 'quiet' });
    if (heard === 'hungUp' || (heard === 'time' && hangsUpAfterMs !== undefined)) {
      return this.agent.report(state, 'callerLeft', 'The caller hangs up.');
    }
    return heard === 'time' ? this.agent.report(state, 'noAnswer', `${rep.name} does not answer.`) : heard;
  }

  private async talk(state: HandoffAnswer, news: News): Promise<HandoffAnswer> {
    this.log.add({ kind: 'note', text: `${state.rep?.name ?? 'The rep'} and the caller are talking.` });
    const heard = await this.until(news, talkMs);
    if (typeof heard === 'object') return heard;
    return this.agent.report(state, 'ended', 'They have spoken; the call is over.');
  }

  private async meeting(state: HandoffAnswer): Promise<HandoffAnswer> {
    const times = await this.agent.times(state.handoffId);
    const chosen = times[1] ?? times[0];
    if (!chosen) throw new Error('There is no time for a meeting in the coming days.');
    return this.agent.book(state.handoffId, chosen.startsAt);
  }

  /** What comes first: news of the handoff, a caller who hangs up, or the end of the time. */
  private async until(news: News, ms: number): Promise<HandoffAnswer | 'hungUp' | 'time'> {
    const ends = new AbortController();
    const over = AbortSignal.any([ends.signal, this.leaving.signal]);
    try {
      const heard = await Promise.race([
        news.next(),
        this.hungUp.then(() => 'hungUp' as const),
        this.world.wait(ms, over).then(() => 'time' as const)
      ]);
      if (this.leaving.signal.aborted) throw new Error('The stage was closed.');
      if (typeof heard === 'object') this.log.add({ kind: 'news', rows: rowsOf(heard) });
      return heard;
    } finally {
      ends.abort();
    }
  }
}

/** The stream of a handoff's events, without what is known already. */
class News {
  private readonly known = new Set<string>();
  private readonly received: HandoffAnswer[] = [];
  private wake: () => void = () => undefined;

  constructor(stream: AsyncIterable<HandoffAnswer>) {
    void this.read(stream).catch(() => undefined);
  }

  /** An answer that the agent has had itself: the stream brings it too, and that is no news. */
  know(answer: HandoffAnswer): void {
    this.known.add(signature(answer));
  }

  /** The first that is another than all known; it stays the next one until it is known, whoever has stopped waiting. */
  async next(): Promise<HandoffAnswer> {
    for (;;) {
      const answer = this.received.find((each) => !this.known.has(signature(each)));
      if (answer) return answer;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  private async read(stream: AsyncIterable<HandoffAnswer>): Promise<void> {
    for await (const answer of stream) {
      this.received.push(answer);
      this.wake();
    }
  }
}

/** A handoff never comes back to a step that it has left: each has its own rep, phase and time. */
function signature({ phase, nextStep }: HandoffAnswer): string {
  return JSON.stringify([phase, nextStep]);
}
