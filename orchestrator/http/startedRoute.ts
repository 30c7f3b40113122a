/** POST /v1/calls/:callId/started: a platform gives the caller's number when the call begins. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { StartedCalls } from '../startedCalls.ts';
import { readStartedCall, startedCallPathSchema, startedCallSchema } from '../voice/startedCall.ts';
import { errorSchema } from './answerSchema.ts';

export interface StartedRouteOptions {
  startedCalls: StartedCalls;
  /** @throws BatonError `unauthorized` for a header without a known key */
  authorize: (authorization: string | undefined) => void;
  /** ISO 3166-1 code assumed for callers' numbers. */
  country: string;
}

const startedSchema = z.strictObject({
  callId: z.string(),
  known: z
    .boolean()
    .nullable()
    .meta({ description: 'Whether the org knows the caller; null while that is being looked up.' })
});

export function registerStartedRoute(app: FastifyInstance, { startedCalls, authorize, country }: StartedRouteOptions) {
  app.post(
    '/v1/calls/:callId/started',
    {
      onRequest: (request, _reply, done) => {
        authorize(request.headers.authorization);
        done();
      },
      schema: {
        tags: ['Calls'],
        summary: 'Tell that a call has begun',
        description:
          'Begins to look up who is calling, so that the hand-off need not wait for it. Optional; answers at once and ' +
          'changes nothing in Salesforce. Sent again with more, e.g. the company, it looks up what is new; sent again as it ' +
          'was, it tells whether the caller is known.',
        security: [{ key: [] }],
        params: startedCallPathSchema,
        body: startedCallSchema.meta({ examples: [{ phone: '+14155550142' }] }),
        response: {
          202: startedSchema.meta({ description: 'The lookup has begun, or is done.' }),
          400: errorSchema.meta({ description: 'A field is wrong or unknown; each is named.' }),
          401: errorSchema.meta({ description: 'No key, or one that is not known.' })
        }
      }
    },
    async (request, reply) => {
      const { callId, facts } = readStartedCall(request.params, request.body, country);
      const known = startedCalls.begin(callId, facts);
      request.log.info({ callId, known }, 'call started');
      return reply.code(202).send({ callId, known });
    }
  );
}
