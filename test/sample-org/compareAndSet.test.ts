/** The rules and unique keys of force-app by which the org itself decides between two writers, as the local org keeps them. */
import { join, resolve } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Org, Session } from '../../local-org/org.ts';
import { seed } from '../../local-org/state/seed.ts';
import { readSourceFolder } from '../../local-org/state/sourceFolder.ts';
import { deploy, integrationOf, orgWith, row, sessionOf } from '../local-org/orgFixture.ts';

const root = resolve(import.meta.dirname, '../..');
const packages = ['force-app', 'sample-org'].map((name) => readSourceFolder(join(root, name)));

let org: Org;
let service: Session;
let priya: Session;
let marcus: Session;

beforeEach(() => {
  org = orgWith();
  for (const components of packages) deploy(org, ...components);
  seed(org, join(root, 'sample-org/data'));
  service = integrationOf(org);
  [priya, marcus] = ['priya.raman@sample.example', 'marcus.chen@sample.example'].map((name) =>
    sessionOf(org, name)
  ) as [Session, Session];
});

const create = (object: string, values: Record<string, unknown>): string =>
  org.records.create(service, object, values).id;
const update = (object: string, id: string, values: Record<string, unknown>, session = service): void =>
  void org.records.update(session, object, id, values);

const handoff = (values: Record<string, unknown> = { Step__c: 1, Step_Token__c: 'first' }): string =>
  create('Handoff__c', { Call_Id__c: 'c-0001', Next_Step__c: 'Transfer', Status__c: 'Ringing', ...values });

describe('A step of a handoff', () => {
  const movedOn = 'Someone else has moved this handoff on. Read it again.';

  it('follows the one on the record', () => {
    const id = handoff();
    update('Handoff__c', id, { Step__c: 2, Step_Token__c: 'one', Status__c: 'Accepted' });
    update('Handoff__c', id, { Step__c: 3, Step_Token__c: 'one', Status__c: 'Completed' });
    expect(row(org, 'Handoff__c', id)).toMatchObject({ Step__c: 3, Status__c: 'Completed' });
  });

  it.each([
    ['left out', 3],
    ['taken back', 0]
  ])('is refused when one is %s', (_what, step) => {
    const id = handoff();
    expect(() => update('Handoff__c', id, { Step__c: step, Step_Token__c: 'one' })).toThrow(movedOn);
  });

  it('is refused to the second of two who set the same number, since each brings a mark of its own', () => {
    const id = handoff();
    update('Handoff__c', id, { Step__c: 2, Step_Token__c: 'one', Status__c: 'Accepted' });
    expect(() => update('Handoff__c', id, { Step__c: 2, Step_Token__c: 'two', Status__c: 'Callback' })).toThrow(
      movedOn
    );
    expect(row(org, 'Handoff__c', id)).toMatchObject({ Status__c: 'Accepted' });
  });

  it('is not told apart from the one on the record without a mark: every writer of a step must bring one', () => {
    const id = handoff();
    update('Handoff__c', id, { Step__c: 2, Status__c: 'Accepted' });
    update('Handoff__c', id, { Step__c: 2, Status__c: 'Callback' });
    expect(row(org, 'Handoff__c', id)).toMatchObject({ Status__c: 'Callback' });
  });

  it('may be the first of a handoff that was made without any', () => {
    const id = handoff({});
    update('Handoff__c', id, { Step__c: 1, Step_Token__c: 'one' });
    expect(row(org, 'Handoff__c', id)).toMatchObject({ Step__c: 1 });
  });

  it('is not asked of whoever changes something else', () => {
    const id = handoff();
    update('Handoff__c', id, { Reminded_At__c: '2026-11-03T15:00:00.000Z' });
    expect(row(org, 'Handoff__c', id)).toMatchObject({ Step__c: 1 });
  });
});

describe('An attempt to send a notice', () => {
  const notice = (): string =>
    create('Handoff_Notice__c', { Notice_Key__c: 'n', Status__c: 'Pending', Attempts__c: 0 });

  it('belongs to the first of two who claim it', () => {
    const id = notice();
    update('Handoff_Notice__c', id, { Attempts__c: 1, Attempt_Token__c: 'one' });
    expect(() => update('Handoff_Notice__c', id, { Attempts__c: 1, Attempt_Token__c: 'two' })).toThrow(
      'Someone else is sending this notice. Read it again.'
    );
  });

  it('ends without a new one', () => {
    const id = notice();
    update('Handoff_Notice__c', id, { Attempts__c: 1, Attempt_Token__c: 'one' });
    update('Handoff_Notice__c', id, { Status__c: 'Sent', Sent_At__c: '2026-11-03T15:00:00.000Z' });
    expect(row(org, 'Handoff_Notice__c', id)).toMatchObject({ Status__c: 'Sent' });
  });

  it('is one for each notice: a second with its key is refused', () => {
    notice();
    expect(notice).toThrow('duplicate value found: Notice_Key__c');
  });
});

