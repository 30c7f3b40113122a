import { fieldsOf, metadataOf } from './support/metadataFiles.js';
import { serviceAccess } from './support/serviceAccess.js';
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

/** Standard objects that a permission set gives rights on; activities and set-up objects have none of their own. */
const standardObjects = ['Account', 'Contact', 'Lead'];

const permissionSets = ['force-app', 'sample-org'].flatMap((directory) => metadataOf(directory, '.permissionset'));

function rightsOn(permissionSetName, objectName) {
  const { content } = permissionSets.find(({ name }) => name === permissionSetName);
  return content.objectPermissions.find(({ object }) => object === objectName);
}

function grantedFields(permissionSetName, right) {
  const { content } = permissionSets.find(({ name }) => name === permissionSetName);
  return content.fieldPermissions.filter((permission) => permission[right] === 'true').map(({ field }) => field);
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
    const standardTabs = standardObjects.map((object) => `standard-${object}`);
    const known = new Set([...objects, ...standardObjects, ...standardTabs]);
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

/** Fields that everyone who may see the record may see: no permission set can grant or withhold them. */
const ungrantable = new Set([...required, 'Lead.Company', 'Lead.IsConverted', 'Lead.Status']);
const systemField = /\.(Id|Name|FirstName|LastName|OwnerId|CreatedDate|LastModifiedDate|LastActivityDate)$/;

/** Addresses are granted as a whole. */
const addresses = [
  [/^Lead\.(Street|City|State|PostalCode|Country)$/, 'Lead.Address'],
  [/^(Account\.(?:Billing|Shipping))(?:Street|City|State|PostalCode|Country)$/, '$1Address'],
  [/^(Contact\.(?:Mailing|Other))(?:Street|City|State|PostalCode|Country)$/, '$1Address']
];

function hasFieldPermissions(field) {
  const [object, name] = field.split('.');
  if (ungrantable.has(field) || systemField.test(field)) return false;
  return standardObjects.includes(object) || (/__c$/.test(name) && (object === 'User' || object.endsWith('__c')));
}

/** The field permissions that these fields of the service's need. */
function grantsFor(fields) {
  const grants = [...fields]
    .filter(hasFieldPermissions)
    .map((field) => addresses.reduce((name, [part, whole]) => name.replace(part, whole), field));
  return [...new Set(grants)].sort();
}

describe('the integration user, by what the sources of the service say that it does', () => {
  const { content } = permissionSets.find(({ name }) => name === 'Baton_Integration');
  const { create, edit, read, query, fields } = serviceAccess;
  const looksUp = new Set([...read, ...query]);
  /** An agent may send it under `custom`, so that the rule leaves the owner. */
  const sentUnderCustom = ['Lead.Keep_Owner__c'];
  const written = [...fields.written, ...sentUnderCustom];

  it('has rights on the objects that the service uses, and on no other', () => {
    const used = [...create, ...edit, ...looksUp].filter(
      (object) => standardObjects.includes(object) || /__[ce]$/.test(object)
    );
    expect(content.objectPermissions.map(({ object }) => object).sort()).toEqual([...new Set(used)].sort());
  });

  it.each(content.objectPermissions.map((rights) => [rights.object, rights]))(
    'may do to %s what the service does, and nothing else',
    (object, rights) => {
      const edits = edit.has(object);
      expect(rights).toEqual({
        object,
        allowCreate: String(create.has(object)),
        allowRead: 'true',
        allowEdit: String(edits),
        // Records that queues and reps own: seen with View All, edited with Modify All, which demands Delete.
        viewAllRecords: String(looksUp.has(object)),
        modifyAllRecords: String(edits),
        allowDelete: String(edits)
      });
    }
  );

  it('edits the fields that the service writes, and no other', () => {
    expect(grantedFields('Baton_Integration', 'editable').sort()).toEqual(grantsFor(written));
  });

  it('sees the fields that the service writes or reads, and no other', () => {
    const seen = grantsFor([...written, ...fields.read]);
    expect(grantedFields('Baton_Integration', 'readable').sort()).toEqual(seen);
  });

  it('reads the metadata types that the service queries, and no other', () => {
    const types = content.customMetadataTypeAccesses.filter(({ enabled }) => enabled === 'true');
    const queried = [...query].filter((object) => object.endsWith('__mdt'));
    expect(types.map(({ name }) => name)).toEqual(queried);
  });

  it('works with tasks and events as far as the service does, and has no other right but to use the API', () => {
    const rights = new Set(['ApiEnabled']);
    for (const activity of ['Task', 'Event']) {
      const writes = create.has(activity) || edit.has(activity);
      if (writes || looksUp.has(activity)) rights.add('ActivitiesAccess');
      if (writes) rights.add(`Edit${activity}`);
    }
    expect(content.userPermissions).toEqual([...rights].sort().map((name) => ({ enabled: 'true', name })));
  });

  it('is read off sources that both write and read', () => {
    expect(grantsFor(fields.written)).toContain('Handoff_Offer__c.Live_Key__c');
    expect(grantsFor(fields.read)).toContain('User.Daily_Cap__c');
    // Of a body that is filled step by step, a query within a query, and a record two relationships away.
    expect(grantsFor(fields.written)).toContain('Handoff__c.Lead__c');
    expect(query).toContain('GroupMember');
    expect(fields.read).toContain('User.IsActive');
  });
});

describe('the rep', () => {
  it.each(['Lead', 'Handoff__c', 'Handoff_Offer__c', 'Handoff_Notice__c', 'Handoff_Feedback__c'])(
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

  it('edits of an offer only the answer, of handoff, notice and lead nothing', () => {
    const edited = grantedFields('Baton_Rep', 'editable').filter((field) =>
      /^(Handoff__c|Handoff_Offer__c|Handoff_Notice__c|Lead)\./.test(field)
    );
    expect(edited).toEqual(['Handoff_Offer__c.Decline_Reason__c', 'Handoff_Offer__c.Status__c']);
  });

  it('hears the event but cannot publish it', () => {
    expect(rightsOn('Baton_Rep', 'Handoff_Event__e')).toMatchObject({ allowRead: 'true', allowCreate: 'false' });
  });

  it('may not change weights, caps, skills or hours', () => {
    const edited = grantedFields('Baton_Rep', 'editable').filter((field) => field.startsWith('User.'));
    expect(edited).toEqual(['User.Away_Until__c', 'User.Takes_Transfers__c']);
  });

  it('reads everything about a handoff but the marks by which writers are told apart', () => {
    const seen = grantedFields('Baton_Rep', 'readable');
    const unseen = ['Handoff__c', 'Handoff_Offer__c', 'Handoff_Notice__c'].flatMap((object) =>
      customFields
        .filter((field) => field.object === object && !required.has(`${object}.${field.name}`))
        .map(({ name }) => `${object}.${name}`)
        .filter((name) => !seen.includes(name))
    );
    expect(unseen).toEqual(['Handoff__c.Step_Token__c', 'Handoff_Notice__c.Attempt_Token__c']);
  });

  it("cannot read the secret address of anyone's calendar", () => {
    expect(grantedFields('Baton_Rep', 'readable')).not.toContain('User.Calendar_URL__c');
  });
});
