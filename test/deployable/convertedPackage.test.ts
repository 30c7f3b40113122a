/** The package that would be sent to an org: whole, without what is not deployed, and taken by the local org. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { Connection } from 'jsforce';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLocalOrg, type LocalOrg } from '../../local-org/localOrg.ts';
import {
  convertedPackage,
  filesBelow,
  packageFaults,
  type PackageFiles
} from '../../scripts/deployable/convertedPackage.ts';
import { repositoryRoot } from '../../scripts/repositoryFiles.ts';

const scratch = mkdtempSync(join(tmpdir(), 'baton-package-test-'));
const directories = ['force-app', 'sample-org'].map((name) => join(repositoryRoot, name));
const source = directories.flatMap((path) => [...filesBelow(join(path, 'main', 'default')).keys()]);

let files: PackageFiles;
let org: LocalOrg;

beforeAll(async () => {
  files = await convertedPackage(directories, scratch);
  org = await createLocalOrg({ metadata: [], port: 0 });
});
afterAll(async () => {
  rmSync(scratch, { recursive: true });
  await org.close();
});

describe('the converted package', () => {
  it('holds every component of both package directories, and nothing that is not deployed', () => {
    expect(packageFaults(source, files)).toEqual([]);
    expect(files.get('package.xml')).toContain('<version>66.0</version>');
  });

  it.each([
    ['objects/Handoff__c/fields/Nowhere__c.field-meta.xml'],
    ['lwc/nowhere/nowhere.js'],
    ['tabs/Nowhere.tab-meta.xml'],
    ['objects/Nowhere__c/Nowhere__c.object-meta.xml']
  ])('would be told to lack %s', (path) => {
    expect(packageFaults([...source, path], files)).toEqual([`${path} is in the source and not in the package`]);
  });

  it.each([
    ['lwc/a/__tests__/a.test.js'],
    ['lwc/a/a.ts'],
    ['lwc/jsconfig.json'],
    ['lwc/a/README.md'],
    ['lwc/tsconfig.modules.json']
  ])('would be told not to hold %s', (path) => {
    expect(packageFaults(source, new Map([...files, [path, '']]))).toEqual([
      `${path} must not be deployed: .forceignore`
    ]);
  });

  it('leaves out tests, types and notes that stand beside a component, by the .forceignore of the repository', async () => {
    const project = join(scratch, 'project');
    const write = (path: string, text: string): void => {
      mkdirSync(dirname(join(project, path)), { recursive: true });
      writeFileSync(join(project, path), text);
    };
    const bundle = 'force-app/main/default/lwc/sample';
    write('.forceignore', readFileSync(join(repositoryRoot, '.forceignore'), 'utf8'));
    write('sfdx-project.json', '{ "packageDirectories": [{ "path": "force-app", "default": true }] }');
    write(
      `${bundle}/sample.js`,
      "import { LightningElement } from 'lwc';\nexport default class extends LightningElement {}\n"
    );
    write(
      `${bundle}/sample.js-meta.xml`,
      '<LightningComponentBundle xmlns="http://soap.sforce.com/2006/04/metadata"/>'
    );
    write(`${bundle}/__tests__/sample.test.js`, '');
    write(`${bundle}/sample.d.ts`, '');
    write(`${bundle}/README.md`, '');
    write('force-app/main/default/lwc/jsconfig.json', '{}');
    write('force-app/tsconfig.json', '{}');
    write('force-app/types/lwc.d.ts', '');
    const converted = await convertedPackage([join(project, 'force-app')], join(scratch, 'out'));
    expect([...converted.keys()]).toEqual(['lwc/sample/sample.js', 'lwc/sample/sample.js-meta.xml', 'package.xml']);
  });

  it('is deployed to an org that has none of it', async () => {
    const { accessToken } = org.session('admin@local-org.example');
    const admin = new Connection({ instanceUrl: org.url, accessToken, version: '66.0' });
    admin.metadata.pollInterval = 10;
    const zip = zipSync(Object.fromEntries([...files].map(([path, text]) => [path, strToU8(text)])));
    const outcome = await admin.metadata
      .deploy(Buffer.from(zip), { singlePackage: true, rollbackOnError: true })
      .complete(true);
    expect(outcome.details?.componentFailures ?? []).toEqual([]);
    expect(outcome).toMatchObject({ success: true, numberComponentErrors: 0 });
  });
});
