import { faultIn, fieldsOf, filesOf, metadataOf, textsIn } from './support/metadataFiles.js';

const deployed = filesOf('force-app/main');

describe('what a customer installs', () => {
  it.each([
    ['no Apex', /\.(cls|trigger)(-meta\.xml)?$/],
    ["no assignment rule, since an active one would switch off the customer's own", /\.assignmentRules-meta\.xml$/],
    ['no queue', /\.queue-meta\.xml$/],
    ['no settings of the org', /\.settings-meta\.xml$/],
    ['no layout of an object that the customer already has', /\/layouts\/(?!Handoff_)/],
    ["no standard object's own definition", /\/objects\/[^/]+(?<!__(?:c|e|mdt))\/[^/]+\.object-meta\.xml$/]
  ])('holds %s', (_what, pattern) => {
    expect(deployed.filter((path) => pattern.test(path))).toEqual([]);
  });

  it('holds one handoff policy, the default for every team', () => {
    const policies = metadataOf('force-app', '.md');
    expect(policies.map(({ name }) => name)).toEqual(['Handoff_Policy.Default']);
    const team = policies[0].content.values.find(({ field }) => field === 'Team__c');
    expect(team.value['@_xsi:nil']).toBe('true');
  });

  it('asks for change events of its own objects only, since an org has five such places in all', () => {
    const entities = metadataOf('force-app', '.platformEventChannelMember').map(
      ({ content }) => content.selectedEntity
    );
    expect(entities).toEqual(['Handoff__ChangeEvent', 'Handoff_Offer__ChangeEvent']);
  });

  it('keeps values in their ranges, and steps in their order, by validation rules that point at the field', () => {
    const rules = metadataOf('force-app', '.validationRule');
    expect(rules.map(({ name }) => name).sort()).toEqual([
      'Accepted_Offer_Stays_Accepted',
      'Attempt_Follows_Attempt',
      'Ended_Offer_Stays_Ended',
      'Qualification_Score_Range',
      'Quality_Range',
      'Step_Follows_Step'
    ]);
    for (const { content } of rules) {
      expect(content.active).toBe('true');
      expect(content.errorConditionFormula).toContain(content.errorDisplayField);
      expect(content.errorMessage.length).toBeLessThanOrEqual(255);
    }
  });

  it('ends an offer in every status but those that still ask something of the rep', () => {
    const { content: status } = fieldsOf('force-app').find(
      ({ object, name }) => object === 'Handoff_Offer__c' && name === 'Status__c'
    );
    const { content: rule } = metadataOf('force-app', '.validationRule').find(
      ({ name }) => name === 'Ended_Offer_Stays_Ended'
    );
    const ends = [...rule.errorConditionFormula.matchAll(/PRIORVALUE\(Status__c\), "([^"]+)"/g)].map(([, end]) => end);
    const all = status.valueSet.valueSetDefinition.value.map(({ fullName }) => fullName);
    expect(all.filter((value) => !ends.includes(value))).toEqual(['Ringing', 'Accepted', 'Assigned', 'Booked']);
    expect(ends.filter((end) => !all.includes(end))).toEqual([]);
  });
});

describe.each(['force-app', 'sample-org'])('the metadata of %s', (packageDirectory) => {
  it('is well-formed XML throughout', () => {
    const paths = filesOf(`${packageDirectory}/main`).filter((path) => path.endsWith('.xml'));
    expect(paths.length).toBeGreaterThan(20);
    expect(paths.map(faultIn).filter(Boolean)).toEqual([]);
  });

  // Prettier, when it may ignore white space, tears `&gt;=` apart and wraps long texts, which changes what is deployed.
  it('has no text that a formatter has wrapped or torn apart', () => {
    const texts = filesOf(`${packageDirectory}/main`)
      .filter((path) => path.endsWith('.xml'))
      .flatMap((path) => textsIn(path).map((text) => ({ path, ...text })));
    const formulas = new Set(['formula', 'errorConditionFormula']);
    expect(texts.length).toBeGreaterThan(200);
    expect(texts.filter(({ text }) => text !== text.trim() || /[<>] =/.test(text))).toEqual([]);
    expect(texts.filter(({ element, text }) => text.includes('\n') && !formulas.has(element))).toEqual([]);
  });
});
