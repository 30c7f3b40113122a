/** The Metadata API as jsforce uses it. */
import { strToU8, unzipSync, zipSync } from 'fflate';
import { Connection } from 'jsforce';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLocalOrg, type LocalOrg } from '../../local-org/localOrg.ts';

const root = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const namespace = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

let org: LocalOrg;
let admin: Connection;

beforeAll(async () => {
  org = await createLocalOrg({ metadata: [root('force-app'), root('sample-org')], port: 0 });
  const { accessToken } = org.session('admin@local-org.example');
  admin = new Connection({ instanceUrl: org.url, accessToken, version: '66.0' });
  admin.metadata.pollInterval = 10;
});
afterAll(() => org.close());

function zipOf(
  types: Record<string, string[]>,
  files: Record<string, string>,
  destructive?: Record<string, string[]>
): Buffer {
  const manifest = (named: Record<string, string[]>): Uint8Array => {
    const rows = Object.entries(named).map(
      ([name, members]) =>
        `<types>${members.map((member) => `<members>${member}</members>`).join('')}<name>${name}</name></types>`
    );
    return strToU8(`<Package ${namespace}>${rows.join('')}<version>66.0</version></Package>`);
  };
  const entries = Object.entries(files).map(([path, text]): [string, Uint8Array] => [path, strToU8(text)]);
  return Buffer.from(
    zipSync({
      'package.xml': manifest(types),
      ...(destructive ? { 'destructiveChanges.xml': manifest(destructive) } : {}),
      ...Object.fromEntries(entries)
    })
  );
}

const field = (name: string, more = '<length>20</length><type>Text</type>'): string =>
  `<CustomObject ${namespace}><fields><fullName>${name}</fullName><label>${name}</label>${more}</fields></CustomObject>`;
const options = { singlePackage: true, rollbackOnError: true };

describe('reading metadata', () => {
  it('gives the assignment rules of leads', async () => {
    const rules = await admin.metadata.read('AssignmentRules', 'Lead');
    expect(rules.fullName).toBe('Lead');
    const [rule] = rules.assignmentRule;
    expect(rule).toMatchObject({ fullName: 'Voice Agent Lead Routing', active: true });
    expect(rule?.ruleEntry.length).toBeGreaterThan(10);
    expect(rule?.ruleEntry.at(-1)).toMatchObject({ assignedTo: 'Unrouted_Leads', assignedToType: 'Queue' });
  });

  it('gives an object with its parts, and a queue, and nothing for a name that it has not', async () => {
    const handoff = await admin.metadata.read('CustomObject', 'Handoff__c');
    expect(handoff.fields.map(({ fullName }) => fullName)).toContain('Call_Id__c');
    expect(handoff.nameField).toMatchObject({ type: 'AutoNumber' });
    const [queue, none] = await admin.metadata.read('Queue', ['EMEA', 'No_Such_Queue']);
    expect(queue?.queueSobject).toEqual([{ sobjectType: 'Lead' }]);
    expect(none?.fullName).toBeFalsy();
  });

  it('gives the business hours with their holidays, as settings of their own type', async () => {
    const settings = await admin.metadata.read('BusinessHoursSettings' as 'Queue', 'BusinessHours');
    expect(settings).toMatchObject({ fullName: 'BusinessHours' });
    expect(settings).toHaveProperty('businessHours');
    const none = await admin.metadata.read('SecuritySettings' as 'Queue', 'Security');
    expect(none.fullName).toBeFalsy();
  });

  it('is refused to a user without the right, and given to one with it, who need be no administrator', async () => {
    const service = new Connection({ instanceUrl: org.url, accessToken: org.accessToken, version: '66.0' });
    const read = () => service.metadata.read('AssignmentRules', 'Lead');
    await expect(read()).rejects.toThrow(/INSUFFICIENT_ACCESS/);
    const content = { label: 'Reads', userPermissions: { enabled: 'true', name: 'ModifyMetadata' } };
    org.org.metadata.deploy([{ type: 'PermissionSet', fullName: 'Reads', filePath: 'test', content }]);
    const [set] = (await admin.query<{ Id: string }>("SELECT Id FROM PermissionSet WHERE Name = 'Reads'")).records;
    const assignment = { AssigneeId: org.session().userId, PermissionSetId: set?.Id };
    const { id } = await admin.sobject('PermissionSetAssignment').create(assignment);
    expect((await read()).fullName).toBe('Lead');
    const settings = await service.metadata.read('BusinessHoursSettings' as 'Queue', 'BusinessHours');
    expect(settings.fullName).toBe('BusinessHours');
    await admin.sobject('PermissionSetAssignment').destroy(id ?? '');
    await expect(read()).rejects.toThrow(/INSUFFICIENT_ACCESS/);
  });

  it('refuses an unknown type by name', async () => {
    await expect(admin.metadata.read('Gadget' as 'Queue', 'X')).rejects.toThrow(/Unknown type:Gadget/);
  });
});

