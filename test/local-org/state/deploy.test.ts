import { describe, expect, it } from 'vitest';
import { metadataEffects } from '../../../local-org/deploy/effects/index.ts';
import { standardObjects } from '../../../local-org/state/standardObjects/index.ts';
import {
  adminOf,
  component,
  customObject,
  deploy,
  entry,
  field,
  idOf,
  integrationOf,
  leadRules,
  orgWith,
  permissionSet,
  queue,
  refusal,
  rows,
  validationRule,
  valueSet
} from '../orgFixture.ts';

const lead = { LastName: 'Rivera', Company: 'NovaCorp' };

describe('A deploy', () => {
  it('makes objects and fields that can be used at once', () => {
    const org = orgWith([
      field('Offer__c.Lead__c', 'Lookup', { referenceTo: 'Lead', relationshipName: 'Offers' }),
      customObject('Offer__c')
    ]);
    const Lead__c = org.records.create(adminOf(org), 'Lead', lead).id;
    const { id } = org.records.create(adminOf(org), 'Offer__c', { Name: 'One', Lead__c });
    expect(org.records.read(adminOf(org), 'Offer__c', id)).toMatchObject({ Name: 'One', Lead__c });
    expect(org.schema.childRelationships('Lead')).toContainEqual({
      name: 'Offers__r',
      childObject: 'Offer__c',
      field: 'Lead__c'
    });
    expect(org.schema.object('offer__C')?.field('LEAD__c')).toMatchObject({
      relationshipName: 'Lead__r',
      referenceTo: ['Lead']
    });
  });

  it('tells what it created, what it changed and what was as it is already', () => {
    const org = orgWith();
    const told = (...components: Parameters<typeof org.metadata.deploy>[0]) =>
      org.metadata
        .deploy(components)
        .results.map(({ created, changed }) => (created ? 'created' : changed ? 'changed' : 'unchanged'));
    expect(told(field('Lead.A__c', 'Text'))).toEqual(['created']);
    expect(told(field('Lead.A__c', 'Text'), field('Lead.B__c', 'Text'))).toEqual(['unchanged', 'created']);
    expect(told(field('Lead.A__c', 'Text', { length: '100' }))).toEqual(['changed']);
  });

  it('keeps the values of records when it changes their fields', () => {
    const org = orgWith([field('Lead.A__c', 'Text')]);
    const { id } = org.records.create(adminOf(org), 'Lead', { ...lead, A__c: 'kept' });
    deploy(org, field('Lead.A__c', 'Text', { length: '100', unique: 'true' }), field('Lead.New__c', 'Checkbox'));
    expect(org.records.read(adminOf(org), 'Lead', id)).toMatchObject({ A__c: 'kept', New__c: 0 });
  });

  it('leaves everything as it was when one component fails', () => {
    const org = orgWith();
    const before = org.schema;
    const outcome = org.metadata.deploy([field('Lead.A__c', 'Text'), queue('West'), field('Lead.B__c', 'Geolocation')]);
    expect(outcome.success).toBe(false);
    expect(outcome.results.filter(({ success }) => !success).map(({ fullName }) => fullName)).toEqual(['Lead.B__c']);
    expect(org.schema).toBe(before);
    expect(rows(org, 'Group')).toHaveLength(0);
    expect(org.metadata.types).toEqual([]);
    org.records.create(adminOf(org), 'Lead', lead);
  });

  it('without roll-back applies what is sound', () => {
    const org = orgWith();
    const bad = [field('Lead.B__c', 'Geolocation'), queue('East', ['Nothing__c'])];
    const { results } = org.metadata.deploy([field('Lead.A__c', 'Text'), queue('West'), ...bad], {
      rollbackOnError: false
    });
    expect(results.map(({ success }) => success)).toEqual([true, true, false, false]);
    org.records.create(adminOf(org), 'Lead', { ...lead, A__c: 'x' });
    expect(rows(org, 'Group').map((group) => group['DeveloperName'])).toEqual(['West']);
    expect(org.metadata.read('Queue', 'East')).toBeUndefined();
  });

  it('that only checks finds the same problems and applies nothing', () => {
    const org = orgWith();
    const before = org.schema;
    expect(org.metadata.deploy([field('Lead.A__c', 'Text'), queue('West')], { checkOnly: true })).toMatchObject({
      success: true,
      results: [{ created: true }, { created: true }]
    });
    expect(org.metadata.deploy([queue('West', ['Nothing__c'])], { checkOnly: true }).success).toBe(false);
    expect(org.schema).toBe(before);
    expect(rows(org, 'Group')).toHaveLength(0);
    deploy(org, field('Lead.A__c', 'Text'));
  });

  it('is undone with the transaction that it was part of', () => {
    const org = orgWith();
    expect(() =>
      org.transaction(() => {
        deploy(org, customObject('Offer__c'), queue('West'));
        throw new Error('undo');
      })
    ).toThrow('undo');
    expect(org.schema.object('Offer__c')).toBeUndefined();
    expect(org.metadata.types).toEqual([]);
    deploy(org, customObject('Offer__c'));
    org.records.create(adminOf(org), 'Offer__c', {});
  });

  it.each([
    ['a type that the org does not take', component('Flow', 'Route', {}), 'metadata of type Flow'],
    ['a field type that it does not know', field('Lead.A__c', 'Location'), 'custom fields of type Location'],
    ['a field of no object', field('Nothing__c.A__c', 'Text'), 'no object named Nothing__c'],
    [
      'a lookup to no object',
      field('Lead.A__c', 'Lookup', { referenceTo: 'Nothing__c' }),
      'no object named Nothing__c'
    ],
    ['a text without length', field('Lead.A__c', 'Text', { length: undefined }), "'length'"],
    [
      'a global value set',
      field('Lead.A__c', 'Picklist', { valueSet: { valueSetName: 'Tiers' } }),
      'global value sets'
    ],
    [
      'a picklist with a value twice',
      field('Lead.A__c', 'Picklist', valueSet(['Gold', 'gold'])),
      'Duplicate picklist value'
    ],
    [
      'a default that is no literal',
      field('Lead.A__c', 'Text', { defaultValue: '$User.Department' }),
      'only literals are'
    ],
    ['a lookup filter', field('Lead.A__c', 'Lookup', { referenceTo: 'Account', lookupFilter: {} }), 'lookupFilter'],
    ['a field without label', field('Lead.A__c', 'Text', { label: undefined }), 'Required field is missing: label'],
    ['a name that is no field name', field('Lead.A_Field', 'Text'), 'not a valid name'],
    ['a custom setting', customObject('Limits__c', { customSettingsType: 'Hierarchy' }), 'custom settings'],
    [
      'an unknown sharing model',
      customObject('Offer__c', { sharingModel: 'ControlledByParent' }),
      'ControlledByParent'
    ],
    ['other settings', component('Settings', 'Lead', {}), 'the settings Lead'],
    ['a rule of another object', component('AssignmentRules', 'Case', {}), 'assignment rules of Case'],
    [
      'a validation rule on no field',
      validationRule('Lead.R', 'true', { errorDisplayField: 'Nothing__c' }),
      'Nothing__c does not exist'
    ],
    [
      'a custom metadata record of no type',
      component('CustomMetadata', 'Nothing.Default', { label: 'x' }),
      'no custom metadata type named Nothing'
    ]
  ])('refuses %s by name', (_, bad, problem) => {
    const org = orgWith();
    const [result] = org.metadata.deploy([bad]).results;
    expect(result).toMatchObject({ success: false, created: false });
    expect(result?.problem).toContain(problem);
    expect(org.metadata.types).toEqual([]);
  });

  it('refuses a change of how values are stored, and one that breaks what was deployed before', () => {
    const org = orgWith([
      field('Lead.A__c', 'Text'),
      field('Lead.B__c', 'Text'),
      validationRule('Lead.Not_X', 'A__c = "x"')
    ]);
    expect(org.metadata.deploy([field('Lead.B__c', 'Number')]).results[0]?.problem).toContain(
      'how Lead.B__c is stored'
    );
    expect(org.metadata.deploy([field('Lead.A__c', 'Picklist', valueSet(['x']))]).results[0]?.problem).toContain(
      'Lead.Not_X'
    );
    expect(refusal(() => org.records.create(adminOf(org), 'Lead', { ...lead, A__c: 'x' })).errorCode).toBe(
      'FIELD_CUSTOM_VALIDATION_EXCEPTION'
    );
  });

  it('refuses to make a field unique whose values are not', () => {
    const org = orgWith([field('Lead.A__c', 'Text')]);
    [1, 2].forEach(() => org.records.create(adminOf(org), 'Lead', { ...lead, A__c: 'x' }));
    expect(org.metadata.deploy([field('Lead.A__c', 'Text', { unique: 'true' })]).results[0]?.problem).toContain(
      'duplicate values'
    );
    org.records.create(adminOf(org), 'Lead', { ...lead, A__c: 'x' });
  });

  it('keeps what has no effect, and lists it', () => {
    const org = orgWith([component('Layout', 'Lead-Lead Layout', { label: 'x' })]);
    expect(org.metadata.list('Layout').map(({ fullName }) => fullName)).toEqual(['Lead-Lead Layout']);
    expect(metadataEffects.get('Layout')?.kind).toBe('kept');
  });
});

