import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLocalOrg, type LocalOrg } from '../../local-org/localOrg.ts';

const root = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const rep = 'priya.raman@sample.example';

let org: LocalOrg;
beforeAll(async () => {
  org = await createLocalOrg({
    metadata: [root('force-app'), root('sample-org')],
    seed: root('sample-org/data'),
    startAt: new Date('2026-11-03T20:00:00Z'),
    frozen: true
  });
});
afterAll(() => org.close());

interface Reply<Body = Record<string, unknown>> {
  readonly status: number;
  readonly body: Body;
}

async function call<Body = Record<string, unknown>>(
  method: string,
  path: string,
  body?: unknown,
  options: { username?: string; headers?: Record<string, string> } = {}
): Promise<Reply<Body>> {
  const response = await fetch(`${org.url}/services/data/v66.0${path}`, {
    method,
    headers: {
      authorization: `Bearer ${org.session(options.username).accessToken}`,
      'content-type': 'application/json',
      ...options.headers
    },
    body: body === undefined ? undefined : JSON.stringify(body)
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as Body };
}

const admin = { username: 'admin@local-org.example' };
const newLead = { LastName: 'Rivera', FirstName: 'Jamie', Company: 'NovaCorp', Country: 'US', State: 'CA' };

const newHandoff = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  Call_Id__c: randomUUID(),
  Next_Step__c: 'Callback',
  ...more
});

/** Made by REST with the rules off, so that the owner is the user who made it. */
async function createRecord(object: string, record: Record<string, unknown>, username?: string): Promise<string> {
  const headers = { 'sforce-auto-assign': 'FALSE' };
  const { status, body } = await call('POST', `/sobjects/${object}`, record, { username, headers });
  expect(status, JSON.stringify(body)).toBe(201);
  return String(body.id);
}

