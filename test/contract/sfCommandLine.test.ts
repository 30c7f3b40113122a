/**
 * The official sf command line as a judge: what it sends, the local org must answer so that it is content. The org
 * starts empty, so that the deploys show what a customer's would.
 */
import { generateKeyPairSync } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createLocalOrg, type LocalOrg } from '../../local-org/localOrg.ts';
import { createSfCommand, type SfCommand } from './sfCommand.ts';

// A command takes one to three seconds to start, more when other tests run beside it.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const adminUsername = 'admin@local-org.example';

let org: LocalOrg;
let sf: SfCommand;

beforeAll(async () => {
  [org, sf] = await Promise.all([createLocalOrg({ port: 0 }), createSfCommand()]);
});
afterAll(async () => {
  await org.close();
  await sf.close();
});

/** What the tests look at in a deploy's result. */
interface Deployed {
  files: { state: string; fullName: string; type: string }[];
  details: { componentSuccesses: Row[]; componentFailures: Row[] };
}

interface Row {
  componentType: string;
  fullName: string;
}

const namesOf = (rows: readonly Row[]): string[] =>
  rows.map(({ componentType, fullName }) => `${componentType}:${fullName}`);

describe('logging in', () => {
  it('works with a JWT that a registered key verifies', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' }
    });
    const registered = await fetch(`${org.url}/_local/clients`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ clientId: 'sf-contract', certificate: publicKey })
    });
    expect(registered.ok).toBe(true);
    const keyFile = join(sf.project, 'server.key');
    await writeFile(keyFile, privateKey);
    const login = `org login jwt --client-id sf-contract --instance-url ${org.url} --jwt-key-file`;
    const integration = await sf.run(login, [keyFile, '--username', 'integration@local-org.example']);
    expect(integration).toMatchObject({
      status: 0,
      result: { username: 'integration@local-org.example', instanceUrl: org.url }
    });
  });

  it('works with an access token, and then shows the org as connected', async () => {
    const { accessToken } = org.session(adminUsername);
    const login = await sf.run(
      `org login access-token --instance-url ${org.url} --no-prompt --alias local --set-default`,
      [],
      { SF_ACCESS_TOKEN: accessToken }
    );
    expect(login).toMatchObject({ status: 0, result: { username: adminUsername } });
    const display = await sf.run('org display');
    expect(display).toMatchObject({
      status: 0,
      result: { username: adminUsername, connectedStatus: 'Connected', alias: 'local' }
    });
  });
});