describe('A queue', () => {
  it('is a group that may own the objects it names, with the members it names', () => {
    const org = orgWith([
      queue('West', ['Lead', 'Task'], { queueMembers: { users: { user: 'integration@local-org.example' } } })
    ]);
    const id = idOf(org, 'Group', 'DeveloperName', 'West');
    expect(rows(org, 'Group')).toMatchObject([{ Id: id, Type: 'Queue', Name: 'West' }]);
    expect(rows(org, 'QueueSobject').map((one) => [one['QueueId'], one['SobjectType']])).toEqual([
      [id, 'Lead'],
      [id, 'Task']
    ]);
    expect(rows(org, 'GroupMember').map((one) => one['UserOrGroupId'])).toEqual([integrationOf(org).userId]);
  });

  it('keeps its members when it is deployed again without any, and has them replaced when it names some', () => {
    const org = orgWith([
      queue('West', ['Lead'], { queueMembers: { users: { user: 'integration@local-org.example' } } })
    ]);
    deploy(org, queue('West', ['Task']));
    expect(rows(org, 'GroupMember')).toHaveLength(1);
    expect(rows(org, 'QueueSobject').map((one) => one['SobjectType'])).toEqual(['Task']);
    deploy(org, queue('West', ['Task'], { queueMembers: { users: { user: 'admin@local-org.example' } } }));
    expect(rows(org, 'GroupMember').map((one) => one['UserOrGroupId'])).toEqual([adminOf(org).userId]);
  });

  it.each([
    ['a member who is not there', { queueMembers: { users: { user: 'nobody@reps.example' } } }, 'no User named nobody'],
    ['a public group as member', { queueMembers: { publicGroups: { publicGroup: 'All' } } }, 'publicGroups'],
    ['Omni-Channel routing', { queueRoutingConfig: 'Fast' }, 'queueRoutingConfig']
  ])('does not deploy with %s', (_, more, problem) => {
    expect(orgWith().metadata.deploy([queue('West', ['Lead'], more)]).results[0]?.problem).toContain(problem);
  });
});

