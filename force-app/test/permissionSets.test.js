import { fieldsOf, metadataOf } from './support/metadataFiles.js';
import { standardFields } from './support/standardFields.js';

const customFields = ['force-app', 'sample-org'].flatMap(fieldsOf);
const existing = new Set([
  ...customFields.map(({ object, name }) => `${object}.${name}`),
  ...Object.entries(standardFields).flatMap(([object, names]) => names.map((name) => `${object}.${name}`))
]);
const required = new Set(
  customFields.filter(({ content }) => content.required === 'true').map(({ object, name }) => `${object}.${name}`)
);
const objects = new Set(metadataOf('force-app', '.object').map(({ name }) => name));

const permissionSets = ['force-app', 'sample-org'].flatMap((directory) => metadataOf(directory, '.permissionset'));

function rightsOn(permissionSetName, objectName) {
  const { content } = permissionSets.find(({ name }) => name === permissionSetName);
  return content.objectPermissions.find(({ object }) => object === objectName);
}

function editableFields(permissionSetName) {
  const { content } = permissionSets.find(({ name }) => name === permissionSetName);
  return content.fieldPermissions.filter(({ editable }) => editable === 'true').map(({ field }) => field);
}

describe.each(permissionSets.map((set) => [set.name, set.content]))('the permission set %s', (_name, content) => {
  const { fieldPermissions = [], objectPermissions = [], tabSettings = [], customMetadataTypeAccesses = [] } = content;

  it('has a label and a description that fit', () => {
    expect(content.label.length).toBeLessThanOrEqual(80);
    expect(content.description.length).toBeGreaterThan(0);
    expect(content.description.length).toBeLessThanOrEqual(255);
  });

  it('names only fields that exist, each once', () => {
    const names = fieldPermissions.map(({ field }) => field);
    expect(names.filter((name) => !existing.has(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  it('lists no required field, which would fail to deploy', () => {
    expect(required.size).toBeGreaterThan(0);
    expect(fieldPermissions.map(({ field }) => field).filter((name) => required.has(name))).toEqual([]);
  });

  it('lists no field of a platform event, which has no field permissions', () => {
    expect(fieldPermissions.filter(({ field }) => field.includes('__e.'))).toEqual([]);
  });

  it('names only objects, tabs and metadata types that exist', () => {
    const known = new Set([...objects, 'Lead']);
    const named = [
      ...objectPermissions.map(({ object }) => object),
      ...tabSettings.map(({ tab }) => tab),
      ...customMetadataTypeAccesses.map(({ name }) => name)
    ];
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  it('gives rights that Salesforce accepts together', () => {
    for (const rights of objectPermissions) {
      const modifyAll = rights.modifyAllRecords === 'true';
      const needed = modifyAll ? ['allowRead', 'allowEdit', 'allowDelete', 'viewAllRecords'] : ['allowRead'];
      expect(needed.filter((right) => rights[right] !== 'true')).toEqual([]);
    }
  });
});

describe('the integration user', () => {
  it.each(['Lead', 'Handoff__c', 'Handoff_Offer__c'])('sees and edits every %s, whoever owns it', (object) => {
    expect(rightsOn('Baton_Integration', object)).toMatchObject({
      allowCreate: 'true',
      viewAllRecords: 'true',
      modifyAllRecords: 'true'
    });
  });

  it('may edit every optional field that Baton brings to the lead, the handoff and the offer', () => {
    const wanted = customFields
      .filter(({ object }) => ['Lead', 'Handoff__c', 'Handoff_Offer__c'].includes(object))
      .map(({ object, name }) => `${object}.${name}`)
      .filter((name) => !required.has(name) && name !== 'Lead.Campaign_Code__c');
    expect(wanted.filter((name) => !editableFields('Baton_Integration').includes(name))).toEqual([]);
  });

  it('reads the availability of users and edits none of it', () => {
    const { content } = permissionSets.find(({ name }) => name === 'Baton_Integration');
    const userFields = content.fieldPermissions.filter(({ field }) => field.startsWith('User.'));
    expect(userFields).toHaveLength(5);
    expect(userFields.filter(({ editable }) => editable !== 'false')).toEqual([]);
  });

  it('publishes the event, and has no rights on feedback', () => {
    expect(rightsOn('Baton_Integration', 'Handoff_Event__e')).toMatchObject({ allowCreate: 'true' });
    expect(rightsOn('Baton_Integration', 'Handoff_Feedback__c')).toBeUndefined();
  });
});

describe('the rep', () => {
  it.each(['Lead', 'Handoff__c', 'Handoff_Offer__c', 'Handoff_Feedback__c'])(
    'sees of %s what sharing shows, and deletes nothing',
    (object) => {
      expect(rightsOn('Baton_Rep', object)).toMatchObject({
        allowRead: 'true',
        allowDelete: 'false',
        viewAllRecords: 'false',
        modifyAllRecords: 'false'
      });
    }
  );

  it('edits of an offer only the answer, of the handoff and the lead nothing', () => {
    const edited = editableFields('Baton_Rep').filter((field) => /^(Handoff__c|Handoff_Offer__c|Lead)\./.test(field));
    expect(edited).toEqual(['Handoff_Offer__c.Decline_Reason__c', 'Handoff_Offer__c.Status__c']);
  });

  it('hears the event but cannot publish it', () => {
    expect(rightsOn('Baton_Rep', 'Handoff_Event__e')).toMatchObject({ allowRead: 'true', allowCreate: 'false' });
  });

  it('may not change weights, caps or skills', () => {
    const edited = editableFields('Baton_Rep').filter((field) => field.startsWith('User.'));
    expect(edited).toEqual(['User.Away_Until__c', 'User.Takes_Transfers__c']);
  });
});
