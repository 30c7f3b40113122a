/** A server of calendar feeds on this machine; what it is asked is kept, and it is closed after the test. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';

export interface FeedServer {
  /** `http://127.0.0.1:…` without a slash at the end. */
  url: string;
  requests: { path: string; headers: IncomingMessage['headers'] }[];
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

export async function feedServer(answer: Answer): Promise<FeedServer> {
  const requests: FeedServer['requests'] = [];
  const server = createServer((request, response) => {
    requests.push({ path: request.url ?? '', headers: request.headers });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      })
  );
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

/** Answers each path with a text, or with what a function makes of the request. */
export function paths(answers: Record<string, string | Answer>): Answer {
  return (request, response) => {
    const answer = answers[request.url ?? ''];
    if (typeof answer === 'function') {
      answer(request, response);
    } else if (answer === undefined) {
      response.writeHead(404).end();
    } else {
      response.writeHead(200, { 'content-type': 'text/calendar; charset=utf-8' }).end(answer);
    }
  };
}

/** Lines as iCalendar wants them. */
export function calendar(...lines: string[]): string {
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Example//Test//EN', ...lines, 'END:VCALENDAR', ''].join('\r\n');
}

/** One event, with the properties given. */
export function event(...properties: string[]): string {
  return ['BEGIN:VEVENT', ...properties, 'END:VEVENT'].join('\r\n');
}
