import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rep } from '../../../orchestrator/domain/rep.ts';
import { snapshotVersion, type LeadField, type OrgSnapshot } from '../../../orchestrator/snapshot/orgSnapshot.ts';
import { agreement, matchedEntry, predictOwner } from '../../../orchestrator/snapshot/predictOwner.ts';

const now = new Date('2026-11-23T09:00:00.000Z');
const rep = (id: string, active = true): Rep => ({
  id,
  name: id,
  phone: null,
  email: null,
  active,
  takesTransfers: true,
  awayUntil: null,
  dailyCap: null,
  weight: 1,
  timeZone: 'UTC',
  skills: [],
  businessHours: null,
  calendarUrl: null
});
const leadField = (name: string, type: string, more: Partial<LeadField> = {}): LeadField => ({
  name,
  type,
  createable: true,
  calculated: false,
  defaultValue: null,
  defaultFormula: null,
  ...more
});
const team = (id: string, developerName: string, problem: string | null = null) => ({
  id,
  name: developerName,
  developerName,
  members: [rep('west-rep')],
  problem
});

/** Each row: field, operation, value; then to whom, or nobody for "do not reassign". */
type Row = [field: string, operation: string, value: string];
const entry = (rows: readonly Row[], target?: string, type = 'Queue') =>
  '<ruleEntry>' +
  (target ? `<assignedTo>${target}</assignedTo><assignedToType>${type}</assignedToType>` : '') +
  rows
    .map(
      ([name, operation, value]) =>
        `<criteriaItems><field>${name}</field><operation>${operation}</operation><value>${value}</value></criteriaItems>`
    )
    .join('') +
  '</ruleEntry>';
const formula = (text: string, target: string) =>
  `<ruleEntry><assignedTo>${target}</assignedTo><assignedToType>Queue</assignedToType><formula>${text}</formula></ruleEntry>`;
const ruleFile = (entries: readonly string[], active = true) =>
  `<AssignmentRules><assignmentRule><fullName>Routing</fullName><active>${active}</active>${entries.join('')}</assignmentRule></AssignmentRules>`;

function snapshotWith(xml: string | { why: string }, more: Partial<OrgSnapshot> = {}): OrgSnapshot {
  return {
    version: snapshotVersion,
    readAt: now.toISOString(),
    setupReadAt: now.toISOString(),
    instanceUrl: 'https://org.example',
    runningUser: {
      id: 'integration',
      timeZone: 'America/Los_Angeles',
      values: { Department: 'Voice' },
      types: { Department: 'string' }
    },
    teams: [team('west', 'West'), team('east', 'East'), team('roles', 'Roles', 'A queue holds the Role group East.')],
    users: [
      { username: 'sam@customer.example', rep: rep('sam') },
      { username: 'gone@customer.example', rep: rep('gone', false) }
    ],
    policies: [],
    hours: [],
    lastTurns: {},
    rules: typeof xml === 'string' ? { xml, from: 'file' } : { xml: null, why: xml.why },
    lead: {
      fields: [
        leadField('Country', 'string'),
        leadField('Industry', 'picklist'),
        leadField('Company', 'string'),
        leadField('NumberOfEmployees', 'int'),
        leadField('Keep_Owner__c', 'boolean'),
        leadField('Rating', 'picklist', { defaultValue: 'Warm' }),
        leadField('Region__c', 'string', { defaultFormula: '"AMER"' }),
        leadField('Weekday__c', 'string', { defaultFormula: 'TEXT(MOD(TODAY() - DATE(1900, 1, 7), 7))' }),
        leadField('Segment__c', 'string', { calculated: true, createable: false }),
        leadField('CreatedDate', 'datetime', { createable: false }),
        leadField('Address', 'address', { createable: false }),
        leadField('RecordTypeId', 'reference')
      ],
      recordTypes: [
        { id: 'inbound', name: 'Inbound', isDefault: true },
        { id: 'partner', name: 'Partner', isDefault: false }
      ]
    },
    ...more
  };
}
const predict = (entries: readonly string[], lead: Record<string, unknown>, more: Partial<OrgSnapshot> = {}) =>
  predictOwner(snapshotWith(ruleFile(entries), more), { LastName: 'Rivera', Company: 'NovaCorp', ...lead }, now);
