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
  it('gives its parts byte for byte', async () => {
    const parts = await readFormParts(`multipart/form-data; boundary=${boundary}`, body);
    expect([...parts.keys()]).toEqual(['file', 'entity_content']);
    expect(parts.get('file')!.equals(zip)).toBe(true);
    expect(parts.get('entity_content')!.toString()).toBe('{"deployOptions":{}}');
  });

  it('is refused when it is cut short, or is something else', async () => {
    const refusal = { errorCode: 'INVALID_INPUT' };
    const cut = body.subarray(0, -60);
    await expect(readFormParts(`multipart/form-data; boundary=${boundary}`, cut)).rejects.toMatchObject(refusal);
    await expect(readFormParts('application/zip', body)).rejects.toMatchObject(refusal);
    await expect(readFormParts(undefined, body)).rejects.toMatchObject(refusal);
  });
});
