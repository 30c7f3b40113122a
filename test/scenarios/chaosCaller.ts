/**
 * A voice agent under chaos: it asks for each call until it has an answer, rings whom the answer names, and reports what
 * became of it, as a patient agent does: what fails for the moment is sent again.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { SeededRandom } from '../../bench/seededRandom.ts';
import type { HandoffAnswer } from '../../orchestrator/domain/handoff.ts';
import type { Outcome } from '../../orchestrator/domain/outcome.ts';
import { apiKey } from './world.ts';

/** One request that got an answer of the service, whatever it was. */
export interface Asked {
  what: 'call' | 'report' | 'booking';
  callId: string;
  status: number;
  code: string | undefined;
  ms: number;
}

/** A phone that this agent had ringing, or a talk. Milliseconds of this process's clock. */
export interface Rung {
  callId: string;
  repId: string;
  fromMs: number;
  toMs: number;
}

/** What an agent keeps of its call: what it was told, and what the service said that it had taken in. */
export interface CallRecord {
  callId: string;
  first: HandoffAnswer | undefined;
  /** Reps whose acceptance the service has confirmed. */
  accepted: string[];
  /** Beginning of the meeting whose booking the service has confirmed, and that was not cancelled since. */
  bookedAt: string | undefined;
}

/** What all agents of a run write down. */
export interface Protocol {
  asked: Asked[];
  rung: Rung[];
  calls: CallRecord[];
  /** Requests whose connection broke: the service was killed, or is away. */
  broken: number;
  repeated: number;
  predicted: number;
}

export interface AgentOptions {
  /** Where the service is now; it moves with each restart. */
  url: () => string;
  random: SeededRandom;
  protocol: Protocol;
  /** Longest an agent goes on asking for one call, in milliseconds. */
  patienceMs: number;
}

interface Reply {
  status: number;
  answer: HandoffAnswer;
  code: string | undefined;
  json: unknown;
}

/** Longest an agent repeats a report before it lets it be. */
const reportPatienceMs = 8_000;
const requestTimeoutMs = 15_000;

export class Agent {
  private readonly options: AgentOptions;
  private readonly record: CallRecord;

  constructor(callId: string, options: AgentOptions) {
    this.options = options;
    this.record = { callId, first: undefined, accepted: [], bookedAt: undefined };
    options.protocol.calls.push(this.record);
  }

  /** From the first question to the end of the call. */
  async work(call: unknown): Promise<void> {
    const { random, protocol } = this.options;
    // Some platforms send a request twice.
    const asking = [this.untilAnswered(call), ...(random.chance(0.1) ? [this.untilAnswered(call)] : [])];
    const [reply] = await Promise.all(asking);
    if (!reply) {
      return;
    }
    this.record.first = reply.answer;
    if (reply.answer.predicted) {
      protocol.predicted += 1;
    }
    let answer = reply.answer;
    while (answer.phase === 'ringing' && answer.nextStep.kind === 'transfer') {
      const next = await this.ring(answer, answer.nextStep.repId);
      if (!next) {
        return;
      }
      answer = next;
    }
    if (answer.phase === 'proposed' && random.chance(0.7)) {
      await this.book(answer);
    }
  }

  private async untilAnswered(call: unknown): Promise<Reply | undefined> {
    const { patienceMs } = this.options;
    const untilMs = performance.now() + patienceMs;
    while (performance.now() < untilMs) {
      const reply = await this.send('call', 'POST', '/v1/calls', call);
      if (reply?.status === 200) {
        return reply;
      }
      await pause(reply ? 100 : 500 + Math.random() * 500);
    }
    return undefined;
  }

