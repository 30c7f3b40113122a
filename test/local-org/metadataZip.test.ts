import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { writeComponents } from '../../local-org/api/metadataFiles.ts';
import { readDeployZip, unzip } from '../../local-org/api/metadataZip.ts';

const namespace = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

function packageXml(types: Record<string, string[]>): string {
  const rows = Object.entries(types).map(
    ([name, members]) =>
      `<types>${members.map((member) => `<members>${member}</members>`).join('')}<name>${name}</name></types>`
  );
  return `<?xml version="1.0"?><Package ${namespace}>${rows.join('')}<version>66.0</version></Package>`;
}

function zipOf(files: Record<string, string>): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)])));
}

const leadObject = `<CustomObject ${namespace}>
  <fields><fullName>Code__c</fullName><label>R&amp;D &#39;code&#39;</label><length>80</length><type>Text</type></fields>
  <fields><fullName>Tier__c</fullName><label>Tier</label><length>10</length><type>Text</type></fields>
  <listViews><fullName>All_Voice</fullName><filterScope>Everything</filterScope><label>All</label></listViews>
</CustomObject>`;
const queue = `<Queue ${namespace}><name>EMEA</name><queueSobject><sobjectType>Lead</sobjectType></queueSobject></Queue>`;

const names = (components: readonly { type: string; fullName: string }[]): string[] =>
  components.map(({ type, fullName }) => `${type}:${fullName}`);

