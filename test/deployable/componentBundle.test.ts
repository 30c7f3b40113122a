/** What the platform's compiler, the look-up of names and the linter refuse in a Lightning component. */
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import { compiledBundle, compiledBundles } from '../../scripts/deployable/componentBundle.ts';
import { pageFaults } from '../../scripts/deployable/pageFaults.ts';
import { referenceFaults } from '../../scripts/deployable/referenceFaults.ts';
import { repositoryRoot } from '../../scripts/repositoryFiles.ts';

const metadata = (type: string, content: string): string =>
  `<${type} xmlns="http://soap.sforce.com/2006/04/metadata">${content}</${type}>`;
const component = (body: string, imports = ''): string =>
  `import { LightningElement, api, wire } from 'lwc';\n${imports}export default class Sample extends LightningElement {\n${body}\n}\n`;
const template = '<template><p>{name}</p></template>';
const configuration = (targets: string): string =>
  metadata('LightningComponentBundle', `<apiVersion>66.0</apiVersion><isExposed>true</isExposed>${targets}`);

describe('the platform’s compiler', () => {
  it('compiles a component', async () => {
    const files = {
      'sample.js': component('@api name;'),
      'sample.html': template,
      'sample.js-meta.xml': configuration('')
    };
    expect((await compiledBundle('sample', files)).faults).toEqual([]);
  });

  it.each([
    ['an import that no org has', { 'sample.js': component('name;', "import fs from 'node:fs';\n") }, /node:fs/],
    ['a public property that is named as a handler', { 'sample.js': component('@api onname;') }, /onname/],
    ['a public flag that begins as true', { 'sample.js': component('@api name = true;') }, /name/],
    [
      'a template that is not closed',
      { 'sample.js': component('name;'), 'sample.html': '<template><p></template>' },
      /p/
    ],
    ['a file with types', { 'sample.ts': component('name: string;') }, /there is no sample\.js/]
  ])('refuses %s', async (_what, files, words) => {
    const { faults } = await compiledBundle('sample', files);
    expect(faults).not.toEqual([]);
    expect(faults.join('\n')).toMatch(words);
  });
});

describe('the look-up of names', () => {
  const labels = metadata('CustomLabels', '<labels><fullName>Known</fullName></labels>');
  const object = metadata('CustomObject', '<fields><fullName>Known__c</fullName></fields>');
  const faultsFor = async (imported: string): Promise<string[]> => {
    const files = new Map([
      ['lwc/sample/sample.js', component('name = thing;', `import thing from '${imported}';\n`)],
      ['lwc/sample/sample.html', template],
      ['lwc/other/other.js', 'export default 1;\n'],
      ['labels/CustomLabels.labels', labels],
      ['objects/Lead.object', object]
    ]);
    return referenceFaults(await compiledBundles(files), files);
  };

  it.each([
    '@salesforce/label/c.Known',
    '@salesforce/schema/Lead.Known__c',
    '@salesforce/schema/Lead.Name',
    '@salesforce/schema/Lead.Known__r.Name',
    '@salesforce/schema/Lead',
    'c/other',
    'lightning/platformUtilityBarApi',
    'lightning/empApi'
  ])('finds %s', async (imported) => {
    expect(await faultsFor(imported)).toEqual([]);
  });

  it.each([
    ['@salesforce/label/c.Unknown', 'the label c.Unknown'],
    ['@salesforce/schema/Lead.Unknown__c', 'the schema Lead.Unknown__c'],
    ['@salesforce/schema/Unknown__c', 'the schema Unknown__c'],
    ['c/unknown', 'the module c/unknown'],
    ['lightning/unknownApi', 'the module lightning/unknownApi']
  ])('does not find %s', async (imported, words) => {
    expect(await faultsFor(imported)).toEqual([`lwc/sample/sample.js names ${words}, and there is none`]);
  });
});

describe('pages and apps', () => {
  const page = (name: string, property = ''): string =>
    metadata(
      'FlexiPage',
      `<flexiPageRegions><itemInstances><componentInstance>${property}<componentName>${name}</componentName></componentInstance></itemInstances></flexiPageRegions><type>HomePage</type>`
    );
  const property = (name: string): string =>
    `<componentInstanceProperties><name>${name}</name><value>1</value></componentInstanceProperties>`;
  const sample = configuration(
    '<targets><target>lightning__HomePage</target></targets><targetConfigs>' +
      '<targetConfig targets="lightning__HomePage"><property name="size" type="Integer"/></targetConfig></targetConfigs>'
  );
  const utility = configuration('<targets><target>lightning__UtilityBar</target></targets>');
  const faultsOf = (file: string, text: string): string[] =>
    pageFaults(
      new Map([
        ['lwc/sample/sample.js-meta.xml', sample],
        ['lwc/utility/utility.js-meta.xml', utility],
        [file, text]
      ])
    );
  const home = 'flexipages/Home.flexipage';

  it('may hold a component that is made for them, with the properties that it declares', () => {
    expect(faultsOf(home, page('sample', property('size')))).toEqual([]);
    expect(faultsOf(home, page('c:sample'))).toEqual([]);
  });

  it.each([
    ['a component that is not there', page('unknown'), 'there is no component unknown'],
    [
      'a component made for another place',
      page('utility'),
      'the component utility is not made for lightning__HomePage'
    ],
    [
      'a property nobody declares',
      page('sample', property('colour')),
      'the component sample has no property colour on such a page'
    ]
  ])('may not hold %s', (_what, text, words) => {
    expect(faultsOf(home, text)).toEqual([`${home}: ${words}`]);
  });

  it('name pages and tabs that there are', () => {
    const app = metadata(
      'CustomApplication',
      '<tabs>Unknown__c</tabs><tabs>standard-home</tabs><utilityBar>Unknown</utilityBar>'
    );
    expect(faultsOf('applications/Baton.app', app)).toEqual([
      'applications/Baton.app: there is no page Unknown',
      'applications/Baton.app: there is no tab Unknown__c'
    ]);
  });
});

describe('the linter', () => {
  const linter = new ESLint({ cwd: repositoryRoot });
  const rulesBrokenBy = async (body: string): Promise<(string | null)[]> => {
    const [outcome] = await linter.lintText(component(body), {
      filePath: 'force-app/main/default/lwc/sample/sample.js'
    });
    return outcome!.messages.map(({ ruleId }) => ruleId);
  };

  it.each([
    [
      'a document searched from outside',
      "connectedCallback() { document.querySelector('p'); }",
      '@lwc/lwc/no-document-query'
    ],
    [
      'a public property that is set from inside',
      '@api name;\nrename() { this.name = 1; }',
      '@lwc/lwc/no-api-reassignments'
    ],
    [
      'markup written as text',
      "write() { this.template.querySelector('p').innerHTML = 'x'; }",
      '@lwc/lwc/no-inner-html'
    ]
  ])('refuses %s', async (_what, body, rule) => {
    expect(await rulesBrokenBy(body)).toContain(rule);
  });
});
