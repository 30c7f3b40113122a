import type { LookupFunction } from 'node:net';
import { describe, expect, it } from 'vitest';
import { FeedError, fetchFeed, type FetchOptions } from '../../../orchestrator/calendars/fetchFeed.ts';
import { isLoopback, isPublic } from '../../../orchestrator/calendars/publicAddress.ts';
import { calendar, feedServer, paths, type Answer } from './feedServer.ts';

const options: FetchOptions = { deadlineMs: 5_000, maxBytes: 5_000_000, allowLoopback: true };

/** A name server that knows one host. */
function hostAt(...addresses: string[]): { lookup: LookupFunction; asked: string[] } {
  const asked: string[] = [];
  const lookup: LookupFunction = (host, _options, callback) => {
    asked.push(host);
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
    );
  };
  return { lookup, asked };
}

async function failure(address: string, changes: Partial<FetchOptions> = {}): Promise<FeedError> {
  const error: unknown = await fetchFeed(address, {}, { ...options, ...changes }).catch((thrown: unknown) => thrown);
  if (!(error instanceof FeedError)) {
    throw new Error('The feed was read.');
  }
  return error;
}

const reason = async (...given: Parameters<typeof failure>): Promise<string> => (await failure(...given)).reason;

describe('a public address', () => {
  it.each(['8.8.8.8', '142.250.72.14', '172.15.0.1', '172.32.0.1', '100.128.0.1', '2607:f8b0:4005::200e'])(
    'is %s',
    (address) => expect(isPublic(address)).toBe(true)
  );

  it.each([
    ['10.1.2.3', 'a private network'],
    ['172.16.0.1', 'a private network'],
    ['192.168.1.1', 'a private network'],
    ['127.0.0.1', 'this machine'],
    ['0.0.0.0', 'this machine'],
    ['169.254.169.254', 'the metadata of a cloud'],
    ['100.64.0.1', 'a carrier’s network'],
    ['224.0.0.1', 'many at once'],
    ['255.255.255.255', 'everyone'],
    ['::1', 'this machine'],
    ['::', 'this machine'],
    ['::ffff:10.1.2.3', 'a private network in disguise'],
    ['::ffff:7f00:1', 'this machine in disguise'],
    ['::127.0.0.1', 'this machine in another disguise'],
    ['64:ff9b::a9fe:a9fe', 'the metadata of a cloud through a gateway'],
    ['2002:7f00:1::', 'this machine through a tunnel'],
    ['fd00:ec2::254', 'a private network'],
    ['fe80::1', 'the local link'],
    ['calendar.example', 'a name, not an address']
  ])('is not %s: %s', (address) => expect(isPublic(address)).toBe(false));

  it('may be told from this machine', () => {
    expect([isLoopback('127.8.8.8'), isLoopback('[::1]'), isLoopback('::ffff:127.0.0.1')]).toEqual([true, true, true]);
    expect([isLoopback('128.0.0.1'), isLoopback('10.0.0.1'), isLoopback('::2')]).toEqual([false, false, false]);
  });
});

describe('reading a feed', () => {
  it('gives its text and what the server said of its version', async () => {
    const text = calendar();
    const server = await feedServer((_request, response) => {
      response.writeHead(200, { etag: '"v1"', 'last-modified': 'Mon, 01 Jun 2026 10:00:00 GMT' }).end(text);
    });
    expect(await fetchFeed(`${server.url}/a.ics`, {}, options)).toEqual({
      text,
      validators: { etag: '"v1"', lastModified: 'Mon, 01 Jun 2026 10:00:00 GMT' }
    });
  });

  it('asks only for a newer version than the one held, and gives nothing when there is none', async () => {
    const server = await feedServer((_request, response) => response.writeHead(304).end());
    const lastModified = 'Mon, 01 Jun 2026 10:00:00 GMT';
    expect(await fetchFeed(server.url, { etag: '"v1"', lastModified }, options)).toBeUndefined();
    expect(server.requests[0]!.headers).toMatchObject({ 'if-none-match': '"v1"', 'if-modified-since': lastModified });
  });

  it('takes a text that begins with a byte order mark', async () => {
    const server = await feedServer((_request, response) => response.end(`\uFEFF${calendar()}`));
    expect(await fetchFeed(server.url, {}, options)).toMatchObject({ text: calendar() });
  });

  it('takes webcal for https', async () => {
    const { lookup, asked } = hostAt('10.0.0.7');
    expect(await reason('webcal://feeds.example/secret.ics', { lookup })).toBe('privateAddress');
    expect(asked).toEqual(['feeds.example']);
  });

  it('follows three redirects and no fourth', async () => {
    const hop =
      (location: string): Answer =>
      (_request, response) =>
        void response.writeHead(302, { location }).end();
    const server = await feedServer(
      paths({ '/0': hop('/1'), '/1': hop('/2'), '/2': hop('/3'), '/3': calendar(), '/-1': hop('/0') })
    );
    expect(await fetchFeed(`${server.url}/0`, {}, options)).toMatchObject({ text: calendar() });
    expect(await reason(`${server.url}/-1`)).toBe('tooManyRedirects');
  });
});

