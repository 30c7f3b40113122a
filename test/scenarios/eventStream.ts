/** A voice agent's end of `GET /v1/handoffs/{id}/events`, over a real socket. */
import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { HandoffAnswer } from '../../orchestrator/domain/handoff.ts';
import { apiKey } from './world.ts';

export interface EventStream {
  status: number;
  contentType: string | null;
  /** The next news; undefined when the stream has ended. */
  next(): Promise<HandoffAnswer | undefined>;
  /** The client goes away. */
  leave(): void;
}

/** @param url address of the service */
export async function openEvents(
  url: string,
  handoffId: string,
  authorization = `Bearer ${apiKey}`
): Promise<EventStream> {
  const leaving = new AbortController();
  const reply = await fetch(`${url}/v1/handoffs/${handoffId}/events`, {
    headers: { authorization, accept: 'text/event-stream' },
    signal: leaving.signal
  });
  const reader = reply
    .body!.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .pipeThrough(new EventSourceParserStream())
    .getReader();
  return {
    status: reply.status,
    contentType: reply.headers.get('content-type'),
    async next() {
      const { done, value } = await reader.read();
      return done ? undefined : (JSON.parse(value.data) as HandoffAnswer);
    },
    leave: () => leaving.abort()
  };
}