  /** @returns the next answer; undefined when the agent has nothing more to do, or falls silent */
  private async ring(answer: HandoffAnswer, repId: string): Promise<HandoffAnswer | undefined> {
    const { random, protocol } = this.options;
    const { callId } = this.record;
    const fromMs = performance.now();
    const rung: Rung = { callId, repId, fromMs, toMs: Infinity };
    protocol.rung.push(rung);
    await pause(100 + random.next() * 900);
    const dice = random.next();
    if (dice < 0.05) {
      // The agent is gone, and nobody will ever report.
      rung.toMs = performance.now();
      return undefined;
    }
    const outcome: Outcome =
      dice < 0.5
        ? 'accepted'
        : dice < 0.65
          ? 'declined'
          : dice < 0.85
            ? 'noAnswer'
            : dice < 0.9
              ? 'busy'
              : 'callerLeft';
    if (outcome !== 'accepted') {
      rung.toMs = performance.now();
    }
    const next = await this.report(answer, { outcome, repId });
    if (outcome !== 'accepted') {
      return next;
    }
    if (next && next.phase === 'accepted' && next.rep?.id === repId) {
      this.record.accepted.push(repId);
    }
    await pause(100 + random.next() * 900);
    rung.toMs = performance.now();
    await this.report(answer, { outcome: 'ended' });
    return undefined;
  }

  /** @returns the next step; undefined when the agent gave up */
  private async report({ handoffId }: HandoffAnswer, body: object): Promise<HandoffAnswer | undefined> {
    const untilMs = performance.now() + reportPatienceMs;
    while (performance.now() < untilMs) {
      const reply = await this.send('report', 'POST', `/v1/handoffs/${handoffId}/outcome`, body);
      if (reply?.status === 200) {
        return reply.answer;
      }
      if (reply && reply.status < 500) {
        return undefined;
      }
      await pause(reply ? 300 : 500 + Math.random() * 500);
    }
    return undefined;
  }

  private async book({ handoffId }: HandoffAnswer): Promise<void> {
    const { random } = this.options;
    const untilMs = performance.now() + reportPatienceMs;
    const path = `/v1/handoffs/${handoffId}`;
    while (performance.now() < untilMs) {
      const offered = await this.send('booking', 'GET', `${path}/slots`);
      const slots = (offered?.json as { slots?: { startsAt: string; rep: { id: string } }[] } | undefined)?.slots ?? [];
      if (slots.length > 0) {
        const { startsAt, rep } = random.pick(slots);
        const booked = await this.send('booking', 'POST', `${path}/booking`, { startsAt, repId: rep.id });
        if (booked?.status === 200 && booked.answer.phase === 'booked') {
          this.record.bookedAt = booked.answer.nextStep.at;
          break;
        }
        if (booked && booked.status < 500 && booked.code !== 'slotTaken') {
          return;
        }
      }
      await pause(300 + Math.random() * 500);
    }
    if (this.record.bookedAt !== undefined && random.chance(0.2)) {
      // Nobody knows from now on whether it stands: the cancelling may be done though its answer is lost.
      this.record.bookedAt = undefined;
      await this.send('booking', 'DELETE', `${path}/booking`);
    }
  }

  /** Undefined when the connection broke before there was an answer. */
  private async send(what: Asked['what'], method: string, path: string, body?: unknown): Promise<Reply | undefined> {
    const { url, protocol } = this.options;
    const startedAt = performance.now();
    try {
      const reply = await fetch(`${url()}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${apiKey}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' })
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(requestTimeoutMs)
      });
      const json = (await reply.json()) as HandoffAnswer & { error?: { code: string } };
      const code = json.error?.code;
      const ms = performance.now() - startedAt;
      protocol.asked.push({ what, callId: this.record.callId, status: reply.status, code, ms });
      if (what === 'call' && reply.headers.get('baton-repeated') === 'true') {
        protocol.repeated += 1;
      }
      return { status: reply.status, answer: json, code, json };
    } catch (error) {
      if ((error as Error).name === 'TimeoutError') {
        const ms = performance.now() - startedAt;
        protocol.asked.push({ what, callId: this.record.callId, status: 0, code: 'noAnswer', ms });
      } else {
        protocol.broken += 1;
      }
      return undefined;
    }
  }
}