describe('listing and describing', () => {
  it('lists components of several types', async () => {
    const list = await admin.metadata.list([{ type: 'Queue' }, { type: 'AssignmentRule' }, { type: 'ApexClass' }]);
    expect(list.map(({ type, fullName }) => `${type}:${fullName}`)).toEqual(
      expect.arrayContaining(['Queue:Enterprise_West', 'AssignmentRule:Lead.Voice Agent Lead Routing'])
    );
    expect(list.some(({ type }) => type === 'ApexClass')).toBe(false);
  });

  it('describes the types', async () => {
    const { metadataObjects } = await admin.metadata.describe();
    expect(metadataObjects.find(({ xmlName }) => xmlName === 'CustomObject')).toMatchObject({
      directoryName: 'objects',
      suffix: 'object',
      childXmlNames: expect.arrayContaining(['CustomField', 'ValidationRule']) as string[]
    });
  });
});

describe('a deploy', () => {
  it('adds a field that records then have', async () => {
    const zip = zipOf({ CustomField: ['Lead.Badge__c'] }, { 'objects/Lead.object': field('Badge__c') });
    const result = await admin.metadata.deploy(zip, options).complete();
    expect(result).toMatchObject({
      done: true,
      status: 'Succeeded',
      numberComponentsDeployed: 1,
      numberComponentErrors: 0
    });
    const created = await admin.sobject('Lead').create({ LastName: 'A', Company: 'B', Badge__c: 'gold' });
    expect(await admin.sobject('Lead').retrieve(created.id as string)).toMatchObject({ Badge__c: 'gold' });
  });

  it('is not finished when it is answered, and is at the first check', async () => {
    const zip = zipOf({ CustomField: ['Lead.Badge__c'] }, { 'objects/Lead.object': field('Badge__c') });
    const queued = await admin.metadata.deploy(zip, options);
    expect(queued).toMatchObject({ done: false, state: 'Queued', id: expect.stringMatching(/^0Af/) as string });
    expect(await admin.metadata.checkDeployStatus(queued.id)).toMatchObject({ done: true, success: true });
  });

  it('changes nothing when it only checks, and can then be deployed as it was validated', async () => {
    const zip = zipOf({ CustomField: ['Lead.Later__c'] }, { 'objects/Lead.object': field('Later__c') });
    const check = await admin.metadata.deploy(zip, { ...options, checkOnly: true }).complete();
    expect(check).toMatchObject({ status: 'Succeeded', checkOnly: true });
    expect(org.org.schema.object('Lead')?.field('Later__c')).toBeUndefined();
    const id = await admin.metadata.deployRecentValidation({ id: check.id });
    expect(await admin.metadata.checkDeployStatus(id)).toMatchObject({ status: 'Succeeded', checkOnly: false });
    expect(org.org.schema.object('Lead')?.field('Later__c')).toBeDefined();
  });

  it('with one bad component leaves the good one undone, unless told not to roll back', async () => {
    const zip = zipOf(
      { CustomField: ['Lead.Good__c', 'Lead.Bad__c'] },
      {
        'objects/Lead.object':
          field('Good__c').replace('</CustomObject>', '') +
          field('Bad__c', '<type>Gibberish</type>').replace(/<CustomObject[^>]*>/, '')
      }
    );
    const failed = await admin.metadata.deploy(zip, options).complete(true);
    expect(failed).toMatchObject({ status: 'Failed', success: false, numberComponentErrors: 1 });
    expect(failed.details?.componentFailures).toMatchObject([
      { componentType: 'CustomField', fullName: 'Lead.Bad__c', problemType: 'Error' }
    ]);
    expect(org.org.schema.object('Lead')?.field('Good__c')).toBeUndefined();
    const partial = await admin.metadata.deploy(zip, { ...options, rollbackOnError: false }).complete(true);
    expect(partial).toMatchObject({ status: 'SucceededPartial', numberComponentErrors: 1 });
    expect(org.org.schema.object('Lead')?.field('Good__c')).toBeDefined();
  });

  it('removes what destructiveChanges.xml names, and warns of what is not there', async () => {
    const add = zipOf({ CustomField: ['Lead.Short_Lived__c'] }, { 'objects/Lead.object': field('Short_Lived__c') });
    await admin.metadata.deploy(add, options).complete();
    const remove = zipOf({}, {}, { CustomField: ['Lead.Short_Lived__c', 'Lead.Never_Was__c'] });
    const result = await admin.metadata.deploy(remove, options).complete(true);
    expect(result.details?.componentFailures).toEqual([]);
    expect(result.details?.componentSuccesses).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ fullName: 'Lead.Short_Lived__c', deleted: true }),
        expect.objectContaining({ fullName: 'Lead.Never_Was__c', problemType: 'Warning' })
      ])
    );
    expect(org.org.schema.object('Lead')?.field('Short_Lived__c')).toBeUndefined();
  });

  it('that fails keeps what it was to remove', async () => {
    const add = zipOf({ CustomField: ['Lead.Stays__c'] }, { 'objects/Lead.object': field('Stays__c') });
    await admin.metadata.deploy(add, options).complete();
    const created = await admin.sobject('Lead').create({ LastName: 'A', Company: 'B', Stays__c: 'yes' });
    const bad = { 'objects/Lead.object': field('Worse__c', '<type>Gibberish</type>') };
    const zip = zipOf({ CustomField: ['Lead.Worse__c'] }, bad, { CustomField: ['Lead.Stays__c'] });
    expect(await admin.metadata.deploy(zip, options).complete()).toMatchObject({ status: 'Failed' });
    expect(org.org.metadata.read('CustomField', 'Lead.Stays__c')).toBeDefined();
    expect(await admin.sobject('Lead').retrieve(created.id as string)).toMatchObject({ Stays__c: 'yes' });
  });

  it('with a class in it fails by name and leaves the rest undone', async () => {
    const files = { 'objects/Lead.object': field('Beside__c'), 'classes/Router.cls': 'public class Router {}' };
    const zip = zipOf({ CustomField: ['Lead.Beside__c'], ApexClass: ['Router'] }, files);
    const result = await admin.metadata.deploy(zip, options).complete(true);
    expect(result.details?.componentFailures).toMatchObject([{ componentType: 'ApexClass', fullName: 'Router' }]);
    expect(org.org.schema.object('Lead')?.field('Beside__c')).toBeUndefined();
  });

  it('that names tests is refused, as there is no Apex', async () => {
    const zip = zipOf({}, {});
    const deploy = admin.metadata.deploy(zip, { ...options, testLevel: 'RunSpecifiedTests', runTests: ['RouterTest'] });
    await expect(deploy.check()).rejects.toThrow(/does not support the test level RunSpecifiedTests/);
  });

  it('is for administrators only', async () => {
    const integration = new Connection({ instanceUrl: org.url, accessToken: org.accessToken, version: '66.0' });
    await expect(integration.metadata.deploy(zipOf({}, {}), options).check()).rejects.toThrow(/INSUFFICIENT_ACCESS/);
    await expect(integration.metadata.list({ type: 'Queue' })).rejects.toThrow(/INSUFFICIENT_ACCESS/);
  });

  it('with a session that has ended gets the fault that makes clients log in again', async () => {
    const stranger = new Connection({ instanceUrl: org.url, accessToken: '00D000000000001!AQgone', version: '66.0' });
    await expect(stranger.metadata.describe()).rejects.toMatchObject({ errorCode: 'sf:INVALID_SESSION_ID' });
  });
});