describe('An offer', () => {
  const offer = (values: Record<string, unknown> = {}): string =>
    create('Handoff_Offer__c', { OwnerId: priya.userId, Rep__c: priya.userId, Status__c: 'Ringing', ...values });
  const answer = (session: Session, id: string, status: string): void =>
    update('Handoff_Offer__c', id, { Status__c: status }, session);
  const ended = 'This offer has ended.';

  it('is answered by its rep, and by no other', () => {
    const id = offer();
    expect(() => answer(marcus, id, 'Declined')).toThrow();
    update('Handoff_Offer__c', id, { Status__c: 'Declined', Decline_Reason__c: 'In a meeting' }, priya);
    expect(row(org, 'Handoff_Offer__c', id)).toMatchObject({
      Status__c: 'Declined',
      Decline_Reason__c: 'In a meeting'
    });
  });

  it('does not let its rep change more than the answer', () => {
    const id = offer();
    expect(() => update('Handoff_Offer__c', id, { Rep__c: marcus.userId }, priya)).toThrow();
    expect(row(org, 'Handoff_Offer__c', id)).toMatchObject({ Rep__c: priya.userId });
  });

  it.each([
    'Declined',
    'No Answer',
    'Voicemail',
    'Busy',
    'Unreachable',
    'Caller Left',
    'Lapsed',
    'Cancelled',
    'Completed'
  ])('that is %s takes no late Accept', (status) => {
    const id = offer({ Status__c: status });
    expect(() => answer(priya, id, 'Accepted')).toThrow(ended);
    expect(row(org, 'Handoff_Offer__c', id)).toMatchObject({ Status__c: status });
  });

  it.each(['Ringing', 'Accepted', 'Assigned', 'Booked'])('that is %s may still end', (status) => {
    const id = offer({ Status__c: status });
    answer(service, id, 'Completed');
    expect(row(org, 'Handoff_Offer__c', id)).toMatchObject({ Status__c: 'Completed' });
  });

  it('that has ended lets go of its keys, and is told the same end twice', () => {
    const id = offer({ Live_Key__c: priya.userId });
    answer(service, id, 'No Answer');
    update('Handoff_Offer__c', id, { Status__c: 'No Answer', Live_Key__c: null });
    expect(row(org, 'Handoff_Offer__c', id)).toMatchObject({ Live_Key__c: null });
  });

  it.each([
    ['Turn_Key__c', '00G000000000001AAA:7'],
    ['Step_Key__c', 'a00000000000001AAA:2'],
    ['Slot_Key__c', '005000000000001AAA:3'],
    ['Live_Key__c', '005000000000001AAA']
  ])('shares its %s with no other', (name, key) => {
    offer({ [name]: key });
    expect(() => offer({ [name]: key })).toThrow(`duplicate value found: ${name}`);
  });
});

describe('A rep', () => {
  it('sets their own absence and switch, and nobody else’s', () => {
    const change = { Takes_Transfers__c: false, Away_Until__c: '2026-12-01T08:00:00.000Z' };
    update('User', priya.userId, change, priya);
    expect(row(org, 'User', priya.userId)).toMatchObject({ Takes_Transfers__c: 0 });
    expect(() => update('User', marcus.userId, change, priya)).toThrow();
  });

  it('reads the notices they were sent, without the secret of any calendar', () => {
    const id = create('Handoff_Notice__c', { Notice_Key__c: 'n', OwnerId: priya.userId, Kind__c: 'Offered' });
    expect(org.records.read(priya, 'Handoff_Notice__c', id)).toMatchObject({ Kind__c: 'Offered' });
    expect(() => org.records.read(marcus, 'Handoff_Notice__c', id)).toThrow();
    expect(org.access(priya).canReadField('User', 'Calendar_URL__c')).toBe(false);
    expect(org.access(service).canReadField('User', 'Calendar_URL__c')).toBe(true);
  });
});