describe('reading a record', () => {
  it('gives the fields asked for with value and displayValue, and the record around them', async () => {
    const id = await createRecord('Lead', { ...newLead, Status: 'Open - Not Contacted', NumberOfEmployees: 1400 });
    const { status, body } = await call(
      'GET',
      `/ui-api/records/${id}?fields=Lead.Name,Lead.Status,Lead.NumberOfEmployees,Lead.OwnerId,Lead.CreatedDate,Lead.Phone`,
      undefined,
      { username: 'admin@local-org.example' }
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({
      apiName: 'Lead',
      id,
      childRelationships: {},
      recordTypeInfo: null,
      eTag: expect.stringMatching(/^[0-9a-f]{32}$/),
      lastModifiedById: org.session().userId,
      lastModifiedDate: '2026-11-03T20:00:00.000Z',
      systemModstamp: '2026-11-03T20:00:00.000Z',
      weakEtag: Date.parse('2026-11-03T20:00:00.000Z')
    });
    expect(body.fields).toMatchObject({
      Name: { value: 'Jamie Rivera', displayValue: null },
      Status: { value: 'Open - Not Contacted', displayValue: 'Open - Not Contacted' },
      NumberOfEmployees: { value: 1400, displayValue: '1,400' },
      OwnerId: { value: org.session().userId, displayValue: null },
      CreatedDate: {
        value: '2026-11-03T20:00:00.000Z',
        displayValue: expect.stringMatching(/^11\/3\/2026, \d+:00 [AP]M$/)
      },
      Phone: { value: null, displayValue: null }
    });
    expect(Object.keys(body.fields as object).sort()).toEqual([
      'CreatedDate',
      'Name',
      'NumberOfEmployees',
      'OwnerId',
      'Phone',
      'Status'
    ]);
  });

  it("formats dates in the user's time zone", async () => {
    const id = await createRecord('Handoff__c', newHandoff());
    const { body } = await call('GET', `/ui-api/records/${id}?fields=Handoff__c.CreatedDate`, undefined, admin);
    const display = (body.fields as { CreatedDate: { displayValue: string } }).CreatedDate.displayValue;
    const { TimeZoneSidKey } = org.org.records.read(
      org.session(admin.username),
      'User',
      org.session(admin.username).userId
    );
    const hour = new Intl.DateTimeFormat('en-US', { hour: 'numeric', timeZone: String(TimeZoneSidKey) }).format(
      org.clock.now()
    );
    expect(display).toContain(`, ${hour.split(/\s/)[0]}:00`);
  });

  it('nests looked-up records, several levels deep', async () => {
    const leadId = await createRecord('Lead', newLead);
    const id = await createRecord('Handoff__c', newHandoff({ Lead__c: leadId }));
    const { body } = await call(
      'GET',
      `/ui-api/records/${id}?fields=Handoff__c.Lead__r.Name,Handoff__c.Lead__r.Owner.Name,Handoff__c.Rep__r.Name`
    );
    const ownerId = org.session().userId;
    expect(body.fields).toEqual({
      Lead__r: {
        displayValue: 'Jamie Rivera',
        value: expect.objectContaining({
          apiName: 'Lead',
          id: leadId,
          fields: {
            Name: { value: 'Jamie Rivera', displayValue: null },
            Owner: {
              displayValue: expect.any(String),
              value: expect.objectContaining({ apiName: 'User', id: ownerId })
            }
          }
        })
      },
      Rep__r: { value: null, displayValue: null }
    });
  });

  it('refuses a required field that there is not, and leaves out an optional one', async () => {
    const id = await createRecord('Lead', newLead);
    const required = await call('GET', `/ui-api/records/${id}?fields=Lead.Nonsense__c`);
    expect(required).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_FIELD' }] });
    const optional = await call(
      'GET',
      `/ui-api/records/${id}?fields=Lead.Name&optionalFields=Lead.Nonsense__c,Lead.Nothing__r.Name,Lead.Company`
    );
    expect(Object.keys(optional.body.fields as object)).toEqual(['Name', 'Company']);
  });

  it('refuses a field of another object', async () => {
    const id = await createRecord('Lead', newLead);
    const reply = await call('GET', `/ui-api/records/${id}?fields=Account.Name`);
    expect(reply).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_FIELD' }] });
  });

  it('refuses to guess when no fields are named, and refuses layouts by name', async () => {
    const id = await createRecord('Lead', newLead);
    expect(await call('GET', `/ui-api/records/${id}`)).toMatchObject({
      status: 400,
      body: [{ errorCode: 'MISSING_ARGUMENT' }]
    });
    for (const parameter of ['layoutTypes=Full', 'modes=View', 'childRelationships=Lead.Tasks']) {
      const reply = await call<{ errorCode: string; message: string }[]>(
        'GET',
        `/ui-api/records/${id}?fields=Lead.Name&${parameter}`
      );
      expect(reply).toMatchObject({ status: 501, body: [{ errorCode: 'LOCAL_ORG_UNSUPPORTED' }] });
      expect(reply.body[0]?.message).toContain(parameter.split('=')[0]);
    }
  });

  it.each(['00Q000000000zzz', 'nonsense', 'zzz000000000001AAA'])('answers 404 for %s', async (id) => {
    const reply = await call('GET', `/ui-api/records/${id}?fields=Lead.Name`);
    expect(reply).toMatchObject({ status: 404, body: [{ errorCode: 'NOT_FOUND' }] });
  });

  it('hides a record from a user who may not see it', async () => {
    const id = await createRecord('Handoff__c', newHandoff());
    const reply = await call('GET', `/ui-api/records/${id}?fields=Handoff__c.Name`, undefined, { username: rep });
    expect(reply).toMatchObject({ status: 404, body: [{ errorCode: 'NOT_FOUND' }] });
  });
});

describe('saving a record', () => {
  it('creates it and answers with its fields', async () => {
    const { status, body } = await call('POST', '/ui-api/records', { apiName: 'Lead', fields: newLead });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      apiName: 'Lead',
      id: expect.stringMatching(/^00Q/),
      fields: { LastName: { value: 'Rivera' } }
    });
  });

  it('runs no assignment rule, unless useDefaultRule asks for it', async () => {
    const plain = await call('POST', '/ui-api/records', { apiName: 'Lead', fields: newLead });
    expect(plain.body.fields).toMatchObject({ OwnerId: { value: org.session().userId } });
    const routed = await call('POST', '/ui-api/records', { apiName: 'Lead', fields: newLead, useDefaultRule: true });
    const owner = (routed.body.fields as { OwnerId: { value: string } }).OwnerId.value;
    expect(owner).not.toBe(org.session().userId);

    const quiet = await call('PATCH', `/ui-api/records/${String(plain.body.id)}`, { fields: { Title: 'VP' } });
    expect(quiet.body.fields).toMatchObject({ Title: { value: 'VP' }, OwnerId: { value: org.session().userId } });
    const loud = await call('PATCH', `/ui-api/records/${String(plain.body.id)}`, {
      fields: { Title: 'CTO' },
      useDefaultRule: true
    });
    expect(loud.body.fields).toMatchObject({ Title: { value: 'CTO' }, OwnerId: { value: owner } });
  });

  it('explains an invalid field in the shape that components read', async () => {
    const reply = await call('POST', '/ui-api/records', { apiName: 'Lead', fields: { Company: 'NovaCorp' } });
    expect(reply).toMatchObject({
      status: 400,
      body: {
        statusCode: 400,
        errorCode: 'REQUIRED_FIELD_MISSING',
        message: expect.any(String),
        enhancedErrorType: 'RecordError',
        output: {
          errors: [],
          fieldErrors: {
            LastName: [
              {
                errorCode: 'REQUIRED_FIELD_MISSING',
                field: 'LastName',
                fieldLabel: 'Last Name',
                message: expect.any(String)
              }
            ]
          }
        }
      }
    });
  });

  it('puts an error that names no field under errors', async () => {
    const reply = await call('PATCH', '/ui-api/records/00Q000000000zzz', { fields: { Title: 'VP' } });
    expect(reply.status).toBe(404);
    expect(reply.body).toMatchObject({
      output: { errors: [{ message: expect.any(String), field: null }], fieldErrors: {} }
    });
  });

  it.each([
    [{ apiName: 'Gadget__c', fields: {} }, 'INVALID_TYPE'],
    [{ apiName: 'Lead' }, 'JSON_PARSER_ERROR'],
    [{ apiName: 'Lead', fields: newLead, useDefaultRules: true }, 'JSON_PARSER_ERROR'],
    [{ apiName: 'Lead', fields: newLead, triggerUserEmail: true }, 'LOCAL_ORG_UNSUPPORTED']
  ])('refuses %j', async (body, errorCode) => {
    expect((await call('POST', '/ui-api/records', body)).body).toMatchObject([{ errorCode }]);
  });

  it('deletes it', async () => {
    const id = await createRecord('Lead', newLead);
    const kept = await createRecord('Lead', newLead);
    expect(await call('DELETE', `/ui-api/records/${id}`, undefined, admin)).toEqual({ status: 204, body: undefined });
    expect((await call('GET', `/ui-api/records/${id}?fields=Lead.Name`)).status).toBe(404);
    expect((await call('GET', `/ui-api/records/${kept}?fields=Lead.Name`)).status).toBe(200);
  });
});

