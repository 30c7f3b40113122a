import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seed } from '../../../local-org/state/seed.ts';
import { readSourceFolder } from '../../../local-org/state/sourceFolder.ts';
import { adminOf, deploy, idOf, integrationOf, orgWith, queue, rows } from '../orgFixture.ts';

const root = resolve(import.meta.dirname, '../../..');
const packages = ['force-app', 'sample-org'].map((name) => readSourceFolder(join(root, name)));

describe('The two package directories', () => {
  it('deploy one after the other, and again without a change', () => {
    const org = orgWith();
    for (const components of packages) deploy(org, ...components);
    for (const components of packages) {
      const { results } = org.metadata.deploy(components);
      expect(results.filter(({ changed, success }) => changed || !success)).toEqual([]);
    }
  });

  it('with the sample data route a lead of the integration user, which can read it back', () => {
    const org = orgWith();
    for (const components of packages) deploy(org, ...components);
    seed(org, join(root, 'sample-org/data'));
    const integration = integrationOf(org);
    const values = {
      FirstName: 'Jamie',
      LastName: 'Rivera',
      Company: 'NovaCorp',
      Country: 'US',
      State: 'CA',
      PostalCode: '94105',
      Industry: 'Technology',
      NumberOfEmployees: 1400,
      Qualification_Score__c: 86,
      Language__c: 'en'
    };
    const { id, created } = org.records.upsert(integration, 'Lead', 'Voice_Call_Id__c', 'c-0001', values);
    expect(created).toBe(true);
    expect(org.records.read(integration, 'Lead', id)['OwnerId']).toBe(
      idOf(org, 'Group', 'DeveloperName', 'Enterprise_West')
    );
  });
});

describe('Sample data', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'data-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (path: string, content: unknown): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  };
  const account = (referenceId: string, values: object) => ({
    attributes: { type: 'Account', referenceId },
    ...values
  });

  it('refers to records loaded before, to records of the org and to the built-in users', () => {
    write('plan.json', [
      { sobject: 'Account', files: ['Account.json'] },
      { sobject: 'GroupMember', files: ['GroupMember.json'] }
    ]);
    write('Account.json', {
      records: [account('Nova', { Name: 'NovaCorp' }), account('Child', { Name: 'Nova West', ParentId: '@Nova' })]
    });
    const member = {
      attributes: { type: 'GroupMember', referenceId: 'm' },
      GroupId: '@Group.West',
      UserOrGroupId: '@IntegrationUser'
    };
    write('GroupMember.json', { records: [member] });
    const org = orgWith([queue('West')]);
    seed(org, folder);
    expect(rows(org, 'Account')[1]).toMatchObject({ ParentId: idOf(org, 'Account', 'Name', 'NovaCorp') });
    expect(rows(org, 'GroupMember')).toMatchObject([{ UserOrGroupId: integrationOf(org).userId }]);
  });

  it('is loaded once', () => {
    write('plan.json', [{ sobject: 'Account', files: ['Account.json'] }]);
    write('Account.json', { records: [account('Nova', { Name: 'NovaCorp' })] });
    const org = orgWith();
    seed(org, folder);
    seed(org, folder);
    expect(rows(org, 'Account')).toHaveLength(1);
  });

  it('is loaded whole or not at all, and says what could not be', () => {
    write('plan.json', [{ sobject: 'Account', files: ['Account.json'] }]);
    write('Account.json', {
      records: [account('Nova', { Name: 'NovaCorp' }), account('Bad', { Name: 'x', ParentId: '@Nobody' })]
    });
    const org = orgWith();
    expect(() => seed(org, folder)).toThrow(
      'Account.json: Account Bad cannot be loaded: @Nobody refers to no record loaded before.'
    );
    expect(rows(org, 'Account')).toHaveLength(0);
  });
});

describe('A source folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'source-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const write = (path: string, root: string, content: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(
      join(folder, path),
      `<?xml version="1.0"?><${root} xmlns="http://soap.sforce.com/2006/04/metadata">${content}</${root}>`
    );
  };

  it('is read as components named by object and file', () => {
    write(
      'main/default/objects/Lead/fields/A__c.field-meta.xml',
      'CustomField',
      '<fullName>A__c</fullName><label>A &amp; B</label><type>Text</type><length>80</length>'
    );
    write(
      'main/default/queues/West.queue-meta.xml',
      'Queue',
      '<name>West</name><queueSobject><sobjectType>Lead</sobjectType></queueSobject>'
    );
    write('main/default/layouts/Lead-Lead Layout%2B.layout-meta.xml', 'Layout', '');
    writeFileSync(join(folder, 'README.md'), '');
    const components = readSourceFolder(folder);
    expect(components.map(({ type, fullName }) => `${type} ${fullName}`)).toEqual([
      'Layout Lead-Lead Layout+',
      'CustomField Lead.A__c',
      'Queue West'
    ]);
    expect(components[1]?.content['label']).toBe('A & B');
    const org = orgWith(components);
    expect(org.records.create(adminOf(org), 'Lead', { LastName: 'x', Company: 'y', A__c: 'z' }).id).toMatch(/^00Q/);
  });

  it('is refused when it has a file of an unknown type, or one that is no XML', () => {
    write('main/default/classes/Route.trigger-meta.xml', 'ApexTrigger', '');
    expect(() => readSourceFolder(folder)).toThrow('.trigger-meta.xml');
    rmSync(join(folder, 'main'), { recursive: true });
    write('main/default/queues/West.queue-meta.xml', 'Queue', '<name>West');
    expect(() => readSourceFolder(folder)).toThrow('West.queue-meta.xml');
  });
});
