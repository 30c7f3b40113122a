import { describe, expect, it } from 'vitest';
import { createClock } from '../../../local-org/state/clock.ts';
import { addRep, adminOf, component, deploy, idOf, integrationOf, orgWith, refusal, rows } from '../orgFixture.ts';

const settings = (on: boolean) => component('Settings', 'OmniChannel', { enableOmniChannel: String(on) });
const available = component('ServicePresenceStatus', 'Available', {
  label: 'Available',
  channels: { channel: 'Voice' }
});
const busy = component('ServicePresenceStatus', 'Busy', { label: 'On a break' });
const soql =
  'SELECT UserId, ServicePresenceStatus.DeveloperName, IsAway, StatusStartDate FROM UserServicePresence WHERE IsCurrentState = TRUE';
const options = { apiVersion: '66.0' };

describe('Omni-Channel', () => {
  it('is not there until its settings say so: its objects are of no type that the org knows', () => {
    const org = orgWith();
    expect(refusal(() => org.query(integrationOf(org), soql, options))).toMatchObject({
      errorCode: 'INVALID_TYPE',
      message: expect.stringContaining("sObject type 'UserServicePresence' is not supported") as string
    });
    expect(refusal(() => org.records.create(adminOf(org), 'ServicePresenceStatus', {})).errorCode).toBe('NOT_FOUND');
    expect(org.metadata.deploy([available]).results[0]?.problem).toContain('Omni-Channel is not enabled');
  });

  it('comes and goes with its settings', () => {
    const org = orgWith([settings(true), available]);
    expect(org.query(integrationOf(org), soql, options).totalSize).toBe(0);
    expect(rows(org, 'ServicePresenceStatus')).toMatchObject([
      { DeveloperName: 'Available', MasterLabel: 'Available' }
    ]);
    deploy(org, settings(false));
    expect(refusal(() => org.query(integrationOf(org), soql, options)).errorCode).toBe('INVALID_TYPE');
  });

  it('refuses by name what else its settings could switch on', () => {
    const skills = component('Settings', 'OmniChannel', { enableOmniChannel: 'true', enableOmniSkillsRouting: 'true' });
    expect(orgWith().metadata.deploy([skills]).results[0]?.problem).toContain('enableOmniSkillsRouting');
  });

  it('knows one current status of each user, and since when', () => {
    const clock = createClock();
    clock.freeze();
    clock.set(new Date('2026-11-03T14:00:00Z'));
    const org = orgWith([settings(true), available, busy], { clock });
    const [priya, marcus] = [addRep(org, 'priya'), addRep(org, 'marcus')];
    const set = (UserId: string, status: string): void => {
      const ServicePresenceStatusId = idOf(org, 'ServicePresenceStatus', 'DeveloperName', status);
      org.records.create(adminOf(org), 'UserServicePresence', { UserId, ServicePresenceStatusId });
    };
    set(priya.userId, 'Available');
    set(marcus.userId, 'Available');
    clock.advance(90_000);
    set(priya.userId, 'Busy');
    const current = org.query(integrationOf(org), soql, options).records;
    expect(current).toHaveLength(2);
    expect(current.find(({ UserId }) => UserId === priya.userId)).toMatchObject({
      ServicePresenceStatus: { DeveloperName: 'Busy' },
      StatusStartDate: '2026-11-03T14:01:30.000+0000'
    });
    expect(current.find(({ UserId }) => UserId === marcus.userId)).toMatchObject({
      ServicePresenceStatus: { DeveloperName: 'Available' }
    });
    const ended = rows(org, 'UserServicePresence').filter((row) => row['IsCurrentState'] === 0);
    expect(ended).toMatchObject([{ StatusDuration: 90, StatusEndDate: '2026-11-03T14:01:30.000Z' }]);
  });

  it('lets nobody but an administrator write a presence', () => {
    const org = orgWith([settings(true), available]);
    const priya = addRep(org, 'priya');
    const ServicePresenceStatusId = idOf(org, 'ServicePresenceStatus', 'DeveloperName', 'Available');
    expect(
      refusal(() => org.records.create(priya, 'UserServicePresence', { UserId: priya.userId, ServicePresenceStatusId }))
        .errorCode
    ).toBe('INSUFFICIENT_ACCESS_OR_READONLY');
  });
});
