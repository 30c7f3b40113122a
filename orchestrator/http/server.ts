/** The HTTP service. `buildServer` needs no socket: `inject` drives it whole. */
import { fastifySSE } from '@fastify/sse';
import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import { randomUUID } from 'node:crypto';
import fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest
} from 'fastify';
import { createJsonSchemaTransformObject, jsonSchemaTransform } from 'fastify-type-provider-zod';
import type { Logger } from 'pino';
import { z } from 'zod';
import { exampleCall } from './exampleCall.ts';
import { BatonError, type BatonErrorCode } from '../domain/errors.ts';
import type { QualifiedCall } from '../domain/call.ts';
import type { HandoffDesk } from '../handoffDesk.ts';
import type { HandoffHub } from '../handoffHub.ts';
import type { Routed } from '../routeLead.ts';
import type { StartedCalls } from '../startedCalls.ts';
import { fromThrown } from '../salesforce/salesforceErrors.ts';
import { qualifiedCallSchema, readQualifiedCall } from '../voice/qualifiedCall.ts';
import { answerSchema, errorSchema } from './answerSchema.ts';
import { ApiKeys } from './apiKeys.ts';
import { registerHandoffRoutes, sseOptions } from './handoffRoutes.ts';
import { Metrics } from './metrics.ts';
import { registerSlackRoute, type SlackRouteOptions } from './slackRoute.ts';
import { registerStartedRoute } from './startedRoute.ts';

/** A qualified call is a few kilobytes; a transcript belongs behind a link. */
const largestBody = 256 * 1024;

/** In place of Fastify's own, which would make people think that they are somewhere else. */
const logo = {
  type: 'image/svg+xml',
  href: '/docs',
  content: Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><text x="4" y="29" font-family="sans-serif" ' +
      'font-size="26" font-weight="bold" fill="#fff">Baton</text></svg>'
  )
};

export interface ServerOptions {
  baton: ServedBaton;
  apiKeys: readonly string[];
  /** ISO 3166-1 code assumed for callers' numbers. Default `US`. */
  country?: string;
  logger: Logger;
  /** Default: counters of its own. */
  metrics?: Metrics;
  /** Slack's buttons; undefined without a Slack app. */
  slack?: Pick<SlackRouteOptions, 'signingSecret' | 'onAction' | 'now'>;
  /** Version of Baton, for /docs. */
  version: string;
}

/** What the service asks of Baton. */
export interface ServedBaton {
  route: (call: QualifiedCall) => Promise<Routed>;
  /**
   * Whether a call would be answered: from Salesforce, or without it while it is down.
   * @throws BatonError when it would not
   */
  ready: () => Promise<{ salesforce: 'up' | 'down' }>;
  handoffs: HandoffDesk;
  hub: HandoffHub;
  startedCalls: StartedCalls;
}

