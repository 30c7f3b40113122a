/**
 * The wire: one HTTP server, one pipeline for every request but those of the streaming API (cometd.ts).
 *
 * In this order: a `//` at the start of the path is collapsed, faults that cut or delay, the operation is found, the
 * session is checked, the request is counted, faults that answer, headers and body are read, the operation runs; then
 * the request is logged, whatever became of it.
 */
import { setTimeout as wait } from 'node:timers/promises';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { FaultRule } from '../control/faults.ts';
import { isLocalCaller } from '../control/loopback.ts';
import { shownQuery } from '../control/requestLog.ts';
import { SalesforceError, unsupported } from '../errors.ts';
import type { Org } from '../org.ts';
import { authenticate, invalidSession, tokenOf } from './authentication.ts';
import { meetRowLock, routingError } from './dispatch.ts';
import { errorReply } from './errorReply.ts';
import type { Host } from './host.ts';
import type { ApiRequest, ApiResponse, Operation } from './operation.ts';
import { decodeBody, maxBodyBytes, parseBody } from './requestBody.ts';
import { refuseUnknownHeaders } from './requestHeaders.ts';
import type { Router } from './router.ts';

/** What the server needs once the org exists; it is asked for with each request. */
export interface Served {
  readonly org: Org;
  readonly host: Host;
  readonly router: Router;
}

/**
 * The server, not yet listening. Requests that arrive before `ready` settles wait for it.
 */
