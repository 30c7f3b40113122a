/** Duplicate rules as a client meets them; the example org has none, so the test deploys its own. */
import type { Connection } from 'jsforce';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLocalOrg, type LocalOrg } from '../../local-org/localOrg.ts';
import { apiVersion, connect, sampleOrg } from './orgUnderTest.ts';

let local: LocalOrg;
let connection: Connection;
let known: string;
const root = `/services/data/v${apiVersion}`;
const lead = { LastName: 'Rivera', Company: 'NovaCorp', Email: 'jamie.rivera@novacorp.example' };
const allowed = { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' };

beforeAll(async () => {
  local = await createLocalOrg(sampleOrg);
  connection = connect(local.url, local.session('admin@local-org.example').accessToken);
  const item = { fieldName: 'Email', matchingMethod: 'Exact', blankValueBehavior: 'NullNotAllowed' };
  const { success } = local.org.metadata.deploy([
    {
      type: 'MatchingRules',
      fullName: 'Lead',
      filePath: 'matchingRules/Lead.matchingRule',
      content: {
        matchingRules: { fullName: 'Same_Email', label: 'Same e-mail', ruleStatus: 'Active', matchingRuleItems: item }
      }
    },
    {
      type: 'DuplicateRule',
      fullName: 'Lead.No_Doubles',
      filePath: 'duplicateRules/Lead.No_Doubles.duplicateRule',
      content: {
        masterLabel: 'No doubles',
        isActive: 'true',
        actionOnInsert: 'Allow',
        operationsOnInsert: 'Alert',
        actionOnUpdate: 'Allow',
        securityOption: 'BypassSharingRules',
        sortOrder: '1',
        duplicateRuleMatchRules: { matchRuleSObjectType: 'Lead', matchingRule: 'Same_Email' }
      }
    }
  ]);
  expect(success).toBe(true);
  known = (await connection.sobject('Lead').create(lead)).id ?? '';
});
afterAll(() => local.close());

const record = { attributes: { type: 'Lead', url: '' }, Id: '' };
const duplicateResut = () => ({
  allowSave: true,
  duplicateRule: 'No_Doubles',
  matchResults: [
    {
      matchRecords: [
        { record: { ...record, attributes: { type: 'Lead', url: `${root}/sobjects/Lead/${known}` }, Id: known } }
      ]
    }
  ]
});

describe('A lead like one that is there', () => {
  it('is held back with the address of that one, under the misspelt key', async () => {
    await expect(connection.sobject('Lead').create(lead)).rejects.toMatchObject({
      errorCode: 'DUPLICATES_DETECTED',
      data: { message: 'Use one of these records?', duplicateResut: duplicateResut() }
    });
  });

  it('is saved with the header that allows it', async () => {
    const { id, success } = await connection.sobject('Lead').create(lead, { headers: allowed });
    expect(success).toBe(true);
    await connection.sobject('Lead').destroy(id ?? '');
  });

  it('undoes a composite that has no such header, and passes in one whose subrequest has it', async () => {
    const composite = (httpHeaders?: Record<string, string>) =>
      connection.requestPost<{ compositeResponse: { body: unknown; httpStatusCode: number }[] }>('/composite', {
        allOrNone: true,
        compositeRequest: [
          {
            method: 'POST',
            url: `${root}/sobjects/Lead`,
            referenceId: 'lead',
            body: lead,
            ...(httpHeaders ? { httpHeaders } : {})
          }
        ]
      });
    const [held] = (await composite()).compositeResponse;
    expect(held).toMatchObject({
      httpStatusCode: 400,
      body: [{ errorCode: 'DUPLICATES_DETECTED', duplicateResut: duplicateResut() }]
    });
    const [saved] = (await composite(allowed)).compositeResponse;
    expect(saved?.httpStatusCode).toBe(201);
    await connection.sobject('Lead').destroy((saved?.body as { id: string }).id);
  });

  it('is one failed record of a collection', async () => {
    const results = await connection.sobject('Lead').create([lead, { ...lead, Email: 'other@novacorp.example' }]);
    expect(results).toMatchObject([
      { success: false, errors: [{ statusCode: 'DUPLICATES_DETECTED' }] },
      { success: true }
    ]);
  });

  it('is refused by name when the header asks for what the org does not do', async () => {
    const headers = { 'Sforce-Duplicate-Rule-Header': 'allowSave=true, includeRecordDetails=true' };
    await expect(connection.sobject('Lead').create(lead, { headers })).rejects.toMatchObject({
      errorCode: 'LOCAL_ORG_UNSUPPORTED'
    });
  });
});