describe('Custom metadata', () => {
  const policy = [
    customObject('Policy__mdt', { nameField: undefined, sharingModel: undefined }),
    field('Policy__mdt.Rounds__c', 'Number', { precision: '3' }),
    field('Policy__mdt.Strict__c', 'Checkbox', { defaultValue: 'false' }),
    field('Policy__mdt.Mode__c', 'Picklist', valueSet(['Weighted', 'Strict']))
  ];
  const record = (values: object[]) =>
    component('CustomMetadata', 'Policy.West', { label: 'West team', protected: 'false', values });

  it('is a row of typed values, found by its names', () => {
    const org = orgWith([
      ...policy,
      record([
        { field: 'Rounds__c', value: { '@_xsi:type': 'xsd:double', '#text': '3.0' } },
        { field: 'Strict__c', value: { '@_xsi:type': 'xsd:boolean', '#text': 'true' } },
        { field: 'Mode__c', value: { '@_xsi:nil': 'true' } }
      ])
    ]);
    expect(rows(org, 'Policy__mdt')).toMatchObject([
      {
        DeveloperName: 'West',
        QualifiedApiName: 'West',
        MasterLabel: 'West team',
        Rounds__c: 3,
        Strict__c: 1,
        Mode__c: null
      }
    ]);
    expect(refusal(() => org.records.create(adminOf(org), 'Policy__mdt', {})).errorCode).toBe(
      'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY'
    );
  });

  it('blanks a value that is not named any more', () => {
    const org = orgWith([...policy, record([{ field: 'Rounds__c', value: '3' }])]);
    deploy(org, record([]));
    expect(rows(org, 'Policy__mdt')).toMatchObject([{ Rounds__c: null, Strict__c: 0 }]);
  });

  it('does not deploy with a value that the picklist lacks, or a field that the type lacks', () => {
    const org = orgWith(policy);
    expect(org.metadata.deploy([record([{ field: 'Mode__c', value: 'Loose' }])]).results[0]?.problem).toContain(
      'bad value'
    );
    expect(org.metadata.deploy([record([{ field: 'Nothing__c', value: '1' }])]).results[0]?.problem).toContain(
      'Nothing__c'
    );
  });
});

