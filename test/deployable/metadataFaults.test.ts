/** What the schema finds in metadata files: each a mistake that an org would refuse, beside a neighbour that it takes. */
import { describe, expect, it } from 'vitest';
import { fileFaults } from '../../scripts/deployable/deployFaults.ts';
import { installedSchema } from '../../scripts/deployable/metadataSchema.ts';

const schema = installedSchema();

function faultsOf(type: string, content: string, path = 'x/Any.field-meta.xml'): string[] {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<${type} xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">${content}</${type}>`;
  return fileFaults(path, xml, schema).map((fault) => fault.slice(path.length + 2));
}
const page = (content: string): string[] => faultsOf('FlexiPage', content, 'flexipages/Any.flexipage-meta.xml');
const component = (content: string): string[] =>
  faultsOf('LightningComponentBundle', content, 'lwc/any/any.js-meta.xml');

describe('the metadata check', () => {
  it('takes a field as an org does', () => {
    expect(
      faultsOf('CustomField', '<fullName>A__c</fullName><label>A</label><length>20</length><type>Text</type>')
    ).toEqual([]);
  });

  it('refuses an element that the type has not, and says which may be meant', () => {
    expect(faultsOf('CustomField', '<lable>A</lable>')).toEqual([
      'CustomField.lable: CustomField has no such element; did you mean label?'
    ]);
  });

  it('looks inside nested types', () => {
    const region = (more: string): string =>
      '<masterLabel>Any</masterLabel><template><name>flexipage:defaultAppHomeTemplate</name></template><type>AppPage</type>' +
      `<flexiPageRegions><itemInstances><componentInstance>${more}<componentName>x</componentName></componentInstance></itemInstances><name>main</name><type>Region</type></flexiPageRegions>`;
    expect(page(region(''))).toEqual([]);
    expect(page(region('<component>x</component>'))).toEqual([
      'FlexiPage.flexiPageRegions.itemInstances.componentInstance.component: ComponentInstance has no such element'
    ]);
  });

  it('refuses a value that an enumeration has not', () => {
    expect(faultsOf('CustomField', '<type>text</type>')).toEqual([
      'CustomField.type: "text" is no FieldType; did you mean Text?'
    ]);
  });

  it('refuses what is neither true nor false, and what is no number', () => {
    expect(faultsOf('CustomField', '<length>long</length><required>yes</required><type>Text</type>')).toEqual([
      'CustomField.length: "long" is no number',
      'CustomField.required: "yes" is neither true nor false'
    ]);
  });

  it('asks for what must be there', () => {
    expect(
      faultsOf('CustomMetadata', '<values><value xsi:type="xsd:string">A</value></values>', 'x/A.B.md-meta.xml')
    ).toEqual(['CustomMetadata.values.field: is missing, and CustomMetadataValue must have it']);
  });

  it('refuses a second one where one is allowed, and a list that is torn apart', () => {
    const set = (content: string): string[] =>
      faultsOf('PermissionSet', content, 'permissionsets/A.permissionset-meta.xml');
    const tab = (name: string): string =>
      `<tabSettings><tab>${name}</tab><visibility>Visible</visibility></tabSettings>`;
    expect(set(`<label>A</label>${tab('A')}${tab('B')}`)).toEqual([]);
    expect(set(`<label>A</label><label>B</label>`)).toEqual([
      'PermissionSet.label: stands there twice, and PermissionSet has one'
    ]);
    expect(set(`${tab('A')}<label>A</label>${tab('B')}`)).toEqual([
      'PermissionSet.tabSettings: stands apart from the others of its name; an org takes that for a duplicate'
    ]);
  });

  it('looks into the targetConfigs of a component, which are text to the schema', () => {
    const config = (targetConfig: string): string[] =>
      component(`<apiVersion>66.0</apiVersion><targetConfigs>${targetConfig}</targetConfigs>`);
    expect(
      config(
        '<targetConfig targets="lightning__RecordPage"><property name="a" type="String"/><objects><object>Lead</object></objects>' +
          '<supportedFormFactors><supportedFormFactor type="Large"/></supportedFormFactors></targetConfig>'
      )
    ).toEqual([]);
    expect(config('<targetConfig target="lightning__RecordPage"><properties name="a"/></targetConfig>')).toEqual([
      'LightningComponentBundle.targetConfigs.targetConfig: TargetConfig has no attribute target; did you mean targets?',
      'LightningComponentBundle.targetConfigs.targetConfig.properties: TargetConfig has no such element'
    ]);
  });

  it('knows where a component may be placed', () => {
    expect(component('<targets><target>lightning__UtilityBar</target></targets>')).toEqual([]);
    expect(component('<targets><target>lightning__Utility</target></targets>')).toHaveLength(1);
  });

  it('refuses a file whose content is of another type, or not well-formed, or of no type at all', () => {
    expect(faultsOf('CustomTab', '')).toEqual(['CustomTab: the file is one of a CustomField']);
    expect(fileFaults('a/A.field-meta.xml', '<CustomField><label></CustomField>', schema)[0]).toMatch(/line 1/);
    expect(fileFaults('a/A.feild-meta.xml', '<CustomField/>', schema)).toEqual([
      'a/A.feild-meta.xml: no metadata type has files that end so'
    ]);
  });
});
