import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createLocalOrg } from '../../local-org/localOrg.ts';
import { connect } from './orgUnderTest.ts';
import { record } from './recorder.ts';

it('a recording holds what was asked and answered, and neither token nor address', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'baton-recording-'));
  const org = await createLocalOrg();
  try {
    const { accessToken } = org.session('admin@local-org.example');
    const connection = connect(org.url, accessToken);
    const write = record(connection, 'trial', directory);
    await connection.query("SELECT Id FROM User WHERE Username = 'admin@local-org.example'");
    await connection.sobject('Lead').create({ LastName: 'Rivera', Company: 'NovaCorp' });
    write();
    const text = readFileSync(join(directory, 'trial.json'), 'utf8');
    expect(text).not.toContain(accessToken);
    expect(text).not.toContain(org.url);
    const { exchanges } = JSON.parse(text) as { exchanges: { method: string; status: number; replyBody: object }[] };
    expect(exchanges.map(({ method, status }) => `${method} ${status}`)).toEqual(['GET 200', 'POST 201']);
    expect(exchanges[0]!.replyBody).toMatchObject({ totalSize: 1 });
  } finally {
    await org.close();
    rmSync(directory, { recursive: true });
  }
});