describe('a retrieve', () => {
  it('gives files that deploy again without a change', async () => {
    const types = [
      { name: 'CustomObject', members: ['Handoff__c'] },
      { name: 'CustomField', members: ['Lead.Voice_Call_Id__c'] },
      { name: 'AssignmentRules', members: ['*'] },
      { name: 'CustomMetadata', members: ['*'] },
      { name: 'PermissionSet', members: ['Baton_Integration'] },
      { name: 'Queue', members: ['*', 'No_Such_Queue'] }
    ];
    const request = { apiVersion: '66.0', unpackaged: { types, version: '66.0' } };
    const retrieved = await admin.metadata.retrieve(request as never).complete();
    expect(retrieved).toMatchObject({ success: true, status: 'Succeeded' });
    expect(retrieved.messages).toMatchObject([
      { problem: "Entity of type 'Queue' named 'No_Such_Queue' cannot be found" }
    ]);
    const files = unzipSync(Buffer.from(retrieved.zipFile, 'base64'));
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining([
        'unpackaged/package.xml',
        'unpackaged/objects/Handoff__c.object',
        'unpackaged/queues/EMEA.queue'
      ])
    );
    const handoff = Buffer.from(files['unpackaged/objects/Handoff__c.object'] ?? []).toString();
    expect(handoff).toContain('<fullName>Call_Id__c</fullName>');
    const lead = Buffer.from(files['unpackaged/objects/Lead.object'] ?? []).toString();
    expect(lead).toContain('<fullName>Voice_Call_Id__c</fullName>');
    expect(lead).not.toContain('<fullName>Timeline__c</fullName>');
    const again = await admin.metadata.deploy(retrieved.zipFile, { rollbackOnError: true }).complete(true);
    expect(again.details?.componentFailures).toEqual([]);
    const rows = again.details?.componentSuccesses ?? [];
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter(({ changed }) => changed)).toEqual([]);
  });
});