export function createServer(ready: Promise<Served>): FastifyInstance {
  const app = Fastify({
    bodyLimit: maxBodyBytes,
    forceCloseConnections: true,
    // sf stores the instance URL with a slash at its end, so its paths begin with two.
    rewriteUrl: (request) => (request.url ?? '/').replace(/^\/{2,}/, '/')
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.setErrorHandler((error: { statusCode?: number; message: string }, _request, reply) => {
    const status = error.statusCode ?? 500;
    const errorCode = status < 500 ? 'INVALID_INPUT' : 'UNKNOWN_EXCEPTION';
    return reply.status(status).send([{ message: `((${error.message}))`, errorCode }]);
  });
  app.setNotFoundHandler((request, reply) =>
    reply
      .status(405)
      .send([{ message: `HTTP Method '${request.method}' not allowed`, errorCode: 'METHOD_NOT_ALLOWED' }])
  );
  app.all('/*', async (request, reply) => answer(await ready, request, reply));
  return app;
}

/** What the log wants to know of a request, gathered on its way. */
interface Trail {
  readonly startedAt: Date;
  userId: string | undefined;
  counted: boolean;
  faults: FaultRule[];
  subrequests: { method: string; url: string; status: number }[];
}

async function answer(served: Served, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { host } = served;
  const method = effectiveMethod(request);
  const address = new URL(request.url, 'http://local');
  const isControl = isOwnAddress(address.pathname);
  const trail: Trail = { startedAt: new Date(), userId: undefined, counted: false, faults: [], subrequests: [] };
  if (!isControl) trail.faults.push(...host.faults.meet(method, address.pathname + address.search, wireFaults));

  const delayMs = trail.faults.reduce((sum, fault) => sum + (fault.kind === 'slow' ? fault.ms : 0), 0);
  if (delayMs > 0) await wait(delayMs);
  const drop = trail.faults.find((fault) => fault.kind === 'drop');
  const response = drop?.drop === 'before' ? undefined : await run(served, method, address, request, trail);
  const dropped = drop !== undefined || response === undefined;
  if (!isControl) record(host, method, address, dropped ? null : response.status, trail);
  if (dropped) {
    request.raw.socket.destroy();
    return reply.hijack();
  }
  if (trail.counted) reply.header('Sforce-Limit-Info', host.apiUsage.header());
  return send(reply, response);
}

const wireFaults = ['slow', 'drop', '503', 'expired-session', 'daily-limit'] as const;

/** Addresses that Salesforce does not have, or not so: no fault meets them, and no log of API requests holds them. */
function isOwnAddress(path: string): boolean {
  return /^\/(_local|lightning)(\/|$)/.test(path);
}

/** Runs the request; what goes wrong on the way becomes the reply. */
async function run(
  { org, host, router }: Served,
  method: string,
  address: URL,
  incoming: FastifyRequest,
  trail: Trail
): Promise<ApiResponse> {
  try {
    const headers = incoming.headers as Record<string, string | undefined>;
    if (trail.faults.some(({ kind }) => kind === '503'))
      throw new SalesforceError('SERVER_UNAVAILABLE', 'Server is unavailable');
    const match = router.match(method, decodable(address.pathname));
    const authorization = headers['authorization'];
    if (trail.faults.some(({ kind }) => kind === 'expired-session')) {
      host.sessions.end(tokenOf(authorization) ?? '');
      throw invalidSession();
    }
    if (
      isOwnAddress(address.pathname) &&
      !isLocalCaller(incoming.socket.remoteAddress, headers['host'], headers['origin'])
    ) {
      throw new SalesforceError('INSUFFICIENT_ACCESS', '((/_local and /lightning answer this machine only))');
    }
    if (match.kind !== 'operation') throw routingError(match, method, address.pathname);
    const { operation, params, path, apiVersion } = match;
    const session = operation.auth === 'none' ? undefined : authenticate(host.sessions, authorization);
    trail.userId = session?.userId;
    if (isCounted(operation)) {
      trail.counted = true;
      host.apiUsage.count();
    }
    if (trail.faults.some(({ kind }) => kind === 'daily-limit')) {
      throw new SalesforceError('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
    }
    if (!operation.handle) throw unsupported(`${method} ${path}`);
    if (!isOwnAddress(address.pathname)) {
      refuseUnknownHeaders(headers);
      meetRowLock(host.faults, method, address.pathname + address.search);
    }
    const rawBody = decodeBody((incoming.body as Buffer | undefined) ?? Buffer.alloc(0), headers['content-encoding']);
    const body = parseBody(rawBody, headers['content-type'], address.pathname);
    const request: ApiRequest = {
      method,
      path,
      params,
      query: address.searchParams,
      headers,
      body,
      rawBody,
      apiVersion,
      session
    };
    const tracing: Host = {
      ...host,
      dispatch(outer, subrequest) {
        const response = host.dispatch(outer, subrequest);
        trail.subrequests.push({ method: subrequest.method, url: subrequest.url, status: response.status });
        return response;
      }
    };
    return await operation.handle(org, request, tracing);
  } catch (error) {
    return errorReply(error, address.pathname);
  }
}

/** Source: documented, "API Request Limits": REST calls count; calls of the UI API from Lightning components do not. */
function isCounted(operation: Operation): boolean {
  if (operation.counted !== undefined) return operation.counted;
  return operation.at === 'data' && !operation.path.startsWith('/ui-api') && operation.path !== '/graphql';
}

/** `?_HttpMethod=PATCH` on a POST, for clients that cannot send PATCH. Source: REST API Developer Guide, "Using REST Resources". */
function effectiveMethod(request: FastifyRequest): string {
  if (request.method !== 'POST' || !request.url.includes('_HttpMethod=')) return request.method;
  return new URL(request.url, 'http://local').searchParams.get('_HttpMethod')?.toUpperCase() ?? request.method;
}

function decodable(path: string): string {
  try {
    decodeURIComponent(path);
    return path;
  } catch {
    throw new SalesforceError('INVALID_INPUT', `((The path is not valid percent-encoding: ${path}))`);
  }
}

function record(host: Host, method: string, address: URL, status: number | null, trail: Trail): void {
  host.requestLog.add({
    at: trail.startedAt.toISOString(),
    method,
    path: address.pathname,
    query: shownQuery(address.search),
    status,
    ms: Date.now() - trail.startedAt.getTime(),
    userId: trail.userId ?? null,
    apiUsage: trail.counted ? 1 : 0,
    faults: trail.faults.map(({ kind }) => kind),
    subrequests: trail.subrequests
  });
}

function send(reply: FastifyReply, { status, body, headers, contentType }: ApiResponse): FastifyReply {
  reply.status(status).headers({ ...headers });
  if (body === undefined) return reply.send();
  if (typeof body === 'string' || Buffer.isBuffer(body)) {
    return reply.header('content-type', contentType ?? 'text/plain; charset=utf-8').send(body);
  }
  return reply.header('content-type', contentType ?? 'application/json;charset=UTF-8').send(JSON.stringify(body));
}