describe('project deploy start', () => {
  it('changes nothing with --dry-run', async () => {
    const dryRun = await sf.run<Deployed>('project deploy start -d force-app --dry-run');
    expect(dryRun.result.details.componentFailures).toEqual([]);
    expect(dryRun).toMatchObject({ status: 0, result: { status: 'Succeeded', checkOnly: true } });
    expect(org.org.schema.object('Handoff__c')).toBeUndefined();
  });

  it('deploys force-app to an empty org, and sample-org on top of it', async () => {
    const app = await sf.run<Deployed>('project deploy start -d force-app');
    expect(app.result.details.componentFailures).toEqual([]);
    expect(app).toMatchObject({ status: 0, result: { status: 'Succeeded' } });
    expect(namesOf(app.result.details.componentSuccesses)).toEqual(
      expect.arrayContaining([
        'CustomObject:Handoff__c',
        'CustomField:Lead.Voice_Call_Id__c',
        'PermissionSet:Baton_Rep'
      ])
    );
    expect(app.result.files.filter(({ state }) => state !== 'Created')).toEqual([]);
    const sample = await sf.run<Deployed>('project deploy start -d sample-org');
    expect(sample.result.details.componentFailures).toEqual([]);
    expect(sample).toMatchObject({ status: 0, result: { status: 'Succeeded' } });
    expect(namesOf(sample.result.details.componentSuccesses)).toEqual(
      expect.arrayContaining(['AssignmentRules:Lead', 'Queue:Enterprise_West'])
    );
  });

  it('finds everything unchanged the second time', async () => {
    const again = await sf.run<Deployed>('project deploy start -d force-app -d sample-org');
    expect(again).toMatchObject({ status: 0, result: { status: 'Succeeded' } });
    expect(again.result.files.length).toBeGreaterThan(50);
    expect(again.result.files.filter(({ state }) => state !== 'Unchanged')).toEqual([]);
  });

  it('works through the REST deploy too', async () => {
    const rest = await sf.run('project deploy start -d sample-org/main/default/queues', [], {
      SF_ORG_METADATA_REST_DEPLOY: 'true'
    });
    expect(rest).toMatchObject({ status: 0, result: { status: 'Succeeded', numberComponentErrors: 0 } });
    expect(org.requests.list().filter(({ path }) => path.includes('/metadata/deployRequest'))).not.toEqual([]);
  });

  it('fails with the line of a misspelt element, refuses Apex by name, and deploys nothing of the rest', async () => {
    const folder = join(sf.project, 'force-app/main/default');
    const fields = join(folder, 'objects/Lead/fields');
    const classes = join(folder, 'classes');
    const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
    const namespace = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
    const field = (name: string, length: string): string =>
      `${declaration}<CustomField ${namespace}>\n<fullName>${name}</fullName>\n<label>Label</label>\n${length}\n<type>Text</type>\n</CustomField>\n`;
    await mkdir(classes, { recursive: true });
    const files: Record<string, string> = {
      [join(fields, 'Wrong__c.field-meta.xml')]: field('Wrong__c', '<lenght>80</lenght>'),
      [join(fields, 'Right__c.field-meta.xml')]: field('Right__c', '<length>80</length>'),
      [join(classes, 'Router.cls')]: 'public class Router {}',
      [join(classes, 'Router.cls-meta.xml')]:
        `${declaration}<ApexClass ${namespace}><apiVersion>66.0</apiVersion></ApexClass>`
    };
    for (const [path, text] of Object.entries(files)) await writeFile(path, text);
    const [wrong = '', right = ''] = Object.keys(files);
    const deploy = await sf.run<Deployed>('project deploy start', ['-d', wrong, '-d', right, '-d', classes]);
    for (const path of Object.keys(files)) await rm(path);

    expect(deploy).toMatchObject({ status: 1, result: { status: 'Failed', success: false } });
    const failures = deploy.result.details.componentFailures.toSorted((a, b) => a.fullName.localeCompare(b.fullName));
    expect(failures).toMatchObject([
      {
        componentType: 'CustomField',
        fullName: 'Lead.Wrong__c',
        problem: expect.stringContaining('lenght invalid at this location in type CustomField') as string,
        lineNumber: expect.anything() as unknown
      },
      {
        componentType: 'ApexClass',
        fullName: 'Router',
        problem: expect.stringContaining('does not support metadata of type ApexClass') as string
      }
    ]);
    expect(org.org.schema.object('Lead')?.field('Right__c')).toBeUndefined();
  });
});

describe('project retrieve start', () => {
  it('writes the assignment rules as they were deployed', async () => {
    const path = join(sf.project, 'sample-org/main/default/assignmentRules/Lead.assignmentRules-meta.xml');
    const before = await readFile(path, 'utf8');
    await writeFile(path, before.replace(/<ruleEntry>[\s\S]*<\/ruleEntry>/, ''));
    const retrieve = await sf.run(
      'project retrieve start -m AssignmentRules:Lead -m CustomField:Lead.Campaign_Code__c'
    );
    expect(retrieve).toMatchObject({ status: 0, result: { success: true, status: 'Succeeded' } });
    const withoutLayout = (text: string): string =>
      text
        .replace(/<!--[\s\S]*?-->/g, '')
        .replace(/&quot;/g, '"')
        .replace(/&apos;/g, "'")
        .replace(/\s+/g, '');
    expect(withoutLayout(await readFile(path, 'utf8'))).toBe(withoutLayout(before));
  });
});