export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const { baton, logger, country = 'US', metrics = new Metrics() } = options;
  const keys = new ApiKeys(options.apiKeys);
  // Fastify's own name for what pino's logger is; without it the server's type would carry pino's.
  const asFastifyLogger: FastifyBaseLogger = logger;
  const app = fastify({
    loggerInstance: asFastifyLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: largestBody,
    // A call id may have 128 characters, and `call:` before it.
    routerOptions: { maxParamLength: 160 },
    genReqId: () => randomUUID()
  });
  // Our own reader names each bad field in our words; the schemas here document.
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.setErrorHandler((error, request, reply) => sendError(toBatonError(error), request, reply, metrics));
  app.setNotFoundHandler((request, reply) =>
    sendError(
      new BatonError('notFound', `There is no ${request.method} ${request.url.split('?')[0]}.`),
      request,
      reply,
      metrics
    )
  );

  await app.register(fastifySwagger, {
    openapi: {
      info: {
        title: 'Baton',
        version: options.version,
        description: 'Hands a qualified call to the right account executive while the caller is on the line.'
      },
      components: {
        securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'One of BATON_API_KEYS.' } }
      }
    },
    transform: jsonSchemaTransform,
    transformObject: createJsonSchemaTransformObject({ schemaRegistry: z.globalRegistry })
  });
  await app.register(fastifySwaggerUi, { routePrefix: '/docs', theme: { title: 'Baton' }, logo });

  app.post(
    '/v1/calls',
    {
      onRequest: (request, _reply, done) => {
        keys.check(request.headers.authorization);
        done();
      },
      schema: {
        tags: ['Calls'],
        summary: 'Hand off a qualified call',
        description:
          'Creates the Lead under the org’s assignment rules, picks the rep, and answers with the next step. ' +
          'Safe to send again: the call id decides, and the answer is the same (header Baton-Repeated: true). Answers ' +
          'within the deadline that BATON_DEADLINE_MS sets, 3 seconds by default.',
        security: [{ key: [] }],
        body: qualifiedCallSchema.meta({ examples: [exampleCall] }),
        response: {
          200: answerSchema.meta({ description: 'Who takes it, the next step, what to say, and why.' }),
          400: errorSchema.meta({ description: 'A field is wrong or unknown; each is named.' }),
          401: errorSchema.meta({ description: 'No key, or one that is not known.' }),
          413: errorSchema.meta({ description: 'The body is larger than 256 KB.' }),
          415: errorSchema.meta({ description: 'The body is not JSON.' }),
          422: errorSchema.meta({ description: 'Salesforce refused the record.' }),
          503: errorSchema.meta({
            description: 'Salesforce cannot be worked with now; `retryable` tells whether to send again.'
          })
        }
      }
    },
    async (request, reply) => {
      const startedAt = performance.now();
      const call = readQualifiedCall(request.body, country);
      const routed = await baton.route(call);
      const totalMs = performance.now() - startedAt;
      const { answer, trace, lostRaces, repeated } = routed;
      const own = Math.max(0, totalMs - trace.salesforceMs);
      reply.header('Server-Timing', `salesforce;dur=${trace.salesforceMs.toFixed(2)}, baton;dur=${own.toFixed(2)}`);
      if (repeated) {
        reply.header('Baton-Repeated', 'true');
      }
      // The answer first: who counts and writes it down keeps nobody waiting.
      void reply.send(answer);
      metrics.countRouted(routed, totalMs);
      request.log.info(
        {
          callId: answer.callId,
          leadId: answer.lead?.id,
          handoffId: answer.handoffId,
          nextStep: answer.nextStep.kind,
          repId: answer.rep?.id,
          repeated,
          lostRaces,
          apiCalls: trace.apiCalls,
          salesforceMs: Math.round(trace.salesforceMs),
          totalMs: Math.round(totalMs)
        },
        'call routed'
      );
      return reply;
    }
  );

  await app.register(fastifySSE, sseOptions);
  const authorize = (authorization: string | undefined): void => keys.check(authorization);
  registerStartedRoute(app, { startedCalls: baton.startedCalls, authorize, country });
  if (options.slack) {
    registerSlackRoute(app, options.slack);
  }
  registerHandoffRoutes(app, { desk: baton.handoffs, hub: baton.hub, authorize });

  app.get('/', { schema: { hide: true } }, (_request, reply) => reply.redirect('/docs'));
  app.get('/healthz', { schema: { tags: ['Running it'], summary: 'Whether the process runs' } }, () => ({
    status: 'ok'
  }));
  app.get(
    '/readyz',
    { schema: { tags: ['Running it'], summary: 'Whether Salesforce answers and the org is set up' } },
    async (request, reply) => {
      try {
        return { status: 'ready', ...(await baton.ready()) };
      } catch (error) {
        // What the org says in its own words is for the log: this page asks nobody for a key.
        const { code, next } = toBatonError(error);
        request.log.warn({ code, err: error }, 'not ready');
        return reply.code(503).send({ status: 'not ready', code, next });
      }
    }
  );
  app.get(
    '/metrics',
    { schema: { tags: ['Running it'], summary: 'Counters for Prometheus' } },
    async (_request, reply) => reply.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  );
  return app;
}

const fastifyCodes: Readonly<Record<string, BatonErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'bodyTooLarge',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupportedMediaType',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'invalidRequest',
  FST_ERR_CTP_INVALID_JSON_BODY: 'invalidRequest',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalidRequest'
};

function toBatonError(error: unknown): BatonError {
  const { code = '', message = '', statusCode } = error as { code?: string; message?: string; statusCode?: number };
  const known =
    fastifyCodes[code] ?? (error instanceof SyntaxError && statusCode === 400 ? 'invalidRequest' : undefined);
  if (known) {
    return new BatonError(known, message, { cause: error });
  }
  return fromThrown(error);
}

function sendError(error: BatonError, request: FastifyRequest, reply: FastifyReply, metrics: Metrics): FastifyReply {
  const { code, status, retryable, next, fields } = error;
  metrics.countFailed(code);
  // Not the fields' names: an unknown one is whatever the sender wrote.
  const facts = { code, status, fields: fields.length };
  if (status >= 500) {
    request.log.error({ ...facts, err: error }, 'request failed');
  } else {
    request.log.warn(facts, 'request refused');
  }
  // A fault of ours may quote anything; its text stays in the log.
  const message = code === 'unexpected' ? 'Something went wrong inside Baton.' : error.message;
  return reply.code(status).send({ error: { code, message, fields, retryable, next, requestId: request.id } });
}
