/** A voice agent's side of Baton's HTTP API, with every request and answer written down in words. */
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { nextStepInWords } from '../../orchestrator/cli/describeAnswer.ts';
import type { HandoffAnswer } from '../../orchestrator/domain/handoff.ts';
import type { Outcome } from '../../orchestrator/domain/outcome.ts';
import type { LogRow, PlayLog } from './playLog.ts';

/** How soon a stream of events is opened again that has broken off. */
const againAfterMs = 200;

interface Slot {
  readonly startsAt: string;
  readonly rep: { readonly name: string };
}

export class VoiceAgent {
  private readonly service: { readonly url: string; readonly apiKey: string };
  private readonly log: PlayLog;

  constructor(service: { readonly url: string; readonly apiKey: string }, log: PlayLog) {
    this.service = service;
    this.log = log;
  }

  async place(call: Record<string, unknown>): Promise<HandoffAnswer> {
    return this.ask<HandoffAnswer>('POST', '/v1/calls', 'The caller is qualified: who takes them?', call, (answer) => [
      ...rowsOf(answer),
      ...reasonsOf(answer)
    ]);
  }

  async report(answer: HandoffAnswer, outcome: Outcome, text: string): Promise<HandoffAnswer> {
    const path = `/v1/handoffs/${answer.handoffId}/outcome`;
    return this.ask('POST', path, text, { outcome, repId: answer.rep?.id }, (next: HandoffAnswer) => [
      ...rowsOf(next),
      ...(next.phase === 'ringing' ? reasonsOf(next) : [])
    ]);
  }

  /** Times that the rep and the caller both can, the earliest first. */
  async times(handoffId: string): Promise<readonly Slot[]> {
    const path = `/v1/handoffs/${handoffId}/slots?limit=4`;
    const { slots } = await this.ask('GET', path, '"When else could I talk to somebody?"', undefined, timesOf);
    return slots;
  }

  async book(handoffId: string, startsAt: string): Promise<HandoffAnswer> {
    const text = `"${atTime(startsAt)}, please."`;
    return this.ask('POST', `/v1/handoffs/${handoffId}/booking`, text, { startsAt }, rowsOf);
  }

  /**
   * The handoff as it stands, and each time that it is another one, until it is completed. A stream that breaks off is
   * opened again: it begins with how things stand, so nothing is missed. @param signal ends it
   */
  async *follow(handoffId: string, signal: AbortSignal): AsyncGenerator<HandoffAnswer> {
    while (!signal.aborted) {
      try {
        for await (const answer of this.stream(handoffId, signal)) {
          yield answer;
          if (answer.phase === 'completed') return;
        }
      } catch {
        // It is opened again below; when the service is gone, the agent's next request tells so.
      }
      await sleep(againAfterMs, undefined, { signal }).catch(() => undefined);
    }
  }

  private async *stream(handoffId: string, signal: AbortSignal): AsyncGenerator<HandoffAnswer> {
    const reply = await fetch(`${this.service.url}/v1/handoffs/${handoffId}/events`, {
      headers: { Authorization: `Bearer ${this.service.apiKey}`, Accept: 'text/event-stream' },
      signal
    });
    let text = '';
    const decoder = new TextDecoder();
    for await (const bytes of reply.body! as AsyncIterable<Uint8Array>) {
      text += decoder.decode(bytes, { stream: true });
      const events = text.split(/\r?\n\r?\n/);
      text = events.pop()!;
      for (const event of events) {
        const data = event
          .split(/\r?\n/)
          .flatMap((line) => (line.startsWith('data:') ? line.slice(5).trimStart() : []));
        if (data.length > 0) yield JSON.parse(data.join('\n')) as HandoffAnswer;
      }
    }
  }

  private async ask<T>(
    method: string,
    path: string,
    text: string,
    body: unknown,
    rows: (answer: T) => readonly LogRow[]
  ): Promise<T> {
    this.log.add({ kind: 'request', method, path, text, ...(body === undefined ? {} : { body }) });
    const startedAt = performance.now();
    const reply = await fetch(this.service.url + path, {
      method,
      headers: {
        Authorization: `Bearer ${this.service.apiKey}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' })
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) })
    });
    const json: unknown = await reply.json();
    const ms = Math.round(performance.now() - startedAt);
    if (!reply.ok) {
      const { message, next } = (json as { error: { message: string; next: string } }).error;
      this.log.add({
        kind: 'answer',
        status: reply.status,
        ms,
        rows: [{ name: 'refused', text: `${message} ${next}` }]
      });
      throw new Error(message);
    }
    this.log.add({ kind: 'answer', status: reply.status, ms, rows: rows(json as T) });
    return json as T;
  }
}

/** What happens now and what is said, as the command line has it too. */
export function rowsOf(answer: HandoffAnswer): LogRow[] {
  return [
    { name: 'next step', text: stripVTControlCharacters(nextStepInWords(answer)) },
    { name: 'agent says', text: answer.say },
    ...(answer.whisper && answer.phase === 'ringing' ? [{ name: 'rep hears', text: answer.whisper }] : [])
  ];
}

function reasonsOf({ because, passedOver }: HandoffAnswer): LogRow[] {
  return [
    ...because.map(({ text }) => ({ name: 'because', text })),
    ...passedOver.map(({ text }) => ({ name: 'not', text }))
  ];
}

function timesOf({ slots }: { slots: readonly Slot[] }): LogRow[] {
  const text = slots.map(({ startsAt, rep }) => `${atTime(startsAt)} with ${rep.name}`).join('; ');
  return [{ name: 'times', text: text || 'none' }];
}

/** `Tue 1 Dec, 09:30` where the caller is. */
function atTime(at: string): string {
  const part = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat('en-GB', { timeZone: 'America/Los_Angeles', ...options }).format(new Date(at));
  const day = part({ weekday: 'short', day: 'numeric', month: 'short' }).replace(',', '');
  return `${day}, ${part({ hour: '2-digit', minute: '2-digit' })}`;
}
