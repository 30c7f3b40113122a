/**
 * What stands around a request to the streaming endpoint, as server.ts has it for all others: faults and the log. faye
 * answers with Node's own request and response, so that pipeline cannot serve them.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { shownQuery } from '../control/requestLog.ts';
import { tokenOf } from './authentication.ts';
import type { Host } from './host.ts';

/** Row locks and the daily limit are nothing that CometD tells its clients. */
const cometdFaults = ['slow', 'drop', '503', 'expired-session'] as const;

/** Lets the faults meet the request, has it answered, and logs it once the answer is out: a held poll when it ends. */
export async function answerLogged(
  host: Host,
  request: IncomingMessage,
  response: ServerResponse,
  answer: () => void
): Promise<void> {
  const startedAt = new Date();
  const method = request.method ?? 'GET';
  const address = new URL((request.url ?? '/').replace(/^\/{2,}/, '/'), 'http://local');
  const token = tokenOf(request.headers.authorization);
  const userId = host.sessions.find(token)?.userId ?? null;
  const faults = host.faults.meet(method, address.pathname + address.search, cometdFaults);
  response.once('close', () =>
    host.requestLog.add({
      at: startedAt.toISOString(),
      method,
      path: address.pathname,
      query: shownQuery(address.search),
      status: response.writableFinished ? response.statusCode : null,
      ms: Date.now() - startedAt.getTime(),
      userId,
      apiUsage: 0,
      faults: faults.map(({ kind }) => kind),
      subrequests: []
    })
  );

  const delayMs = faults.reduce((sum, fault) => sum + (fault.kind === 'slow' ? fault.ms : 0), 0);
  if (delayMs > 0) await wait(delayMs);
  const drop = faults.find((fault) => fault.kind === 'drop');
  if (drop?.drop === 'before') return void request.socket.destroy();
  if (drop) response.end = () => response.destroy();
  if (faults.some(({ kind }) => kind === '503')) return refuse(response, 503, 'Server is unavailable');
  if (token !== undefined && faults.some(({ kind }) => kind === 'expired-session')) host.sessions.end(token);
  answer();
}

/** Answers without faye, which would not know how. */
export function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'text/plain;charset=utf-8', connection: 'close' }).end(message);
}
