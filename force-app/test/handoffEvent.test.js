import { fieldsOf, metadataOf } from './support/metadataFiles.js';

const fields = fieldsOf('force-app').filter(({ object }) => object === 'Handoff_Event__e');
const { content: event } = metadataOf('force-app', '.object').find(({ name }) => name === 'Handoff_Event__e');

describe('the handoff event', () => {
  it('carries four record ids and a word for the state, and nothing that could hold personal data', () => {
    const lengths = Object.fromEntries(fields.map(({ name, content }) => [name, `${content.type}(${content.length})`]));
    expect(lengths).toEqual({
      Handoff_Id__c: 'Text(18)',
      Lead_Id__c: 'Text(18)',
      Offer_Id__c: 'Text(18)',
      Rep_Id__c: 'Text(18)',
      State__c: 'Text(40)'
    });
  });

  it('is published after the commit, so that no subscriber is told of a record that it cannot read yet', () => {
    expect(event).toMatchObject({ eventType: 'HighVolume', publishBehavior: 'PublishAfterCommit' });
  });
});