describe('a zipped package', () => {
  it('gives the parts of an object file as components of their own', () => {
    const zip = zipOf({
      'package.xml': packageXml({ CustomField: ['Lead.Code__c', 'Lead.Tier__c'], ListView: ['Lead.All_Voice'] }),
      'objects/Lead.object': leadObject
    });
    const { components, problems } = readDeployZip(zip, { singlePackage: true });
    expect(problems).toEqual([]);
    expect(names(components)).toEqual([
      'CustomField:Lead.Code__c',
      'CustomField:Lead.Tier__c',
      'ListView:Lead.All_Voice'
    ]);
    expect(components[0]).toMatchObject({
      filePath: 'objects/Lead.object',
      content: { fullName: 'Code__c', label: "R&D 'code'", length: '80', type: 'Text' }
    });
  });

  it('gives the object too when its file says more than its parts', () => {
    const zip = zipOf({
      'package.xml': packageXml({ CustomObject: ['Visit__c'] }),
      'objects/Visit__c.object': `<CustomObject ${namespace}><label>Visit</label><fields><fullName>A__c</fullName><type>Text</type></fields></CustomObject>`
    });
    const { components } = readDeployZip(zip, { singlePackage: true });
    expect(names(components)).toEqual(['CustomObject:Visit__c', 'CustomField:Visit__c.A__c']);
    expect(components[0]?.content).toEqual({ label: 'Visit' });
  });

  it('may stand in a folder of the zip unless it is a single package', () => {
    const files = { 'pkg/package.xml': packageXml({ Queue: ['EMEA'] }), 'pkg/queues/EMEA.queue': queue };
    const found = readDeployZip(zipOf(files), { singlePackage: false });
    expect(found.problems).toEqual([]);
    expect(found.components[0]).toMatchObject({ type: 'Queue', fullName: 'EMEA', filePath: 'pkg/queues/EMEA.queue' });
    const single = readDeployZip(zipOf(files), { singlePackage: true });
    expect(single.components).toEqual([]);
    expect(single.problems).toMatchObject([{ filePath: 'package.xml', problem: 'No package.xml found' }]);
  });

  it('is refused when it holds several packages', () => {
    const files = { 'a/package.xml': packageXml({}), 'b/package.xml': packageXml({}) };
    expect(() => readDeployZip(zipOf(files), { singlePackage: false })).toThrow(/several packages/);
  });

  it('may not hold what package.xml does not name, nor name what it does not hold', () => {
    const zip = zipOf({
      'package.xml': packageXml({ CustomField: ['Lead.Code__c'], Queue: ['EMEA', 'APAC'], Gadget: ['X'] }),
      'objects/Lead.object': leadObject.replace(/<listViews>.*<\/listViews>/, ''),
      'queues/EMEA.queue': queue
    });
    const { components, problems } = readDeployZip(zip, { singlePackage: true });
    expect(names(components)).toEqual(['CustomField:Lead.Code__c', 'Queue:EMEA']);
    expect(problems.map(({ fullName, problem }) => [fullName, problem])).toEqual([
      ['Lead.Tier__c', 'Not in package.xml'],
      ['APAC', "An object 'APAC' of type Queue was named in package.xml, but was not found in zipped directory"],
      ['package.xml', "Unknown type name 'Gadget' specified in package.xml"]
    ]);
    expect(readDeployZip(zip, { singlePackage: true, allowMissingFiles: true }).problems).toHaveLength(2);
  });

  it('tells the line of a file that is not well-formed, and still reads the others', () => {
    const zip = zipOf({
      'package.xml': packageXml({ Queue: ['*'] }),
      'queues/Bad.queue': '<Queue>\n  <name>Bad</nam>\n</Queue>',
      'queues/EMEA.queue': queue
    });
    const { components, problems } = readDeployZip(zip, { singlePackage: true });
    expect(names(components)).toEqual(['Queue:EMEA']);
    expect(problems).toMatchObject([{ type: 'Queue', fullName: 'Bad', line: 2 }]);
  });

  it('may name a file of labels by the labels in it', () => {
    const labels = `<CustomLabels ${namespace}><labels><fullName>Accept</fullName><value>Accept</value></labels></CustomLabels>`;
    const zip = zipOf({
      'package.xml': packageXml({ CustomLabel: ['Accept', 'Decline'] }),
      'labels/CustomLabels.labels': labels
    });
    const { components, problems } = readDeployZip(zip, { singlePackage: true });
    expect(names(components)).toEqual(['CustomLabels:CustomLabels']);
    expect(problems).toMatchObject([
      { fullName: 'Decline', problem: expect.stringContaining('not found in zipped directory') as string }
    ]);
  });

  it('tells the line of an element that the type does not have', () => {
    const misspelt = `<AssignmentRules ${namespace}>
  <assignmentRule>
    <fullName>Routing</fullName>
    <active>true</active>
    <ruleEntry>
      <asignedTo>EMEA</asignedTo>
    </ruleEntry>
  </assignmentRule>
</AssignmentRules>`;
    const files = {
      'package.xml': packageXml({ AssignmentRules: ['Lead'] }),
      'assignmentRules/Lead.assignmentRules': misspelt
    };
    expect(readDeployZip(zipOf(files), { singlePackage: true })).toMatchObject({
      components: [],
      problems: [
        {
          type: 'AssignmentRules',
          fullName: 'Lead',
          problem:
            'Element {http://soap.sforce.com/2006/04/metadata}asignedTo invalid at this location in type RuleEntry',
          line: 6
        }
      ]
    });
    const right = { ...files, 'assignmentRules/Lead.assignmentRules': misspelt.replaceAll('asignedTo', 'assignedTo') };
    expect(readDeployZip(zipOf(right), { singlePackage: true }).problems).toEqual([]);
  });

  it.each([
    ['classes/Router.cls', 'ApexClass'],
    ['triggers/OnLead.trigger', 'ApexTrigger'],
    ['flows/Route.flow', 'Flow'],
    ['profiles/Admin.profile', 'Profile']
  ])('names the type that it refuses: %s', (path, type) => {
    const zip = zipOf({ 'package.xml': packageXml({ [type]: ['*'] }), [path]: 'x', [`${path}-meta.xml`]: 'x' });
    const { components, problems } = readDeployZip(zip, { singlePackage: true });
    expect(components).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ type, filePath: path });
    expect(problems[0]?.problem).toMatch(new RegExp(`does not support metadata of type ${type}`));
  });

  it('keeps the sources of a Lightning component with it', () => {
    const files = {
      'lwc/screenPop/screenPop.js': 'export default 1;\n',
      'lwc/screenPop/screenPop.html': '<template></template>',
      'lwc/screenPop/screenPop.js-meta.xml': `<LightningComponentBundle ${namespace}><isExposed>true</isExposed></LightningComponentBundle>`
    };
    const zip = zipOf({ 'package.xml': packageXml({ LightningComponentBundle: ['screenPop'] }), ...files });
    const { components, problems } = readDeployZip(zip, { singlePackage: true });
    expect(problems).toEqual([]);
    expect(names(components)).toEqual(['LightningComponentBundle:screenPop']);
    const written = writeComponents(components);
    expect([...written.keys()].sort()).toEqual(Object.keys(files).sort());
    expect(Buffer.from(written.get('lwc/screenPop/screenPop.js') as Uint8Array).toString()).toBe('export default 1;\n');
  });

  it('reads names that are percent-encoded in the path, and writes them so', () => {
    const path = 'layouts/Visit__c-R%26D %2F Sales.layout';
    const zip = zipOf({
      'package.xml': packageXml({ Layout: ['Visit__c-R&amp;D / Sales'] }),
      [path]: `<Layout ${namespace}><layoutSections><style>OneColumn</style></layoutSections></Layout>`
    });
    const { components, problems } = readDeployZip(zip, { singlePackage: true });
    expect(problems).toEqual([]);
    expect(names(components)).toEqual(['Layout:Visit__c-R&D / Sales']);
    expect([...writeComponents(components).keys()]).toEqual(['layouts/Visit__c-R&D %2F Sales.layout']);
  });

  it('holds a folder of reports beside the reports in it', () => {
    const files = {
      'reports/Handoffs-meta.xml': `<ReportFolder ${namespace}><name>Handoffs</name></ReportFolder>`,
      'reports/Handoffs/Turns.report': `<Report ${namespace}><name>Turns</name></Report>`
    };
    const zip = zipOf({ 'package.xml': packageXml({ Report: ['Handoffs/', 'Handoffs/Turns'] }), ...files });
    const { components, problems } = readDeployZip(zip, { singlePackage: true });
    expect(problems).toEqual([]);
    expect(names(components)).toEqual(['Report:Handoffs', 'Report:Handoffs/Turns']);
    expect([...writeComponents(components).keys()]).toEqual(Object.keys(files));
  });

  it('tells apart what goes before and after the deploy', () => {
    const zip = zipOf({
      'package.xml': packageXml({}),
      'destructiveChangesPre.xml': packageXml({ Queue: ['A'] }),
      'destructiveChanges.xml': packageXml({ Queue: ['B'] }),
      'destructiveChangesPost.xml': packageXml({ Queue: ['C'] })
    });
    const found = readDeployZip(zip, { singlePackage: true });
    expect(found.removeBefore.map(({ member }) => member)).toEqual(['A', 'B']);
    expect(found.removeAfter.map(({ member }) => member)).toEqual(['C']);
  });

  it('is refused when it is no zip, or has a DOCTYPE', () => {
    expect(() => unzip(new TextEncoder().encode('hello'))).toThrow(/zip/);
    const zip = zipOf({ 'package.xml': '<!DOCTYPE Package [<!ENTITY x "y">]><Package/>' });
    expect(readDeployZip(zip, { singlePackage: true }).problems).toMatchObject([{ problem: 'DOCTYPE is not allowed' }]);
  });
});

describe('components written as files', () => {
  it('come back the same', () => {
    const zip = zipOf({
      'package.xml': packageXml({ CustomObject: ['Lead'], Queue: ['*'], CustomMetadata: ['*'] }),
      'objects/Lead.object': leadObject,
      'queues/EMEA.queue': queue,
      'customMetadata/Policy.Default.md': `<CustomMetadata ${namespace} xmlns:xsi="i" xmlns:xsd="d"><label>D</label><values><field>A__c</field><value xsi:type="xsd:string">a &lt; b</value></values><values><field>B__c</field><value xsi:nil="true"/></values></CustomMetadata>`
    });
    const { components } = readDeployZip(zip, { singlePackage: true });
    const files = writeComponents(components);
    const again = readDeployZip(
      zipSync({ ...Object.fromEntries(files), 'package.xml': unzip(zip).get('package.xml') as Uint8Array }),
      { singlePackage: true }
    );
    expect(again.problems).toEqual([]);
    expect(again.components).toEqual(components);
  });
});
