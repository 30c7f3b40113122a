import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLocalOrg, type LocalOrg } from '../../../local-org/localOrg.ts';
import type { MetadataComponent } from '../../../local-org/state/metadataStore.ts';

let org: LocalOrg;
beforeAll(async () => {
  org = await createLocalOrg();
});
afterAll(() => org.close());

it('an external id that several records bear is answered with their addresses, and nothing is written', async () => {
  const field: MetadataComponent = {
    type: 'CustomField',
    fullName: 'Account.Region_Code__c',
    filePath: 'Account.object',
    content: {
      fullName: 'Region_Code__c',
      label: 'Region',
      type: 'Text',
      length: '20',
      externalId: 'true',
      unique: 'false'
    }
  };
  expect(org.org.metadata.deploy([field]).success).toBe(true);
  const { accessToken } = org.session('admin@local-org.example');
  const headers = { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'application/json' };
  const send = (method: string, path: string, body: object) =>
    fetch(`${org.url}/services/data/v66.0/sobjects/Account${path}`, { method, headers, body: JSON.stringify(body) });
  const ids: string[] = [];
  for (const Name of ['North', 'Nord']) {
    const reply = await send('POST', '', { Name, Region_Code__c: 'N' });
    ids.push(((await reply.json()) as { id: string }).id);
  }
  const reply = await send('PATCH', '/Region_Code__c/N', { Name: 'Changed' });
  expect(reply.status).toBe(300);
  expect(await reply.json()).toEqual(ids.map((id) => `/services/data/v66.0/sobjects/Account/${id}`));
});