const catchAll = entry([], 'East');

describe('a prediction', () => {
  it('is the team or the user of the first entry that matches', () => {
    const entries = [
      entry([['Lead.Country', 'equals', 'US']], 'west'),
      entry([['Lead.Country', 'equals', 'CA']], 'Sam@customer.example', 'User'),
      catchAll
    ];
    expect(predict(entries, { Country: 'US' })).toMatchObject({ type: 'team', team: { id: 'west' }, entry: 1 });
    expect(predict(entries, { Country: 'CA' })).toMatchObject({ type: 'rep', rep: { id: 'sam' }, entry: 2 });
    expect(predict(entries, { Country: 'FR' })).toMatchObject({ type: 'team', team: { id: 'east' }, entry: 3 });
  });

  it('is nobody where the owner is kept, and where no rule is active', () => {
    expect(predict([entry([['Lead.Keep_Owner__c', 'equals', 'True']])], { Keep_Owner__c: true }).type).toBe('nobody');
    expect(predictOwner(snapshotWith(ruleFile([catchAll], false)), {}, now).type).toBe('nobody');
  });

  it.each([
    ['a checkbox that was not sent is off', ['Lead.Keep_Owner__c', 'equals', 'False'], {}],
    ['a checkbox that was sent blank is off', ['Lead.Keep_Owner__c', 'equals', 'False'], { Keep_Owner__c: null }],
    ['a picklist has its default', ['Lead.Rating', 'equals', 'Warm'], {}],
    ['what was sent wins over the default', ['Lead.Rating', 'equals', 'Hot'], { Rating: 'Hot' }],
    ['a default that is a plain text is known', ['Lead.Region__c', 'equals', 'AMER'], {}],
    ['a field that was not sent is blank', ['Lead.Country', 'equals', ''], {}],
    ['the record type is the user’s default, by its name', ['Lead.RecordTypeId', 'equals', 'Inbound'], {}],
    ['a field of the integration user is known', ['User.Department', 'equals', 'Voice'], {}],
    ['names of fields are the same in any case', ['Lead.country', 'equals', 'US'], { COUNTRY: 'US' }]
  ] as [string, Row, Record<string, unknown>][])('knows that %s', (_fact, row, lead) => {
    expect(predict([entry([row], 'West'), catchAll], lead)).toMatchObject({ entry: 1 });
  });

  it.each([
    ['a formula field', [entry([['Lead.Segment__c', 'equals', 'Enterprise']], 'West'), catchAll], {}, /formula field/],
    ['a default worked out by the org', [entry([['Lead.Weekday__c', 'equals', '1']], 'West'), catchAll], {}, /default/],
    [
      'a value that the org sets',
      [entry([['Lead.CreatedDate', 'greaterThan', '2026-01-01T00:00:00Z']], 'West')],
      {},
      /CreatedDate/
    ],
    ['a field that cannot be seen', [entry([['Lead.Secret__c', 'equals', 'x']], 'West')], {}, /Secret__c/],
    ['a compound field', [entry([['Lead.Address', 'equals', 'x']], 'West')], {}, /Address/],
    ['a function it does not know', [formula('ISCHANGED(Company)', 'West')], {}, /ISCHANGED/],
    [
      'a value of the wrong type',
      [entry([['Lead.NumberOfEmployees', 'greaterThan', '5']], 'West')],
      { NumberOfEmployees: 'many' },
      /NumberOfEmployees/
    ],
    [
      'the default lead owner',
      [entry([['Lead.Country', 'equals', 'US']], 'West')],
      { Country: 'FR' },
      /default lead owner/
    ],
    ['a queue that takes no leads', [entry([], 'Support')], {}, /queue Support/],
    ['a team whose people it cannot tell', [entry([], 'Roles')], {}, /Role group/],
    ['a user who is inactive', [entry([], 'gone@customer.example', 'User')], {}, /inactive/],
    ['a user it does not know', [entry([], 'new@customer.example', 'User')], {}, /not known/]
  ] as [string, string[], Record<string, unknown>, RegExp][])(
    'is not made where it depends on %s',
    (_what, entries, lead, reason) => {
      const prediction = predict(entries, lead);
      expect(prediction.type).toBe('unknown');
      expect((prediction as { reason: string }).reason).toMatch(reason);
    }
  );

  it('does not need to know what comes after the entry that matches', () => {
    const entries = [
      entry([['Lead.Country', 'equals', 'US']], 'West'),
      entry([['Lead.Segment__c', 'equals', 'Enterprise']], 'East')
    ];
    expect(predict(entries, { Country: 'US' })).toMatchObject({ type: 'team', team: { id: 'west' } });
    expect(predict(entries, { Country: 'FR' }).type).toBe('unknown');
  });

  it('is not made without the rules, and says why they are missing', () => {
    expect(predictOwner(snapshotWith({ why: 'The user may not read metadata.' }), {}, now)).toEqual({
      type: 'unknown',
      reason: 'The user may not read metadata.'
    });
    expect(predictOwner(snapshotWith('<not xml'), {}, now)).toMatchObject({ type: 'unknown' });
  });

  it('never throws, whatever a lead holds', () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.object());
    const names = fc.constantFrom('Country', 'NumberOfEmployees', 'Keep_Owner__c', 'Rating', 'RecordTypeId', 'Company');
    const entries = [
      entry(
        [
          ['Lead.NumberOfEmployees', 'greaterThan', '50'],
          ['Lead.Keep_Owner__c', 'equals', 'False']
        ],
        'West'
      ),
      entry(
        [
          ['Lead.Country', 'startsWith', 'U'],
          ['Lead.RecordTypeId', 'equals', 'Partner']
        ],
        'East'
      ),
      formula('ISPICKVAL(Rating, &quot;Hot&quot;)', 'East')
    ];
    const snapshot = snapshotWith(ruleFile(entries));
    fc.assert(
      fc.property(fc.dictionary(names, value), (lead) => {
        expect(['team', 'unknown']).toContain(predictOwner(snapshot, lead, now).type);
      })
    );
  });

  it('survives being kept on disk', () => {
    const kept = JSON.parse(JSON.stringify(snapshotWith(ruleFile([catchAll])))) as OrgSnapshot;
    expect(predictOwner(kept, {}, now)).toMatchObject({ type: 'team', team: { id: 'east' } });
  });
});

