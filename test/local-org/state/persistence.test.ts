import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  adminOf,
  close,
  component,
  customObject,
  deploy,
  entry,
  field,
  idOf,
  integrationOf,
  leadRules,
  orgWith,
  queue,
  rows
} from '../orgFixture.ts';

const lead = { LastName: 'Rivera', Company: 'NovaCorp' };
let dataDirectory: string;
beforeEach(() => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'org-'));
});
afterEach(() => rmSync(dataDirectory, { recursive: true, force: true }));

describe('An org in a folder', () => {
  it('is the same org when it is opened again', () => {
    const first = orgWith(
      [queue('West'), field('Lead.A__c', 'Text'), leadRules({ name: 'R', active: true, entries: [entry('West')] })],
      { dataDirectory }
    );
    first.records.create(adminOf(first), 'Lead', { ...lead, A__c: 'x' });
    const before = {
      organizationId: first.organizationId,
      integration: integrationOf(first).userId,
      leads: rows(first, 'Lead')
    };
    close(first);

    const second = orgWith([], { dataDirectory });
    expect({
      organizationId: second.organizationId,
      integration: integrationOf(second).userId,
      leads: rows(second, 'Lead')
    }).toEqual(before);
    expect(second.metadata.types).toEqual(['AssignmentRules', 'CustomField', 'Queue']);
    const { id } = second.records.create(adminOf(second), 'Lead', lead);
    expect(second.records.read(adminOf(second), 'Lead', id)['OwnerId']).toBe(
      idOf(second, 'Group', 'DeveloperName', 'West')
    );
  });

  it('never gives an id, an auto-number or a key prefix twice', () => {
    const offers = customObject('Offer__c', {
      nameField: { label: 'Number', type: 'AutoNumber', displayFormat: '{0}' }
    });
    const first = orgWith([offers], { dataDirectory });
    const one = first.records.create(adminOf(first), 'Offer__c', {}).id;
    close(first);
    const second = orgWith([customObject('Aaa__c')], { dataDirectory });
    const two = second.records.create(adminOf(second), 'Offer__c', {}).id;
    expect(two > one).toBe(true);
    expect(rows(second, 'Offer__c').map((row) => row['Name'])).toEqual(['1', '2']);
    expect(second.schema.object('Offer__c')?.keyPrefix).toBe(one.slice(0, 3));
    expect(second.schema.object('Aaa__c')?.keyPrefix).not.toBe(one.slice(0, 3));
  });

  it('never gives an id twice after a rollback, either', () => {
    const first = orgWith([], { dataDirectory });
    expect(() =>
      first.transaction(() => {
        first.records.create(adminOf(first), 'Lead', lead);
        throw new Error('undo');
      })
    ).toThrow('undo');
    const one = first.records.create(adminOf(first), 'Lead', lead).id;
    close(first);
    const second = orgWith([], { dataDirectory });
    expect(second.records.create(adminOf(second), 'Lead', lead).id > one).toBe(true);
  });

  it('replays events from before it was opened', () => {
    const popped = [
      component('CustomObject', 'Popped__e', { label: 'P', pluralLabel: 'P' }),
      field('Popped__e.Lead_Id__c', 'Text')
    ];
    const first = orgWith(popped, { dataDirectory });
    first.records.create(adminOf(first), 'Popped__e', { Lead_Id__c: 'a' });
    const last = first.events.lastReplayId;
    close(first);
    const second = orgWith([], { dataDirectory });
    second.records.create(adminOf(second), 'Popped__e', { Lead_Id__c: 'b' });
    const replayed = second.events.retained('/event/Popped__e', 0);
    expect(replayed.map((event) => event.payload['Lead_Id__c'])).toEqual(['a', 'b']);
    expect(replayed[1]!.replayId).toBeGreaterThan(last);
  });

  it('has no trace of work that was not committed', () => {
    const first = orgWith([], { dataDirectory });
    expect(() =>
      first.transaction(() => {
        deploy(first, customObject('Offer__c'));
        throw new Error('undo');
      })
    ).toThrow('undo');
    close(first);
    expect(orgWith([], { dataDirectory }).schema.object('Offer__c')).toBeUndefined();
  });
});
