import { fieldsOf, metadataOf, readJson } from './support/metadataFiles.js';

const data = 'sample-org/data';
const plan = readJson(`${data}/plan.json`);
const records = plan.flatMap(({ sobject, files }) =>
  files.flatMap((file) => readJson(`${data}/${file}`).records.map((record) => ({ sobject, record })))
);
const reps = records.filter(({ sobject }) => sobject === 'User').map(({ record }) => record);

function membersOf(team) {
  const names = records
    .filter(({ sobject, record }) => sobject === 'GroupMember' && record.GroupId === `@Group.${team}`)
    .map(({ record }) => record.UserOrGroupId.slice(1));
  return reps.filter(({ attributes }) => names.includes(attributes.referenceId));
}

function isFree(rep) {
  return rep.IsActive && rep.Takes_Transfers__c && !rep.Away_Until__c && rep.Daily_Cap__c === undefined;
}

describe('the sample data', () => {
  it('refers only to records that are loaded before, or that the org or the packages bring', () => {
    const queues = metadataOf('sample-org', '.queue').map(({ name }) => `@Group.${name}`);
    const permissionSets = ['force-app', 'sample-org']
      .flatMap((directory) => metadataOf(directory, '.permissionset'))
      .map(({ name }) => `@PermissionSet.${name}`);
    const known = new Set(['@IntegrationUser', '@Profile.Standard User', ...queues, ...permissionSets]);
    for (const { record } of records) {
      const { attributes, ...values } = record;
      const references = Object.values(values).filter((value) => typeof value === 'string' && value.startsWith('@'));
      expect(references.filter((reference) => !known.has(reference))).toEqual([]);
      known.add(`@${attributes.referenceId}`);
    }
  });

  it('gives each record its object and a reference of its own', () => {
    const references = records.map(({ record }) => record.attributes.referenceId);
    expect(new Set(references).size).toBe(references.length);
    expect(records.filter(({ sobject, record }) => record.attributes.type !== sobject)).toEqual([]);
  });

  it('uses numbers and addresses that belong to nobody', () => {
    const phones = records.map(({ record }) => record.Phone).filter(Boolean);
    const addresses = records.flatMap(({ record }) => [record.Email, record.Username, record.Website]).filter(Boolean);
    expect(phones.length).toBeGreaterThan(20);
    expect(phones.filter((phone) => !/^\+(1(415|212)55501\d\d|442079460\d{3})$/.test(phone))).toEqual([]);
    expect(addresses.filter((address) => !address.endsWith('.example'))).toEqual([]);
  });

  it('brings accounts that reps own, and contacts of their owner', () => {
    const accounts = records.filter(({ sobject }) => sobject === 'Account').map(({ record }) => record);
    const contacts = records.filter(({ sobject }) => sobject === 'Contact').map(({ record }) => record);
    expect(accounts.length).toBeGreaterThanOrEqual(10);
    for (const contact of contacts) {
      const account = accounts.find(({ attributes }) => contact.AccountId === `@${attributes.referenceId}`);
      expect(contact.OwnerId).toBe(account.OwnerId);
    }
  });
});

describe('the sample reps', () => {
  it('are twelve in four time zones', () => {
    expect(reps).toHaveLength(12);
    expect(new Set(reps.map(({ TimeZoneSidKey }) => TimeZoneSidKey)).size).toBe(4);
  });

  it('have usernames and aliases of their own that fit', () => {
    expect(new Set(reps.map(({ Username }) => Username)).size).toBe(12);
    expect(new Set(reps.map(({ Alias }) => Alias)).size).toBe(12);
    expect(reps.filter(({ Alias }) => Alias.length > 8)).toEqual([]);
  });

  it('have skills from the list', () => {
    const { content } = fieldsOf('force-app').find(({ name }) => name === 'Skills__c');
    const listed = content.valueSet.valueSetDefinition.value.map(({ fullName }) => fullName);
    const skills = reps.flatMap(({ Skills__c: list }) => list.split(';'));
    expect(skills.filter((skill) => !listed.includes(skill))).toEqual([]);
  });

  it('include one who is away, one who takes no transfers, and some with a cap', () => {
    expect(reps.filter(({ Away_Until__c: until }) => until)).toHaveLength(1);
    expect(reps.filter(({ Takes_Transfers__c: takes }) => !takes)).toHaveLength(1);
    expect(reps.filter(({ Daily_Cap__c: cap }) => cap !== undefined).length).toBeGreaterThan(1);
  });

  it.each([
    ['Enterprise_West', 4],
    ['SMB_Inbound', 5]
  ])('staff %s with %i who are free', (team, count) => {
    expect(membersOf(team).filter(isFree)).toHaveLength(count);
    expect(membersOf(team)).toHaveLength(count);
  });

  it('name business hours that exist, where they work by hours other than their team', () => {
    const { content } = metadataOf('sample-org', '.settings').find(({ name }) => name === 'BusinessHours');
    const zones = Object.fromEntries(content.businessHours.map(({ name, timeZoneId }) => [name, timeZoneId]));
    const own = reps.filter(({ Business_Hours__c: hours }) => hours !== undefined);
    expect(own.map(({ Alias }) => Alias)).toEqual(['therrera', 'dweiss']);
    expect(own.filter((rep) => zones[rep.Business_Hours__c] !== rep.TimeZoneSidKey)).toEqual([]);
  });

  it('staff every queue, with somebody who is there', () => {
    for (const { name } of metadataOf('sample-org', '.queue')) {
      expect(membersOf(name).filter((rep) => !rep.Away_Until__c && rep.Takes_Transfers__c).length).toBeGreaterThan(0);
    }
  });

  it('all have the rights of a rep, and the integration user its own', () => {
    const given = records
      .filter(({ sobject }) => sobject === 'PermissionSetAssignment')
      .map(({ record }) => `${record.AssigneeId} ${record.PermissionSetId}`);
    expect(given.sort()).toEqual(
      [
        '@IntegrationUser @PermissionSet.Baton_Calendars',
        '@IntegrationUser @PermissionSet.Baton_Integration',
        '@IntegrationUser @PermissionSet.Sample_Org_Access',
        ...reps.map(({ attributes }) => `@${attributes.referenceId} @PermissionSet.Baton_Rep`)
      ].sort()
    );
  });
});

describe('the business hours', () => {
  const { content } = metadataOf('sample-org', '.settings').find(({ name }) => name === 'BusinessHours');

  it("cover the time zones of the reps and take nobody's place as the default", () => {
    const zones = content.businessHours.map(({ timeZoneId }) => timeZoneId);
    expect(zones.sort()).toEqual([...new Set(reps.map(({ TimeZoneSidKey }) => TimeZoneSidKey))].sort());
    expect(content.businessHours.filter((hours) => hours.default !== 'false')).toEqual([]);
  });

  it('have holidays that name hours which exist, and a date or a way to recur', () => {
    const names = content.businessHours.map(({ name }) => name);
    for (const holiday of content.holidays) {
      expect(holiday.businessHours.filter((hours) => !names.includes(hours))).toEqual([]);
      expect(holiday.isRecurring === 'true' ? holiday.recurrenceType : holiday.activityDate).toBeTruthy();
    }
  });
});
