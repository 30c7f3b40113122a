/** Slack as far as Baton talks to it, on the loopback: people, direct messages that can be changed, and webhooks. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SlackRequest {
  /** `chat.postMessage`, or `webhook`, or `response`. */
  method: string;
  authorization: string | undefined;
  body: Record<string, unknown>;
}

export interface FakeSlack {
  apiUrl: string;
  webhookUrl: string;
  responseUrl: string;
  origin: string;
  requests: SlackRequest[];
  /** E-mail addresses of its people, and their ids. */
  people: Map<string, string>;
  /** What stands in each channel, by timestamp. */
  messages: Map<string, { text: string; blocks: unknown }>;
  /** Answers the next requests with this instead; `hang` never answers. */
  next: ({ status: number; headers?: Record<string, string>; body: unknown } | 'hang')[];
  /** The requests made with one method. */
  of(method: string): SlackRequest[];
  close(): Promise<void>;
}

export async function startFakeSlack(): Promise<FakeSlack> {
  const requests: SlackRequest[] = [];
  const people = new Map<string, string>();
  const messages: FakeSlack['messages'] = new Map();
  const next: FakeSlack['next'] = [];
  let lastTimestamp = 1_700_000_000;

  const answers: Record<string, (body: Record<string, string>) => unknown> = {
    'users.lookupByEmail': ({ email = '' }) => {
      const id = people.get(email);
      return id === undefined ? { ok: false, error: 'users_not_found' } : { ok: true, user: { id } };
    },
    'chat.postMessage': ({ channel = '', text = '', blocks = '[]' }) => {
      if (![...people.values()].includes(channel)) {
        return { ok: false, error: 'channel_not_found' };
      }
      lastTimestamp += 1;
      const [direct, ts] = [`D${channel.slice(1)}`, `${lastTimestamp}.000100`];
      messages.set(`${direct} ${ts}`, { text, blocks: JSON.parse(blocks) });
      return { ok: true, channel: direct, ts };
    },
    'chat.update': ({ channel = '', ts = '', text = '', blocks = '[]' }) => {
      if (!messages.has(`${channel} ${ts}`)) {
        return { ok: false, error: 'message_not_found' };
      }
      messages.set(`${channel} ${ts}`, { text, blocks: JSON.parse(blocks) });
      return { ok: true, channel, ts };
    }
  };

  const server = createServer((request, reply) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString('utf8');
      const isJson = request.headers['content-type']?.startsWith('application/json');
      const body = isJson ? (JSON.parse(raw) as Record<string, unknown>) : Object.fromEntries(new URLSearchParams(raw));
      const method = (request.url ?? '').replace(/^\/(api\/)?/, '');
      requests.push({ method, authorization: request.headers.authorization, body });
      const planned = next.shift();
      if (planned === 'hang') {
        return;
      }
      const answer = answers[method];
      if (planned) {
        reply.writeHead(planned.status, { 'content-type': 'application/json', ...planned.headers });
        reply.end(typeof planned.body === 'string' ? planned.body : JSON.stringify(planned.body));
      } else if (answer) {
        reply.writeHead(200, { 'content-type': 'application/json' });
        reply.end(JSON.stringify(answer(body as Record<string, string>)));
      } else {
        reply.writeHead(200).end('ok');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    apiUrl: `${origin}/api/`,
    webhookUrl: `${origin}/webhook`,
    responseUrl: `${origin}/response`,
    origin,
    requests,
    people,
    messages,
    next,
    of: (method) => requests.filter((request) => request.method === method),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      })
  };
}