describe('records', () => {
  let leadId: string;

  beforeAll(async () => {
    const address = 'Country=US State=CA PostalCode=94105';
    const values = `LastName=Rivera Company='Nova Corp' ${address} Industry=Technology NumberOfEmployees=1400`;
    const created = await sf.run<{ id: string; success: boolean }>('data create record -s Lead -v', [values]);
    expect(created).toMatchObject({ status: 0, result: { success: true } });
    leadId = created.result.id;
    const handoff = await sf.run('data create record -s Handoff__c -v', [
      `Call_Id__c=c-1 Lead__c=${leadId} Next_Step__c=Callback`
    ]);
    expect(handoff.status).toBe(0);
  });

  describe.concurrent('in a query', () => {
    it('are owned by the queue that the deployed rule names', async () => {
      const leads = await sf.run('data query -q', [`SELECT Owner.Name, Owner.Type FROM Lead WHERE Id = '${leadId}'`]);
      expect(leads).toMatchObject({
        status: 0,
        result: { totalSize: 1, records: [{ Owner: { Name: 'Enterprise West', Type: 'Queue' } }] }
      });
    });

    it('are queried with fields of parents and with child records', async () => {
      const children = '(SELECT Call_Id__c, Lead__r.Company FROM Handoffs__r)';
      const leads = await sf.run('data query -q', [`SELECT Id, Name, ${children} FROM Lead WHERE Id = '${leadId}'`]);
      const handoffs = { totalSize: 1, records: [{ Call_Id__c: 'c-1', Lead__r: { Company: 'Nova Corp' } }] };
      expect(leads).toMatchObject({
        status: 0,
        result: { totalSize: 1, records: [{ Id: leadId, Name: 'Rivera', Handoffs__r: handoffs }] }
      });
    });

    it('are counted by a field of a parent', async () => {
      const soql = 'SELECT Lead__r.Company, COUNT(Id) n FROM Handoff__c GROUP BY Lead__r.Company';
      const counts = await sf.run('data query -q', [soql]);
      expect(counts).toMatchObject({ status: 0, result: { records: [{ Company: 'Nova Corp', n: 1 }] } });
    });
  });

  it('are updated, read and deleted', async () => {
    const update = await sf.run(`data update record -s Lead -i ${leadId} -v`, ["Company='Nova Corporation'"]);
    expect(update.status).toBe(0);
    const read = await sf.run('data get record -s Lead -w LastName=Rivera');
    expect(read).toMatchObject({ status: 0, result: { Id: leadId, Company: 'Nova Corporation' } });
    const removed = await sf.run(`data delete record -s Lead -i ${leadId}`);
    expect(removed.status).toBe(0);
    const gone = org.org.db.prepare('SELECT IsDeleted FROM Lead WHERE Id = ?').get(leadId);
    expect(gone).toMatchObject({ IsDeleted: 1 });
  });

  it('are imported as a tree', async () => {
    const file = join(sf.project, 'accounts.json');
    const record = (name: string): object => ({ attributes: { type: 'Account', referenceId: name }, Name: name });
    await writeFile(file, JSON.stringify({ records: [record('Northwind'), record('Harbour')] }));
    const imported = await sf.run('data import tree --files', [file]);
    expect(imported).toMatchObject({ status: 0, result: [{ refId: 'Northwind' }, { refId: 'Harbour' }] });
  });
});

describe.concurrent('looking around', () => {
  it('describes an object', async () => {
    const lead = await sf.run<{ fields: { name: string }[] }>('sobject describe -s Lead');
    expect(lead.result.fields.map(({ name }) => name)).toContain('Voice_Call_Id__c');
  });

  it('lists objects and limits', async () => {
    const [custom, limits] = await Promise.all([
      sf.run('sobject list -s custom'),
      sf.run<{ name: string }[]>('org list limits')
    ]);
    expect(custom.result).toContain('Handoff__c');
    expect(limits.result.map(({ name }) => name)).toContain('DailyApiRequests');
  });

  it('lists metadata and its types', async () => {
    const [queues, types] = await Promise.all([
      sf.run<Row[]>('org list metadata -m Queue'),
      sf.run<{ metadataObjects: { xmlName: string }[] }>('org list metadata-types')
    ]);
    expect(queues.result.map(({ fullName }) => fullName)).toContain('EMEA');
    expect(types.result.metadataObjects.map(({ xmlName }) => xmlName)).toContain('AssignmentRules');
  });

  it('assigns a permission set', async () => {
    const assigned = await sf.run('org assign permset -n Baton_Rep');
    expect(assigned).toMatchObject({
      status: 0,
      result: { successes: [{ name: adminUsername, value: 'Baton_Rep' }], failures: [] }
    });
  });
});

describe('what the local org does not do', () => {
  it('is refused by name when Apex is to be run', async () => {
    const file = join(sf.project, 'script.apex');
    await writeFile(file, 'System.debug(1);');
    const apex = await sf.run('apex run -f', [file]);
    expect(apex.status).toBe(1);
    expect(JSON.stringify(apex)).toContain('does not support Apex');
  });
});
