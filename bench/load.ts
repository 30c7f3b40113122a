/** So many voice agents, each with one request at a time over a connection that it keeps. */
import { connect, type Socket } from 'node:net';
import { bodyOf, headerOf, headOf, HttpMessages, type HttpMessage } from './httpMessages.ts';

export interface LoadRequest {
  readonly path: string;
  /** JSON text of a POST. */
  readonly body: string;
}

/** Instants by `performance.now()`: before the first byte was sent, and when the last of the answer was there. */
export interface LoadReply {
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly status: number;
  readonly serverTiming: string;
  readonly body: string;
}

export interface LoadTarget {
  readonly url: string;
  readonly apiKey: string;
}

export class Load {
  private readonly target: LoadTarget;
  private readonly idle: Line[] = [];
  private readonly lines = new Set<Line>();

  constructor({ url, apiKey }: LoadTarget) {
    this.target = { url, apiKey };
  }

  /** @returns the replies in the order of the requests. @throws Error when the network fails */
  async send(requests: readonly LoadRequest[], callers: number): Promise<LoadReply[]> {
    // Written before the first is sent, and read after the last has been answered: neither shall keep a reply waiting.
    const written = requests.map((request) => this.bytesOf(request));
    const answers: (Timed | undefined)[] = requests.map(() => undefined);
    let next = 0;
    const work = async (): Promise<void> => {
      const line = this.idle.pop() ?? (await this.open());
      while (next < written.length) {
        const index = next++;
        answers[index] = await line.ask(written[index]!);
      }
      this.idle.push(line);
    };
    await Promise.all(Array.from({ length: Math.min(callers, requests.length) }, work));
    return answers.map((answer) => reply(answer!));
  }

  close(): void {
    this.lines.forEach((line) => line.close());
  }

  private async open(): Promise<Line> {
    const { hostname, port } = new URL(this.target.url);
    const line = new Line(connect({ host: hostname, port: Number(port), noDelay: true }), () => {
      this.lines.delete(line);
      if (this.idle.includes(line)) this.idle.splice(this.idle.indexOf(line), 1);
    });
    this.lines.add(line);
    await line.opened;
    return line;
  }

  private bytesOf({ path, body }: LoadRequest): Buffer {
    const { url, apiKey } = this.target;
    const head = [
      `POST ${path} HTTP/1.1`,
      `Host: ${new URL(url).host}`,
      `Authorization: Bearer ${apiKey}`,
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`
    ];
    return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
  }
}

interface Timed {
  readonly message: HttpMessage;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
}

/** One connection to the service. */
class Line {
  readonly opened: Promise<void>;
  private readonly socket: Socket;
  private readonly answers = new HttpMessages();
  private waiting:
    { resolve: (answer: Timed) => void; reject: (error: Error) => void; startedAtMs: number } | undefined;

  constructor(socket: Socket, onClose: () => void) {
    this.socket = socket;
    this.opened = new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    socket.on('data', (part) => {
      const endedAtMs = performance.now();
      const message = this.answers.push(part);
      const waiting = this.waiting;
      if (!message || !waiting) return;
      this.waiting = undefined;
      waiting.resolve({ message, startedAtMs: waiting.startedAtMs, endedAtMs });
    });
    socket.on('error', (error) => this.waiting?.reject(error));
    socket.on('close', () => {
      onClose();
      this.waiting?.reject(new Error('The service closed the connection without an answer.'));
    });
  }

  ask(request: Buffer): Promise<Timed> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject, startedAtMs: performance.now() };
      this.socket.write(request);
    });
  }

  close(): void {
    this.socket.destroy();
  }
}

function reply({ message, startedAtMs, endedAtMs }: Timed): LoadReply {
  const head = headOf(message);
  return {
    startedAtMs,
    endedAtMs,
    status: Number(head.split(' ', 2)[1]),
    serverTiming: headerOf(head, 'server-timing') ?? '',
    body: bodyOf(message)
  };
}
