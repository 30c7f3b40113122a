import { describe, expect, it } from 'vitest';
import { readFormParts } from '../../local-org/api/metadataMultipart.ts';

const boundary = '--------------------------0123456789abcdef';
const zip = Buffer.from([0x50, 0x4b, 0x03, 0x04, 0x0d, 0x0a, 0x0d, 0x0a, 0xff, 0x00]);
const body = Buffer.concat([
  Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="package.xml"\r\nContent-Type: application/zip\r\n\r\n`
  ),
  zip,
  Buffer.from(
    `\r\n--${boundary}\r\nContent-Disposition: form-data; name="entity_content"\r\nContent-Type: application/json\r\n\r\n{"deployOptions":{}}\r\n--${boundary}--\r\n`
  )
]);

describe('a multipart body', () => {
  it('gives its parts byte for byte', () => {
    const parts = readFormParts(`multipart/form-data; boundary=${boundary}`, body);
    expect(parts.map(({ name, fileName, contentType }) => [name, fileName, contentType])).toEqual([
      ['file', 'package.xml', 'application/zip'],
      ['entity_content', undefined, 'application/json']
    ]);
    expect(parts[0]?.content.equals(zip)).toBe(true);
    expect(parts[1]?.content.toString()).toBe('{"deployOptions":{}}');
  });

  it('may have its boundary in quotes', () => {
    expect(readFormParts(`multipart/form-data; boundary="${boundary}"`, body)).toHaveLength(2);
  });

  it('is refused when it is cut short, or is something else', () => {
    expect(() => readFormParts(`multipart/form-data; boundary=${boundary}`, body.subarray(0, -10))).toThrow(
      /closing boundary/
    );
    expect(() => readFormParts('application/zip', body)).toThrow(/not multipart/);
    expect(() => readFormParts(undefined, body)).toThrow(/not multipart/);
  });
});