describe('agreement with what Salesforce did', () => {
  const { teams } = snapshotWith('');
  it.each([
    [{ type: 'team', team: teams[0]!, rule: 'Routing', entry: 1 }, 'west', 'agrees'],
    [{ type: 'team', team: teams[0]!, rule: 'Routing', entry: 1 }, 'east', 'differs'],
    [{ type: 'rep', rep: rep('sam'), rule: 'Routing', entry: 1 }, 'sam', 'agrees'],
    [{ type: 'rep', rep: rep('sam'), rule: 'Routing', entry: 1 }, 'west', 'differs'],
    [{ type: 'nobody', reason: '' }, 'integration', 'agrees'],
    [{ type: 'nobody', reason: '' }, 'west', 'differs'],
    [{ type: 'unknown', reason: '' }, 'west', 'open']
  ] as const)('of %o and owner %s is: %s', (prediction, ownerId, expected) => {
    expect(agreement(prediction, ownerId, 'integration')).toBe(expected);
  });
});

describe('the entry that a lead matched', () => {
  const entries = [entry([['Lead.Country', 'equals', 'US']], 'West'), entry([], 'sam@customer.example', 'User')];

  it('is the one predicted, where Salesforce chose the same owner', () => {
    expect(matchedEntry(predict(entries, { Country: 'US' }), 'west', 'integration')).toEqual({
      rule: 'Routing',
      entry: 1
    });
    expect(matchedEntry(predict(entries, { Country: 'FR' }), 'sam', 'integration')).toEqual({
      rule: 'Routing',
      entry: 2
    });
  });

  it('is not known where Salesforce chose another owner, or nothing was predicted', () => {
    expect(matchedEntry(predict(entries, { Country: 'US' }), 'east', 'integration')).toBeUndefined();
    expect(matchedEntry({ type: 'unknown', reason: '' }, 'west', 'integration')).toBeUndefined();
  });

  it('is none where the lead stayed with the integration user', () => {
    expect(matchedEntry({ type: 'nobody', reason: '' }, 'integration', 'integration')).toBeUndefined();
  });
});
