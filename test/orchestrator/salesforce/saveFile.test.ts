import { Connection } from 'jsforce';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultRule } from '../../../local-org/control/faults.ts';
import { createLocalOrg, type LocalOrg } from '../../../local-org/localOrg.ts';
import { Salesforce } from '../../../orchestrator/salesforce/salesforce.ts';
import { saveFile } from '../../../orchestrator/salesforce/saveFile.ts';
import { startTrace } from '../../../orchestrator/salesforce/trace.ts';

describe('a file that a mail is to carry', () => {
  let org: LocalOrg;
  let connection: Connection;
  let leadId: string;
  beforeAll(async () => {
    org = await createLocalOrg({ port: 0 });
    const { accessToken } = org.session('admin@local-org.example');
    connection = new Connection({ instanceUrl: org.url, accessToken, version: '66.0' });
    leadId = (await connection.sobject('Lead').create({ LastName: 'Rivera', Company: 'NovaCorp' })).id!;
  });
  afterAll(() => org.close());

  const save = async (recordId: string, trace = startTrace()): Promise<Record<string, unknown>> => {
    const file = { name: 'invite.ics', title: 'Gespräch', content: 'SUMMARY:Gespräch 電話\r\n', recordId };
    const id = await saveFile(new Salesforce(connection), file, { deadlineMs: 20_000, trace });
    const version = await connection.sobject('ContentVersion').retrieve(id);
    const reply = await fetch(`${org.url}/services/data/v66.0/sobjects/ContentVersion/${id}/VersionData`, {
      headers: { authorization: `Bearer ${connection.accessToken}` }
    });
    return { ...version, content: await reply.text() };
  };

  it('keeps its text to the byte, and shows on the record, for one call to the API', async () => {
    const trace = startTrace();
    expect(await save(leadId, trace)).toMatchObject({
      Title: 'Gespräch',
      PathOnClient: 'invite.ics',
      FirstPublishLocationId: leadId,
      content: 'SUMMARY:Gespräch 電話\r\n'
    });
    expect(trace.apiCalls).toBe(1);
  });

  it('is saved for its owner alone where the record takes none', async () => {
    const gone = (await connection.sobject('Lead').create({ LastName: 'Gone', Company: 'NovaCorp' })).id!;
    await connection.sobject('Lead').delete(gone);
    expect(await save(gone)).toMatchObject({ FirstPublishLocationId: null, PathOnClient: 'invite.ics' });
  });

  it('is asked for once when the org is down: the answer to the first request may be lost', async () => {
    org.host.faults.add(faultRule.parse({ kind: '503', match: { path: 'composite' } }));
    const trace = startTrace();
    await expect(save(leadId, trace)).rejects.toMatchObject({ code: 'salesforceUnavailable', retryable: true });
    org.host.faults.remove();
    expect(trace.apiCalls).toBe(1);
  });
});