describe('writing single components', () => {
  it('creates, updates and deletes a field', async () => {
    const written = { fullName: 'Lead.Direct__c', label: 'Direct', type: 'Text', length: 10 };
    expect(await admin.metadata.create('CustomField', written as never)).toMatchObject({
      success: true,
      fullName: 'Lead.Direct__c'
    });
    expect(await admin.metadata.create('CustomField', written as never)).toMatchObject({ success: false });
    const longer = await admin.metadata.update('CustomField', { ...written, length: 40 } as never);
    expect(longer).toMatchObject({ success: true });
    expect(org.org.schema.object('Lead')?.field('Direct__c')?.length).toBe(40);
    expect(await admin.metadata.delete('CustomField', ['Lead.Direct__c', 'Lead.Never__c'])).toMatchObject([
      { success: true },
      { success: false }
    ]);
    expect(org.org.schema.object('Lead')?.field('Direct__c')).toBeUndefined();
  });
});

describe('the Tooling API', () => {
  it('gives an assignment rule with its metadata', async () => {
    const { records } = await admin.tooling.query(
      "SELECT Id, Name, Active, Metadata FROM AssignmentRule WHERE SobjectType = 'Lead'"
    );
    expect(records).toMatchObject([
      { Name: 'Voice Agent Lead Routing', Active: true, Metadata: { ruleEntry: expect.any(Array) as unknown[] } }
    ]);
  });

  it('refuses the rest by name', async () => {
    await expect(admin.tooling.query('SELECT Id FROM ApexClass')).rejects.toThrow(
      /does not support the Tooling API query on ApexClass/
    );
    await expect(admin.tooling.executeAnonymous('System.debug(1);')).rejects.toThrow(/does not support/);
  });
});
