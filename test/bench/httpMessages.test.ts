import { describe, expect, it } from 'vitest';
import { bodyOf, headerOf, headOf, HttpMessages } from '../../bench/httpMessages.ts';

const sized = 'POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nf\u00fcr';
const bare = 'GET /b HTTP/1.1\r\nHost: h\r\n\r\n';
const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n0\r\n\r\n0\r\n3;x=1\r\nend\r\n0\r\n\r\n';

describe('Messages in the bytes of a connection', () => {
  it.each([
    ['with a length', sized, 'f\u00fcr'],
    ['without a body', bare, ''],
    ['in chunks, one of which looks like the end', chunked, '0\r\n\r\n0end']
  ])('%s are found, wherever the bytes were parted, and the next one too', (_what, text, body) => {
    const bytes = Buffer.from(text);
    for (let cut = 1; cut < bytes.length; cut += 1) {
      const messages = new HttpMessages();
      expect(messages.push(bytes.subarray(0, cut))).toBeUndefined();
      const message = messages.push(bytes.subarray(cut));
      expect(message?.bytes.equals(bytes)).toBe(true);
      expect(bodyOf(message!)).toBe(body);
      expect(messages.push(bytes)?.bytes.equals(bytes)).toBe(true);
    }
  });

  it('tell their headers in any case, and of a header that is not there nothing', () => {
    const message = new HttpMessages().push(Buffer.from(sized))!;
    expect(headOf(message)).toBe('POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 4');
    expect(headerOf(headOf(message), 'content-length')).toBe('4');
    expect(headerOf(headOf(message), 'length')).toBeUndefined();
  });

  it('are refused when a second one does not wait for the answer to the first', () => {
    expect(() => new HttpMessages().push(Buffer.from(bare + bare))).toThrow('A second message');
  });
});