describe('object metadata', () => {
  it('describes an object and its fields', async () => {
    const { body } = await call('GET', '/ui-api/object-info/Lead');
    expect(body).toMatchObject({
      apiName: 'Lead',
      keyPrefix: '00Q',
      label: 'Lead',
      nameFields: ['FirstName', 'LastName', 'Name'],
      defaultRecordTypeId: '012000000000000AAA',
      fields: {
        LastName: { dataType: 'String', required: true, label: 'Last Name', reference: false },
        OwnerId: {
          dataType: 'Reference',
          polymorphicForeignKey: true,
          relationshipName: 'Owner',
          referenceToInfos: expect.arrayContaining([{ apiName: 'User', nameFields: ['FirstName', 'LastName', 'Name'] }])
        },
        Status: { dataType: 'Picklist' },
        Qualification_Score__c: { dataType: 'Double', custom: true, inlineHelpText: expect.any(String) }
      }
    });
  });

  it('leaves out what the user cannot read, and says what the user cannot write', async () => {
    const { body } = await call('GET', '/ui-api/object-info/Handoff_Offer__c', undefined, { username: rep });
    expect(body).toMatchObject({
      createable: false,
      updateable: true,
      fields: { Status__c: { updateable: true }, Rep__c: { updateable: false } }
    });
  });

  it('gives the values of one picklist and of all', async () => {
    const one = await call('GET', '/ui-api/object-info/Lead/picklist-values/012000000000000AAA/Status');
    expect(one.body).toMatchObject({
      controllerValues: {},
      values: expect.arrayContaining([
        { attributes: null, label: 'Open - Not Contacted', validFor: [], value: 'Open - Not Contacted' }
      ])
    });
    const all = await call<{ picklistFieldValues: object }>(
      'GET',
      '/ui-api/object-info/Lead/picklist-values/012000000000000AAA'
    );
    expect(Object.keys(all.body.picklistFieldValues)).toEqual(
      expect.arrayContaining(['Status', 'LeadSource', 'Product_Interest__c'])
    );
  });

  it.each([
    ['/ui-api/object-info/Gadget__c', 404],
    ['/ui-api/object-info/Lead/picklist-values/012000000000001AAA/Status', 404],
    ['/ui-api/object-info/Lead/picklist-values/012000000000000AAA/Company', 400],
    ['/ui-api/record-ui/00Q000000000zzz', 501]
  ])('answers %s with %i', async (path, status) => {
    expect((await call('GET', path)).status).toBe(status);
  });
});