describe('Business hours and holidays', () => {
  it('are rows; the default hours are the last that were made so', () => {
    const businessHours = {
      active: 'true',
      default: 'true',
      name: 'London',
      timeZoneId: 'Europe/London',
      mondayStartTime: '09:00:00.000Z',
      mondayEndTime: '17:30:00.000Z'
    };
    const holidays = {
      name: 'Labor Day',
      isRecurring: 'true',
      recurrenceType: 'RecursYearlyNth',
      recurrenceDayOfWeek: 'Monday',
      recurrenceStartDate: '2026-09-07'
    };
    const org = orgWith([component('Settings', 'BusinessHours', { businessHours, holidays })]);
    expect(rows(org, 'BusinessHours').map((one) => [one['Name'], one['IsDefault']])).toEqual([
      ['Default', 0],
      ['London', 1]
    ]);
    expect(rows(org, 'BusinessHours')[1]).toMatchObject({ MondayStartTime: '09:00:00.000Z', SundayStartTime: null });
    expect(rows(org, 'Holiday')).toMatchObject([
      { IsRecurrence: 1, RecurrenceDayOfWeekMask: 2, ActivityDate: '2026-09-07' }
    ]);
  });
});

describe('Removing a component', () => {
  it('takes a field with its values, and an object with its records', () => {
    const org = orgWith([
      field('Lead.A__c', 'Text', { unique: 'true' }),
      customObject('Offer__c'),
      field('Offer__c.B__c', 'Text')
    ]);
    org.metadata.remove('CustomField', 'Lead.A__c');
    org.metadata.remove('CustomObject', 'Offer__c');
    expect(org.schema.object('Lead')?.field('A__c')).toBeUndefined();
    expect(org.schema.object('Offer__c')).toBeUndefined();
    expect(org.metadata.types).toEqual([]);
    deploy(org, customObject('Offer__c'), field('Lead.A__c', 'Number'));
    org.records.create(adminOf(org), 'Lead', { ...lead, A__c: 5 });
    expect(rows(org, 'Offer__c')).toEqual([]);
  });

  it('is refused while something else uses it', () => {
    const org = orgWith([field('Lead.A__c', 'Text'), validationRule('Lead.Not_X', 'A__c = "x"')]);
    expect(refusal(() => org.metadata.remove('CustomField', 'Lead.A__c')).message).toContain(
      'ValidationRule:Lead.Not_X'
    );
    org.metadata.remove('ValidationRule', 'Lead.Not_X');
    org.metadata.remove('CustomField', 'Lead.A__c');
  });

  it('of a queue is refused while it owns records', () => {
    const org = orgWith([queue('West')]);
    const OwnerId = idOf(org, 'Group', 'DeveloperName', 'West');
    const { id } = org.records.create(adminOf(org), 'Lead', { ...lead, OwnerId });
    expect(refusal(() => org.metadata.remove('Queue', 'West')).message).toContain('owns 1 Leads');
    org.records.delete(adminOf(org), 'Lead', id);
    org.metadata.remove('Queue', 'West');
    expect([rows(org, 'Group'), rows(org, 'QueueSobject')]).toEqual([[], []]);
  });

  it('of a permission set takes its assignments; of rules, their effect', () => {
    const org = orgWith([
      permissionSet('Rep', {}),
      queue('West'),
      leadRules({ name: 'R', active: true, entries: [entry('West')] })
    ]);
    org.metadata.remove('PermissionSet', 'Rep');
    org.metadata.remove('AssignmentRules', 'Lead');
    const { id } = org.records.create(adminOf(org), 'Lead', lead);
    expect(org.records.read(adminOf(org), 'Lead', id)['OwnerId']).toBe(adminOf(org).userId);
    expect([rows(org, 'PermissionSet'), rows(org, 'AssignmentRule')]).toEqual([[], []]);
  });

  it('is refused for one that is not there', () => {
    expect(refusal(() => orgWith().metadata.remove('Queue', 'West')).errorCode).toBe('NOT_FOUND');
  });
});

describe('Activity fields', () => {
  it('stand on Task and Event', () => {
    const org = orgWith([field('Activity.Outcome__c', 'Text')]);
    expect(['Task', 'Event'].map((name) => org.schema.object(name)?.field('Outcome__c')?.type)).toEqual([
      'string',
      'string'
    ]);
  });
});

describe('The declared standard objects', () => {
  it('have each field once', () => {
    for (const object of standardObjects) {
      const names = object.fields.map((one) => one.name.toLowerCase());
      expect(new Set(names).size, object.name).toBe(names.length);
    }
  });
});