describe('a feed is not read', () => {
  it.each(['http://feeds.example/a.ics', 'ftp://feeds.example/a.ics', 'file:///etc/passwd', 'gopher://127.0.0.1/'])(
    'from %s, which is not https',
    async (address) => expect(await reason(address)).toBe('schemeNotAllowed')
  );

  it('from what is no address', async () => {
    expect(await reason('my calendar')).toBe('addressNotReadable');
  });

  it.each([
    'https://10.0.0.7/a.ics',
    'https://[fd00::7]/a.ics',
    'https://169.254.169.254/',
    'https://0x7f.1/',
    'https://[::ffff:10.0.0.7]/'
  ])('from the private address %s', async (address) =>
    expect(await reason(address, { allowLoopback: false })).toBe('privateAddress')
  );

  it('from a host whose name leads to a private address', async () => {
    expect(await reason('https://feeds.example/a.ics', { lookup: hostAt('192.168.1.1').lookup })).toBe(
      'privateAddress'
    );
  });

  it('from a host when one of its addresses is private', async () => {
    const { lookup } = hostAt('142.250.72.14', '10.0.0.7');
    expect(await reason('https://feeds.example/a.ics', { lookup })).toBe('privateAddress');
  });

  it('from this machine, unless that is allowed', async () => {
    const server = await feedServer(paths({ '/a.ics': calendar() }));
    expect(await reason(`${server.url}/a.ics`, { allowLoopback: false })).toBe('schemeNotAllowed');
    const { lookup } = hostAt('127.0.0.1');
    expect(await reason('https://feeds.example/a.ics', { allowLoopback: false, lookup })).toBe('privateAddress');
    expect(server.requests).toEqual([]);
  });

  it.each([
    ['https://10.0.0.7/a.ics', 'privateAddress'],
    ['https://169.254.169.254/latest/meta-data', 'privateAddress'],
    ['http://feeds.example/a.ics', 'schemeNotAllowed'],
    ['file:///etc/passwd', 'schemeNotAllowed']
  ])('from where a redirect leads: %s', async (location, expected) => {
    const server = await feedServer((_request, response) => response.writeHead(301, { location }).end());
    expect(await reason(server.url)).toBe(expected);
  });

  it('when it is longer than allowed, however much more is to come', async () => {
    const server = await feedServer((_request, response) => {
      response.write(calendar());
      response.on('error', () => undefined);
      const more = (): void => {
        if (!response.destroyed) {
          response.write('X'.repeat(10_000), () => setImmediate(more));
        }
      };
      more();
    });
    expect(await reason(server.url, { maxBytes: 50_000 })).toBe('tooLarge');
  });

  it('when it does not come in time, not even its end', async () => {
    const silent = await feedServer(() => undefined);
    const endless = await feedServer((_request, response) => void response.write('BEGIN:VCALENDAR\r\n'));
    expect(await reason(silent.url, { deadlineMs: 50 })).toBe('timeout');
    expect(await reason(endless.url, { deadlineMs: 50 })).toBe('timeout');
  });

  it.each([401, 403, 404, 410, 429, 500])('when the server answers %i', async (status) => {
    const server = await feedServer((_request, response) => response.writeHead(status).end(calendar()));
    expect(await reason(server.url)).toBe('refused');
  });

  it('when it is a page to sign in', async () => {
    const server = await feedServer((_request, response) => response.end('<!doctype html><title>Sign in</title>'));
    expect(await reason(server.url)).toBe('notACalendar');
  });

  it('when nobody listens', async () => {
    expect(await reason('http://127.0.0.1:9/a.ics')).toBe('unreachable');
  });

  it('and its address is told to nobody', async () => {
    const error = await failure('http://127.0.0.1:9/private-3f9c/basic.ics');
    expect(JSON.stringify([error.message, error.stack, error.cause, error])).not.toContain('3f9c');
    expect(JSON.stringify([error.message, error.cause])).not.toContain('127.0.0.1');
  });
});
