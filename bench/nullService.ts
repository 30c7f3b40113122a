/**
 * A service that does nothing of its own: it sends on the two requests that it is handed, one after the other, and answers.
 * What is seen of it from outside is what the judge itself costs. Run directly, this file is its process.
 */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { answerParent, startChild } from './childProcess.ts';
import { bodyOf, headOf, HttpMessages, type HttpMessage } from './httpMessages.ts';
import type { LoadTarget } from './load.ts';

export interface NullCall {
  /** Two requests of the org's REST API. In the second one's body the id of the lead that the first made is put. */
  readonly sent: readonly { readonly path: string; readonly body: string }[];
}

/** Where the second request names the lead. */
export const leadPlace = '{lead}';

interface Org {
  url: string;
  accessToken: string;
}

const thisFile = fileURLToPath(import.meta.url);

/** @param org where it sends to: the judge's proxy */
export async function startNullService(org: Org): Promise<LoadTarget & { close(): Promise<void> }> {
  const child = await startChild<{ url: string }>(thisFile, 'service', org);
  return { url: child.started.url, apiKey: 'none', close: () => child.close() };
}

/** One line from a caller, and one of its own to the org. */
function serve(caller: Socket, { url, accessToken }: Org): void {
  const { hostname, port, host } = new URL(url);
  const org = connect({ host: hostname, port: Number(port), noDelay: true });
  const calls = new HttpMessages();
  const answers = new HttpMessages();
  let waiting: { path: string; body: string }[] = [];
  const sendNext = (leadId: string): void => {
    const { path, body } = waiting.shift()!;
    const text = body.replaceAll(leadPlace, leadId);
    org.write(
      `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${accessToken}\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`
    );
  };
  caller.setNoDelay(true);
  caller.on('data', (part) => {
    const call = calls.push(part);
    if (!call) return;
    waiting = [...(JSON.parse(bodyOf(call)) as NullCall).sent];
    sendNext('');
  });
  org.on('data', (part) => {
    const answer = answers.push(part);
    if (!answer) return;
    const body = bodyOf(answer);
    if (waiting.length > 0) sendNext(/\b00Q\w{15}\b/.exec(body)?.[0] ?? '');
    else caller.write(answered(answer, body));
  });
  for (const socket of [caller, org]) {
    socket.on('error', () => undefined);
    socket.on('close', () => [caller, org].forEach((each) => each.destroy()));
  }
}

/** What the org said last, so that whoever called can see that its work was done. */
function answered(answer: HttpMessage, body: string): string {
  const [, status] = headOf(answer).split(' ', 2);
  return (
    `HTTP/1.1 ${status} As the org\r\nContent-Type: application/json\r\n` +
    `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
  );
}

if (process.argv[1] === thisFile) {
  answerParent(async (org: Org) => {
    const server = createServer((caller) => serve(caller, org));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return {
      started: { url: `http://127.0.0.1:${port}` },
      answer: () => Promise.reject(new Error('It is asked over HTTP.')),
      close: () => Promise.resolve(void server.close())
    };
  });
}
