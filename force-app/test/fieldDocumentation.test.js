import { fieldsOf, metadataOf } from './support/metadataFiles.js';

const packageDirectories = ['force-app', 'sample-org'];
const fields = packageDirectories.flatMap(fieldsOf).map((field) => [`${field.object}.${field.name}`, field]);

describe('custom fields', () => {
  it('are all found', () => {
    expect(fields.length).toBeGreaterThan(60);
  });

  it.each(fields)('%s has a label, a description and a help text of its own', (_name, { content }) => {
    expect(content.label).toBeTruthy();
    expect(content.description).toBeTruthy();
    expect(content.inlineHelpText).toBeTruthy();
    expect(content.inlineHelpText).not.toBe(content.label);
  });

  it.each(fields)('%s keeps to the lengths that Salesforce allows', (_name, { content }) => {
    expect(content.label.length).toBeLessThanOrEqual(40);
    expect(content.description.length).toBeLessThanOrEqual(1000);
    expect(content.inlineHelpText.length).toBeLessThanOrEqual(510);
  });

  it.each(fields)('%s is named as its file', (_name, { name, content }) => {
    expect(content.fullName).toBe(name);
  });

  it.each(fields.filter(([, { content }]) => content.unique === 'true'))(
    '%s, being unique, tells upper from lower case',
    (_name, { content }) => {
      expect(content.caseSensitive).toBe('true');
    }
  );
});

describe('custom objects', () => {
  const objects = packageDirectories.flatMap((directory) => metadataOf(directory, '.object'));

  // Activity has no description of its own: the file only sets its sharing.
  const described = objects.filter(({ name }) => name !== 'Activity');

  it.each(described.map((object) => [object.name, object]))('%s says what it is', (_name, { content }) => {
    expect(content.description).toBeTruthy();
    expect(content.description.length).toBeLessThanOrEqual(1000);
  });

  it.each(objects.filter(({ name }) => name.endsWith('__c')).map((object) => [object.name, object]))(
    '%s is private',
    (_name, { content }) => {
      expect(content.sharingModel).toBe('Private');
      expect(content.externalSharingModel).toBe('Private');
    }
  );

  it('track the history of the handoff alone', () => {
    const tracked = objects.filter(({ content }) => content.enableHistory === 'true').map(({ name }) => name);
    const fieldsTracked = fields.filter(([, { content }]) => content.trackHistory === 'true').map(([name]) => name);
    expect(tracked).toEqual(['Handoff__c']);
    const ofTheHandoff = ['Next_Step_At__c', 'Next_Step__c', 'Rep__c', 'Status__c'].map((name) => `Handoff__c.${name}`);
    expect(fieldsTracked).toEqual(ofTheHandoff);
  });
});
