/** What happens to a handoff after its first answer: outcomes, times, bookings, and news as it comes. */
import type {} from '@fastify/sse';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { BatonError } from '../domain/errors.ts';
import type { HandoffDesk } from '../handoffDesk.ts';
import type { HandoffHub } from '../handoffHub.ts';
import type { Routed } from '../routeLead.ts';
import type { HandoffRef } from '../salesforce/readHandoff.ts';
import {
  bookingSchema,
  handoffPathSchema,
  outcomeSchema,
  readBooking,
  readOutcome,
  readSlotsQuery,
  slotsQuerySchema
} from '../voice/handoffRequests.ts';
import { answerSchema, errorSchema, slotsSchema } from './answerSchema.ts';

export interface HandoffRoutesOptions {
  desk: HandoffDesk;
  hub: HandoffHub;
  /** @throws BatonError `unauthorized` for a header without a known key */
  authorize: (authorization: string | undefined) => void;
}

/** Between two heartbeats of a stream, so that no proxy takes it for dead. */
const heartbeatMs = 15_000;

export function registerHandoffRoutes(app: FastifyInstance, { desk, hub, authorize }: HandoffRoutesOptions): void {
  const secured = {
    onRequest: (request: { headers: { authorization?: string | undefined } }, _reply: unknown, done: () => void) => {
      authorize(request.headers.authorization);
      done();
    }
  };
  const errors = {
    400: errorSchema.meta({ description: 'A field is wrong or unknown; each is named.' }),
    401: errorSchema.meta({ description: 'No key, or one that is not known.' }),
    404: errorSchema.meta({ description: 'There is no such handoff.' }),
    409: errorSchema.meta({ description: 'It makes no sense as the handoff stands, or the time is taken.' }),
    503: errorSchema.meta({ description: 'Salesforce cannot be worked with now.' })
  };
  const answered = { 200: answerSchema.meta({ description: 'The next step that stands now.' }), ...errors };
  const described = (summary: string, description: string, more: object) => ({
    ...secured,
    schema: { tags: ['Handoffs'], summary, description, security: [{ key: [] }], params: handoffPathSchema, ...more }
  });

  app.get(
    '/v1/handoffs/:id',
    described('How a handoff stands', 'The same shape as the answer to POST /v1/calls.', { response: answered }),
    async (request) => desk.read(refOf(request.params))
  );

  app.post(
    '/v1/handoffs/:id/outcome',
    described(
      'Tell what became of an offer',
      'Answers with the next step: another rep, a meeting, a callback, or the one that stands when the report tells ' +
        'nothing new (header Baton-Repeated: true). Name the rep whose phone it was, as in nextStep.repId.',
      {
        body: outcomeSchema.meta({ examples: [{ outcome: 'noAnswer', repId: '005000000000001AAA' }] }),
        response: answered
      }
    ),
    async (request, reply) => sendRouted(reply, await desk.outcome(refOf(request.params), readOutcome(request.body)))
  );

  app.get(
    '/v1/handoffs/:id/slots',
    described('Times for a meeting', 'Times that a rep and the caller both can, the earliest first.', {
      querystring: slotsQuerySchema,
      response: { 200: slotsSchema.meta({ description: 'Any of them may be booked.' }), ...errors }
    }),
    async (request) => desk.slots(refOf(request.params), readSlotsQuery(request.query))
  );

  app.post(
    '/v1/handoffs/:id/booking',
    described(
      'Book a meeting, or move it',
      'Takes one of the times. Sent again with the same time it changes nothing; with another, the meeting moves.',
      { body: bookingSchema.meta({ examples: [{ startsAt: '2026-12-01T18:00:00.000Z' }] }), response: answered }
    ),
    async (request, reply) => sendRouted(reply, await desk.book(refOf(request.params), readBooking(request.body)))
  );

  app.delete(
    '/v1/handoffs/:id/booking',
    described('Cancel the meeting', 'The rep is told, and owes the caller a call instead.', { response: answered }),
    async (request, reply) => sendRouted(reply, await desk.cancel(refOf(request.params)))
  );

  const streams = new Set<News>();
  // A service that stops would otherwise wait for its streams, which end only with their handoffs.
  app.addHook('preClose', (done) => {
    streams.forEach((news) => news.close());
    done();
  });

  app.get(
    '/v1/handoffs/:id/events',
    {
      ...described(
        'News of a handoff as it comes',
        'Server-sent events. Each `handoff` event carries the handoff as it stands, the first at once; the stream ends ' +
          'when the handoff is completed. Stop the ringing when nextStep is no longer a transfer to the rep you ring.',
        { response: { 200: answerSchema.meta({ description: 'In each event.' }), ...errors } }
      ),
      sse: { kind: 'only' as const, heartbeat: true }
    },
    async (request, reply) => {
      const ref = refOf(request.params);
      const first = await desk.read(ref);
      const news = new News();
      const end = hub.listen(first.handoffId, () => news.arrive());
      streams.add(news);
      reply.sse.onClose(() => news.close());
      try {
        let sent = '';
        // Read again: something may have happened between the first reading and the listening.
        for (let isOpen = true; isOpen; isOpen = await news.next()) {
          const answer = await desk.read(ref);
          const data = JSON.stringify(answer);
          if (data !== sent) {
            sent = data;
            await reply.sse.send({ event: 'handoff', data: answer });
          }
          if (answer.phase === 'completed') {
            break;
          }
        }
      } catch (error) {
        // Nobody can be told any more by a status. The client comes again, and hears it then.
        request.log.warn({ err: error }, 'stream broken off');
      } finally {
        end();
        streams.delete(news);
        reply.sse.close();
      }
    }
  );
}

export const sseOptions = { heartbeatInterval: heartbeatMs };

/** Wakes who waits; several arrivals while nobody waits count as one. */
class News {
  private pending = false;
  private closed = false;
  private wake: (() => void) | undefined;

  arrive(): void {
    this.pending = true;
    this.wake?.();
  }

  close(): void {
    this.closed = true;
    this.wake?.();
  }

  /** Whether there is more to come. */
  async next(): Promise<boolean> {
    if (!this.pending && !this.closed) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    this.pending = false;
    return !this.closed;
  }
}

function sendRouted(reply: FastifyReply, { answer, repeated }: Routed): FastifyReply {
  if (repeated) {
    reply.header('Baton-Repeated', 'true');
  }
  return reply.send(answer);
}

/** A Salesforce id, or `call:` and the id of the call. */
function refOf(params: unknown): HandoffRef {
  const { id } = params as { id: string };
  if (id.startsWith('call:')) {
    return { callId: id.slice('call:'.length) };
  }
  if (!/^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$/.test(id)) {
    throw new BatonError('handoffNotFound', 'That is no id of a handoff.');
  }
  return { handoffId: id };
}
